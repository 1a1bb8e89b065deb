"""The exact keys in a question: numbers of documents and clauses, titles, quoted words. All text given here is folded.

Keys say what a reader can point at without describing it; what they lead to is for `qa.exact.lookup` to find.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from qa.exact import document_numbers
from qa.exact.document_numbers import DocumentNumber
from qa.exact.paths import Step
from qa.numerals import CHINESE_NUMERAL, number
from qa.records import Span
from qa.text import key

_CN = f"[{CHINESE_NUMERAL}]"
_N = rf"(?:{_CN}{{1,6}}|[0-9]{{1,4}})"
#: Units of a number, each without the words that only begin like it: 条例, 项目, 节约.
_UNITS = {
    "部分": "part",
    "编(?![制办号写辑码纂印])": "part",
    "篇(?![章幅目])": "part",
    "章(?!程)": "chapter",
    "节(?![约能点日假气目奏])": "section",
    "条(?![例件块线约目理])": "article",
    "款(?![项式待])": "paragraph",
    "项(?!目)": "item",
    "点(?![击名评对位钟半])": "item",
}
_UNIT = "|".join(_UNITS)
#: What may follow a number that stands for a clause; 32项措施 is a quantity.
_ENDS = (
    r"(?=\s*(?:$|[?？!！。，,;；:：)）]|的(?!任务|措施|工作|要求)|是|讲|说|写|规定[了的]|由|谁|怎|如何|里|中|内容是|原文|全文|"
    r"有[什哪无没]|牵头|负责|责任|配合|第|和|与|到|至|\())"
)
_STOPS = re.compile("[?!。,;:]")
_SPEAKS = r"\s*(?:$|[?!。,;:)]|的|是|讲|说|写|规定|由|谁|怎|如何|里|中)"
#: Behind a number without unit, a quantity or a date.
_NO_QUANTITY = "(?![0-9%]|\\.[0-9]|\\s?[年月日号时分秒个名人次家岁元万亿千百米吨倍级类种件天周])"
_NAMES = "前言|序言|引言|(?:工作|主要|总体|具体|阶段|年度|重点)?(?:目标|措施|任务|要求|原则|内容|重点)"
_STEP = re.compile(
    rf"第\s?(?P<bracket>\()?\s?(?P<number>{_N})\s?\)?\s?大?(?P<unit>{_UNIT})(?P<inserted>之{_CN})?"
    rf"|\(\s?(?P<in_brackets>{_N})\s?\)(?P<bracketed>{_UNIT})?"
    rf"|(?<!{_CN})(?P<before>{_CN}{{1,3}})\s?[、.]?\s?(?=\(\s?{_N}\s?\))"
    rf"|(?<![0-9.、至到\-—第])(?P<digits>[0-9]{{1,3}})\s?(?P<counted>[条项款点])?(?![0-9])"
)
_DOTTED = re.compile(
    rf"(?<![0-9./])(?P<parts>[0-9]{{1,3}}(?:\.[0-9]{{1,3}}(?:之{_CN})?)+(?:\.p[0-9]{{1,2}})?|[0-9]{{1,3}}(?=\.(?:p[0-9]|{_NAMES})))"
    rf"(?P<name>\.(?:p[0-9]{{1,2}}|{_NAMES}))?{_NO_QUANTITY}(?!\s?版)"
)
#: A clause's id (422823-2016/2.6.32), which may stand at the end of an address or of a Chinese word.
_PERMALINK = re.compile(
    rf"(?P<plan>[0-9a-z\u3400-\u9fff_\-]{{2,80}})/(?P<tail>(?:[0-9][0-9a-z之_\-]*)(?:\.[0-9a-z][0-9a-z之_\-]*)*(?:\.(?:{_NAMES}))?|前言)"
)
_LIST = re.compile(rf"第\s?({_N})((?:\s?[、和及至到\-—~]\s?第?\s?{_N})+)\s?({_UNIT})")
_LISTED = re.compile(rf"([、和及至到\-—~])\s?第?\s?({_N})")
_RANGES = frozenset("至到-—~")
_MOST_IN_RANGE = 20
_JOINTS = frozenset(("", " ", "的", "中", "中的", "里的", "下的", "之"))
_DEPTHS = {
    "part": 1, "chapter": 2, "section": 3, "article": 4, "chinese": 4, "paragraph": 5, "chinese-bracket": 6,
    "item": 7, "digit": 7, "digit-bracket": 8,
}  # fmt: skip
#: Before these characters 32条 counts clauses instead of naming one.
_COUNTS = frozenset("共有这那等前约近余各每多了出达成")
#: The name of a law or rule right before a number: 行政处罚法第三十二条 is a clause of that law.
_LAW = re.compile(
    r"(?P<name>[\u3400-\u9fff]{0,25}(?:(?<![执立司普守学用说做方看依合违])法|条例|办法|细则|规则|章程|准则|司法解释))"
    r"(?:\([^()]{0,20}\))?(?:的|中的?|里的?)?$"
)
_TITLE = re.compile("《((?:[^《》]|《[^《》]*》){2,100})》")
_QUOTED = re.compile('“([^“”]{2,80})”|"([^"]{2,80})"|「([^「」]{2,80})」|『([^『』]{2,80})』|‘([^‘’]{2,80})’')


@dataclass(frozen=True)
class Path:
    """A clause's number as a question has it.

    of: title of the document named right before it. plan, tail: of a permalink as written, in lower case. '' for none.
    """

    steps: tuple[Step, ...]
    written: str
    span: Span
    of: str = ""
    plan: str = ""
    tail: str = ""


@dataclass(frozen=True)
class Keys:
    """What a question points at. titles, phrases: as written between their marks; spans: of numbers and paths."""

    numbers: tuple[DocumentNumber, ...] = ()
    paths: tuple[Path, ...] = ()
    titles: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()

    @property
    def spans(self) -> list[Span]:
        return [*(number.span for number in self.numbers), *(path.span for path in self.paths)]

    def __bool__(self) -> bool:
        return bool(self.numbers or self.paths or self.titles or self.phrases)


def read(folded: str) -> Keys:
    """The keys of a question, left to right."""
    links = [_link(m) for m in _PERMALINK.finditer(folded)] if "/" in folded else []
    # Blanked, not cut: spans stay what they are.
    rest = _blanked(folded, [p.span for p in links])
    numbers = document_numbers.find(rest)
    rest = _blanked(rest, [n.span for n in numbers])
    titles = list(_TITLE.finditer(rest))
    outside = _blanked(rest, [m.span() for m in titles])
    quoted = list(_QUOTED.finditer(outside))
    paths = _paths(_blanked(outside, [m.span() for m in quoted]))
    return Keys(
        tuple(numbers),
        (*links, *(replace(path, of=_document(rest, path.span[0])) for path in paths)),
        tuple(m[1] for m in titles),
        tuple(words for m in quoted if len(key(words := next(filter(None, m.groups())))) > 1),
    )


def _link(match: re.Match[str]) -> Path:
    return Path((), match.group(), match.span(), plan=match["plan"], tail=match["tail"])


def _blanked(text: str, spans: Sequence[Span]) -> str:
    for start, end in spans:
        text = f"{text[:start]}{'□' * (end - start)}{text[end:]}"
    return text


def _document(text: str, place: int) -> str:
    before = text[:place].rstrip(" 的中里")
    if before.endswith("》"):
        titles = [m for m in _TITLE.finditer(text) if m.end() == len(before)]
        return titles[0][1] if titles else ""
    law = _LAW.search(text[max(0, place - 60) : place])
    return law["name"] if law else ""


def _paths(text: str) -> list[Path]:
    found = [*_dotted(text)]
    text = _blanked(text, [p.span for p in found])
    listed = [*_lists(text)]
    text = _blanked(text, [p.span for p in listed])
    return sorted([*found, *listed, *_ranges(text, _chains(text))], key=lambda p: p.span)


def _dotted(text: str) -> Iterator[Path]:
    """2.6.32; 2.6 alone may be any quantity, and counts only beside a word for clauses."""
    for match in _DOTTED.finditer(text):
        names = match["parts"].split(".") + ([match["name"][1:]] if match["name"] else [])
        behind = re.match(f"\\s?(?:{_UNIT})", text[match.end() :])
        besides = text[: match.start()].endswith("第") or behind
        if len(names) > 2 or not names[-1].isdigit() or besides or len(text.strip()) == len(match.group()):
            yield Path(tuple(Step("any", _plain(n)) for n in names), match.group(), match.span())


def _plain(name: str) -> str:
    return str(int(name)) if name.isdigit() else name


def _lists(text: str) -> Iterator[Path]:
    """第三、四条 and 第三至五条."""
    for match in _LIST.finditer(text):
        kind = _kind(match[3])
        last = number(match[1]) or 0
        values = [last]
        for joint, written in _LISTED.findall(match[2]):
            value = number(written) or 0
            through = joint in _RANGES and last < value <= last + _MOST_IN_RANGE
            values += range(last + 1, value + 1) if through else [value]
            last = value
        for value in values:
            yield Path((Step(kind, str(value)),), match.group(), match.span())


def _chains(text: str) -> list[Path]:
    """Labels that stand one in the other, as one path each: 二(六)32, 第二部分第(六)项."""
    chains: list[list[tuple[Step, re.Match[str]]]] = []
    for match in _STEP.finditer(text):
        step = _step(match)
        if chains and _goes_on(text, chains[-1][-1], step, match):
            chains[-1].append((step, match))
        elif not match["digits"] or (match["counted"] and _stands_alone(text, match)):
            chains.append([(step, match)])
    return [_path(text, chain) for chain in chains if len(chain) > 1 or _names_one(text, chain[0][1])]


def _path(text: str, chain: Sequence[tuple[Step, re.Match[str]]]) -> Path:
    span = chain[0][1].start(), chain[-1][1].end()
    return Path(tuple(step for step, _ in chain), text[slice(*span)], span)


def _goes_on(text: str, before: tuple[Step, re.Match[str]], step: Step, match: re.Match[str]) -> bool:
    joint = text[before[1].end() : match.start()]
    if joint not in _JOINTS or before[0].kind == step.kind:
        return False
    if match["digits"] and not match["counted"] and re.match(_NO_QUANTITY, text[match.end() :]) is None:
        return False
    return not joint or _DEPTHS[step.kind] > _DEPTHS[before[0].kind]


def _names_one(text: str, match: re.Match[str]) -> bool:
    """Whether a label that stands alone names a clause: (六) does before 讲了什么, (1) before 牵头单位 does not."""
    if match["in_brackets"] and not match["bracketed"]:
        opens = not _STOPS.split(text[: match.start()])[-1].strip()
        enumerates = opens and match["in_brackets"].isdigit() and len(text) > match.end()
        return not enumerates and re.match(_SPEAKS, text[match.end() :]) is not None
    return not match["before"]


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    before = text[: match.start()].rstrip()[-1:]
    return before not in _COUNTS and re.match(_ENDS, text[match.end() :]) is not None


def _step(match: re.Match[str]) -> Step:
    written = match["number"] or match["in_brackets"] or match["before"] or match["digits"]
    inserted = match["inserted"] or ""
    value = f"{number(written)}{inserted}"
    if match["before"]:
        return Step("chinese", value)
    if match["in_brackets"] or match["bracket"]:
        return Step("digit-bracket" if written.isdigit() else "chinese-bracket", value)
    if match["digits"]:
        return Step("article" if match["counted"] == "条" else "item" if match["counted"] else "digit", value)
    return Step(_kind(match["unit"]), value)


def _kind(unit: str) -> str:
    return next(kind for pattern, kind in _UNITS.items() if pattern.startswith(unit))


def _ranges(text: str, paths: Sequence[Path]) -> Iterator[Path]:
    """第三条至第五条 names 第四条 too."""
    before: Path | None = None
    for path in paths:
        if before and text[before.span[1] : path.span[0]].strip() in _RANGES and len(path.steps) == 1:
            first, last = before.steps[-1], path.steps[0]
            if first.kind == last.kind and first.number.isdigit() and last.number.isdigit():
                between = range(int(first.number) + 1, min(int(last.number), int(first.number) + _MOST_IN_RANGE))
                for value in between:
                    steps = (*before.steps[:-1], Step(first.kind, str(value)))
                    yield Path(steps, text[before.span[0] : path.span[1]], path.span)
        yield path
        before = path
