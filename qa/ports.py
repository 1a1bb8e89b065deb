"""The seams where more than one body exists."""

from collections.abc import Callable, Generator, Sequence
from typing import Protocol

from qa.arrays import Ids, Scores, Vectors
from qa.records import Citation


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


class VectorIndex(Protocol):
    """Nearest passages by inner product of unit vectors; a passage's number is its row.

    Bodies: `qa.vectors.PassageVectors`, `qa.vectors_milvus.MilvusVectors`.
    """

    @property
    def dimension(self) -> int: ...

    def __len__(self) -> int:
        """Rows, those of removed plans included."""

    def search(self, query: Vectors, k: int, allowed: Ids | None = None) -> tuple[Ids, Scores]:
        """The k best passages for one query (1, d), best first; fewer if fewer are allowed. allowed ascends."""

    def scores(self, queries: Vectors, ids: Ids) -> Scores:
        """Cosines of queries (m, d) to the passages given, (m, len(ids))."""

    def row(self, number: int) -> Vectors:
        """The vector of one passage, (d,)."""

    def rows(self) -> Vectors:
        """All vectors, (n, d)."""


class WriterFailed(Exception):
    """A `Writer` gave no whole answer; its text is the reason in Chinese, with nothing of the server's in it."""


class Writer(Protocol):
    """Phrases an answer from evidence. Bodies: `qa.writing.writer.OpenAIWriter`, `qa.writing.writer.QuotingWriter`."""

    def write(self, question: str, evidence: Sequence[Citation]) -> Generator[str, None, None]:
        """Pieces of text as they come; an empty one now and then while none comes, so that a reader may leave.

        Closing it ends the call. WriterFailed where it breaks off.
        """
