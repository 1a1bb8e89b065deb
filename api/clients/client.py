"""A client of the HTTP door: httpx and the response types, nothing of the service itself.

with Client("http://127.0.0.1:8000") as planqa:
    print(planqa.ask("行政复议工作由哪些单位牵头？").answer)
"""

from collections.abc import Iterator, Mapping, Sequence
from types import TracebackType
from typing import Any, Self, TypedDict, TypeVar, Unpack
from urllib.parse import quote

import httpx
from pydantic import BaseModel

from api.clients import wire
from api.compare_schemas import CompareOut
from api.plan_schemas import ClauseDetail, PlanDetail, PlansOut, RegionsOut
from api.schemas import AskOut, SearchOut

Shape = TypeVar("Shape", bound=BaseModel)


class Conditions(TypedDict, total=False):
    """What a search may be confined to; all hold together. Names, short names or codes of regions; ids of plans;
    first and last year; the kind of document; part of a unit's name."""

    region: str | Sequence[str] | None
    plan: str | Sequence[str] | None
    years: tuple[int, int] | None
    kind: str | None
    unit: str | None


class Client:
    """One server. Safe to use from several threads; close it, or use it in a `with` block.

    Every method raises ApiError where the server refuses (TooManyRequests for 429), and httpx.TransportError where it
    cannot be reached.
    """

    def __init__(self, base_url: str, key: str | None = None, timeout: float = 60.0) -> None:
        """base_url: as in a browser, without /api. key: of `planqa keys`, if the server wants one. timeout: seconds."""
        # As bytes, so that a key that is no ASCII gets the server's refusal.
        headers = {b"Authorization": f"Bearer {key}".encode()} if key else None
        self._http = httpx.Client(base_url=base_url, headers=headers, timeout=timeout)

    def search(self, query: str, k: int = 10, **conditions: Unpack[Conditions]) -> SearchOut:
        """The k best clauses, best first."""
        return self._post("search", {"query": query, "k": k, **conditions}, SearchOut)

    def ask(self, question: str, history: Sequence[str | AskOut] = (), **conditions: Unpack[Conditions]) -> AskOut:
        """An answer with its clauses, or why there is none. history: earlier questions or answers, oldest first."""
        body = {"question": question, "history": [_turn(earlier) for earlier in history], **conditions}
        return self._post("ask", body, AskOut)

    def ask_stream(
        self, question: str, history: Sequence[str | AskOut] = (), **conditions: Unpack[Conditions]
    ) -> Iterator[str | AskOut]:
        """The answer piece by piece as text, then the whole one, which counts. Asked once the first is wanted."""
        turns = [_turn(earlier) for earlier in history]
        body = {"question": question, "history": turns, "stream": True, **conditions}
        with self._http.stream("POST", "api/v1/ask", json=body) as response:
            if not response.is_success:
                response.read()
                wire.check(response)
            yield from wire.answered(response.iter_bytes(), response.status_code)

    def compare(self, questions: str | Sequence[str], **conditions: Unpack[Conditions]) -> CompareOut:
        """What each region's plans say to each question."""
        asked = questions if isinstance(questions, str) else list(questions)
        return self._post("compare", {"questions": asked, **conditions}, CompareOut)

    def plans(self) -> PlansOut:
        return self._get("plans", PlansOut)

    def plan(self, plan_id: str) -> PlanDetail:
        """A plan with its outline."""
        return self._get(f"plans/{quote(plan_id, safe='')}", PlanDetail)

    def clause(self, clause_id: str) -> ClauseDetail:
        """A clause by its id (422823-2016/2.6.32), with its raw text and neighbours."""
        plan, _, path = clause_id.partition("/")
        return self._get(f"clauses/{quote(plan, safe='')}/{quote(path, safe='')}", ClauseDetail)

    def regions(self) -> RegionsOut:
        """The regions that have plans."""
        return self._get("regions", RegionsOut)

    def close(self) -> None:
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _post(self, door: str, body: Mapping[str, Any], shape: type[Shape]) -> Shape:
        return wire.shaped(self._http.post(f"api/v1/{door}", json=body), shape)

    def _get(self, door: str, shape: type[Shape]) -> Shape:
        return wire.shaped(self._http.get(f"api/v1/{door}"), shape)


def _turn(earlier: str | AskOut) -> str | dict[str, Any]:
    """An answer brings its clauses along, so that 第二条 can be understood."""
    if isinstance(earlier, str):
        return earlier
    return {"question": earlier.understood, "clauses": [citation.clause.id for citation in earlier.citations]}
