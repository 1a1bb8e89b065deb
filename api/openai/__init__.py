"""Door for clients of OpenAI's API: models, chat completions, embeddings, and the rerank that grew up beside them."""
