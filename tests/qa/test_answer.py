"""The four verdicts, by example on the packaged corpus, and the laws that hold for any question."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_corpus import write

from index_build.add import add
from index_build.build import build
from qa.errors import PlanqaError
from qa.filters import Filters
from qa.ports import Encoder
from qa.records import Answer
from qa.service import Service

PLACES = ["巴东县", "罗湖", "大兴区", "广州", "某市", "火星市", "湖北", "", "各地"]
MATTERS = ["规范性文件", "行政复议", "政务公开", "安全生产", "法律顾问", "信访", "红烧肉", "执法人员培训"]
ASKINGS = ["由谁牵头", "责任单位是谁", "怎么规定", "多少元", "多久一次", "？", "由谁制定"]
LIKELY = st.tuples(*map(st.sampled_from, (PLACES, MATTERS, ASKINGS))).map("".join)
ANY = LIKELY | st.text(max_size=60) | st.lists(st.sampled_from([*PLACES, *MATTERS, *ASKINGS])).map("".join)


def cited(answer: Answer) -> list[str]:
    return list(dict.fromkeys(c.clause.id for c in answer.citations))


def units(answer: Answer) -> list[tuple[str, str]]:
    return [(u.role, u.name) for u in answer.units]


@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ANY)
def test_laws_of_any_answer(service: Service, question: str) -> None:
    try:
        answer = service.ask(question)
    except PlanqaError:
        return
    assert answer.text
    assert 0 <= answer.confidence <= 1
    assert all(c.clause.text[slice(*c.span)] == c.quote != "" for c in answer.citations)
    assert [c.n for c in answer.citations] == list(range(1, len(answer.citations) + 1))
    assert all(f"[{c.n}]" in answer.text for c in answer.citations)
    assert bool(answer.citations) == (answer.verdict in ("answered", "plan_silent"))
    assert answer.verdict == "answered" or not answer.units
    assert {u.clause_id for u in answer.units} <= {c.clause.id for c in answer.citations}
    assert all(any(u.name in c.quote for c in answer.citations) for u in answer.units)
    for fact in answer.facts:
        cited = answer.citations[fact.n - 1]
        assert cited.clause.text[slice(*fact.span)] == fact.words != ""
        assert cited.clause.id == fact.clause_id
        assert cited.span[0] <= fact.span[0] < fact.span[1] <= cited.span[1]
        assert fact.words in answer.text
    asked_of = {r.code for r in answer.scope.regions}
    assert not asked_of or all(c.plan.region is None or c.plan.region.code in asked_of for c in answer.citations)


@pytest.mark.parametrize(
    ("question", "clause", "expected"),
    [
        ("巴东县领导干部自然资源资产离任审计谁牵头？", "2.1.8.p3", [("lead", "县审计局")]),
        ("巴东的人民调解工作由哪个部门负责？", "2.6.34", [("lead", "县司法局")]),
        (
            "巴东规范性文件备案审查的责任单位是谁？",
            "2.2.9",
            [("responsible", "县政府各部门"), ("responsible", "各乡镇政府")],
        ),
    ],
)
def test_units_with_their_roles(service: Service, question: str, clause: str, expected: list[tuple[str, str]]) -> None:
    answer = service.ask(question)
    assert (answer.verdict, cited(answer)) == ("answered", [f"422823-2016/{clause}"])
    assert units(answer) == expected
    assert [c.quote for c in answer.citations] == [answer.citations[0].clause.text]


@pytest.mark.parametrize(
    ("question", "wished", "expected"),
    [
        ("巴东县规范性文件备案审查的牵头单位是谁？", "未写明牵头单位；责任单位：", ["县政府各部门", "各乡镇政府"]),
        ("巴东县食品药品安全监管的配合单位是哪些？", "未写明配合单位；牵头单位：", ["县食药监局"]),
    ],
)
def test_a_role_that_the_clause_lacks_is_said_to_lack(
    service: Service, question: str, wished: str, expected: list[str]
) -> None:
    answer = service.ask(question)
    assert answer.verdict == "answered"
    assert wished in answer.text
    assert [u.name for u in answer.units] == expected


@pytest.mark.parametrize(
    ("question", "clause", "said"),
    [
        ("罗湖区规范性文件清理由哪个部门牵头？", "440303-2011/3.1.3", "该规划未载明牵头单位"),
        ("罗湖区行政处罚案例指导制度的责任单位是谁？", "440303-2011/3.5.3", "该规划未载明责任单位"),
        ("罗湖区法治建设经费预算多少万元？", "440303-2011/6.2", "该规划未载明具体数字"),
    ],
)
def test_a_silent_plan_is_quoted_all_the_same(service: Service, question: str, clause: str, said: str) -> None:
    answer = service.ask(question)
    assert (answer.verdict, cited(answer), answer.units) == ("plan_silent", [clause], ())
    assert said in answer.text


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("火星市的行政复议由谁负责？", "火星市"),
        ("鼓楼区的行政复议由谁负责？", "鼓楼区"),
        ("南京市鼓楼区的行政复议由谁负责？", "鼓楼区"),
        ("上海市的信访由谁负责？", "上海市"),
        ("湖北省的行政复议由谁牵头？", "湖北省"),
        ("乾县的行政复议由谁负责？", "乾县"),
    ],
)
def test_a_region_without_a_plan(service: Service, question: str, name: str) -> None:
    answer = service.ask(question)
    assert (answer.verdict, answer.citations, answer.units) == ("no_plan_for_region", (), ())
    assert f"没有收录{name}的规划" in answer.text
    assert answer.known_regions == service.known_regions() == ("大兴区", "巴东县", "广州市", "罗湖区")
    assert all(region in answer.text for region in answer.known_regions)


def test_a_county_speaks_for_its_province_only_if_counties_are_asked(service: Service) -> None:
    answer = service.ask("湖北各县的安全生产由谁牵头？")
    assert (answer.verdict, units(answer)) == ("answered", [("lead", "县安监局")])
    assert [r.code for r in answer.scope.regions] == ["422823"]


def test_a_place_inside_the_name_of_a_document_is_no_scope(service: Service) -> None:
    for question in ("《火星市行政问责办法》由谁牵头落实？", "《湖北省行政问责办法》由谁牵头落实？"):
        answer = service.ask(question)
        assert (answer.verdict, answer.scope.regions) == ("answered", ())
        assert cited(answer) == ["422823-2016/2.5.30"]


@pytest.mark.parametrize("name", ["罗湖", "羅湖", "罗湖区", "深圳罗湖", "广东省深圳市罗湖区"])
def test_every_name_of_a_region_gets_its_answer(service: Service, name: str) -> None:
    answer = service.ask(f"{name}规范性文件多久清理一次？")
    assert [r.code for r in answer.scope.regions] == ["440303"]
    assert (answer.verdict, cited(answer)) == ("answered", ["440303-2011/3.1.3"])
    assert "每两年" in answer.text


def test_two_regions_each_answer(service: Service) -> None:
    answer = service.ask("巴东县和罗湖区的行政应诉工作有什么要求？")
    assert cited(answer) == ["422823-2016/2.6.35", "440303-2011/3.8.2"]
    assert [line.split("：")[0] for line in answer.text.split("\n")] == ["巴东县", "罗湖区"]


def test_a_region_that_has_nothing_to_say_is_not_passed_over(service: Service) -> None:
    answer = service.ask("巴东县和罗湖区的行政应诉工作有什么要求？", Filters(kind="规划"))
    assert cited(answer) == ["440303-2011/3.8.2"]
    assert "\n巴东县：没有找到" in answer.text


def test_a_region_with_a_plan_answers_and_one_without_is_named(service: Service) -> None:
    answer = service.ask("罗湖区和上海市的规范性文件多久清理一次？")
    assert (answer.verdict, cited(answer)) == ("answered", ["440303-2011/3.1.3"])
    assert answer.text.endswith("没有收录上海市的规划。")


def test_a_place_without_a_name_is_the_plan_without_a_region(service: Service) -> None:
    answer = service.ask("某市如何提高行政诉讼出庭应诉率？")
    assert cited(answer) == ["moushi-2011/5.18"]
    assert answer.text.startswith("某市依法行政实施要点：")


@pytest.mark.parametrize("question", ["红烧肉怎么做？", "量子计算机的原理是什么", "推荐一部科幻电影", "？？？"])
def test_what_no_plan_speaks_of(service: Service, question: str) -> None:
    answer = service.ask(question)
    assert (answer.verdict, answer.citations) == ("low_confidence", ())


def test_a_region_given_beats_the_one_that_the_question_names(service: Service) -> None:
    answer = service.ask("罗湖区的规范性文件多久清理一次？", Filters(regions=("440100",)))
    assert [r.code for r in answer.scope.regions] == ["440100"]
    assert {c.plan.id for c in answer.citations} <= {"440100-2015"}
    within = service.ask("火星市的规范性文件多久清理一次？", Filters(regions=("440300",)))
    assert cited(within) == ["440303-2011/3.1.3"]


def test_the_region_given_is_the_one_without_a_plan(service: Service) -> None:
    answer = service.ask("火星市的信访由谁负责？", Filters(regions=("310000",)))
    assert answer.verdict == "no_plan_for_region"
    assert answer.text.startswith("没有收录上海市的规划")


def test_a_region_with_a_plan_is_not_said_to_have_none_for_other_years(service: Service) -> None:
    answer = service.ask("规范性文件多久清理一次？", Filters(regions=("440303",), years=(2030, 2035)))
    assert answer.verdict == "low_confidence"
    assert "没有收录" not in answer.text.split("。")[0].replace("已收录", "")


@pytest.mark.parametrize(
    "question", ["罗湖区行政机关负责人出庭应诉率要达到多少？", "罗湖区政府信息要在多少工作日内公开？"]
)
def test_a_number_that_the_plan_does_not_give_is_not_made_up(service: Service, question: str) -> None:
    answer = service.ask(question)
    assert answer.verdict == "plan_silent"
    assert "未载明具体数字" in answer.text


@pytest.mark.parametrize(
    ("question", "clause", "opening", "kinds"),
    [
        ("大兴区执法人员每年要培训多少学时？", "110115-2022/2.8.31", "大兴区：不少于60学时。[1]", ["number"]),
        ("羅湖規範性文件多久清理一次？", "440303-2011/3.1.3", "罗湖区：每两年清理一次。[1]", ["frequency"]),
        ("罗湖区规范性文件怎么审查？", "440303-2011/3.1.2", "罗湖区：在现有规范性文件审查机制基础上", []),
    ],
)
def test_the_fact_asked_for_comes_first(
    service: Service, question: str, clause: str, opening: str, kinds: list[str]
) -> None:
    answer = service.ask(question)
    assert (answer.verdict, cited(answer)) == ("answered", [clause])
    assert answer.text.startswith(opening)
    assert [fact.kind for fact in answer.facts] == kinds


def test_no_plan_is_called_silent_on_the_law_at_large(service: Service) -> None:
    assert service.ask("行政许可要在多少个工作日内作出决定？").verdict == "low_confidence"


def test_two_questions_in_a_line_are_both_answered(service: Service) -> None:
    answer = service.ask("巴东县禁止性和限制性开发建设活动清单由谁牵头制定，最迟什么时候制定？")
    assert answer.verdict == "answered"
    assert [fact.kind for fact in answer.facts][-1] == "date"
    assert "2017年底前" in answer.text
    assert answer.units


def test_a_plan_says_nothing_of_years_that_it_does_not_cover(service: Service) -> None:
    answer = service.ask("巴东县2025年的人民调解工作由哪个部门负责？")
    assert (answer.verdict, answer.units, answer.facts) == ("plan_silent", (), ())
    assert "期限为2016—2020年，不包括2025年" in answer.text


def test_the_units_of_a_heading_answer_for_what_stands_under_it(encoder: Encoder, tmp_path: Path) -> None:
    text = "巴东县水利方案（2016—2020年）\n\n一、灌区改造（牵头单位：县水利局）\n\n"
    text += "（一）渠道防渗。完成干渠防渗衬砌。\n\n（二）节水灌溉。推广滴灌。\n"
    (tmp_path / "water.txt").write_text(text, encoding="utf-8")
    root = tmp_path / "index"
    build(write(tmp_path / "corpus"), root, encoder)
    add([tmp_path / "water.txt"], root, encoder)
    answer = Service.open(root, encoder).ask("巴东县渠道防渗由哪个单位牵头？")
    assert units(answer) == [("lead", "县水利局")]
    assert cited(answer) == ["422823-2016/1.1", "422823-2016/1"]
    assert [u.clause_id for u in answer.units] == ["422823-2016/1"]
