"""What can go wrong, as one tree.

PlanqaError                  every error that a user can do something about
├── InvalidRequest           the question or a filter cannot be used as given
│   ├── UnknownRegion        no division of GB/T 2260 has this name
│   └── AmbiguousRegion      several divisions have this name
├── NotFound                 no such plan, clause, job or file
├── Conflict                 what is asked can be done, but not in the state that things are in
├── IndexUnavailable         there is no index, or it cannot be opened
│   ├── IndexMismatch        it was built in another format or with another encoder
│   ├── IndexBusy            another process is changing it
│   └── VectorsUnavailable   the server that holds its vectors does not answer
├── StateUnavailable         what a server keeps beside the index cannot be read or written now
│   └── StateFull            its disk has no room left
├── ModelUnavailable         the encoder's weights cannot be had
├── ClusterUnavailable       the workers asked for cannot be reached, or would build another index
├── NotReady                 the server stops, or its searches fail
└── BadPlan                  a plan or its catalogue entry cannot be read

Messages are written for the reader of the answer, in Chinese, and say what to do next.
"""

from collections.abc import Sequence


class PlanqaError(Exception):
    """Base of all errors; `message` is one Chinese sentence or two that say what to do next."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class InvalidRequest(PlanqaError):
    """The question or a filter cannot be used; `field` names the offending input."""

    def __init__(self, message: str, field: str = "question") -> None:
        super().__init__(message)
        self.field = field


class UnknownRegion(InvalidRequest):
    """No division has the name given; `known_regions` are those with a plan."""

    def __init__(self, name: str, known_regions: Sequence[str]) -> None:
        known = "、".join(known_regions)
        super().__init__(f"没有名为“{name}”的行政区划。已收录规划的地区：{known}。", "region")
        self.known_regions = list(known_regions)


class AmbiguousRegion(InvalidRequest):
    """Several divisions have the name given; `candidates` are their full names."""

    def __init__(self, name: str, candidates: Sequence[str]) -> None:
        super().__init__(f"“{name}”不止一处：{'、'.join(candidates)}。请写明上级地名或区划代码。", "region")
        self.candidates = list(candidates)


class NotFound(PlanqaError):
    """No such plan, clause, job or file."""


class Conflict(PlanqaError):
    """What is asked can be done, but not in the state that things are in."""


class IndexUnavailable(PlanqaError):
    """There is no index, or it cannot be opened."""


class IndexMismatch(IndexUnavailable):
    """The index was built in another format, with another encoder or dimension."""


class IndexBusy(IndexUnavailable):
    """Another process is changing the index."""


class VectorsUnavailable(IndexUnavailable):
    """The server that holds the index's vectors does not answer, or refuses."""


class StateUnavailable(PlanqaError):
    """What a server keeps beside its index cannot be read or written: locked by another process, full, damaged."""


class StateFull(StateUnavailable):
    """The disk on which a server keeps what is not its index has no room left."""


class ModelUnavailable(PlanqaError):
    """The encoder's weights cannot be found or unpacked."""


class ClusterUnavailable(PlanqaError):
    """The workers that a build was to use cannot be reached, were lost, or differ from the process that builds."""


class NotReady(PlanqaError):
    """The server runs and cannot answer now, though index and model were opened."""


class BadPlan(PlanqaError):
    """A plan file or its catalogue entry cannot be read."""
