"""A vector depends on the company of its batch, so the batches must not depend on how long anything takes."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index_build import embeddings
from index_build.embeddings import Embeddings
from qa.arrays import Vectors
from tests.index_build.cluster.at_work import CompanyEncoder

ENCODER = CompanyEncoder()
many = st.lists(st.text("法治政府", min_size=1, max_size=30), min_size=1, max_size=70, unique=True)


class Stopped(CompanyEncoder):
    """Breaks off after some calls."""

    def __init__(self, calls: int) -> None:
        self._left = calls

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """(n, dimension), rows of unit length; `progress` gets the number of passages just finished."""
        self._left -= 1
        if self._left < 0:
            raise KeyboardInterrupt
        return super().encode_passages(texts, progress)


@settings(max_examples=30, deadline=None)
@given(texts=many, stop=st.integers(0, 5))
def test_vectors_are_those_of_one_call_however_often_it_stopped(texts: list[str], stop: int) -> None:
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory() as root:
        patch.setattr(embeddings, "_PAUSE", 0.0)
        with suppress(KeyboardInterrupt):
            Embeddings(Path(root), Stopped(stop)).vectors(texts)
        found = Embeddings(Path(root), ENCODER).vectors(texts)
    np.testing.assert_allclose(found, ENCODER.encode_passages(texts), rtol=0, atol=1e-6)


@settings(max_examples=30, deadline=None)
@given(texts=many)
def test_progress_counts_the_characters_up_to_all(texts: list[str]) -> None:
    told: list[tuple[int, int]] = []
    with TemporaryDirectory() as root:
        Embeddings(Path(root), ENCODER).vectors(texts, lambda done, total: told.append((done, total)))
    total = sum(map(len, texts))
    assert told == sorted(told)
    assert told[-1] == (total, total)
