"""Clause borders on statutes: articles joined to plain text in several ways, read, and got back.

    python -m tests.benchmarks.borders LAWS.jsonl.gz [LAWS]

Input: one JSON object a line with `law`, `region`, `date`, `article` (第…条) and `text`, a law's articles in a row.
Takes every k-th law of at least five articles, none numbered twice. An article is got back if the node 第N条, with all
below it, has its text: all characters but white space; `lines` counts those whose line breaks are the same too. What
text repair makes of an article by itself is what is expected, so only borders are measured.
"""

import gzip
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from index_build import catalogue
from index_build.aligned import Aligned
from index_build.read import read_page, read_plan
from index_build.repair.chain import repair
from qa.numerals import number
from qa.regions import Regions, read_csv

Article = tuple[str, str]
Law = tuple[str, tuple[Article, ...]]
Join = Callable[[str, Sequence[Article]], str]
_FEWEST = 5
_CHAPTER = 8
_WIDTH = 35
_CHAPTERS = ("总则", "规划与建设", "监督管理", "服务与保障", "法律责任", "附则")


def laws(path: Path, wanted: int) -> list[Law]:
    """Every k-th law, in the order of the file."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    found: list[Law] = []
    for (name, _, _), group in groupby(rows, key=lambda r: (r["law"], r["region"], r["date"])):
        articles = tuple((row["article"], row["text"]) for row in group)
        if len(articles) >= _FEWEST and len({a for a, _ in articles}) == len(articles):
            found.append((name, articles))
    step = max(1, len(found) // wanted)
    return found[::step][:wanted]


def _written(articles: Sequence[Article], space: str, indent: str = "", gap: str = "\n") -> str:
    lines = ((article + space + text).split("\n") for article, text in articles)
    return gap.join(indent + line for article in lines for line in article)


def _plain(space: str) -> Join:
    return lambda name, articles: f"{name}\n{_written(articles, space)}"


def _indented(name: str, articles: Sequence[Article]) -> str:
    return f"　　　　{name}\n\n{_written(articles, '　', indent='　　')}"


def _blank(name: str, articles: Sequence[Article]) -> str:
    return f"{name}\n\n{_written(articles, ' ', gap=chr(10) * 2)}"


def _chapters(articles: Sequence[Article]) -> Iterator[tuple[str, Sequence[Article]]]:
    for k in range(0, len(articles), _CHAPTER):
        title = _CHAPTERS[min(k // _CHAPTER, len(_CHAPTERS) - 1)]
        yield f"第{_numeral(k // _CHAPTER + 1)}章　{title}", articles[k : k + _CHAPTER]


def _numeral(count: int) -> str:
    tens, ones = divmod(count, 10)
    digits = "零一二三四五六七八九"
    head = "" if not tens else ("十" if tens == 1 else _numeral(tens) + "十")
    return head + (digits[ones] if ones else "")


def _chaptered(name: str, articles: Sequence[Article]) -> str:
    parts = [f"{heading}\n{_written(part, '　')}" for heading, part in _chapters(articles)]
    return "\n".join([name, *parts])


def _with_contents(name: str, articles: Sequence[Article]) -> str:
    headings = [heading for heading, _ in _chapters(articles)]
    parts = [f"{heading}\n\n{_written(part, '　', indent='　　')}" for heading, part in _chapters(articles)]
    return "\n\n".join([name, "目　　录", "\n".join(f"　　{h}" for h in headings), *parts])


def _wrapped(indent: str, space: str) -> Join:
    def join(name: str, articles: Sequence[Article]) -> str:
        text = _written(articles, space, indent=indent)
        lines = (line[k : k + _WIDTH] for line in text.split("\n") for k in range(0, len(line), _WIDTH))
        return f"{name}\n" + "\n".join(lines)

    return join


def _run_together(name: str, articles: Sequence[Article]) -> str:
    return f"{name}\n\n" + "".join(f"{article}　{text}".replace("\n", "") for article, text in articles)


WAYS: dict[str, Join] = {
    "第N条　text": _plain("　"),
    "第N条 text": _plain(" "),
    "第N条text": _plain(""),
    "第N条, line break": _plain("\n"),
    "indented": _indented,
    "blank lines": _blank,
    "chapters": _chaptered,
    "目录 and chapters": _with_contents,
    "wrapped, indented": _wrapped("　　", "　"),
    "wrapped": _wrapped("", "　"),
    "wrapped, no space": _wrapped("　　", ""),
    "one paragraph": _run_together,
}


def read(text: str, regions: Regions) -> dict[str, str]:
    """Number of each article -> its text, with all below it, as lines."""
    plan = read_plan("x", read_page(text, regions), "x.txt", {}, regions)
    found: dict[str, list[str]] = {}
    for clause in plan.clauses:
        at = next((k for k, key in enumerate(clause.path) if key.startswith("第") and "条" in key), None)
        if at is not None:
            opens = len(clause.path) == at + 1
            own = clause.text if opens else plan.clean[slice(*clause.span)]
            found.setdefault(_name(clause.path[at]), []).append(own)
    return {article: "\n".join(parts) for article, parts in found.items()}


def _name(key: str) -> str:
    base, _, rest = key.partition("条")
    return f"{number(base)}{rest}"


def _squeezed(text: str) -> str:
    return "".join(text.split())


def main(path: Path, wanted: int = 200) -> None:
    """Print a line a way: articles got back of all, then those with their line breaks too, then some failures."""
    regions = Regions(read_csv(catalogue.packaged() / "regions.csv"))
    taken = laws(path, wanted)
    expected = [{_name(a): repair(Aligned.of(text)).text for a, text in articles} for _, articles in taken]
    for way, join in WAYS.items():
        total = right = lines = 0
        failed: list[str] = []
        for (name, articles), known in zip(taken, expected, strict=True):
            found = read(join(name, articles), regions)
            total += len(known)
            for article, text in known.items():
                same = _squeezed(found.get(article, "")) == _squeezed(text)
                right += same
                lines += found.get(article) == text
                if not same:
                    failed.append(f"{name} {article}")
        print(f"{way:20} {right / total:8.3%} of {total}   lines {lines / total:8.3%}   {' | '.join(failed[:6])}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:3]))
