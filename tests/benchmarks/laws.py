"""Statutes as plans: each law a document, each article a clause, so that they go through the index as plans do.

A line of the file of laws: {"id": 0, "law": …, "article": 第…条, "region": …, "date": …, "text": …}.
"""

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from qa.records import Clause, Plan, PlanText, RegionName
from qa.regions import Regions

Article = Mapping[str, Any]
#: Kinds of document that no plan is.
NATIONAL, LOCAL = "国家法律法规", "地方性法规"
#: What the ids of their documents begin with.
PREFIX = "law-"


def read(path: Path) -> list[Article]:
    """The articles of a JSON Lines file, gzipped or not, in its order."""
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return [json.loads(line) for line in data.decode("utf-8").splitlines() if line.strip()]


def documents(articles: Sequence[Article], regions: Regions) -> Iterator[PlanText]:
    """One document a law, in the order of the file; the tail of a clause's id is the id of its article."""
    for number, (_, group) in enumerate(groupby(articles, lambda a: (a["law"], a["region"], a["date"]))):
        yield _document(f"{PREFIX}{number:04d}", list(group), regions)


def article_id(clause_id: str) -> int | None:
    """The article that a clause is; None for a clause of a plan."""
    document, _, tail = clause_id.partition("/")
    return int(tail) if document.startswith(PREFIX) else None


def _document(plan_id: str, articles: Sequence[Article], regions: Regions) -> PlanText:
    clean, clauses = "", []
    for ordinal, article in enumerate(articles):
        line = f"{article['article']}　{article['text']}"
        clauses.append(_clause(plan_id, ordinal, article, (len(clean), len(clean) + len(line))))
        clean += line + "\n"
    first = articles[0]
    region = _region(first["region"], regions)
    plan = Plan(
        id=plan_id,
        title=first["law"],
        region=region,
        issuer=None,
        document_number=None,
        years=None,
        issued=first["date"] or None,
        published=None,
        kind=LOCAL if region else NATIONAL,
        source="",
    )
    return PlanText(plan, clean, clean, tuple(clauses), (), (), ())


def _clause(plan_id: str, ordinal: int, article: Article, span: tuple[int, int]) -> Clause:
    label = article["article"]
    return Clause(
        id=f"{plan_id}/{article['id']}",
        plan_id=plan_id,
        ordinal=ordinal,
        path=(label,),
        trail=(),
        level=1,
        label=label,
        heading="",
        text=article["text"],
        units=(),
        deadlines=(),
        targets=(),
        span=span,
        raw_span=span,
    )


def _region(name: str, regions: Regions) -> RegionName | None:
    """None for a national law."""
    found = regions.resolve(name)
    return RegionName(found[0].code, found[0].name, found[0].full_name) if len(found) == 1 else None
