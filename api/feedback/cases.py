"""Votes as evaluation cases: what was found right, and what a person has to settle first.

A line that is to be settled has no `verdict` and no `clauses`, so that `planqa eval` refuses it (缺少 verdict) until
someone has written them in.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from api.feedback.entries import Entry
from qa.text import key

#: The kind of every case; figures are given by kind.
KIND = "feedback"
_DOWN = "有人评为无用"
_SEVERAL = "同一问题先后有不同的答案被评为有用"
_FILTERED = "提问时另有筛选条件，问句本身没有写明"
_TODO = "{why}：请写上正确的 verdict 和 clauses{more}，并删去 todo 和 answers"
_REPHRASE = "，把条件写进 question"


def cases(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """The lines of a question set (`qa.evaluate.cases`), one a question, oldest first; answers without a vote are
    passed over.

    A question is the one that was answered (`understood`), which stands alone; the same one under the same filters is
    one case however often it was asked.
    """
    voted = sorted((entry for entry in entries if entry.vote), key=_when)
    groups = [list(group) for _, group in groupby(sorted(voted, key=_asked), _asked)]
    return [_case(group) for group in sorted(groups, key=lambda group: _when(group[0]))]


def is_settled(case: dict[str, Any]) -> bool:
    """Whether `planqa eval` takes it."""
    return "verdict" in case


def _when(entry: Entry) -> tuple[datetime, int]:
    return entry.at, entry.number or 0


def _asked(entry: Entry) -> tuple[str, str]:
    return key(entry.understood), json.dumps(entry.filters, sort_keys=True)


def _case(group: Sequence[Entry]) -> dict[str, Any]:
    first = group[0]
    head = {"id": f"{KIND}-{first.id}", "kind": KIND, "question": first.understood}
    why = _unsettled(group)
    if why is None:
        return head | {"verdict": first.verdict, "clauses": list(first.clauses), "units": []}
    todo = _TODO.format(why="；".join(why), more=_REPHRASE if first.filters else "")
    filters = {"filters": first.filters} if first.filters else {}
    return head | filters | {"units": [], "todo": todo, "answers": [_answer(entry) for entry in group]}


def _unsettled(group: Sequence[Entry]) -> list[str] | None:
    """Why a person has to look at it; None where nobody need."""
    reasons = {
        _DOWN: any(entry.vote == "down" for entry in group),
        _SEVERAL: len({(e.verdict, frozenset(e.clauses)) for e in group if e.vote == "up"}) > 1,
        _FILTERED: bool(group[0].filters),
    }
    return [reason for reason, holds in reasons.items() if holds] or None


def _answer(entry: Entry) -> dict[str, Any]:
    """What was answered, for whoever settles it."""
    return {
        "verdict": entry.verdict,
        "clauses": list(entry.clauses),
        "vote": entry.vote,
        "comment": entry.comment,
    }
