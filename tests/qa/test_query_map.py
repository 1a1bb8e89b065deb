from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa import query_map
from qa.errors import ModelUnavailable
from qa.query_map import QueryMap
from qa.service import Service


def drawn(seed: int, rows: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(rows, 8)).astype(np.float32)


@given(st.integers(0, 2**32), st.integers(1, 5))
def test_what_is_mapped_has_unit_length_and_no_weights_change_nothing(seed: int, rows: int) -> None:
    queries = drawn(seed, rows)
    queries /= np.linalg.norm(queries, axis=1, keepdims=True)
    np.testing.assert_allclose(np.linalg.norm(QueryMap("e", drawn(seed + 1, 8))(queries), axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(QueryMap("e", np.zeros((8, 8), np.float32))(queries), queries, atol=1e-6)


def test_a_saved_map_is_the_same_but_for_sixteen_bits(tmp_path: Path) -> None:
    made = QueryMap("编码器@1", drawn(1, 8))
    made.save(tmp_path / "map.npz")
    loaded = query_map.load(tmp_path / "map.npz")
    assert loaded.encoder == made.encoder
    np.testing.assert_allclose(loaded.weights, made.weights, rtol=1e-3)


@pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04 cut", b"\x93NUMPY"])
def test_a_file_that_is_no_map_says_what_to_do(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "map.npz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ModelUnavailable, match="planqa train"):
        query_map.load(path)


def test_the_packaged_map_is_for_the_bundled_encoder_alone(service: Service) -> None:
    found = query_map.packaged(service.manifest.encoder)
    assert found is not None
    assert found.weights.shape == (service.manifest.dimension,) * 2
    assert query_map.packaged("another") is None
