import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from qa.fusion import fused

scores = arrays(np.float32, 5, elements=st.floats(-1, 1, width=32))
raised = st.floats(0.015625, 1, width=32)


@given(scores, scores, scores, raised, st.integers(0, 4), st.integers(0, 2))
def test_a_better_score_in_any_search_is_a_better_score(
    mapped: np.ndarray, plain: np.ndarray, words: np.ndarray, more: float, place: int, which: int
) -> None:
    before = fused(mapped, plain, words)
    parts = [mapped.copy(), plain.copy(), words.copy()]
    parts[which][place] += 100 * more if which == 2 else more
    after = fused(*parts)
    assert after[place] > before[place]
    np.testing.assert_array_equal(np.delete(after, place), np.delete(before, place))


@given(scores, scores, scores)
def test_a_score_does_not_depend_on_the_others(mapped: np.ndarray, plain: np.ndarray, words: np.ndarray) -> None:
    alone = [fused(mapped[i : i + 1], plain[i : i + 1], words[i : i + 1])[0] for i in range(5)]
    np.testing.assert_array_equal(fused(mapped, plain, words), alone)
