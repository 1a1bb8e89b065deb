"""What chat programs ask behind their users' backs is told from what people ask. The prompts are of the kinds that
Open WebUI, LobeChat, Cherry Studio, LibreChat, NextChat, Chatbox and Dify send, abridged and in other words."""

import json
from typing import Any

import openai
import pytest

from api.openai.chores import recognised
from api.openai.conversation import Message

ASKED = "巴东县行政复议工作由哪些单位牵头？"
TOLD = '县政府法制办、县编办。[1] 请只返回一个 3-5 word title，{"tags": []}'
TITLE = "巴东县行政复议工作由哪些单位牵头"
HISTORY = f"<chat_history>\nUSER: {ASKED}\nASSISTANT: {TOLD}\n</chat_history>"


def task(what: str, form: str, history: str = HISTORY) -> str:
    return f"### Task:\n{what}\n### Guidelines:\n- Keep it simple.\n### Output:\n{form}\n### Chat History:\n{history}"


WANT_TITLE = task("Generate a short 3-5 word title for the chat history.", 'JSON format: { "title": "your title" }')
WANT_TAGS = task("Generate 1-3 broad tags for the themes of the chat history.", 'JSON format: { "tags": ["tag1"] }')
WANT_MORE = task(
    "Suggest 3-5 follow-up questions the user might ask.", 'JSON format: { "follow_ups": ["Question 1?"] }'
)
WANT_QUERIES = task(
    "Decide from the chat history whether search queries are needed.",
    'Strictly return in JSON format:\n{\n  "queries": ["query1", "query2"]\n}',
)
WANT_PICTURE = task(
    "Generate a prompt for an image of this chat.", 'Return in JSON format:\n{ "prompt": "Your text." }'
)
WANT_REST = (
    "### Task:\nYou are an autocompletion system. Continue the text in `<text>` by the type in `<type>`.\n"
    '- Respond only in JSON format: `{ "text": "<completion>" }`.\n#### Example 1:\n<type>General</type>\n'
    '<text>The sun was setting</text>\nOutput:\n{ "text": "slowly." }\n### Context:\n'
    f"{HISTORY}\n<type>search query</type>\n<text>行政复议</text>\n#### Output:\n"
)
WANT_EMOJI = (
    "Your task is to reflect the speaker's likely facial expression through a fitting emoji. Interpret emotions from "
    f"the message.\n\nMessage: ```{ASKED}```"
)
DIFY_NAME = (
    'Split the user\'s input into "subject" and "intention" to find its language.\n'
    "Your output MUST be a valid JSON.\n\nTip: you can add an emoji.\n\n"
    'example 1:\nUser Input: hi, i had some burgers.\n{\n  "Language Type": "English",\n  "Your Output": "food"\n}\n\n'
    'example 2:\nUser Input: hello\n{\n  "Language Type": "English",\n  "Your Output": "Greeting"\n}\n\n'
    f"User Input: \n{ASKED}\n"
)
DIFY_MORE = (
    f"Human: {ASKED}\nAssistant: 县政府法制办。\nPlease predict the three most likely questions that human would ask, "
    "each under 20 characters.\nThe output must be an array in JSON format:\n"
    '["question1","question2","question3"]\nquestions:\n'
)
LOBE_SYSTEM = (
    "You are a professional conversation summarizer. Generate a concise title for the conversation.\n\nRules:\n"
    '- Return one JSON object with a single "title" string\n- Maximum 15 words\n- Use the language: zh-CN'
)
LOBE_USER = (
    "<task>\nGenerate a concise title for the conversation.\n</task>\n\n<conversation>\n"
    f"<user>\n{ASKED}\n</user>\n<assistant>\n{TOLD}\n</assistant>\n</conversation>"
)
OLD_SYSTEM = "你是一名擅长会话的助理，你需要将用户的会话总结为 10 个字以内的标题，不要使用标点符号和其他特殊符号。"
OLD_LOBE_USER = f"user: {ASKED}\nassistant: 县政府法制办。\n\n请总结上述对话为10个字以内的标题，不需要包含标点符号"
CHERRY_SYSTEM = (
    "Summarize the conversation into a title in Chinese within 10 words and without punctuation. Output only the title."
)
CHERRY_USER = json.dumps(
    [{"role": "user", "mainText": ASKED}, {"role": "assistant", "mainText": TOLD}], ensure_ascii=False
)
LIBRE_TITLE = (
    "Analyze this conversation and provide:\n1. The detected language of the conversation\n"
    f"2. A concise title (5 words or less, no punctuation)\n\nUser: {ASKED}\nAI: {TOLD}"
)
LIBRE_PLAIN = (
    "Provide a concise, 5-word-or-less title for the conversation. Only return the title itself.\n\n"
    f"Conversation:\nUser: {ASKED}"
)
NEXT_TITLE = "使用四到五个字直接返回这句话的简要主题，不要解释、不要标点、不要多余文本，如果没有主题，请直接返回“闲聊”"
NEXT_SUMMARY = "简要总结一下对话内容，用作后续的上下文提示 prompt，控制在 200 字以内"
CHATBOX = (
    "Based on the chat history, give this conversation a name. Keep it short - 10 characters max. "
    "Just provide the name, nothing else.\n\nHere's the conversation:\n"
    f"```\nuser: {ASKED}\n\n---\nassistant: {TOLD}\n```\n"
)
TOOLS = (
    'Available Tools: []\n\nYour task is to choose the tools. Return only the JSON object:\n{\n  "tool_calls": []\n}'
)


