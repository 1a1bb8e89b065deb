"""What a query map is trained on: questions with the clauses that answer them.

From a file, one {"question": …, "clauses": [ids]} a line; and out of the index itself, whose headings and sentences
stand in for questions where nobody has asked any yet.
"""

import json
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from qa.errors import InvalidRequest
from qa.index import Index
from qa.records import Clause, RegionName
from qa.text import sentences

#: How people turn a subject into a question; general wordings, one drawn for each pair.
_ASKED = ("", "有什么规定", "怎么规定的", "由谁负责", "怎么做", "有哪些要求", "什么时候完成")
#: Pairs out of the index for each clause: with three, the plans' questions rank as well with the map as without.
GENERATED = 3
#: Characters of a subject: less says too little, more is no question.
_SHORTEST, _LONGEST = 4, 40


@dataclass(frozen=True)
class Pair:
    """question: as asked. clauses: ids of those that answer it.

    within: whether the right clauses are told apart from those of the same plans alone, not from all. Of a few plans
    that have questions among many that have none, a map would otherwise learn to prefer those few.
    """

    question: str
    clauses: tuple[str, ...]
    within: bool = False


def read(path: Path, within: bool = False) -> list[Pair]:
    """InvalidRequest names the line that cannot be read."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidRequest(f"读不到训练问题 {path}，请检查路径和编码（UTF-8）。", "pairs") from error
    return [_pair(path, number, line, within) for number, line in enumerate(lines, 1) if line.strip()]


def _pair(path: Path, number: int, line: str, within: bool) -> Pair:
    try:
        row = json.loads(line)
        question, clauses = row["question"], tuple(row["clauses"])
        if not (isinstance(question, str) and question.strip() and clauses and {*map(type, clauses)} == {str}):
            raise ValueError("缺少问题或条款编号")
    except (ValueError, KeyError, TypeError) as error:
        raise InvalidRequest(f"{path.name} 第{number}行不是一个训练问题：{error}。", "pairs") from error
    return Pair(question, clauses, within)


def generated(index: Index, plans: Sequence[str], each: int) -> list[Pair]:
    """At most `each` pairs a clause of the plans given, told apart within each plan; the same every time."""
    chance = random.Random(0)
    return [
        Pair(question, (clause.id,), within=True)
        for plan in plans
        for clause in index.store.clauses_of(plan)
        if clause.searchable
        for question in _questions(clause, index.store.plans[plan].region, each, chance)
    ]


def _questions(clause: Clause, region: RegionName | None, each: int, chance: random.Random) -> list[str]:
    """Subjects of the clause, asked about: its heading and parts of its sentences, every other with the region."""
    parts = [part for start, end in sentences(clause.text) for part in re.split("[，。；：、]", clause.text[start:end])]
    subjects = [s for s in dict.fromkeys([clause.heading, *parts]) if _SHORTEST <= len(s) <= _LONGEST]
    drawn = chance.sample(subjects, min(each, len(subjects)))
    places = [region.name, ""] if region else [""]
    return [chance.choice(places) + subject + chance.choice(_ASKED) for subject in drawn]
