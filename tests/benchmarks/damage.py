"""Recovery rate of text repair on damage made by the ways of copying sites in held-out statutes.

Usage: python -m tests.benchmarks.damage LAWS.jsonl.gz [PAGES] [KIND]

Articles held out from training (every 20th) are made into pages of 40 paragraphs or more and damaged. Byte shifts are
counted by place, each right if the repaired line agrees with the source there; other damage by damaged line, right if
the whole line reads as the source does.
"""

import gzip
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

from opencc import OpenCC
from pypinyin import Style, pinyin

from index_build.aligned import Aligned, Replacement
from index_build.repair.byteshift import find_shifts
from index_build.repair.byteshift_page import ANNOTATION, FULL_WIDTH, simplified
from index_build.repair.chain import repair
from tests.index_build.repair.garble import annotations_for, garble

ANNOTATED = (
    "實現強規嚴創優績數機區標個為導學發認務關於見設劃東統體轉變陽責權進點結際財據勢級門審決訂項證評聽議開應當"
    "條單歸採購資產業預覽監執訊處罰則與訴訟從會對經濟農環護織動員"
)
_PARAGRAPHS, _LONGEST = 40, 400
Page = list[tuple[str, str]]


@cache
def _converted() -> str:
    return "".join(c for c in ANNOTATED if simplified(c) != c)


@dataclass(frozen=True)
class Shift:
    """A kind of page on which bytes were cut: its script, what was annotated, and what else was done."""

    traditional: bool = True
    style: Style | None = None
    punctuation: bool = True
    private: bool = False

    @property
    def annotated(self) -> Mapping[str, str]:
        """The characters that the site converted, with their readings."""
        return annotations_for(_converted(), self.style) if self.style is not None else {}


SHIFTS = {
    "annotated": Shift(style=Style.TONE),
    "annotated without tones": Shift(style=Style.NORMAL),
    "annotated, punctuation whole": Shift(style=Style.TONE, punctuation=False),
    "annotated, pairs kept as private-use": Shift(style=Style.TONE, private=True),
    "traditional": Shift(),
    "traditional, pairs kept as private-use": Shift(private=True),
    "simplified": Shift(traditional=False),
}


def _pinyin(style: Style) -> Callable[[str], str]:
    """Every converted character with one of its readings behind it, any that it has."""
    rng = random.Random(7)
    known = {c: pinyin(c, style=style, heteronym=True)[0] for c in _converted()}
    return lambda text: "".join(f"{c}({rng.choice(known[c])})" if c in known else c for c in _traditional(text))


def _misread(true: str, read: str) -> Callable[[str], str]:
    return lambda text: text.encode(true).decode(read)


def _entities(text: str) -> str:
    named = text.replace("“", "&ldquo;").replace("”", "&rdquo;").replace("，", "&#65292;")
    return "&nbsp;&nbsp;" + "".join(f"&#x{ord(c):X};" if c in "政法规" else c for c in named)


OTHERS: dict[str, Callable[[str], str]] = {
    "pinyin": _pinyin(Style.TONE),
    "pinyin without tones": _pinyin(Style.NORMAL),
    "traditional by phrases": lambda text: _traditional(text),
    "traditional by characters": lambda text: "".join(map(_traditional, text)),
    "GB18030 read as Latin-1": _misread("gb18030", "latin-1"),
    "UTF-8 read as Latin-1": _misread("utf-8", "latin-1"),
    "UTF-8 read as GB18030": lambda text: text.encode().decode("gb18030", "replace"),
    "half-width punctuation": lambda text: text.translate(str.maketrans("，；：？！（）", ",;:?!()")),
    "HTML entities": _entities,
    "URL escapes": lambda text: "".join(f"%u{ord(c):04X}" for c in text),
}


def main(laws: str, count: str = "10", kind: str = "") -> None:
    """Print one line for each kind of damage."""
    for name in (name for name in (*SHIFTS, *OTHERS) if kind in ("", name)):
        start = time.perf_counter()
        if name in SHIFTS:
            tallies = [judge(page, bool(kind)) for page in pages(laws, SHIFTS[name], int(count))]
        else:
            tallies = [judge_lines(page, bool(kind)) for page in damaged_pages(laws, OTHERS[name], int(count))]
        tally: Counter[str] = sum(tallies, Counter())
        shares = "  ".join(f"{verdict} {n} ({n / tally.total():.1%})" for verdict, n in tally.most_common())
        print(f"{name:38} {tally.total():5}  {shares}  {time.perf_counter() - start:.1f} s", flush=True)


def pages(laws: str, shift: Shift, count: int) -> Iterator[Page]:
    """`count` pages of (source line, damaged line)."""
    page: Page = []
    annotated = shift.annotated
    for article in held_out(laws):
        sources = [_traditional(line) if shift.traditional else line for line in article]
        if not all(map(encodable, sources)):
            continue
        page += [
            (line, garble(line, annotated, punctuation=shift.punctuation, private=shift.private)) for line in sources
        ]
        if len(page) >= _PARAGRAPHS:
            yield page
            page = []
            count -= 1
        if not count:
            return


def damaged_pages(laws: str, damage: Callable[[str], str], count: int) -> Iterator[Page]:
    """`count` pages of (source line, damaged line)."""
    page: Page = []
    for article in held_out(laws):
        page += [(line, damage(line)) for line in article]
        if len(page) >= _PARAGRAPHS:
            yield page
            page = []
            count -= 1
        if not count:
            return


def judge_lines(page: Page, verbose: bool) -> Counter[str]:
    """How many damaged lines read as the source, widths aside; the others by whether the page says so."""
    repaired = repair(Aligned.of("\n".join(damaged for _, damaged in page)))
    flagged = any(item.confidence < 1 for item in repaired.repairs())
    tally: Counter[str] = Counter()
    for (source, damaged), line in zip(page, repaired.text.split("\n"), strict=True):
        right = repair(Aligned.of(source)).text == line
        if source != damaged:
            tally["right" if right else "flagged" if "\ufffd" in line and flagged else "wrong"] += 1
        if verbose and not right:
            print(source, "|", line)
    return tally


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


if __name__ == "__main__":
    main(*sys.argv[1:])