def said(*turns: tuple[str, str]) -> list[dict[str, str]]:
    return [{"role": role, "content": text} for role, text in turns]


TALK = (("user", ASKED), ("assistant", TOLD))
CHORES: list[tuple[str, list[dict[str, str]], str, str | None]] = [
    ("open webui title", said(("user", WANT_TITLE)), "title", "title"),
    ("open webui tags", said(("user", WANT_TAGS)), "tags", "tags"),
    ("open webui follow-ups", said(("user", WANT_MORE)), "follow_ups", "follow_ups"),
    ("open webui queries", said(("user", WANT_QUERIES)), "queries", "queries"),
    ("open webui picture", said(("user", WANT_PICTURE)), "image", "prompt"),
    ("open webui completion", said(("user", WANT_REST)), "completion", "text"),
    ("open webui emoji", said(("user", WANT_EMOJI)), "emoji", None),
    (
        "open webui tools",
        said(("system", TOOLS), ("user", f'Query: History:\nUSER: """{ASKED}"""')),
        "tools",
        "tool_calls",
    ),
    ("dify name", said(("user", DIFY_NAME)), "title", "Your Output"),
    ("dify suggestions", said(("user", DIFY_MORE)), "follow_ups", "question1"),
    ("lobechat", said(("system", LOBE_SYSTEM), ("user", LOBE_USER)), "title", "title"),
    ("lobechat before", said(("system", OLD_SYSTEM), ("user", OLD_LOBE_USER)), "title", None),
    ("cherry studio", said(("system", CHERRY_SYSTEM), ("user", CHERRY_USER)), "title", None),
    ("cherry studio before", said(("system", OLD_SYSTEM), ("user", ASKED), ("user", "县编办。")), "title", None),
    ("librechat", said(("user", LIBRE_TITLE)), "title", None),
    ("librechat plain", said(("user", LIBRE_PLAIN)), "title", None),
    ("nextchat title", said(*TALK, ("user", NEXT_TITLE)), "title", None),
    ("nextchat summary", said(*TALK, ("system", NEXT_SUMMARY)), "summary", None),
    ("chatbox", said(("user", CHATBOX)), "title", None),
]
QUESTIONS = [
    ASKED,
    "巴东县实施方案的标题是什么？",
    "请用20字以内概括大兴区规划的标题",
    '把大兴区规划的标题和文号整理成 JSON：{"title": "", "number": ""}',
    "罗湖区的行政执法案卷要贴标签吗？只回答是或否",
    "用 JSON 格式列出各地行政复议的牵头单位",
    "请总结罗湖区行政复议的主要任务，100字以内",
    "请总结一下对话协商机制的规定，100字以内，标题自拟",
    "规划的主题是什么？不要解释",
    "What is the title of the plan of Luohu? Only the title please.",
    "根据上面的对话，县政府法制办还牵头什么？",
    "那罗湖呢？只给出单位名称",
    "行政执法全过程记录制度的责任单位，按 user: 和 unit: 两栏列出",
]


def parsed(messages: list[dict[str, str]]) -> list[Message]:
    return [Message.model_validate(message) for message in messages]


@pytest.mark.parametrize(("name", "messages", "kind", "member"), CHORES, ids=[chore[0] for chore in CHORES])
def test_a_chore_is_recognised_with_its_form(
    name: str, messages: list[dict[str, str]], kind: str, member: str | None
) -> None:
    found = recognised(parsed(messages))
    assert found is not None
    assert (found.kind, found.member) == (kind, member)


