"""How much of 44 whole documents is read right: `python -m tests.benchmarks.documents [FOLDER]`.

White space and the width of punctuation apart, a clause is right if one with its label has exactly its text; a row if
one has exactly its cells.
"""

import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from index_build.inspect_file import inspect
from qa.records import Clause, Plan, PlanText

FOLDER = Path(__file__).parents[1] / "documents"
_MARKS = re.compile(r"[•●·■◆▪|｜、，/;；\s]")


def plain(text: str | None) -> str:
    """Width, white space and the marks that stand for a layout apart."""
    return re.sub(r"[‐-―─－~]+", "-", unicodedata.normalize("NFKC", re.sub(r"\s", "", text or "")))


def label(written: str) -> str:
    return re.sub(r"[、.。,:]+$", "", plain(written))


def read(folder: Path) -> Iterator[tuple[str, dict[str, Any], PlanText]]:
    """Name, truth and reading of each document."""
    for path in sorted(folder.glob("*/*.json")):
        file = next(p for p in sorted(path.parent.glob(f"{path.stem}.*")) if p.suffix != ".json")
        ((_, text),) = inspect(file)
        assert isinstance(text, PlanText), text.message
        yield f"{path.parent.name}/{file.name}", json.loads(path.read_text(encoding="utf-8")), text


def compare(truth: dict[str, Any], text: PlanText) -> Counter[str]:
    """How many of each kind there are, and how many are right."""
    found: Counter[str] = Counter()
    for field in ("title", "document_number", "issuer", "region"):
        wanted = {plain(v) for v in [truth[field], *truth.get(f"{field}_alt", [])]}
        found[f"{field} of"] += 1
        found[field] += plain(_said(text.plan, field)) in wanted
    texts = _texts(text.clauses)
    for clause in truth["clauses"]:
        wanted = {plain(t) for t in [clause["text"], *clause.get("alts", [])]}
        found["clauses of"] += 1
        found["clauses"] += bool(wanted & texts.get(label(clause["label"]), set()))
    rows = {_MARKS.sub("", plain(c.text)) for c in text.clauses if "\t" in c.text}
    for row, cut in zip(truth["rows"], truth.get("rows_physical", truth["rows"]), strict=True):
        found["rows of"] += 1
        found["rows"] += bool({_MARKS.sub("", plain("".join(cells))) for cells in (row, cut)} & rows)
    wanted_units = Counter((u["role"], plain(u["name"])) for u in truth["units"])
    named = Counter((u.role, plain(u.name)) for c in text.clauses for u in c.units)
    found["units of"] += wanted_units.total()
    found["units"] += (wanted_units & named).total()
    return found


def _said(plan: Plan, field: str) -> str | None:
    return (plan.region.name if plan.region else None) if field == "region" else getattr(plan, field)


def _texts(clauses: tuple[Clause, ...]) -> dict[str, set[str]]:
    """By label: the texts of the clauses that bear it, alone and with the loose paragraphs of theirs."""
    texts: dict[str, set[str]] = {}
    for clause in clauses:
        loose = [c for c in clauses if c.path[:-1] == clause.path and re.fullmatch("p[0-9]+", c.path[-1])]
        whole = "".join(c.text for c in (clause, *loose))
        texts.setdefault(label(clause.label), set()).update((plain(clause.text), plain(whole)))
    return texts


def main() -> None:
    total: Counter[str] = Counter()
    for name, truth, text in read(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER):
        found = compare(truth, text)
        total += found
        print(name, _shown(found), sep="  ")
    print("all", _shown(total), sep="  ")


def _shown(found: Counter[str]) -> str:
    kinds = [kind.removesuffix(" of") for kind in found if kind.endswith(" of")]
    return "  ".join(f"{kind} {found[kind]}/{found[f'{kind} of']}" for kind in kinds)


if __name__ == "__main__":
    main()
