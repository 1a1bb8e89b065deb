from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answers import agents
from qa.text import sentences

SCRAPS = (
    "各部门 区政府 区信访局 审计、监察部门 由 经 向 应当 要 负责 依法 审查 报告 推动 强化 成立 领导小组 的 对 信访工作 "
    "， 、 。 ； （ ） 和 及其"
)
TEXTS = st.lists(st.sampled_from(SCRAPS.split()) | st.text(max_size=3), max_size=16).map("".join)


def named(text: str, found: list[agents.Agent]) -> list[str]:
    return [text[slice(*span)] for agent in found for span in agent.names]


@given(TEXTS)
def test_names_stand_apart_in_order_within_their_sentence(text: str) -> None:
    for sentence in sentences(text):
        for found in (agents.acting(text, sentence), agents.receiving(text, sentence)):
            spans = [span for agent in found for span in agent.names]
            assert all(sentence[0] <= a < b <= sentence[1] for a, b in spans)
            assert all(one[1] <= other[0] for one, other in pairwise(spans))
            assert all(sentence[0] <= agent.about[0] <= agent.about[1] <= sentence[1] for agent in found)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("区信访局应当每月通报来信办理情况。", ["区信访局"]),
        ("各级园林机构加强古树巡查。", ["各级园林机构"]),
        ("对跨镇的堵点，县直有关单位要主动对接。", ["县直有关单位"]),
        ("草案在上会前，应当交由街道法制机构进行审查。", ["街道法制机构"]),
        ("未经镇法制机构审核的，不得签订。", ["镇法制机构"]),
        ("强化区住建部门对工地的巡查作用。", ["区住建部门"]),
        ("充分发挥镇街的调度作用。", ["镇街"]),
        ("推动各街道、区属各单位开展普法活动。", ["各街道", "区属各单位"]),
        ("民政、残联部门依法履行救助职责。", ["民政、残联部门"]),
        ("各级政府及其部门要编制清单。", ["各级政府及其部门"]),
        ("成立推进垃圾分类工作领导小组，统筹分类工作。", ["推进垃圾分类工作领导小组"]),
        ("村级事项主要由镇（街）政府承担。", ["镇（街）政府"]),
        ("行政机关主要负责人应当出庭。", ["行政机关主要负责人"]),
        ("健全区政府负总责、信访机构牵头的工作体制。", ["区政府", "信访机构"]),
        (
            "市公安局、市卫生健康委、团市委、市红十字会应当设立工作室。",
            ["市公安局", "市卫生健康委", "团市委", "市红十字会"],
        ),
        ("市委组织部、市司法局负责举办培训班。", ["市委组织部", "市司法局"]),
        ("县林业局会同县应急管理局、县公安局开展专项查处。", ["县林业局", "县应急管理局", "县公安局"]),
        ("政府法制部门和部门法制机构要设定指标。", ["政府法制部门", "部门法制机构"]),
        ("县委全面依法治县委员会办公室负责制定细则。", ["县委全面依法治县委员会办公室"]),
        ("区建设与交通局、公安集美分局拟订年度计划。", ["区建设与交通局", "公安集美分局"]),
        ("县司法局的年度计划应当公布。", []),
        ("政府信息公开目录应当更新。", []),
        ("优化营商环境的总体格局基本形成。", []),
        ("应当向区信访局报告。", []),
    ],
)
def test_who_acts(text: str, names: list[str]) -> None:
    assert named(text, agents.acting(text, (0, len(text)))) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("各街道应于年底向区信访领导小组提交报告。", ["区信访领导小组"]),
        ("清单按程序报市编制机构备案。", ["市编制机构"]),
        ("合同应当交由镇法制机构进行审查。", ["镇法制机构"]),
        ("区信访局应当公开清单。", []),
        ("面向社会的服务机构，应当公开清单。", []),
    ],
)
def test_who_receives(text: str, names: list[str]) -> None:
    assert named(text, agents.receiving(text, (0, len(text)))) == names


def test_what_is_said_of_each_ends_where_the_next_begins() -> None:
    text = "区政府每年公布计划，各街道应当制定细则。"
    found = agents.acting(text, (0, len(text)))
    assert [text[slice(*agent.about)] for agent in found] == ["区政府每年公布计划，", "各街道应当制定细则。"]


def test_the_topic_before_a_body_is_said_of_it() -> None:
    text = "区政府公布计划，对跨街道的事项，由区信访局协调。"
    last = agents.acting(text, (0, len(text)))[-1]
    assert text[slice(*last.about)] == "对跨街道的事项，由区信访局协调。"


@pytest.mark.parametrize(("text", "verb"), [("区信访局负责接访。", "负责"), ("区信访局应当接访。", "")])
def test_a_charge_has_its_verb(text: str, verb: str) -> None:
    assert [agent.verb for agent in agents.acting(text, (0, len(text)))] == [verb]


def test_a_joint_within_a_name_is_no_joint_between_two() -> None:
    text = "由市发展和改革局、市财政局和各街道办事处负责实施"
    assert named(text, agents.acting(text, (0, len(text)))) == ["市发展和改革局", "市财政局", "各街道办事处"]


@pytest.mark.parametrize(
    ("text", "names", "helpers"),
    [
        ("由市水利局牵头，市农业农村局、各镇（街）配合，建立巡查机制。", ["市水利局"], ["市农业农村局", "各镇（街）"]),
        ("区城管局应当及时到场处置，区生态环境局予以配合。", ["区城管局"], ["区生态环境局"]),
        ("区城管局应当配合区公安局执法。", ["区城管局"], []),
    ],
)
def test_who_only_helps_stands_with_the_body_that_is_helped(text: str, names: list[str], helpers: list[str]) -> None:
    [found] = agents.acting(text, (0, len(text)))
    assert [text[slice(*span)] for span in found.names] == names
    assert [text[slice(*span)] for span in found.helpers] == helpers


@pytest.mark.parametrize("scrap", ["各县、", "市司法局和", "由市司法局、", "会同县公安局", "审计、", "（街）"])
def test_a_long_chain_is_read_soon(scrap: str) -> None:
    text = scrap * 300 + "应当负责"
    agents.acting(text, (0, len(text)))
    agents.receiving(text, (0, len(text)))
