"""planqa and its peers side by side: one encoder, one machine, one run, each in a process of its own.

    pip install -r tests/benchmarks/peers/requirements.txt && pip install -e .     (a virtual environment of its own)
    python -m tests.benchmarks.peers FOLDER [--laws FILE --questions FILE --cache FOLDER [--planqa-run FILE]]

Prints Markdown and writes FOLDER/report.json; what each peer found is kept in FOLDER, so that a run that was stopped
goes on where it was. OMP_NUM_THREADS=1 in the environment holds all of them to one thread, where others work too.
Plans: the five plans of the corpus as planqa mends them (“clean”), or as they came (“raw”; planqa always reads these);
every question of corpus/questions*.jsonl that has an answer. What is right: `plans.answers`, one rule for all.
Statutes: the national articles of --laws (as tests.benchmarks.laws reads them), questions like STARD's. Passages come
out of the cache of vectors under --cache (tests.benchmarks.cached), so the time to index is without embedding there.
planqa's own ranking of statutes is what tests.benchmarks.statutes wrote by --run, best with --folds 5: a query map that
was trained on these questions must not be measured on them, so that run is cross-validated, or without a map.
"""

import argparse
import json
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

from tests.benchmarks.peers import measure, plans, table
from tests.benchmarks.peers.setups import ON_PLANS, ON_STATUTES

_PACKAGES = (
    "langchain-classic langchain-community langchain-huggingface langchain-text-splitters rank-bm25 txtai haystack-ai "
    "sentence-transformers-haystack faiss-haystack llama-index-core llama-index-retrievers-bm25 "
    "llama-index-embeddings-huggingface llama-index-vector-stores-faiss bm25s faiss-cpu jieba sentence-transformers "
    "transformers torch numpy"
)
_HERE = "tests.benchmarks.peers"


def main() -> None:
    given = _arguments()
    given.folder.mkdir(parents=True, exist_ok=True)
    report = {"versions": {p: metadata.version(p) for p in _PACKAGES.split()}, "plans": _on_plans(given.folder)}
    if given.laws:
        report["statutes"] = _on_statutes(given)
    print(table.of(report))
    (given.folder / "report.json").write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")


def _on_plans(folder: Path) -> list[dict[str, Any]]:
    result = _run(f"{_HERE}.planqa", folder, folder / "plans planqa.json")
    works = {text: plans.load(folder / f"{text}.json") for text in ("clean", "raw")}
    rows = [_row("planqa", "clauses", result) | _judged(works, "clean", result) | {"text": "raw"}]
    for peer, setups in ON_PLANS.items():
        jobs = [(setup, "clean") for setup in setups] + [(next(iter(setups)), "raw")]
        for setup, text in jobs:
            spec = {"work": "plans", "peer": peer, "options": setups[setup], "plans": str(folder / f"{text}.json")}
            result = _run_peer(spec, folder / f"plans {text} {_file_name(peer, setup)}")
            rows.append(_row(peer, setup, result) | _judged(works, text, result))
    return rows


def _judged(works: dict[str, plans.Work], text: str, result: dict[str, Any]) -> dict[str, Any]:
    return {"text": text, "sets": measure.on_plans(works[text], result["rankings"])}


def _on_statutes(given: argparse.Namespace) -> list[dict[str, Any]]:
    rows = []
    if given.planqa_run:
        rankings = json.loads(given.planqa_run.read_text(encoding="utf-8"))
        figures = measure.on_statutes(given.questions, rankings)
        rows.append({"peer": "planqa", "setup": given.planqa_run.name, "figures": figures})
    files = {name: str(getattr(given, name)) for name in ("laws", "questions", "cache")}
    for peer, setups in ON_STATUTES.items():
        for setup, options in setups.items():
            spec = {"work": "statutes", "peer": peer, "options": options, **files}
            result = _run_peer(spec, given.folder / f"statutes {_file_name(peer, setup)}")
            figures = measure.on_statutes(given.questions, result["rankings"])
            rows.append(_row(peer, setup, result) | {"figures": figures})
    return rows


def _run_peer(spec: dict[str, Any], target: Path) -> dict[str, Any]:
    path = target.with_suffix(".spec")
    path.write_text(json.dumps(spec), encoding="utf-8")
    return _run(f"{_HERE}.run", path, target)


def _run(module: str, argument: Path, target: Path) -> dict[str, Any]:
    """What the module writes to `target`; taken from there if an earlier run has written it."""
    if not target.exists():
        print(target.stem, file=sys.stderr, flush=True)
        subprocess.run([sys.executable, "-m", module, str(argument), str(target)], check=True)
    result: dict[str, Any] = json.loads(target.read_text(encoding="utf-8"))
    return result


def _file_name(peer: str, setup: str) -> str:
    return f"{peer} {setup.replace('/', '-')}.json"


def _row(peer: str, setup: str, result: dict[str, Any]) -> dict[str, Any]:
    kept = {name: result[name] for name in ("passages", "characters")}
    return {"peer": peer, "setup": setup, **kept, "costs": measure.costs(result)}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=f"python -m {_HERE}")
    parser.add_argument("folder", type=Path)
    for name in ("--laws", "--questions", "--cache", "--planqa-run"):
        parser.add_argument(name, type=Path)
    given = parser.parse_args()
    if given.laws and not (given.questions and given.cache):
        parser.error("--laws needs --questions and --cache")
    return given


if __name__ == "__main__":
    main()
