"""The text of one paragraph as a reader sees it: changes accepted, fields as their results, hidden text left out."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from index_build.extract.docx.styles import Styles
from index_build.extract.docx.xml import attribute, child, children, integer, is_on, name, value

#: Wingdings 2 and Wingdings at their private-use codes (ECMA-376 part 1, 17.3.3.30): boxes and ticks of forms.
_SYMBOLS = {0xF052: "☑", 0xF0A3: "□", 0xF0A8: "□", 0xF0FC: "✓", 0xF0FE: "☑", 0xF06C: "●", 0xF06E: "■"}
_DROPPED = frozenset(
    ("w:del", "w:moveFrom", "w:pPr", "w:rPr", "w:instrText", "w:delText", "w:delInstrText", "w:rt", "w:sdtPr")
)
_CHANGES = frozenset(("w:ins", "w:del", "w:moveFrom", "w:moveTo"))
_NOTES = {"w:footnoteReference": "注", "w:endnoteReference": "尾注"}
_WHITE = re.compile(r"[\t\r\n]+")


@dataclass
class Findings:
    """counts: what was left out or accepted, by the keys of `notes`; marks: (kind, id) of a note to its mark.

    left_out: (words, reason), what one paragraph hides or has struck as one entry.
    """

    counts: Counter[str] = field(default_factory=Counter)
    marks: dict[tuple[str, str], str] = field(default_factory=dict)
    left_out: list[tuple[str, str]] = field(default_factory=list)

    def mark(self, kind: str, note_id: str) -> str:
        """〔注1〕, 〔尾注1〕: the notes of a kind counted as they are first referred to."""
        number = sum(known == kind for known, _ in self.marks) + 1
        return self.marks.setdefault((kind, note_id), f"〔{kind}{number}〕")


@dataclass
class Inline:
    """notes: (kind, id) of the notes referred to; boxes: w:txbxContent anchored here, outermost ones;
    gone: nothing but deleted or hidden text; merged: the mark is deleted, so that the next paragraph goes on here."""

    text: str
    notes: tuple[tuple[str, str], ...]
    boxes: tuple[etree._Element, ...]
    gone: bool
    merged: bool


def inline(paragraph: etree._Element, styles: Styles, findings: Findings) -> Inline:
    """Read one w:p."""
    reader = _Reader(styles, findings, styles.hides(value(paragraph, "w:pPr", "w:pStyle")))
    reader.walk(paragraph)
    text = "".join(reader.pieces).strip(" \n\u3000")
    findings.left_out += [(words, reason) for reason, found in reader.asides.items() if (words := found.strip())]
    mark = child(paragraph, "w:pPr", "w:rPr")
    removed = child(mark, "w:del") is not None or child(mark, "w:moveFrom") is not None
    return Inline(
        text,
        tuple(reader.notes),
        tuple(reader.boxes),
        gone=not text and (reader.left_out or removed or is_on(mark, "w:vanish")),
        merged=removed,
    )


class _Reader:
    def __init__(self, styles: Styles, findings: Findings, hidden: bool) -> None:
        self._styles, self._findings, self._hidden = styles, findings, hidden
        #: One for each field open: whether its result has been reached.
        self._fields: list[bool] = []
        self.pieces: list[str] = []
        self.notes: list[tuple[str, str]] = []
        self.boxes: list[etree._Element] = []
        self.left_out = False
        #: By reason, the words left out.
        self.asides: dict[str, str] = {}

    def walk(self, element: etree._Element) -> None:
        for inner in element:
            short = name(inner)
            if short in _CHANGES:
                self._findings.counts["修订"] += 1
                self.left_out |= short in _DROPPED
                if short == "w:del":
                    self._leave_out(inner, "修订中删去的文字", "{*}delText", "{*}t")
            if short not in _DROPPED:
                _HANDLERS.get(short, _Reader.walk)(self, inner)

    def _run(self, run: etree._Element) -> None:
        if self._is_hidden(run):
            if next(run.iter("{*}t"), None) is not None:
                self._findings.counts["隐藏文字"] += 1
                self.left_out = True
                self._leave_out(run, "隐藏文字", "{*}t")
            # A field's borders count wherever they stand.
            for border in children(run, "w:fldChar"):
                self._field(border)
        else:
            self.walk(run)

    def _leave_out(self, element: etree._Element, reason: str, *tags: str) -> None:
        words = "".join(text.text or "" for text in element.iter(*tags))
        self.asides[reason] = self.asides.get(reason, "") + _WHITE.sub(" ", words)

    def _is_hidden(self, run: etree._Element) -> bool:
        if child(run, "w:rPr", "w:vanish") is not None:
            return is_on(run, "w:rPr", "w:vanish")
        return self._hidden or self._styles.hides(value(run, "w:rPr", "w:rStyle"))

    def _field(self, border: etree._Element) -> None:
        kind = attribute(border, "fldCharType")
        if kind == "begin":
            self._fields.append(False)
        elif self._fields and kind == "separate":
            self._fields[-1] = True
        elif self._fields and kind == "end":
            self._fields.pop()

    def put(self, text: str) -> None:
        if all(self._fields):
            self.pieces.append(text)

    def _text(self, element: etree._Element) -> None:
        self.put(_WHITE.sub(" ", element.text or ""))

    def _symbol(self, element: etree._Element) -> None:
        code = integer(str(_hexadecimal(attribute(element, "char"))))
        self.put(_SYMBOLS.get(code or 0, chr(code) if code else ""))

    def _note(self, reference: etree._Element) -> None:
        note = (_NOTES[name(reference)], attribute(reference, "id") or "")
        if note not in self._findings.marks:
            self.notes.append(note)
        self.put(self._findings.mark(*note))

    def _choice(self, element: etree._Element) -> None:
        chosen = child(element, "mc:Choice")
        self.walk(element if chosen is None else chosen)

    def _ruby(self, element: etree._Element) -> None:
        for base in children(element, "w:rubyBase"):
            self.walk(base)
        for reading in children(element, "w:rt"):
            self._leave_out(reading, "注音", "{*}t")

    def _box(self, element: etree._Element) -> None:
        self.boxes.append(element)

    def _picture(self, element: etree._Element) -> None:
        self._findings.counts["图片"] += 1

    def _chart(self, element: etree._Element) -> None:
        self._findings.counts["图表"] += 1


def _hexadecimal(written: str | None) -> int:
    """A character's code; 0 for what is none."""
    try:
        code = int(written or "", 16)
    except ValueError:
        return 0
    return code if 0x20 <= code < 0xD800 or 0xE000 <= code <= 0xFFFD else 0


