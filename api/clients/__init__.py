"""For programs that call a planqa server: a Python client, and retrievers for LangChain and LlamaIndex."""
