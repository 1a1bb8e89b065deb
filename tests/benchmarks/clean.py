"""Precision of text repair: changes and flags, by stage, in clean Simplified text, where none but of width is due.

Usage: python -m tests.benchmarks.clean LAWS.jsonl.gz [CHARACTERS]

Whole laws, spread over the collection, each read as a page of its own; then the same as pages of 12,000 characters.
Changes of the width stage are listed by kind, the commonest first, with the place of one.
"""

import gzip
import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator

from index_build.aligned import Aligned
from index_build.repair.chain import repair
from qa.records import Repair

_PAGE, _STEP = 12_000, 37
_SHOWN = 15
#: Stages that may change clean text, if only as section 7 of the text specification has it.
_OF_WIDTH = ("width", "invisible")


def laws(path: str, most: int) -> list[str]:
    """Whole laws of at least `most` characters in all, from the beginning, the middle and the end of the file."""
    texts: dict[str, list[str]] = {}
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            article = json.loads(line)
            texts.setdefault(article["law"], []).append(article["text"])
    pages = ["\n".join(articles) for articles in texts.values()]
    chosen: list[str] = []
    for page in (page for start in range(_STEP) for page in pages[start::_STEP]):
        if sum(map(len, chosen)) >= most:
            break
        chosen.append(page)
    return chosen


def joined(pages: Iterable[str]) -> Iterator[str]:
    """The same text in pages of about 12,000 characters, cut between lines."""
    page: list[str] = []
    for line in "\n".join(pages).split("\n"):
        page.append(line)
        if sum(map(len, page)) >= _PAGE:
            yield "\n".join(page)
            page = []
    yield "\n".join(page)


def repairs(pages: Iterable[str]) -> list[tuple[Repair, str]]:
    """Every change and flag, with what stands around it."""
    found: list[tuple[Repair, str]] = []
    for page in pages:
        for item in repair(Aligned.of(page)).repairs():
            start, end = item.raw_span
            found.append((item, page[max(0, start - 10) : end + 10]))
    return found


def report(name: str, pages: list[str]) -> None:
    """Print counts by stage, everything of the stages that must not change a thing, and samples of the rest."""
    start = time.perf_counter()
    found = repairs(pages)
    seconds = time.perf_counter() - start
    counts = Counter(item.stage for item, _ in found)
    print(f"{name}: {len(pages)} pages, {sum(map(len, pages)):,} characters, {seconds:.1f} s; {dict(counts)}")
    for item, around in found:
        if item.stage not in _OF_WIDTH:
            print(f"  {item.stage}: {item.raw!r} -> {item.repaired!r} ({item.reason}) in {around!r}")
    kinds = Counter((item.reason, item.raw, item.repaired) for item, _ in found if item.stage in _OF_WIDTH)
    examples = {(item.reason, item.raw, item.repaired): around for item, around in found}
    for kind, count in kinds.most_common(_SHOWN):
        print(f"  {count} times {kind[0]}: {kind[1]!r} -> {kind[2]!r}, as in {examples[kind]!r}")


def main(path: str, characters: str = "1000000") -> None:
    """Print both ways of cutting pages."""
    chosen = laws(path, int(characters))
    report("whole laws", chosen)
    report("pages of 12,000 characters", list(joined(chosen)))


if __name__ == "__main__":
    main(*sys.argv[1:])
