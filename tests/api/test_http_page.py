"""The permalink page, as served, and as rendered from texts that try to break out of it."""

import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest
from markupsafe import Markup

from api.page import changes, marked, render_clause, repaired, surroundings, twins
from api.plan_schemas import ClauseDetail
from api.wording import facts, name, visible
from index_build.build import build
from qa.encoder import HashEncoder
from qa.records import Deadline, Reference, Target, Unit
from qa.service import Service

REVIEW = "422823-2016/2.6.32"
_VOID = {"meta", "link", "br", "input"}


class Strict(HTMLParser):
    """Collects tags and links; fails where tags do not nest."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.links: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.links += [value or "" for key, value in attrs if key in ("href", "src")]
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def stages_in(service: Service, clause_id: str) -> set[str]:
    """The stages of repair that changed something in a clause."""
    view = service.clause(clause_id)
    start, end = view.clause.raw_span
    return {r.stage for r in view.repairs if start <= r.raw_span[0] < end}


def parsed(page: str) -> Strict:
    parser = Strict()
    parser.feed(page)
    parser.close()
    assert parser.open == []
    return parser


def test_the_page_shows_the_clause_in_its_surroundings(server: httpx.Client) -> None:
    response = server.get(f"/c/{REVIEW}")
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    clause = server.get(f"/api/v1/clauses/{REVIEW}").json()
    page = parsed(response.text)
    assert all(line in page.text for line in clause["text"].split("\n"))
    assert clause["raw"] in page.text
    shown = [clause["plan"]["title"], clause["plan"]["region"]["full_name"], "2016—2020年", *clause["trail"]]
    shown += ["县政府法制办", "牵头单位", "原文（抓取时的文字）", "修复记录", clause["id"]]
    assert [what for what in shown if what not in page.text] == []
    assert f"/c/{clause['previous']}" in page.links
    assert f"/c/{clause['next']}" in page.links


def test_the_page_loads_only_what_is_of_this_server(server: httpx.Client) -> None:
    response = server.get(f"/c/{REVIEW}")
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "style-src 'self'" in policy
    page = parsed(response.text)
    assert page.seen.isdisjoint({"style", "img", "iframe", "form", "object"})
    assert re.findall(r"<script([^>]*)>([^<]*)", response.text) == [(' type="module" src="/static/js/clause.js"', "")]
    assert " style=" not in response.text
    css = server.get("/static/css/clause.css")
    assert css.headers["content-type"].startswith("text/css")
    assert "url(" not in css.text


def test_what_was_inferred_is_marked(server: httpx.Client) -> None:
    inferred = '<small class="inferred">推断</small>'
    assert server.get("/c/440303-2011/1").text.count(inferred) == 2
    assert server.get(f"/c/{REVIEW}").text.count(inferred) == 0


@pytest.mark.parametrize("plan", ["422823-2016", "110115-2022", "440100-2015", "440303-2011", "moushi-2011"])
def test_every_clause_has_a_page_whose_links_lead_somewhere(server: httpx.Client, plan: str) -> None:
    outline = server.get(f"/api/v1/plans/{plan}").json()["outline"]
    pages = {server.get(f"/c/{item['id']}").raise_for_status().url.path: item["id"] for item in outline}
    assert len(pages) == len(outline)
    for item in outline[::7]:
        page = server.get(f"/c/{item['id']}")
        for link in parsed(page.text).links[::3]:
            assert server.get(page.url.join(link)).status_code == 200, link


def test_a_permalink_leads_to_its_page(server: httpx.Client, public_url: str) -> None:
    hits = server.post("/api/v1/search", json={"query": "总体目标", "k": 20}).json()["hits"]
    for hit in hits:
        link = hit["clause"]["permalink"]
        assert link.isascii()
        page = server.get(link.removeprefix(public_url))
        words = re.sub(r"\s", "", parsed(page.text).text)
        assert re.sub(r"\s", "", hit["clause"]["text"][:20]) in words


@pytest.mark.parametrize(
    "path", ["422823-2016/9.9", "nowhere/1", "422823-2016/<script>alert(1)</script>", "%2e%2e/%2e%2e", "a/%00"]
)
def test_a_page_that_is_not_there_says_so(server: httpx.Client, path: str) -> None:
    response = server.get(f"/c/{path}")
    assert response.status_code == 404
    if response.headers["content-type"].startswith("text/html"):
        assert "没有编号为" in parsed(response.text).text
        assert "<script" not in response.text
        assert "default-src 'none'" in response.headers["content-security-policy"]


def test_markup_in_a_plan_stays_text(service: Service) -> None:
    """No plan has markup in it, so one is put there on its way to the template."""
    view = service.clause(REVIEW)
    nasty = "<script>alert(1)</script>\"'&<b>"
    clause = replace(view.clause, text=nasty, heading=nasty, label=nasty)
    plan = replace(view.plan, title=nasty, issuer=nasty, source="javascript:alert(1)")
    page = render_clause(replace(view, clause=clause, plan=plan, raw=nasty), (clause,), [(REVIEW, nasty)], nasty)
    read = parsed(page)
    assert page.count("<script") == 1  # the page's own
    assert read.text.count(nasty) >= 5
    assert not [link for link in read.links if link.startswith("javascript")]


def test_what_was_mended_is_marked_where_it_stands(service: Service) -> None:
    plan = service.plan("440303-2011")
    doubtful = service.clause(next(c.id for c in plan.clauses if c.doubtful))
    flag = next(r for r in doubtful.repairs if r.raw == r.repaired)
    page = render_clause(doubtful, plan.clauses, [], "")
    assert f'<a class="doubt" title="存疑未改：{flag.raw}' in page
    for clause in plan.clauses:
        view = service.clause(clause.id)
        shown = marked(view, repaired(view))
        whole = Markup("").join((shown.label, shown.heading, *(block.paragraphs for block in shown.blocks)))
        assert re.sub(r"\s", "", whole.striptags()) == re.sub(r"\s", "", clause.label + clause.text)
        garbled = stages_in(service, clause.id) - {"width", "paragraphs", "invisible"}
        assert ("<a class=" in whole) == bool(garbled)


def test_every_mark_leads_to_the_note_on_it(service: Service) -> None:
    for clause in service.plan("440303-2011").clauses:
        view = service.clause(clause.id)
        notes = changes(view.repairs)
        for change in repaired(view):
            assert change.repairs[0].reason == notes[change.number - 1][0].reason
            assert change.repairs[0].raw == notes[change.number - 1][0].raw


def test_a_clause_page_shows_all_that_the_clause_names(service: Service) -> None:
    view = service.clause(REVIEW)
    plan = replace(view.plan, implements=(Reference("法治政府建设实施纲要", "中发〔2015〕36号"),))
    clause = replace(
        view.clause,
        units=(Unit("support", "县气象局", (0, 4), others=True),),
        deadlines=(Deadline("2017年底前", (4, 11), "2017-12-31"),),
        targets=(Target("不少于60学时", (11, 18), 60, "学时", "at_least"),),
        mended=3,
        doubtful=1,
    )
    read = parsed(render_clause(replace(view, clause=clause, plan=plan), (clause,), [], ""))
    for expected in (
        "《法治政府建设实施纲要》（中发〔2015〕36号）",
        "县气象局等",
        "完成时限2017年底前（至2017-12-31）",
        "指标不少于60学时（不少于60学时）",
        "原文此条有3处乱码，已修复；1处存疑未改",
    ):
        assert expected in read.text


def test_a_table_row_stands_under_its_header(service: Service) -> None:
    view = service.clause(REVIEW)
    row = replace(view.clause, text="1\t制定目录\t县水利局", trail=("分工", "序号\t任务\t牵头单位"), units=(), label="")
    page = render_clause(replace(view, clause=row, repairs=()), (row,), [], "")
    assert "".join(f'<th scope="col">{cell}</th>' for cell in ("序号", "任务", "牵头单位")) in page
    assert "".join(f"<td>{cell}</td>" for cell in ("1", "制定目录", "县水利局")) in page


def test_clauses_with_the_same_text_are_linked(tmp_path: Path) -> None:
    """One plan catalogued twice: each of its clauses has its twin in the other."""
    (tmp_path / "plan.txt").write_text(
        "一、总体要求\n依法行政，公开透明。\n二、保障措施\n加强领导，落实责任。\n", encoding="utf-8"
    )
    digest = hashlib.sha256((tmp_path / "plan.txt").read_bytes()).hexdigest()
    table = '[[plan]]\nid = "{0}"\nfile = "plan.txt"\nsha256 = "{1}"\ntitle = "{0}的规划"\n'
    (tmp_path / "catalogue.toml").write_text("".join(table.format(i, digest) for i in ("甲", "乙")), encoding="utf-8")
    build(tmp_path, tmp_path / "index", HashEncoder())
    service = Service.open(tmp_path / "index", HashEncoder())
    view = service.clause("乙/2")
    assert ClauseDetail.of_view(view, "").also_in == ["甲/2"]
    page = parsed(render_clause(view, service.plan("乙").clauses, twins(service, view), ""))
    assert "/c/%E7%94%B2/2" in page.links
    assert "甲的规划 甲/2" in page.text


def test_surroundings_are_read_off_the_paths(service: Service) -> None:
    clauses = service.plan("422823-2016").clauses
    around = surroundings(clauses, service.clause(REVIEW).clause)
    assert [c.id for c in around.above] == ["422823-2016/2", "422823-2016/2.6"]
    assert around.below == ()
    for clause in clauses:
        around = surroundings(clauses, clause)
        assert all(clause in surroundings(clauses, child).above for child in around.below)


def test_facts_leave_out_what_is_unknown(service: Service) -> None:
    shown = {fact.name: fact for fact in facts(service.plan("moushi-2011").plan)}
    assert shown["地区"].value == "未写明"
    assert shown["规划期"].value == "2011年"
    assert shown["规划期"].inferred
    assert "文号" not in shown


def test_repairs_of_one_kind_are_counted_and_none_is_lost(service: Service) -> None:
    repairs = service.clause(REVIEW).repairs
    counted = changes(repairs)
    assert sum(times for _, times in counted) == len(repairs) > len(counted)
    assert [repair for repair, _ in counted] == sorted((r for r, _ in counted), key=repairs.index)


def test_white_space_becomes_visible_and_nothing_else_changes() -> None:
    assert visible("a \n\u3000b") == "a␣↵□b"
    assert re.sub(r"[␣↵□→]", "", visible("行政 复议\t")) == "行政复议"


def test_a_clause_is_named_once(service: Service) -> None:
    names = [name(c) for p in service.plans() for c in service.plan(p.id).clauses]
    assert all(names)
    assert max(map(len, names)) < 100
    assert name(service.clause("440100-2015/3.1.目标").clause) == "目标"


def test_the_start_page_says_what_there_is_and_leads_on(server: httpx.Client) -> None:
    page = server.get("/")
    assert page.status_code == 200
    read = parsed(page.text)
    assert {"/", "/plans", "/docs"} <= set(read.links)
    for region in server.get("/api/v1/regions").json()["regions"]:
        assert region["full_name"] in read.text


def test_the_page_of_plans_leads_into_each(server: httpx.Client) -> None:
    read = parsed(server.get("/plans").text)
    for plan in server.get("/api/v1/plans").json()["plans"]:
        assert plan["title"] in read.text
        [opened] = [link for link in read.links if link.startswith(f"/c/{plan['id']}/")]
        assert plan["title"] in parsed(server.get(opened).text).text


def test_the_start_page_takes_a_question_from_its_address(server: httpx.Client) -> None:
    asked = "<b>执法</b>\"'"
    page = server.get("/", params={"q": asked})
    read = parsed(page.text)
    assert read.text.count(asked) == 2  # in the title and in the box
    assert "b" not in read.seen
    assert "可以这样问" not in read.text
    assert parsed(server.get("/", params={"q": "问" * 999}).text).text.count("问" * 999) == 2
