"""Recovery rate of byte-shift repair on damage made by the forward model in held-out statutes.

Usage: python -m tests.benchmarks.byteshift LAWS.jsonl.gz [PAGES]

Articles held out from training (every 20th) are made into pages of 40 paragraphs or more, of the three kinds of pages,
and garbled. A repair is right if the repaired line agrees with the source there.
"""

import gzip
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import cache

from opencc import OpenCC

from index_build.aligned import Replacement
from index_build.byteshift import find_shifts
from index_build.byteshift_page import ANNOTATION, FULL_WIDTH, simplified
from tests.index_build.garble import annotations_for, garble

ANNOTATED = (
    "實現強規嚴創優績數機區標個為導學發認務關於見設劃東統體轉變陽責權進點結際財據勢級門審決訂項證評聽議開應當"
    "條單歸採購資產業預覽監執訊處罰則與訴訟從會對經濟農環護織動員"
)
_PARAGRAPHS, _LONGEST = 40, 400
Page = list[tuple[str, str]]


def pages(laws: str, kind: str, count: int) -> Iterator[Page]:
    """`count` pages of (source line, damaged line)."""
    converted = "".join(c for c in ANNOTATED if simplified(c) != c)
    annotated = annotations_for(converted) if kind == "annotated" else {}
    page: Page = []
    for article in held_out(laws):
        sources = [line if kind == "simplified" else _traditional(line) for line in article]
        if not all(map(encodable, sources)):
            continue
        page += [(source, garble(source, annotated)) for source in sources]
        if len(page) >= _PARAGRAPHS:
            yield page
            page = []
            count -= 1
        if not count:
            return


def held_out(laws: str) -> Iterator[list[str]]:
    """Paragraphs of each article the language model was not trained on, spread over the collection."""
    with gzip.open(laws, "rt", encoding="utf-8") as file:
        articles = [json.loads(line)["text"] for i, line in enumerate(file) if i % 20 == 0]
    for article in (article for start in range(37) for article in articles[start::37]):
        lines = [line.strip() for line in article.split("\n") if line.strip()]
        if max(map(len, lines), default=_LONGEST) < _LONGEST:
            yield lines


@cache
def _converter() -> OpenCC:
    return OpenCC("s2t")


def _traditional(text: str) -> str:
    return str(_converter().convert(text))


def encodable(text: str) -> bool:
    """Whether GBK has every character of it."""
    return text.encode("gbk", errors="ignore").decode("gbk") == text


def judge(page: Page, verbose: bool = False) -> Counter[str]:
    """How many places came out right, wrong, flagged, or were passed over."""
    text = "\n".join(damaged for _, damaged in page)
    found = find_shifts(text)
    tally: Counter[str] = Counter()
    start = 0
    for source, damaged in page:
        inside = [item for item in found if start <= item.start < start + len(damaged)]
        verdicts = _judge_line(source, damaged, inside, start)
        tally.update(verdict for verdict, _ in verdicts)
        if verbose:
            for verdict, item in verdicts:
                if verdict != "right":
                    at = item.start - start if item else 0
                    shown = damaged[max(0, at - 10) : at + 40]
                    print(verdict, shown, "|", source, "|", item and (item.text, item.reason, item.confidence))
        start += len(damaged) + 1
    return tally


def _judge_line(
    source: str, damaged: str, found: list[Replacement], start: int
) -> list[tuple[str, Replacement | None]]:
    repaired, at = "", 0
    spans = []
    for item in found:
        repaired += _plain(damaged[at : item.start - start])
        begin, at = len(repaired), item.end - start
        flagged = item.text == damaged[item.start - start : at]
        repaired += item.text if flagged else _plain(item.text)
        spans.append((begin, len(repaired), item, flagged))
    repaired += _plain(damaged[at:])
    blocks = SequenceMatcher(None, _plain(source), repaired, autojunk=False).get_opcodes()
    changed = [(low, high) for tag, _, _, low, high in blocks if tag != "equal"]
    verdicts: list[tuple[str, Replacement | None]] = []
    for begin, end, item, flagged in spans:
        wrong = any(low < end and begin < max(high, low + 1) for low, high in changed)
        verdicts.append(("flagged" if flagged else "wrong" if wrong else "right", item))
    if changed and all(verdict == "right" for verdict, _ in verdicts):
        verdicts.append(("missed", None))
    return verdicts


def _plain(text: str) -> str:
    return ANNOTATION.sub("", text).translate(FULL_WIDTH)


def main(laws: str, count: str = "10", verbose: str = "") -> None:
    """Print one line for each kind of page."""
    for kind in ("annotated", "traditional", "simplified"):
        tally: Counter[str] = Counter()
        start = time.perf_counter()
        for page in pages(laws, kind, int(count)):
            tally += judge(page, bool(verbose))
        seconds = (time.perf_counter() - start) / max(1, tally.total())
        shares = "  ".join(f"{verdict} {n} ({n / tally.total():.1%})" for verdict, n in tally.most_common())
        print(f"{kind:12} {tally.total()} places  {shares}  {seconds:.3f} s each")


if __name__ == "__main__":
    main(*sys.argv[1:])
