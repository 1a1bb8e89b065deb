import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.exact.keys import Keys, read
from qa.text import fold


def keys(text: str) -> Keys:
    return read(fold(text))


def paths(text: str) -> list[str]:
    return [" ".join(f"{s.kind}:{s.number}" for s in path.steps) for path in keys(text).paths]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第三十二条", ["article:32"]),
        ("第32项", ["item:32"]),
        ("巴东方案32条", ["article:32"]),
        ("32项是什么", ["item:32"]),
        ("二（六）", ["chinese:2 chinese-bracket:6"]),
        ("二、（六）讲什么", ["chinese:2 chinese-bracket:6"]),
        ("第二部分第（六）项", ["part:2 chinese-bracket:6"]),
        ("第二部分的第六项", ["part:2 item:6"]),
        ("二（六）32.由谁牵头", ["chinese:2 chinese-bracket:6 digit:32"]),
        ("（六）讲了什么", ["chinese-bracket:6"]),
        ("㈥讲了什么", ["chinese-bracket:6"]),
        ("第六章", ["chapter:6"]),
        ("2.6.32", ["any:2 any:6 any:32"]),
        ("3.1.目标", ["any:3 any:1 any:目标"]),
        ("第十七条之一", ["article:17之一"]),
        ("第三条第二款第（一）项", ["article:3 paragraph:2 chinese-bracket:1"]),
        ("第三条和第五条", ["article:3", "article:5"]),
        ("第三条至第五条", ["article:3", "article:4", "article:5"]),
        ("第三至五条", ["article:3", "article:4", "article:5"]),
        ("第三、四条", ["article:3", "article:4"]),
    ],
)
def test_numbers_of_clauses(text: str, expected: list[str]):
    assert paths(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "第一季度", "第三方评估", "第一责任人", "二十条措施", "32项任务", "共32项", "前三条", "2016年12月30日",
        "第三产业",
        "不少于60学时", "增长2.6%", "3.15消费者日", "12.4宪法日", "第三条例", "第二节能", "十三五规划", "三年内",
        "每年2次",
        "（1）牵头单位是谁（2）期限", "提出32条措施", "2020年3月1日", "第一书记", "三个月",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_number_of_a_clause(text: str):
    assert paths(text) == []


@settings(deadline=None)
@given(st.integers(1, 99), st.sampled_from(["条", "项", "章", "部分"]))
def test_letter_forms_of_a_question_give_the_same_keys(number: int, unit: str):
    plain = f"广州规划第{number}{unit}“依法行政”讲了什么，穗府〔2015〕26号"
    wide = plain.translate({c: c + 0xFEE0 for c in range(ord("0"), ord("9") + 1)})
    traditional = plain.replace("条", "條").replace("项", "項").replace("号", "號").replace("广", "廣")
    first = keys(plain)
    for other in (wide, traditional, plain.replace("〔", "［").replace("〕", "］")):
        found = keys(other)
        assert [p.steps for p in found.paths] == [p.steps for p in first.paths]
        assert [(n.organ, n.year, n.serial) for n in found.numbers] == [("穗府", 2015, 26)]
        assert found.phrases == first.phrases == ("依法行政",)


@pytest.mark.parametrize("marks", ["“”", '""', "「」", "『』", "‘’"])
def test_quoted_words(marks: str):
    assert keys(f"什么是{marks[0]}三重一大{marks[1]}？").phrases == ("三重一大",)
    assert keys(f"什么是{marks[0]}三{marks[1]}？").phrases == ()


def test_titles_and_the_clauses_of_other_documents():
    found = keys("《行政处罚法》第三十二条和行政复议法第五条怎么规定")
    assert found.titles == ("行政处罚法",)
    assert found.paths[0].of == "行政处罚法"
    assert found.paths[1].of.endswith("行政复议法")
    assert keys("行政执法第五条").paths[0].of == ""


def test_an_address_is_a_key():
    found = keys("请看http://h/c/422823-2016/2.6.32讲了什么").paths
    assert [(p.plan, p.tail) for p in found] == [("422823-2016", "2.6.32")]


@settings(deadline=None)
@given(st.text())
def test_spans_hold_what_was_written(text: str):
    folded = fold(text)
    found = read(folded)
    assert [folded[slice(*p.span)] for p in found.paths if p.plan] == [p.written for p in found.paths if p.plan]
    assert all(0 <= a < b <= len(folded) for a, b in found.spans)
