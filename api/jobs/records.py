"""A job and the states it can be in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["add", "replace", "remove", "inspect"]
State = Literal["waiting", "running", "done", "failed", "cancelled", "broken"]

#: States that last.
ENDED: tuple[State, ...] = ("done", "failed", "cancelled", "broken")


@dataclass(frozen=True)
class Order:
    """What is to be done.

    plan: the one to replace or remove. folder: of the uploaded files, below the folder of all uploads; empty where
    there are none. files: their names. known: what the client states of the plan, as a catalogue does.
    """

    id: str
    kind: Kind
    plan: str | None = None
    folder: str = ""
    files: tuple[str, ...] = ()
    known: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Job:
    """An order and how far it has come.

    stage: in Chinese; done and total count within it, a total of 0 is not known. created, changed: ISO 8601, UTC.
    worker: who runs it. stopping: it has been asked to stop. result, error: JSON, once there is one.
    """

    order: Order
    state: State
    stage: str
    done: int
    total: int
    created: str
    changed: str
    worker: str
    stopping: bool
    result: str | None
    error: str | None

    @property
    def has_ended(self) -> bool:
        return self.state in ENDED
