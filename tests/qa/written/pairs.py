"""Sentences with the clause they cite, borne by it and not: written by hand, and damaged one thing at a time.

supported.tsv: paraphrases that a clause bears, in the manner of language models; invented.tsv: plausible sentences that
it does not. Each line is a clause's id and a sentence with its mark [1].
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from qa.records import Citation, Clause
from qa.store import Store
from qa.text import key

_HERE = Path(__file__).parent
#: Each is put in the place of the other kind.
_MODALS = [
    ("不得", "可以"),
    ("不得", "应当"),
    ("应当", "不得"),
    ("不予", "应予"),
    ("不少于", "不超过"),
    ("可以", "不得"),
]
_AFFIRMED = ("要", "由", "实行", "都", "推进", "推动", "加强")
_OTHER_REGION = {"巴东县": "秭归县", "大兴区": "罗湖区", "广州市": "深圳市", "罗湖区": "大兴区"}
_OTHER_COUNT = {"两年": "三年", "一次": "两次", "每日": "每周", "两级": "三级"}
_TAILS = (
    "，并设立专项资金予以奖励",
    "，违者由纪检机关处理",
    "，具体办法由省里另行制定",
    "，每季度向媒体通报结果",
    "，逾期未完成的扣减年终奖金",
)


@dataclass(frozen=True)
class Pair:
    """A sentence and the clauses shown with it, the one it cites first. kind: supported, or what is wrong with it."""

    kind: str
    sentence: str
    clauses: tuple[Clause, ...]
    line: int


def cite(store: Store, clauses: Sequence[Clause]) -> list[Citation]:
    """Whole clauses as evidence, numbered from 1."""
    return [Citation(n, c, store.plans[c.plan_id], c.text, (0, len(c.text))) for n, c in enumerate(clauses, 1)]


def pairs(store: Store) -> Iterator[Pair]:
    """All of them, the same at every call."""
    rng = random.Random(7)
    every = [c for plan in store.plans for c in store.plan_text(plan).clauses if c.searchable and len(c.text) > 30]
    for line, (clause_id, sentence) in enumerate(_read("invented.tsv")):
        yield Pair("invented", sentence, (_clause(store, clause_id),), line)
    for line, (clause_id, sentence) in enumerate(_read("supported.tsv")):
        clause = _clause(store, clause_id)
        near = max((c for c in every if key(c.text) != key(clause.text)), key=lambda c: _likeness(c.text, clause.text))
        yield Pair("supported", sentence, (clause,), line)
        yield Pair("supported", sentence, (clause, near), line)
        yield Pair("another clause's mark", sentence, (near,), line)
        yield Pair("another clause's mark", sentence, (near, clause), line)
        bare = sentence.replace("[1]", "").rstrip("。")
        for kind, damaged in _damaged(bare, clause, every, rng):
            yield Pair(kind, f"{damaged}[1]。", (clause,), line)


def _read(name: str) -> list[list[str]]:
    return [line.split("\t") for line in (_HERE / name).read_text(encoding="utf-8").splitlines()]


def _clause(store: Store, clause_id: str) -> Clause:
    found = store.clause(clause_id)
    assert found, clause_id
    return found


def _likeness(a: str, b: str) -> float:
    one, other = ({x + y for x, y in pairwise(t)} for t in (key(a), key(b)))
    return len(one & other) / len(one | other)


def _damaged(bare: str, clause: Clause, every: Sequence[Clause], rng: random.Random) -> Iterator[tuple[str, str]]:
    for match in re.finditer(r"\d+", bare):
        yield "number", bare[: match.start()] + str(int(match.group()) + rng.choice([1, 2, 10])) + bare[match.end() :]
    yield from (("number", bare.replace(a, b)) for a, b in _OTHER_COUNT.items() if a in bare)
    names = sorted({u.name for c in every for u in c.units if key(u.name) not in key(clause.text)})
    yield from (("unit", bare.replace(u.name, rng.choice(names))) for u in clause.units if u.name in bare)
    named = next((region for region in _OTHER_REGION if region in bare), None)
    # 某市 has no name of its own; a sentence that names no region gets one.
    yield "region", bare.replace(named, _OTHER_REGION[named]) if named else f"秭归县规定，{bare}"
    ruled = [bare.replace(a, b) for a, b in _MODALS if a in bare]
    plain = [bare.replace(verb, f"不{verb}", 1) for verb in _AFFIRMED if verb in bare]
    yield from (("negation", damaged) for damaged in ruled or plain[:1])
    yield "invented tail", bare + rng.choice(_TAILS)
