"""Packed linear layers multiply as plain ones do, and leave the model as it was."""

import platformdirs
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from index_build.model import bundled_model
from qa.packed_linear import packed
from qa.traced_model import TracedModel

WIDTHS = st.sampled_from([1, 3, 16, 50])


class Two(torch.nn.Module):
    """Two layers, one within another module."""

    def __init__(self, width: int, has_bias: bool, dtype: torch.dtype) -> None:
        super().__init__()
        self.first = torch.nn.Linear(16, width, bias=has_bias, dtype=dtype)
        self.inner = torch.nn.Sequential(torch.nn.GELU(), torch.nn.Linear(width, 8, dtype=dtype))

    def forward(self, rows: torch.Tensor) -> torch.Tensor:
        found: torch.Tensor = self.inner(self.first(rows))
        return found


@pytest.mark.filterwarnings("ignore:.*torch.jit")
@settings(max_examples=25, deadline=None)
@given(WIDTHS, st.booleans(), st.sampled_from([torch.float32, torch.bfloat16]), st.integers(1, 600))
def test_a_packed_model_gives_what_the_plain_one_gives(
    width: int, has_bias: bool, dtype: torch.dtype, rows: int
) -> None:
    torch.manual_seed(0)
    model, given_rows = Two(width, has_bias, dtype), torch.randn(2, rows, 16).to(dtype)
    with torch.inference_mode():
        plain = model(given_rows)
        with packed(model):
            assert not any(type(layer) is torch.nn.Linear for layer in model.modules())
            found = model(given_rows)
            traced = torch.jit.freeze(torch.jit.trace(model.eval(), given_rows, check_trace=False))  # type: ignore[no-untyped-call]
        assert [type(layer) for layer in model.modules()].count(torch.nn.Linear) == 2
        torch.testing.assert_close(found, plain, rtol=0.02, atol=0.01)
        # The trace outlives the packing.
        torch.testing.assert_close(traced(given_rows[:, :1]), plain[:, :1], rtol=0.02, atol=0.01)


def test_a_model_is_as_it_was_where_packing_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    model = Two(3, True, torch.float32)
    monkeypatch.delattr("qa.packed_linear._Packed")
    with pytest.raises(NameError), packed(model):
        pass
    assert [type(layer) for layer in model.modules()].count(torch.nn.Linear) == 2


def test_a_model_is_traced_without_packing_where_pytorch_cannot(monkeypatch: pytest.MonkeyPatch) -> None:
    class Refusing:
        def __init__(self, _: torch.nn.Linear) -> None:
            raise NotImplementedError

    monkeypatch.setattr("qa.packed_linear._Packed", Refusing)
    folder = str(bundled_model(platformdirs.user_cache_path("planqa")))
    model = TracedModel(folder, device="cpu", local_files_only=True)
    before = model.encode(["法治政府"], show_progress_bar=False)
    assert model.trace()
    assert float((before * model.encode(["法治政府"], show_progress_bar=False)).sum()) > 0.999
