"""Texts that clients send to be embedded or ranked: their shape, and how many and how long they may be."""

from collections.abc import Sequence

from qa.errors import InvalidRequest
from qa.ports import Encoder

#: Texts in one request for embeddings: LangChain's and LlamaIndex' clients send batches, of a size that can be set.
MOST_TEXTS = 256
#: What clients that find documents ask to have ranked.
MOST_DOCUMENTS = 200
#: Characters of all texts together: about a minute on two cores.
MOST_CHARACTERS = 100_000


def check_all(texts: Sequence[str], field: str) -> None:
    """InvalidRequest where there is more than can be read in one request."""
    if (total := sum(map(len, texts))) > MOST_CHARACTERS:
        raise InvalidRequest(f"文字过多（共{total}字），一次请不超过{MOST_CHARACTERS}字，分几次发送。", field)


def check_one(text: str, encoder: Encoder, field: str) -> None:
    """InvalidRequest for what the encoder would read only in part, or has nothing to read in."""
    if not text.strip():
        raise InvalidRequest("有一段文字为空，请去掉。", field)
    # A token has one character at least, but for the one that marks the beginning; counting tokens takes longer.
    if len(text) >= encoder.max_tokens and (count := encoder.count_tokens(text)) > encoder.max_tokens:
        raise InvalidRequest(f"有一段文字有{count}个词元，超过{encoder.max_tokens}个，请先切成小段。", field)
