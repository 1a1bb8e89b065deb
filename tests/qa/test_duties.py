from dataclasses import replace

import pytest
from hypothesis import given, settings
from test_evidence import ASKINGS, CLAUSE, KEYWORDS, TEXTS, asked, saying

from qa.answers import duties


@settings(deadline=None)
@given(TEXTS, ASKINGS)
def test_duties_are_named_in_the_sentence_that_charges_them(text: str, question: str) -> None:
    clause = replace(CLAUSE, text=text)
    for find in (duties.charged, duties.doers):
        for duty in find(KEYWORDS, asked(question), clause):
            assert text[slice(*duty.span)] == duty.name
            assert duty.sentence[0] <= duty.span[0] < duty.span[1] <= duty.sentence[1]
            assert duty.role in ("lead", "responsible")


def test_the_body_charged_with_what_is_asked() -> None:
    found = duties.charged(KEYWORDS, asked("信访由谁牵头"), CLAUSE)
    assert [(d.role, d.name) for d in found] == [("lead", "区信访局"), ("responsible", "区司法局")]
    assert duties.charged(KEYWORDS, asked("清理规范性文件由谁牵头"), CLAUSE) == []


@pytest.mark.parametrize(
    ("question", "text", "found"),
    [
        (
            "规范性文件清理由哪个机构公布",
            "区规范性文件联席会议每年制定并公布规范性文件清理重点。",
            ["区规范性文件联席会议"],
        ),
        ("规范性文件报哪里备案", "规范性文件应当报市政府法制机构备案。", ["市政府法制机构"]),
        ("各部门的信访报告交给哪个领导小组", "各部门应向区信访领导小组提交信访报告。", ["区信访领导小组"]),
        ("规范性文件清理由谁审核", "规范性文件清理应当公开。", []),
    ],
)
def test_the_body_that_does_it_or_gets_it(question: str, text: str, found: list[str]) -> None:
    assert [d.name for d in duties.doers(KEYWORDS, asked(question), saying(text))] == found
