"""Linear layers whose weights lie as the processor's kernels read them: laid out once, not at every call.

oneDNN multiplies by weights in blocks. Given them as rows, it lays them out anew whenever it is called, which for one
short question takes longer than the multiplication. PyTorch packs weights so when it compiles a model (TorchInductor,
which wants a C++ compiler where it runs); the operators that it compiles to are used here as they are.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import torch

#: Rows of input that the layout is chosen for: some short questions at once. Others are served as well.
_ROWS = 256


@contextmanager
def packed(model: torch.nn.Module) -> Iterator[None]:
    """Within it, all linear layers of a model are packed; who keeps a trace of it keeps the packed ones.

    Whatever PyTorch raises where its build has no such operators.
    """
    plain = [
        (parent, name, layer)
        for parent in model.modules()
        for name, layer in parent.named_children()
        if type(layer) is torch.nn.Linear
    ]
    try:
        for parent, name, layer in plain:
            setattr(parent, name, _Packed(layer))
        yield
    finally:
        for parent, name, layer in plain:
            setattr(parent, name, layer)


class _Packed(torch.nn.Module):
    def __init__(self, layer: torch.nn.Linear) -> None:
        super().__init__()
        weight = torch.ops.mkldnn._reorder_linear_weight(layer.weight.detach().contiguous(), _ROWS)
        self.register_buffer("weight", weight)
        self.register_buffer("bias", None if layer.bias is None else layer.bias.detach())

    def forward(self, rows: torch.Tensor) -> torch.Tensor:
        found: torch.Tensor = _multiply(rows, self.weight, self.bias)
        return found


@torch.jit.script
def _multiply(rows: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor | None) -> torch.Tensor:
    # A trace cannot hold a list that may have numbers in it; a script can, and a trace holds a script.
    none = torch.jit.annotate(list[float | int | complex | None], [])  # type: ignore[no-untyped-call]
    found: torch.Tensor = torch.ops.mkldnn._linear_pointwise(rows, weight, bias, "none", none, "")
    return found
