// What the clients of JavaScript make of the server at the address given: one JSON object on standard output.

import { createOpenAI } from "@ai-sdk/openai";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { embed, generateText, streamText } from "ai";
import OpenAI from "openai";

const [baseURL, question] = process.argv.slice(2);
const messages = [{ role: "user", content: question }];
const joined = (found) => found.map((chunk) => chunk.choices[0]?.delta?.content ?? "").join("");

async function official() {
  const client = new OpenAI({ baseURL, apiKey: "none", maxRetries: 0 });
  const whole = await client.chat.completions.create({ model: "planqa", messages });
  const stream = await client.chat.completions.create({ model: "planqa", messages, stream: true });
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  const vectors = await client.embeddings.create({ model: "planqa-embedding", input: ["行政复议"] });
  const models = [];
  for await (const model of client.models.list()) models.push(model.id);
  const refused = await client.chat.completions.create({ model: "gpt", messages }).catch((error) => error);
  const { content, annotations } = whole.choices[0].message;
  const cited = annotations.map(({ url_citation: c }) => content.slice(c.start_index, c.end_index));
  return {
    whole: content,
    streamed: joined(chunks),
    cited,
    models,
    dimension: vectors.data[0].embedding.length,
    refused: { status: refused.status, code: refused.code },
  };
}

async function sdk(provider, chat) {
  const whole = await generateText({ model: chat, messages, maxRetries: 0 });
  const stream = streamText({ model: chat, messages, maxRetries: 0 });
  let streamed = "";
  for await (const part of stream.textStream) streamed += part;
  const { embedding } = await embed({ model: provider.textEmbeddingModel("planqa-embedding"), value: "行政复议" });
  const refused = await generateText({ model: chat, messages: [{ role: "user", content: "法".repeat(501) }], maxRetries: 0 })
    .catch((error) => error);
  return {
    whole: whole.text,
    streamed,
    finish: await stream.finishReason,
    urls: whole.sources.map((source) => source.url),
    streamedUrls: (await stream.sources).map((source) => source.url),
    tokens: whole.usage.totalTokens,
    streamedTokens: (await stream.usage).totalTokens,
    dimension: embedding.length,
    refused: refused.message,
  };
}

const openai = createOpenAI({ baseURL, apiKey: "none" });
const compatible = createOpenAICompatible({ name: "planqa", baseURL, includeUsage: true });
console.log(
  JSON.stringify({
    openai: await official(),
    "@ai-sdk/openai": await sdk(openai, openai.chat("planqa")),
    "@ai-sdk/openai-compatible": await sdk(compatible, compatible("planqa")),
  }),
);
