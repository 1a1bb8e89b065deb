import pytest

from qa.exact import tasks
from qa.text import fold

KNOWN = {"县政府法制办", "县审改办", "县审计局", "县政府各部门", "各乡镇政府"}


def units(text: str) -> list[str]:
    return [unit.name for unit in tasks.named(fold(text), KNOWN.intersection)]


def asks(text: str) -> bool:
    return any(tasks.asks_tasks(fold(text), unit) for unit in tasks.named(fold(text), KNOWN.intersection))


def test_units_are_known_by_the_index_and_by_their_other_names():
    assert units("县审改办和县法制办谁牵头") == ["县审改办", "县法制办"]
    assert units("縣人民政府法制辦公室負責什麼") == ["县人民政府法制办公室"]
    assert units("行政复议怎么申请") == []


@pytest.mark.parametrize(
    "text",
    [
        "县政府法制办负责哪些任务？", "由县审计局牵头的工作有哪些？", "哪些任务由县审改办牵头", "县审计局的职责是什么",
        "需要县审计局配合的工作有哪些", "列出县审计局负责的全部任务", "县审计局要做什么", "各乡镇政府要完成哪些任务",
        "縣審計局負責哪些任務", "哪些工作是县审计局负责的", "县审计局在方案中牵头哪几项工作",
    ],
)  # fmt: skip
def test_reverse_questions(text: str):
    assert asks(text)


@pytest.mark.parametrize(
    "text",
    [
        "行政复议由哪些单位牵头？", "县审计局配合哪些单位", "县法制办牵头的行政复议工作有哪些要求",
        "县审改办什么时候完成清单",
        "县审计局在执法保障方面负责哪些任务", "政府采购公开制度怎么建立", "政府法律顾问的职责是什么",
        "县审计局如何考核",
    ],
)  # fmt: skip
def test_other_questions_that_name_units(text: str):
    assert not asks(text)


def test_roles():
    assert tasks.roles("由县审计局牵头的工作") == ("lead",)
    assert tasks.roles("县审计局配合的工作") == ("support",)
    assert tasks.roles("县审计局牵头和配合的工作") == ("lead", "support")
    assert tasks.roles("县审计局的职责") == ()
