"""The seams where more than one body exists."""

from collections.abc import Callable, Sequence
from typing import Protocol

from qa.arrays import Vectors


class Encoder(Protocol):
    """Turns text into unit vectors. Bodies: `qa.encoder.SentenceEncoder`, `qa.encoder.HashEncoder`."""

    @property
    def name(self) -> str:
        """Identity recorded in the index; two encoders of one name give the same vectors."""

    @property
    def dimension(self) -> int: ...

    @property
    def max_tokens(self) -> int:
        """Tokens that a passage may have, prompt and special tokens excluded."""

    def count_tokens(self, text: str) -> int: ...

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """(n, dimension), rows of unit length."""

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """(n, dimension), rows of unit length; `progress` gets the number of passages just finished."""
