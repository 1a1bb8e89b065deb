"""An encoder that remembers, for what is measured without an index: embedding 140,000 articles takes half an hour."""

from collections.abc import Callable, Sequence
from pathlib import Path

from index_build.embeddings import Embeddings
from qa.around import EncoderAround
from qa.arrays import Vectors
from qa.ports import Encoder


class CachedEncoder(EncoderAround):
    """An `Encoder` whose passages' vectors are kept in a folder as an index directory keeps them."""

    def __init__(self, encoder: Encoder, folder: Path) -> None:
        super().__init__(encoder)
        self._kept = Embeddings(folder, encoder)

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """(n, dimension), rows of unit length; only what is not kept yet is embedded."""
        vectors = self._kept.vectors(texts)
        if progress:
            progress(len(texts))
        return vectors
