"""What a page says of itself: null where it does not."""

from dataclasses import replace

import pytest

from index_build import catalogue
from index_build.identify import frontmatter
from index_build.identify.boilerplate import furniture
from index_build.identify.identity import Identity, identify
from qa.regions import Regions, read_csv

REGIONS = Regions(read_csv(catalogue.packaged() / "regions.csv"))
BODY = ["一、总体要求", "加强领导。"]


def read(*lines: str) -> Identity:
    page = [*lines, *BODY]
    aside = furniture(page)
    return identify(page, aside, frontmatter.find(page, aside), REGIONS)


def test_a_page_that_says_nothing_of_itself() -> None:
    assert read() == Identity()
    assert read().known() == {"kind": "规划"}


def test_a_whole_notice() -> None:
    found = read(
        "发布时间：2016-01-04",
        "巴府发〔2015〕3号",
        "巴东县人民政府关于印发巴东县法治政府建设规划（2016—2020年）的通知",
        "各乡镇人民政府：",
        "现将《巴东县法治政府建设规划（2016—2020年）》印发给你们，请认真贯彻执行。",
        "巴东县人民政府",
        "2015年12月3日",
        "巴东县法治政府建设规划",
        "（2016—2020年）",
    )
    assert replace(found, readings=()) == Identity(
        title="巴东县法治政府建设规划（2016—2020年）",
        region="422823",
        issuer="巴东县人民政府",
        document_number="巴府发〔2015〕3号",
        years=(2016, 2020),
        issued="2015-12-03",
        published="2016-01-04",
        kind="规划",
    )


@pytest.mark.parametrize(
    "title",
    [
        *(
            "某县水利规划（2016—2020年）",
            "某县水利规划（2016-2020年）",
            "某县水利规划（2016－2020）",
            "某县2016—2020年水利规划",
        ),
        *("某县水利规划（2016年—2020年）", "某县水利规划（2016～2020年）", "某县2016至2020年水利规划"),
    ],
)
def test_periods(title: str) -> None:
    assert read(title).years == (2016, 2020)


@pytest.mark.parametrize("date", ["2015年1月7日", "2015 年 1 月 7 日", "二〇一五年一月七日", "二○一五年一月七日"])
def test_a_signature_date_is_the_date_of_issue(date: str) -> None:
    found = read("某县关于印发某县水利规划的通知", "现印发给你们。", "某县人民政府", date, "某县水利规划")
    assert (found.issued, found.published) == ("2015-01-07", None)


def test_an_upload_time_is_no_date_of_issue() -> None:
    found = read("某市工作要点", "时间：2022-09-11 10：34：29")
    assert (found.region, found.issued, found.published) == (None, None, "2022-09-11")


def test_cited_documents_lend_nothing() -> None:
    found = read("某某水利方案", "根据《某某规划（2011-2015年）》（某政发〔2011〕3号），制定本方案。")
    assert (found.years, found.document_number) == (None, None)


@pytest.mark.parametrize(
    ("title", "region"),
    [
        ("大兴区法治政府建设实施意见", "110115"),
        ("北京市大兴区法治政府建设实施意见", "110115"),
        ("广州市法治政府建设规划", "440100"),
        ("某市法治政府建设规划", None),
        ("XX县法治政府建设规划", None),
        ("*县法治政府建设规划", None),
        ("鼓楼区法治政府建设规划", None),
    ],
)
def test_regions_are_never_guessed(title: str, region: str | None) -> None:
    assert read(title).region == region


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("某县水利规划", "规划"),
        ("某县水利实施方案（2016—2020年）", "实施方案"),
        ("某县关于落实水利规划的实施意见", "实施意见"),
        ("某县水利工作要点", "要点"),
    ],
)
def test_kinds(title: str, kind: str) -> None:
    assert read(title).kind == kind


@pytest.mark.parametrize(("line", "day"), [("2021.3.1", "2021-03-01"), ("2021-03-01", None)])
def test_a_date_below_the_number_is_less_sure_and_a_site_s_own_is_none(line: str, day: str | None) -> None:
    found = read("某县水利规划", "某政发〔2021〕3号", line)
    assert found.issued == day
    assert all(reading.confidence < 1 for reading in found.readings if reading.field == "issued")


def test_a_text_without_a_title_is_what_it_calls_itself() -> None:
    found = read("为推进法治，特制定本实施方案。")
    assert (found.title, found.kind) == (None, "实施方案")
    assert [reading.field for reading in found.readings] == ["kind"]
    assert found.readings[0].confidence < 1


def test_a_word_in_the_middle_of_a_title_is_not_its_kind() -> None:
    assert read("某县法治政府建设情况").kind == "规划"
