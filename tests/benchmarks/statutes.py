"""Retrieval at scale: statutes in one index with the plans.

    python -m tests.benchmarks.statutes --laws LAWS.jsonl.gz --questions STARD.jsonl --cache FOLDER [--json]
        [--folds 5 [--also MORE.jsonl]] [--pairs PAIRS.jsonl] [--run RUN.json]

LAWS holds one article a line, STARD one question: {"qid": 0, "question": …, "relevant": [article ids]} (the form of
STARD, Su et al. 2024). The first call embeds 140,000 articles, half an hour on two cores; it may be stopped and called
again, and goes on where it was. The index is kept in FOLDER too.

--folds N trains a query map on N-1 of N parts of the questions and measures on the part left out, for each part; the
questions of --also, of the same form, are learnt from each time, and those of the parts three times then, as in the
packaged map (tests/benchmarks/law_questions.jsonl, docs/decisions/0016).
Without it the packaged map is measured, which says something only of questions that it was not trained on.
--pairs writes the questions as `planqa train` reads them. --run writes the rankings.

Printed: the measures over the national articles, which are what the questions were made for; the plans' own questions
with all statutes in the same index; and what a search costs beside the encoder's own time.
"""

import argparse
import json
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np

from api.wiring import load_encoder, load_map
from index_build import catalogue, document, sources
from index_build.generation import Generation
from index_build.pairs import Pair
from index_build.sandbox import Sandbox
from index_build.train import examples, train
from qa import index as index_directory
from qa.evaluate import cases, metrics, ranking
from qa.evaluate import run as evaluation
from qa.filters import Filters
from qa.index import Index, open_index
from qa.ports import Encoder
from qa.question import understand
from qa.regions import Regions, read_csv
from qa.retrieve import prepare, retrieve
from qa.service import Service
from qa.settings import Settings
from qa.text import fold
from tests.benchmarks import laws

_DEPTH = 100
_MEASURES = ["nDCG@10", "MRR@10", "Recall@10", "Recall@100"]
_NATIONAL = Filters(kind=laws.NATIONAL)
_TIMED = 400
#: How often a real question is learnt from for each that was written for the purpose.
_WEIGHT = 3

Questions = Sequence[Mapping[str, Any]]


