"""Targets by sign, by fraction and by comparison with the year before."""

import pytest

from index_build.duties import targets

SIGN = {"at_least": "≥", "at_most": "≤", "exactly": "="}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("满意度＞90%", "＞90%:≥90%"),
        ("群众满意度>90%。", ">90%:≥90%"),
        ("满意度≥90%", "≥90%:≥90%"),
        ("败诉率≤5%", "≤5%:≤5%"),
        ("办理时限减少三分之一。", "减少三分之一:=33.33%"),
        ("确保发案率同比下降3个百分点。", "同比下降3个百分点:=3个百分点"),
        ("结案率提高10个百分点。", "提高10个百分点:=10个百分点"),
        ("信访总量下降20%以上。", "下降20%以上:≥20%"),
        ("法治宣传覆盖率≥95％、知晓率＞85%。", "≥95％:≥95% ＞85%:≥85%"),
        ("办结时间≤5个工作日。", "≤5个工作日:≤5个工作日"),
        ("办理环节减少2个以上、材料压减30%。", "压减30%:=30%"),
        ("PM2.5浓度<35，空气优良天数比例≥85%。", "≥85%:≥85%"),
        ("办理时限由20个工作日压缩至≤5个工作日。", "≤5个工作日:≤5个工作日"),
        ("办理环节减少三分之二。", "减少三分之二:=66.67%"),
        ("力争万人发案率同比下降5%以上。", "同比下降5%以上:≥5%"),
    ],
)
def test_what_is_aimed_at(text: str, found: str) -> None:
    assert [f"{t.words}:{SIGN[t.bound]}{t.value:g}{t.unit}" for t in targets.find(text)] == found.split(" ")


@pytest.mark.parametrize(
    "text",
    [
        "2021年，发案率同比下降3个百分点。",
        "若满意度<60%的，予以通报。",
        "行政执法案卷合格率＜90%的，责令整改。",
        "不少于三分之一。",
        "三分之二以上的代表同意。",
        "案件数同比下降3个百分点，成效明显。",
        "面积>90%的区域",
    ],
)
def test_no_aim(text: str) -> None:
    assert targets.find(text) == ()