def _says(text: str) -> Callable[[_Reader, etree._Element], None]:
    return lambda reader, _: reader.put(text)


_HANDLERS: dict[str, Callable[[_Reader, etree._Element], None]] = {
    "w:r": _Reader._run,
    "w:t": _Reader._text,
    "m:t": _Reader._text,
    "w:fldChar": _Reader._field,
    "w:sym": _Reader._symbol,
    "w:footnoteReference": _Reader._note,
    "w:endnoteReference": _Reader._note,
    "mc:AlternateContent": _Reader._choice,
    "w:ruby": _Reader._ruby,
    "w:txbxContent": _Reader._box,
    ":pic": _Reader._picture,
    "v:imagedata": _Reader._picture,
    ":chart": _Reader._chart,
    ":relIds": _Reader._chart,
    **dict.fromkeys(("w:tab", "w:ptab"), _says(" ")),
    **dict.fromkeys(("w:br", "w:cr"), _says("\n")),
    "w:noBreakHyphen": _says("-"),
}


def notes(findings: Findings) -> Iterator[str]:
    """Sentences on what was found."""
    sentences = {
        "修订": "文档含 {} 处修订，已按全部接受后的文字读取。",
        "隐藏文字": "文档含 {} 处隐藏文字，未读取。",
        "图片": "文档含 {} 张图片，图中文字未读取。",
        "图表": "文档含 {} 个图表或智能图形，未读取。",
        "嵌入文档": "文档嵌入了 {} 个外部内容，未读取。",
        "批注": "文档含 {} 条批注，未读取。",
    }
    for key, sentence in sentences.items():
        if findings.counts[key]:
            yield sentence.format(findings.counts[key])