def main() -> None:
    given = _arguments()
    settings = Settings()
    encoder = load_encoder(settings, lambda words: print(words, file=sys.stderr))
    root = given.cache / "index"
    articles = laws.read(given.laws)
    _build(articles, root, encoder)
    index = open_index(root, encoder, load_map(settings, encoder))
    questions, also = _questions(given.questions), _questions(given.also) if given.also else []
    if given.pairs:
        lines = (json.dumps(asdict(pair), ensure_ascii=False) + "\n" for pair in _pairs(index, questions))
        given.pairs.write_text("".join(lines), encoding="utf-8")
    if given.folds:
        rankings = _in_folds(index, encoder, questions, also, given.folds)
    else:
        rankings = _rank(index, encoder, questions)
    if given.run:
        given.run.write_text(json.dumps(rankings), encoding="utf-8")
    qrels = {str(q["qid"]): [str(a) for a in q["relevant"]] for q in questions}
    report = {
        "questions": len(questions),
        "articles": len(articles),
        "statutes": [asdict(f) for f in ranking.summary(ranking.measures(qrels, rankings, _MEASURES))],
        "plans_among_statutes": _noise(Service(index, encoder)),
        "seconds": _seconds(Service(index, encoder), encoder, [str(q["question"]) for q in questions[:_TIMED]]),
    }
    print(json.dumps(report, ensure_ascii=False, indent=1) if given.json else _text(report))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    for name in ("--laws", "--questions", "--cache"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--also", type=Path)
    parser.add_argument("--pairs", type=Path)
    parser.add_argument("--run", type=Path)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def _questions(path: Path) -> Questions:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _build(articles: Sequence[laws.Article], root: Path, encoder: Encoder) -> None:
    """The five plans and every law, in one index; kept from call to call."""
    if index_directory.exists(root):
        return
    divisions = read_csv(catalogue.packaged() / "regions.csv")
    regions = Regions(divisions)
    with index_directory.staged(root) as folder, Sandbox() as sandbox:
        generation = Generation(folder, divisions, encoder)
        for entry in catalogue.read(catalogue.packaged()):
            generation.add(document.read(sources.of(entry), sandbox, regions, generation.plans))
        for law in laws.documents(articles, regions):
            generation.add(law)
        generation.seal(lambda stage, done, total: None if done % 4096 else print(stage, done, total, file=sys.stderr))
        index_directory.publish(root, folder)


def _rank(index: Index, encoder: Encoder, questions: Questions) -> dict[str, list[str]]:
    """Article ids by question, best first."""
    return {str(q["qid"]): _found(index, encoder, str(q["question"])) for q in questions}


def _found(index: Index, encoder: Encoder, text: str) -> list[str]:
    asked = understand(text, index.store.regions, index.store.homes)
    found = retrieve(index, prepare(index, encoder, asked), _NATIONAL, _DEPTH)
    return [str(laws.article_id(c.clause.id)) for c in found]


def _in_folds(
    index: Index, encoder: Encoder, questions: Questions, also: Questions, folds: int
) -> dict[str, list[str]]:
    """Each question searched with a map that was trained without its part."""
    given = examples(index, encoder, _pairs(index, [*questions, *also]))
    parts = np.array_split(np.random.default_rng(0).permutation(len(questions)), folds)
    rankings: dict[str, list[str]] = {}
    for number, part in enumerate(parts, 1):
        left_out = set(part.tolist())
        learnt = [row for row in range(len(questions)) if row not in left_out]
        more = range(len(questions), len(given.words))
        query_map = train(index, encoder, given.only([*learnt * (_WEIGHT if also else 1), *more]))
        rankings |= _rank(replace(index, query_map=query_map), encoder, [questions[i] for i in part.tolist()])
        print(f"part {number} of {folds}", file=sys.stderr, flush=True)
    return rankings


def _pairs(index: Index, questions: Questions) -> list[Pair]:
    known = (c.id for p in index.store.plans if p.startswith(laws.PREFIX) for c in index.store.clauses_of(p))
    clauses = {laws.article_id(clause): clause for clause in known}
    return [Pair(str(q["question"]), tuple(clauses[a] for a in q["relevant"])) for q in questions]


def _noise(service: Service) -> dict[str, list[dict[str, Any]]]:
    """The figures of the plans' questions, asked of the index that holds all statutes as well."""
    found = {}
    for name in ("questions.jsonl", "questions-check.jsonl"):
        run = evaluation.run(service, cases.read(catalogue.packaged() / name))
        found[name] = [asdict(figure) for figure in metrics.evaluation(run).overall]
    return found


def _seconds(service: Service, encoder: Encoder, texts: Sequence[str]) -> dict[str, float]:
    """The encoder alone and a whole search, by turns over the same questions; warm."""
    alone, whole = [], []
    for text in [*texts[:20], *texts]:
        started = time.perf_counter()
        encoder.encode_queries([fold(text)])
        between = time.perf_counter()
        service.search(text)
        alone.append(between - started)
        whole.append(time.perf_counter() - between)
    del alone[:20], whole[:20]
    median, tail = (float(np.percentile(whole, p)) for p in (50, 99))
    base = float(np.median(alone))
    return {"encoder": base, "search": median, "ratio_median": median / base, "ratio_p99": tail / base}


def _text(report: Mapping[str, Any]) -> str:
    lines = [f"{report['questions']} questions, {report['articles']} articles"]
    lines += [f"  {f['name']:12} {f['value']:.3f} [{f['low']:.3f}, {f['high']:.3f}]" for f in report["statutes"]]
    for name, figures in report["plans_among_statutes"].items():
        lines += [f"{name} among the statutes", *(f"  {f['name']:45} {f['value']:.3f}" for f in figures)]
    return "\n".join([*lines, *(f"{name} {value:.4f}" for name, value in report["seconds"].items())])


if __name__ == "__main__":
    main()
