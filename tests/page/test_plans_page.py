"""The list of plans: what each says of itself, which are shown, in what order, and over which years they are spread."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import httpx
import pytest
from playwright.sync_api import Page, expect

from index_build.build import build
from qa.encoder import HashEncoder
from qa.filters import Filters
from qa.service import Service
from tests import small_corpus
from tests.page.browsing import overflows, until, violations
from tests.page.conftest import Open, Small

_CODES = ("320106", "350102", "110115", "422823", "440303")


def shown(page: Page) -> list[str]:
    """Ids of the plans in the list, in its order."""
    return [str(card.get_attribute("data-id")) for card in page.locator(".plan:visible").all()]


def test_every_plan_says_what_is_known_of_it(tab: Open, server: httpx.Client) -> None:
    page = tab("/plans").page
    plans = server.get("/api/v1/plans").json()["plans"]
    assert set(shown(page)) == {plan["id"] for plan in plans}
    for plan in plans:
        card = page.locator(f'.plan[data-id="{plan["id"]}"]')
        counts = server.get(f"/api/v1/plans/{plan['id']}").json()["counts"]
        region = plan["region"]["full_name"] if plan["region"] else "未写明"
        years = "—".join(map(str, dict.fromkeys(plan["years"])))
        told = [plan["title"], region, plan["issuer"], plan["document_number"], plan["issued"], plan["kind"], years]
        told += [f"{counts['clauses']}条", f"{counts['units']}处"]
        for words in filter(None, told):
            expect(card).to_contain_text(words)
        expect(card.locator(".inferred")).to_have_count(len({*plan["inferred"]} - {"source"}))
        assert page.request.get(str(card.locator("h3 a").get_attribute("href"))).ok
    clauses = sum(server.get(f"/api/v1/plans/{plan['id']}").json()["counts"]["clauses"] for plan in plans)
    expect(page.locator("#holdings")).to_contain_text(f"{len(plans)}份规划")
    expect(page.locator("#holdings")).to_contain_text(f"{clauses}条条款")


def test_a_plan_leads_to_its_questions_and_its_duties(tab: Open) -> None:
    page = tab("/plans").page
    card = page.locator('.plan[data-id="422823-2016"]')
    expect(card.get_by_role("link", name="责任清单")).to_have_attribute("href", "/duties?plan=422823-2016")
    card.get_by_role("link", name="在其中提问").click()
    expect(page.locator("#chosen")).to_contain_text("巴东县法治政府建设实施方案")


def test_the_filter_means_what_that_of_the_service_means(tab: Open, service: Service) -> None:
    page = tab("/plans").page
    until(page, "document.querySelector('#regions .tree')")
    regions = [(), ("440000",), ("440300", "110000"), ("422823",)]
    years = [None, (2011, 2011), (2016, 2020), (2021, 2030)]
    kinds = [None, *dict.fromkeys(plan.kind for plan in service.plans())]
    seen = set()
    for region, period, kind in product(regions, years, kinds):
        first, last = period or ("", "")
        asked = {"region": region, "from": first, "to": last, "kind": kind or ""}
        page.evaluate(
            "(to) => { history.pushState(null, '', to); dispatchEvent(new PopStateEvent('popstate')); }",
            f"/plans?{urlencode(asked, doseq=True)}",
        )
        expected = {plan.id for plan in service.plans(Filters(regions=region, years=period, kind=kind))}
        assert set(shown(page)) == expected, asked
        seen.add(frozenset(expected))
    assert len(seen) > 5


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("巴东", {"422823-2016"}),
        ("广东省 规划", {"440100-2015", "440303-2011"}),
        ("穗府〔２０１５〕26号", {"440100-2015"}),
        ("贯彻 没有这样的词", set()),
        ("<script>", set()),
    ],
)
def test_words_are_found_in_what_is_known(tab: Open, words: str, found: set[str]) -> None:
    page = tab("/plans").page
    page.get_by_label("文字").fill(words)
    expect(page.locator(".plan:visible")).to_have_count(len(found))
    assert set(shown(page)) == found
    assert parse_qs(urlsplit(page.url).query) == {"q": [words]}


def test_the_address_holds_the_filter(tab: Open) -> None:
    page = tab("/plans").page
    page.locator("#filter summary").click()
    page.get_by_role("checkbox", name="广东省").check()
    page.get_by_label("排序").select_option(label="标题")
    page.get_by_label("从").fill("2011")
    expect(page.locator("#count")).to_have_text("5份中的2份")
    there = page.url.removeprefix(page.evaluate("location.origin"))
    other = tab(there).page
    expect(other.locator("#chosen")).to_have_text("：广东省")
    assert shown(other) == shown(page)
    expect(other.get_by_label("从")).to_have_value("2011")
    other.get_by_role("button", name="清除筛选").click()
    expect(other.locator("#count")).to_have_text("共5份")
    assert parse_qs(urlsplit(other.url).query) == {"sort": ["title"]}
    other.go_back()
    expect(other.locator("#count")).to_have_text("5份中的2份")
    other.go_forward()
    expect(other.locator("#count")).to_have_text("共5份")


def test_a_link_may_name_a_region_as_people_do(tab: Open) -> None:
    page = tab(f"/plans?region={quote('罗湖区')}").page
    expect(page.locator("#count")).to_have_text("5份中的1份")
    assert shown(page) == ["440303-2011"]


def test_the_list_is_sorted_as_said(tab: Open, server: httpx.Client) -> None:
    plans = {plan["id"]: plan for plan in server.get("/api/v1/plans").json()["plans"]}
    size = {plan: server.get(f"/api/v1/plans/{plan}").json()["counts"]["clauses"] for plan in plans}
    keys = {
        "years": [plans[p]["years"][1] for p in shown(tab("/plans?sort=years").page)],
        "issued": [plans[p]["issued"] or "" for p in shown(tab("/plans?sort=issued").page)],
        "clauses": [size[p] for p in shown(tab("/plans?sort=clauses").page)],
    }
    for found in keys.values():
        assert len(found) == len(plans)
        assert found == sorted(found, reverse=True)
    regions = [(plans[p]["region"] or {"code": "~"})["code"] for p in shown(tab("/plans").page)]
    assert regions == sorted(regions)
    assert shown(tab("/plans?sort=title").page)[0] == "422823-2016"  # by pinyin: bādōng, dàxīng, guǎngzhōu …


def test_the_table_of_years_leads_to_a_region(tab: Open) -> None:
    page = tab("/plans").page
    table = page.get_by_role("group", name="各地各年的规划份数")
    row = table.get_by_role("row", name="湖北省恩施土家族苗族自治州巴东县")
    years = table.get_by_role("columnheader").all_inner_texts()[1:-1]
    held = [year for year, cell in zip(years, row.get_by_role("cell").all_inner_texts(), strict=False) if cell]
    assert held == ["2016", "2017", "2018", "2019", "2020"]
    row.get_by_role("link").click()
    assert shown(page) == ["422823-2016"]
    assert parse_qs(urlsplit(page.url).query) == {"region": ["422823"]}


def test_without_scripts_there_is_the_whole_list_and_nothing_that_would_not_work(tab: Open) -> None:
    page = tab("/plans", java_script_enabled=False).page
    assert len(shown(page)) == 5
    expect(page.locator("#filter")).to_be_hidden()
    expect(page.locator("#manage")).to_be_hidden()


@pytest.fixture(scope="module")
def many(small: Small, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with 120 plans of five districts."""
    plans = {}
    for number, code in product(range(24), _CODES):
        text = f"一、规范行政执法\n（一）执法结果自作出之日起{number + 1}个工作日内公开。（牵头单位：{code}局）\n"
        known = {"title": f"{code}规划之{number}", "region": code, "years": [1960 + 3 * number, 1964 + 3 * number]}
        plans[f"{code}-{number}"] = known, text
    folder = small_corpus.write(tmp_path_factory.mktemp("many") / "corpus", plans)
    build(folder, folder / "index", HashEncoder())
    with small(folder / "index") as base:
        yield base


def test_of_many_plans_the_first_are_shown_and_the_rest_on_demand(tab: Open, many: str, shots: Path) -> None:
    page = tab("/plans", base=many, width=360).page
    expect(page.locator("#count")).to_have_text("共120份")
    expect(page.locator(".plan:visible")).to_have_count(50)
    page.screenshot(path=shots / "plans-many.png", full_page=True)
    assert not overflows(page)
    assert violations(page) == []
    rest = page.get_by_role("button", name="显示其余70份")
    rest.click()
    expect(page.locator(".plan:visible")).to_have_count(120)
    expect(page.locator(".plan h3 a").nth(50)).to_be_focused()
    expect(rest).to_be_hidden()
    page.get_by_label("文字").fill("320106")
    expect(page.locator(".plan:visible")).to_have_count(24)
    assert len(page.locator(".spread thead th").all()) < 20  # five years a column