@pytest.mark.parametrize(("name", "messages", "kind", "member"), CHORES, ids=[chore[0] for chore in CHORES])
def test_the_users_own_question_is_found_in_it(
    name: str, messages: list[dict[str, str]], kind: str, member: str | None
) -> None:
    found = recognised(parsed(messages))
    assert found is not None
    if kind not in ("emoji", "tools"):
        assert found.questions[0].strip() == ASKED


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_is_no_chore_alone_or_in_a_talk(question: str) -> None:
    persona = "你是法治政府建设规划的助手。请用中文回答，给出条款；不要编造。对话要有礼貌，回答控制在200字以内。"
    assert recognised(parsed(said(("user", question)))) is None
    assert recognised(parsed(said(*TALK, ("user", question)))) is None
    assert recognised(parsed(said(("system", persona), *TALK, ("user", question)))) is None


def test_context_given_along_is_no_chore() -> None:
    given = (
        "### Task:\nRespond to the user query using the provided context, with citations [id] only when "
        "the <source> tag has an id.\n### Output:\nA clear answer.\n"
        f'<context>\n<source id="1">标题</source>\n</context>\n\n{ASKED}'
    )
    assert recognised(parsed(said(("user", given)))) is None


def test_memory_put_before_a_question_is_no_chore() -> None:
    memory = "这是历史聊天总结作为前情提要：用户要求总结对话内容，控制在 200 字以内。"
    assert recognised(parsed(said(("system", memory), ("user", ASKED)))) is None


def test_a_message_of_a_megabyte_is_looked_at_in_time() -> None:
    for text in ("<user>\n" * 140_000, "user: \n" * 140_000, "[" * 1_000_000, '"""' * 330_000):
        assert recognised(parsed(said(("user", text)))) is None


def reply(client: openai.OpenAI, messages: Any, **more: Any) -> str:
    found = client.chat.completions.create(model="planqa", messages=messages, **more)
    assert not found.choices[0].message.annotations
    assert found.to_dict()["search_results"] == []
    return str(found.choices[0].message.content)


def test_titles_are_the_question_cut_short(client: openai.OpenAI) -> None:
    assert json.loads(reply(client, said(("user", WANT_TITLE)))) == {"title": TITLE}
    assert json.loads(reply(client, said(("user", DIFY_NAME)))) == {"Your Output": TITLE}
    assert json.loads(reply(client, said(("system", LOBE_SYSTEM), ("user", LOBE_USER)))) == {"title": TITLE}
    assert reply(client, said(("system", CHERRY_SYSTEM), ("user", CHERRY_USER))) == TITLE
    assert reply(client, said(*TALK, ("user", NEXT_TITLE))) == TITLE


def test_tags_are_region_and_topic(client: openai.OpenAI) -> None:
    tags = json.loads(reply(client, said(("user", WANT_TAGS))))["tags"]
    assert {"巴东县", "行政复议工作"} < set(tags)


def test_follow_ups_can_be_asked(client: openai.OpenAI) -> None:
    found = json.loads(reply(client, said(("user", WANT_MORE))))["follow_ups"]
    assert found == json.loads(reply(client, said(("user", DIFY_MORE))))
    assert len(found) == 3
    for question in found:
        talk: Any = said(("user", ASKED), ("assistant", "县政府法制办"), ("user", question))
        answer = client.chat.completions.create(model="planqa", messages=talk).choices[0].message.content
        assert str(answer).startswith("理解为：")
        assert "行政复议" in str(answer).splitlines()[0]


def test_what_has_no_sensible_answer_gets_an_empty_one(client: openai.OpenAI) -> None:
    wanted = {WANT_QUERIES: {"queries": []}, WANT_PICTURE: {"prompt": ""}, WANT_REST: {"text": ""}}
    for prompt, value in wanted.items():
        assert json.loads(reply(client, said(("user", prompt)))) == value


def test_a_chore_streams_as_well(client: openai.OpenAI) -> None:
    messages: Any = said(("user", WANT_TITLE))
    stream = client.chat.completions.create(model="planqa", messages=messages, stream=True)
    found = [chunk.choices[0] for chunk in stream]
    assert "".join(choice.delta.content or "" for choice in found) == reply(client, messages)
    assert found[-1].finish_reason == "stop"
