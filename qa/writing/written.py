"""An answer phrased by a language model, of which only what its clauses bear is let through.

The verdict, the clauses and every finding that something is missing stay as they were found without a model.
"""

import re
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace

from qa.ports import Writer, WriterFailed
from qa.records import Answer, Citation
from qa.writing.grounding import Grounding
from qa.writing.marked import Cutter, Sentence

_MARK = re.compile(r"\[(\d+)\]")
#: A line of the answer that says what a plan leaves open is never the model's to phrase.
_ABSENT = re.compile("没有|未写明|未载明")
#: An answer with more clauses is a list, and reads best as one.
MOST_EVIDENCE = 12


@dataclass(frozen=True)
class Delta:
    """A piece of the answer's text, in order; empty while nothing is ready, so that a reader may leave."""

    text: str


#: Pieces of an answer's text and last the answer; closing it ends what is under way.
Events = Generator[Delta | Answer, None, None]


@dataclass(frozen=True)
class _Line:
    """What one plan says in the extractive answer. text: whole; marks: its citations; absent: what is not there."""

    text: str
    marks: frozenset[int]
    absent: bool


def phrase(found: Answer, writer: Writer | None, ground: Callable[[Sequence[Citation]], Grounding]) -> Events:
    """Pieces of the written text, each checked, and last the whole answer, whose text counts.

    Only an answered question is given to the writer. Where nothing it writes holds, or it fails, the answer stays
    as it was found, with a note that says why; pieces given before are then no part of it.
    """
    lines = _lines(found)
    phrased = frozenset().union(*(line.marks for line in lines if not line.absent))
    evidence = [c for c in found.citations if c.n in phrased]
    if writer is None or found.verdict != "answered" or not 0 < len(evidence) <= MOST_EVIDENCE:
        yield Delta(found.text)
        yield found
        return
    kept: list[Sentence] = []
    dropped = 0
    checked = _checked(writer.write(found.understood or found.question, evidence), ground(evidence))
    try:
        for sentence in checked:
            if isinstance(sentence, Sentence):
                kept.append(sentence)
                yield Delta(sentence.text)
            else:
                dropped += sentence
                yield Delta("")
    except WriterFailed as failure:
        yield replace(found, note=f"{failure}，以下为条款原文。")
        return
    finally:
        checked.close()
    if not kept:
        yield replace(found, note="语言模型没有写出有依据的回答，以下为条款原文。")
        return
    yield from _finished(found, kept, dropped, lines)


def _checked(pieces: Generator[str, None, None], grounding: Grounding) -> Generator[Sentence | int, None, None]:
    """The sentences that hold; 1 for each that does not, 0 where there is nothing yet."""
    cutter = Cutter()
    try:
        for piece in pieces:
            yield from (_judged(s, grounding) for s in cutter.feed(piece))
            yield 0
        yield from (_judged(s, grounding) for s in cutter.rest())
    finally:
        pieces.close()


def _judged(sentence: Sentence, grounding: Grounding) -> Sentence | int:
    return sentence if grounding.fault(sentence) is None else 1


def _finished(
    found: Answer, kept: Sequence[Sentence], dropped: int, lines: Sequence[_Line]
) -> Iterator[Delta | Answer]:
    """What the model left out follows in the words of the clauses."""
    text = "".join(s.text for s in kept).rstrip()
    missing = [line for line in lines if line.absent or _is_left_out(line, text, found)]
    rest = "".join(f"\n{line.text}" for line in missing)
    if rest:
        yield Delta(rest)
    notes = [f"已略去{dropped}句没有依据的话"] if dropped else []
    notes += ["语言模型漏写的已按条款原文补上"] if any(not line.absent for line in missing) else []
    note = f"{'；'.join(notes)}。" if notes else None
    yield replace(found, text=text + rest, written=True, note=note)


def _is_left_out(line: _Line, text: str, found: Answer) -> bool:
    """Whether the text cites none of a line's clauses, or lacks a unit, date or number that it gives."""
    clauses = {c.clause.id for c in found.citations if c.n in line.marks}
    given = [u.name for u in found.units if u.clause_id in clauses]
    given += [f.words for f in found.facts if f.n in line.marks and f.kind != "item"]
    cited = {int(n) for n in _MARK.findall(text)}
    return not line.marks & cited or any(words not in text for words in given)


def _lines(found: Answer) -> list[_Line]:
    """The lines of the extractive text; line breaks within quotes are none."""
    frame = found.text
    for c in found.citations:
        frame = frame.replace(f"{c.quote}[{c.n}]", f"\x00[{c.n}]", 1)
    quotes = {c.n: c.quote for c in found.citations}
    lines = []
    for line in frame.split("\n"):
        whole = re.sub(r"\x00\[(\d+)\]", lambda m: f"{quotes[int(m.group(1))]}{m.group().lstrip(chr(0))}", line)
        marks = frozenset(int(n) for n in _MARK.findall(line))
        lines.append(_Line(whole, marks, not marks or _ABSENT.search(line) is not None))
    return lines
