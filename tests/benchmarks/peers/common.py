"""What every peer is given and gives back: passages with their place in a document, the encoder, the ranking."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from qa.arrays import Vectors
from qa.encoder import preferred_dtype

#: The encoder's own prompts (Wang et al. 2024, arXiv:2402.05672), handed to each framework by its own option.
QUERY, PASSAGE = "query: ", "passage: "
#: Passages taken from each of the two searches before they are fused, for all alike.
POOL = 100
#: What splits Chinese sentences, the strongest first; the empty string cuts anywhere.
STOPS = ["\n\n", "\n", "。", "；", "，", "、", ""]

Encode = Callable[[Sequence[str]], Vectors]


@dataclass(frozen=True)
class Document:
    """about: what is known of it beside its text (title, region), the metadata of every framework."""

    id: str
    text: str
    about: dict[str, str]


@dataclass(frozen=True)
class Passage:
    """A part of a document; `document.text[start : start + len(text)] == text`."""

    document: Document
    start: int
    text: str

    @property
    def id(self) -> str:
        return f"{self.document.id}@{self.start}-{self.start + len(self.text)}"


class Peer(Protocol):
    """A framework, set up as its documentation says."""

    def split(self, document: Document) -> list[str]:
        """The texts of a document's passages, in order, each verbatim in it."""

    def build(self, passages: Sequence[Passage], encode: Encode | None) -> None:
        """Index the passages. encode: vectors that are known already; None: the framework's own encoder does it."""

    def search(self, question: str, k: int) -> list[str]:
        """Ids of the k best passages, best first."""


def passages_of(peer: Peer, documents: Sequence[Document]) -> list[Passage]:
    """What the peer makes of the documents, with the place of each passage: found by its words, one after another."""
    passages = []
    for document in documents:
        start = -1
        for text in peer.split(document):
            start = document.text.index(text, start + 1)
            passages.append(Passage(document, start, text))
    return passages


def model_options() -> dict[str, Any]:
    """Arguments of a SentenceTransformer that make it compute as planqa's does."""
    return {"device": "cpu", "model_kwargs": {"dtype": preferred_dtype()}}
