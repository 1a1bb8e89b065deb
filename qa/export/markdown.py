"""Markdown (CommonMark with tables and footnotes): the handout, and the quiz apart from it."""

import re
from collections.abc import Iterable, Iterator, Sequence

from qa.export.content import Lesson, Piece, Source
from qa.export.outline import Block, Heading, Paragraph, Table, about, handout, words
from qa.export.quiz_outline import answers, questions

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&$])")
#: What would make a list or a rule of a line.
_LEADING = re.compile(r"^(\s*)([-+=]|\d+[.)](?=\s|$))", re.MULTILINE)


def handout_markdown(lesson: Lesson) -> bytes:
    """Everything but the quiz."""
    return _document(lesson.title, [about(lesson), *handout(lesson)])


def quiz_markdown(lesson: Lesson) -> bytes:
    """Questions, then answers."""
    asked = list(questions(lesson)) or [words("各规划的所引条款不足以出题。")]
    return _document(f"测验：{lesson.title}", [about(lesson), *asked, Heading(1, "答案与依据"), *answers(lesson)])


def escaped(text: str) -> str:
    """Text that reads the same once Markdown is rendered."""
    return _LEADING.sub(lambda m: f"{m[1]}{m[2][:-1]}\\{m[2][-1]}", _SPECIAL.sub(r"\\\1", text))


def _document(title: str, blocks: Iterable[Block]) -> bytes:
    notes: dict[int, Source] = {}
    parts = [f"# {escaped(title)}", *(part for block in blocks for part in _block(block, notes))]
    listed = "\n".join(f"[^{n}]: {escaped(source.entry)} {escaped(source.place)}" for n, source in notes.items())
    return ("\n\n".join([*parts, listed]).rstrip() + "\n").encode()


def _block(block: Block, notes: dict[int, Source]) -> Iterator[str]:
    if isinstance(block, Heading):
        yield f"{'#' * (block.level + 1)} {escaped(block.text)}"
    elif isinstance(block, Paragraph):
        text = _inline(block.pieces, notes)
        quoted = block.style == "quote"
        yield "\n".join(f"> {line}" for line in text.split("\n")) if quoted else text.replace("\n", "  \n")
    elif isinstance(block, Table):
        head = [_row(map(escaped, block.header)), _row("---" for _ in block.header)]
        body = [_row(_inline(cell, notes).replace("\n", " ") for cell in row) for row in block.rows]
        yield "\n".join([*head, *body])


def _inline(pieces: Sequence[Piece], notes: dict[int, Source]) -> str:
    """Words and the marks of their notes. Notes are numbered by source."""
    found = []
    for piece in pieces:
        notes.update((source.n, source) for source in piece.sources)
        found.append(escaped(piece.text) + "".join(f"[^{source.n}]" for source in piece.sources))
    return "".join(found)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
