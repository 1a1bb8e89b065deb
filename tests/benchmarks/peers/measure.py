"""Figures from rankings, by ir-measures."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import ir_measures
import numpy as np
from ir_measures import RR, Qrel, R, ScoredDoc, Success, nDCG

from tests.benchmarks.peers.plans import Place, Question, Work, right_ranks

_PLAN_MEASURES = {"right first": Success @ 1, "in first five": Success @ 5, "nDCG@10": nDCG @ 10, "MRR@10": RR @ 10}
_STATUTE_MEASURES = {"nDCG@10": nDCG @ 10, "MRR@10": RR @ 10, "recall@10": R @ 10, "recall@100": R @ 100}
_REGION = "right region"
PLAN_NAMES, STATUTE_NAMES = (*_PLAN_MEASURES, _REGION), tuple(_STATUTE_MEASURES)

Rankings = dict[str, list[str]]


def place(passage: str) -> Place:
    """What a passage's id says: document@start-end."""
    document, _, span = passage.rpartition("@")
    start, _, end = span.partition("-")
    return document, int(start), int(end)


def on_plans(work: Work, rankings: Rankings) -> dict[str, dict[str, float]]:
    """Figures for each set of questions, and for all together."""
    sets = {name: [q for q in work.questions if q.set == name] for name in sorted({q.set for q in work.questions})}
    return {name: _on(questions, work, rankings) for name, questions in {**sets, "all": work.questions}.items()}


def on_statutes(questions: Path, rankings: Rankings) -> dict[str, float]:
    """An article is found where its first passage is."""
    rows = list(map(json.loads, questions.read_text(encoding="utf-8").splitlines()))
    qrels = [Qrel(str(row["qid"]), str(article), 1) for row in rows for article in row["relevant"]]
    run = [doc for name, found in rankings.items() for doc in _scored(name, dict.fromkeys(map(_document, found)))]
    return _aggregated(_STATUTE_MEASURES, qrels, run)


def costs(result: dict[str, Any]) -> dict[str, float]:
    """Seconds to index, milliseconds a question, by the wall and by the work of all cores; peak memory in MB."""
    wall, work = 1000 * np.asarray(result["seconds"]).T
    return {
        "index s": result["index_seconds"][0],
        "index work s": result["index_seconds"][1],
        "median ms": float(np.median(wall)),
        "p99 ms": float(np.percentile(wall, 99)),
        "work ms": float(work.mean()),
        "peak MB": result["memory_mb"],
    }


def _on(questions: Sequence[Question], work: Work, rankings: Rankings) -> dict[str, float]:
    """A question is answered by any one of its clauses, so the first passage that is one is the one thing to find."""
    qrels, run = [], []
    for question in questions:
        found = [place(p) for p in rankings[question.id]]
        right = right_ranks(found, question.right)[:1]
        names = ["right" if rank in right else f"other {rank}" for rank in range(1, len(found) + 1)]
        qrels.append(Qrel(question.id, "right", 1))
        run += _scored(question.id, names)
    named = [q for q in questions if q.region]
    at_home = [work.regions[place(p)[0]] == q.region for q in named for p in rankings[q.id][:1]]
    return {**_aggregated(_PLAN_MEASURES, qrels, run), _REGION: sum(at_home) / len(named)}


def _scored(question: str, names: Iterable[str]) -> list[ScoredDoc]:
    return [ScoredDoc(question, name, -float(rank)) for rank, name in enumerate(names)]


def _document(passage: str) -> str:
    return place(passage)[0] if "@" in passage else passage


def _aggregated(measures: dict[str, Any], qrels: list[Qrel], run: list[ScoredDoc]) -> dict[str, float]:
    found = ir_measures.calc_aggregate(list(measures.values()), qrels, run)
    return {name: float(found[measure]) for name, measure in measures.items()}
