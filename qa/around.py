"""What every encoder around another has in common."""

from collections.abc import Callable, Sequence

from qa.arrays import Vectors
from qa.ports import Encoder


class EncoderAround:
    """An `Encoder` that is another one; a subclass does one thing its own way."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.name, self.dimension, self.max_tokens = encoder.name, encoder.dimension, encoder.max_tokens

    def count_tokens(self, text: str) -> int:
        return self._encoder.count_tokens(text)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """(n, dimension), rows of unit length."""
        return self._encoder.encode_queries(texts)

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """(n, dimension), rows of unit length; `progress` gets the number of passages just finished."""
        return self._encoder.encode_passages(texts, progress)
