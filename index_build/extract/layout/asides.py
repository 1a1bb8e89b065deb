"""What the layout takes off the text, for a reader to check: (words, reason) with the pages it stood on."""

import re
from collections.abc import Sequence

from index_build.extract.layout import margins
from index_build.extract.layout.columns import Frame
from index_build.extract.layout.page import Line, Page

LeftOut = tuple[tuple[str, str], ...]


def left_out(pages: Sequence[Page], heads: Sequence[Sequence[Line]], contents: Sequence[Sequence[Line]]) -> LeftOut:
    """Running heads and feet (one entry for those that differ in their numbers only), contents, turned text."""
    turned = [[box for box in page.boxes if not box.upright] for page in pages]
    words = ["".join(box.text for box in boxes).strip() for boxes in turned]
    return (
        *_repeated(pages, heads),
        *((line.text, f"目录（{page_list([n])}）") for n, lines in enumerate(contents) for line in lines),
        *((text, f"旋转的文字（{page_list([n])}）") for n, text in enumerate(words) if text),
    )


def stamps(whole: Sequence[Frame], inside: Sequence[Frame]) -> LeftOut:
    """Letters beyond the margins, a page's together. inside: the same frames without them."""
    found: dict[int, str] = {}
    for before, after in zip(whole, inside, strict=True):
        kept = {piece for line in after.lines for piece in line.pieces}
        for piece in (piece for line in before.lines for piece in line.pieces if before is not after):
            if piece not in kept:
                found[before.page] = found.get(before.page, "") + piece.text
    return tuple((text, f"页边文字（{page_list([n])}）") for n, text in found.items())


def page_list(numbers: Sequence[int]) -> str:
    """Pages, counted from 0 and in order, as one writes them: 第1、3—5页."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return "第" + "、".join(str(r[0] + 1) if len(r) == 1 else f"{r[0] + 1}—{r[-1] + 1}" for r in runs) + "页"


def _repeated(pages: Sequence[Page], heads: Sequence[Sequence[Line]]) -> LeftOut:
    held: dict[tuple[str, str], list[int]] = {}
    first: dict[tuple[str, str], str] = {}
    for n, lines in enumerate(heads):
        for line in lines:
            upper = line.top < pages[n].height / 2
            kind = "页码" if margins.is_number(line.text) else "页眉" if upper else "页脚"
            key = (kind, re.sub("[0-9]+", "#", line.text))
            first.setdefault(key, line.text)
            if n not in held.setdefault(key, []):
                held[key].append(n)
    return tuple((first[key], f"{key[0]}（{page_list(numbers)}）") for key, numbers in held.items())
