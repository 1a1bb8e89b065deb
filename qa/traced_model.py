"""A SentenceTransformer that several threads may use at once, and whose transformer can run outside Python.

Run layer by layer from Python, a small model spends a third of its time between two layers, holding the interpreter's
lock that every other thread of a server waits for. Traced (`torch.jit.trace`), it is one call that holds no lock.
"""

import threading
import warnings
from collections.abc import Sequence
from typing import Any

import torch
from sentence_transformers import SentenceTransformer
from transformers.modeling_outputs import BaseModelOutput

from qa.packed_linear import packed

#: Of different length, so that the trace has padding in it.
_EXAMPLES = ["法", "推进依法行政，加快建设法治政府。"]


class TracedModel(SentenceTransformer):
    """As its base; `trace` makes it faster."""

    def __init__(self, *given: Any, **named: Any) -> None:
        self._tokenizing = threading.Lock()
        super().__init__(*given, **named)

    def preprocess(self, inputs: Sequence[Any], prompt: str | None = None, **named: Any) -> dict[str, Any]:
        """A fast tokenizer keeps padding and truncation as its own state: one thread at a time."""
        with self._tokenizing:
            return super().preprocess(inputs, prompt, **named)

    def count_tokens(self, text: str) -> int:
        """Special tokens excluded."""
        with self._tokenizing:
            encoded = self.tokenizer(text, add_special_tokens=False, truncation=False, verbose=False)
        return len(encoded["input_ids"])

    def trace(self) -> bool:
        """From here on the transformer runs as a traced graph: the same vectors but for rounding.

        False where the model is of a kind that cannot be traced so; it stays as it is.
        """
        plain = getattr(self[0], "model", None)
        if plain is None:
            return False
        features = self.preprocess(_EXAMPLES)
        example = (features["input_ids"], features["attention_mask"])
        try:
            with torch.inference_mode(), warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of tracing: that it is to be replaced, and of Python values in it
                self[0].model = _Traced(_graph(plain, example), plain.config)
                self.encode(_EXAMPLES[:1], show_progress_bar=False)
        except Exception:  # whatever a foreign model's own code raises
            self[0].model = plain
            return False
        return True


def _graph(plain: torch.nn.Module, example: tuple[torch.Tensor, torch.Tensor]) -> torch.nn.Module:
    """With packed weights where PyTorch can: the same vectors, the sooner the fewer the texts."""
    try:
        with packed(plain):
            return _frozen(plain, example)
    except (AttributeError, NotImplementedError, RuntimeError):
        return _frozen(plain, example)


def _frozen(model: torch.nn.Module, example: tuple[torch.Tensor, torch.Tensor]) -> torch.nn.Module:
    graph = torch.jit.trace(_HiddenStates(model).eval(), example, check_trace=False)  # type: ignore[no-untyped-call]
    frozen: torch.nn.Module = torch.jit.freeze(graph)
    return frozen


class _HiddenStates(torch.nn.Module):
    """The transformer with two tensors in and one out, as a trace wants it."""

    def __init__(self, model: torch.nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        found: torch.Tensor = self.model(input_ids=input_ids, attention_mask=attention_mask, return_dict=False)[0]
        return found


class _Traced(torch.nn.Module):
    """A graph in the place of the transformer that it was traced from."""

    def __init__(self, graph: torch.nn.Module, config: Any) -> None:
        super().__init__()
        self.graph, self.config = graph, config

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor, **_: Any) -> BaseModelOutput:
        return BaseModelOutput(last_hidden_state=self.graph(input_ids, attention_mask))
