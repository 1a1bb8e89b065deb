"""Slides of any text: nothing is lost when they are parted, and no body is higher than a slide."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from qa.export.slides import GAP, HEIGHT, Block, Grid, Row, Run, Slide, Text, height, parted, plain

LONG = st.text(st.sampled_from("行政复议机关。；，《》年0123 abcW./\n⑴"), min_size=1, max_size=900)
RUNS = st.lists(st.builds(Run, LONG, st.sampled_from(["", "https://plans.example/c/1"])), min_size=1, max_size=3).map(
    tuple
)
KINDS = st.sampled_from(["plain", "place", "quote", "note", "option", "entry"])
TEXTS = st.builds(Text, RUNS, KINDS, st.just(()), st.booleans())
ROWS = st.lists(st.tuples(RUNS, RUNS, RUNS).map(Row), min_size=1, max_size=6).map(tuple)
GRIDS = st.builds(Grid, st.just(("规划", "规定", "单位")), ROWS, st.just((0.2, 0.5, 0.3)))
SLIDES = st.builds(Slide, st.just("题"), st.lists(TEXTS | GRIDS, max_size=5).map(tuple))


def words(blocks: tuple[Block, ...], column: int) -> str:
    """Of one column of the tables, and of the paragraphs."""
    found = []
    for block in blocks:
        if isinstance(block, Text):
            found.append(plain(block.runs))
        elif isinstance(block, Grid):
            found += [plain(row.cells[column]) for row in block.rows]
    return "".join(found)


@settings(max_examples=60, deadline=None)
@given(SLIDES)
def test_parted_slides_fit_and_hold_everything(slide: Slide) -> None:
    pages = list(parted(slide))
    for page in pages:
        assert sum(map(height, page.blocks)) + GAP * max(len(page.blocks) - 1, 0) <= HEIGHT
    together = tuple(block for page in pages for block in page.blocks)
    for column in range(3):
        assert words(together, column) == words(slide.blocks, column)
    assert [page.title for page in pages] == ["题", *["题（续）"] * (len(pages) - 1)]
    assert all(page.blocks for page in pages) or not slide.blocks


@settings(max_examples=40, deadline=None)
@given(st.lists(LONG.map(lambda text: text[:200]), min_size=2, max_size=12))
def test_a_joined_line_stays_with_what_follows(found: list[str]) -> None:
    blocks = tuple(Text((Run(text),), "note", joined=place % 2 == 0) for place, text in enumerate(found))
    pages = list(parted(Slide("题", blocks)))
    for page, following in pairwise(pages):
        last = page.blocks[-1]
        assert not (isinstance(last, Text) and last.joined) or len(page.blocks) == 1 or not following.blocks
