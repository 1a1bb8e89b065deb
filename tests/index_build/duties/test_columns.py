"""What the columns of a table row charge."""

import pytest

from index_build.structure import tables

ROLES = {"lead": "L", "responsible": "R", "support": "S"}


def shown(table: str) -> list[str]:
    header, row = table.split("\n")
    found = tables.assignments(header.split("\t"), row)
    named = [f"{ROLES[u.role]}:{u.name}{'+' * u.others}" for a in found for u in a.units]
    return [*named, *(a.deadline for a in found if a.deadline)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("序号\t牵头单位\t完成时限\n1\t县司法局\t2022年3月—6月", "L:县司法局|2022年3月—6月"),
        ("任务\t责任单位\t配合单位\t时限\n普法\t县 司 法 局\t——\t2022年3月至12月", "R:县 司 法 局|2022年3月至12月"),
        (
            "任务\t牵头单位\t配合单位\n普法\t区司法局、区普法办\t各镇、各街道等",
            "L:区司法局|L:区普法办|S:各镇|S:各街道+",
        ),
    ],
)
def test_who_is_charged_by_when(text: str, found: str) -> None:
    assert shown(text) == found.split("|")


@pytest.mark.parametrize(
    "text",
    [
        "序号\t牵头单位\t完成时限\n1\t同上\t同上",
        "序号\t牵头单位\t完成时限\n1\t″\t〃",
        "任务\t责任单位\n普法\t详见附件",
        "任务\t牵头单位\t责任人\n普法\t待定\t王某某",
    ],
)
def test_an_empty_cell_names_nobody(text: str) -> None:
    assert shown(text) == []
