"""Units of a heading, and who inherits them."""

from hypothesis import given
from hypothesis import strategies as st

from index_build.structure import clauses
from index_build.structure.heirs import inherited

LINES = ["一、甲（牵头单位：市司法局）", "二、乙", "（一）丙。", "（二）丁。（责任单位：县民政局）", "1.戊。", "己庚。"]


def heirs(text: str) -> dict[str, str | None]:
    found = inherited(clauses.cut("x", text))
    return {c.id.removeprefix("x/"): c.heir_of and c.heir_of.removeprefix("x/") for c in found}


def test_what_stands_under_a_heading_with_units_inherits_them() -> None:
    text = "二、复议（牵头单位：市司法局）\n（一）改革。\n1.公示。\n（二）应诉。（责任单位：县民政局）\n1.记录。\n"
    text += "三、保障\n（一）经费。"
    assert heirs(text) == {"2": None, "2.1": "2", "2.1.1": "2", "2.2": None, "2.2.1": "2", "3": None, "3.1": None}


def test_the_nearest_heading_counts() -> None:
    text = "二、复议（牵头单位：市司法局）\n（一）改革（责任单位：县民政局）\n1.公示。\n2.记录。"
    assert heirs(text) == {"2": None, "2.1": None, "2.1.1": "2.1", "2.1.2": "2.1"}


def test_a_sentence_with_units_leaves_them_to_nobody() -> None:
    assert heirs("（一）落实公示。健全机制。（牵头单位：甲局）\n1.公示。\n2.记录。")["1.1"] is None


@given(st.lists(st.sampled_from(LINES), max_size=12))
def test_an_heir_names_nobody_and_stands_below(lines: list[str]) -> None:
    found = inherited(clauses.cut("x", "\n".join(lines)))
    known = {c.id: c for c in found}
    for clause in found:
        if clause.heir_of is not None:
            above = known[clause.heir_of]
            assert above.units
            assert not clause.units
            assert clause.path[: len(above.path)] == above.path != clause.path
