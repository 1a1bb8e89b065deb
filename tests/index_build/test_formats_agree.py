"""One plan, written in every format from one source, gives the same clauses."""

import io
import shutil
import subprocess
from html import escape
from itertools import chain
from pathlib import Path

import docx as docx_library
import pytest

from index_build.inspect_file import inspect
from qa.records import Clause, PlanText
from tests.index_build.extract import paper

TITLE = "巴东县法治政府建设实施方案（2021—2025年）"
HEAD = [
    "巴东县人民政府关于印发《巴东县法治政府建设实施方案（2021—2025年）》的通知",
    "巴政发〔2021〕6号",
    "各乡镇人民政府，县政府各部门：",
    "现将《巴东县法治政府建设实施方案（2021—2025年）》印发给你们，请认真贯彻执行。",
    "巴东县人民政府",
    "2021年9月18日",
]
BODY = [
    "为贯彻落实《湖北省法治政府建设实施方案（2021—2025年）》（鄂发〔2021〕30号），结合我县实际，制定本方案。",
    "一、总体要求",
    "坚持以习近平法治思想为指导，把法治政府建设放在全县经济社会发展全局中统筹谋划，到2025年，政府行为全面纳入法治轨道，职责明确、依法行政的"
    "政府治理体系日益健全，行政执法质量和效能显著提升，突发事件应对能力显著增强，为建设更高水平的法治巴东奠定坚实基础。",
    "二、主要任务",
    "（一）深入推进“放管服”改革。全面落实权责清单制度，动态调整并向社会公布，每年至少更新1次。（牵头单位：县委编办；配合单位：县政务服务和大数据管理局、县司法局）",
    "（二）加强行政执法监督",
    "1.全面推行行政执法公示、执法全过程记录、重大执法决定法制审核制度，执法人员每人每年接受不少于60学时的业务知识和法律法规培训。（责任单位：县司法局）",
    "2.推进跨部门综合执法，2023年底前建成全县统一的行政执法监督平台。",
    "三、保障措施",
    "各乡镇人民政府、县政府各部门要把本方案确定的各项任务落到实处，主要负责人履行推进法治建设第一责任人职责。",
    "附件",
    "重点任务分工表",
]
ROWS = [
    ["序号", "任务", "牵头单位", "完成时限"],
    ["1", "编制权责清单", "县委编办", "2022年底前"],
    ["2", "建设执法监督平台", "县司法局、县财政局", "2023年底前"],
    ["3", "开展案卷评查", "县司法局", "长期坚持"],
]
PARAGRAPHS = [*HEAD, TITLE, *BODY]


def text() -> bytes:
    return "\n\n".join([*PARAGRAPHS, "\n".join("\t".join(row) for row in ROWS)]).encode("gb18030")


def html() -> bytes:
    rows = "".join(f"<tr>{''.join(f'<td><p>{cell}</p></td>' for cell in row)}</tr>" for row in ROWS)
    body = "".join(f"<p>　　{escape(paragraph)}</p>" for paragraph in PARAGRAPHS)
    page = (
        f"<html><head><meta charset='utf-8'><title>{TITLE}-巴东县人民政府</title></head><body>"
        f"<div id='nav'><a href='/'>首页</a> &gt; <a href='/zw'>政务公开</a></div><div class='article'>{body}"
        f"<table>{rows}</table></div><div id='foot'>版权所有：巴东县人民政府　鄂ICP备00000000号</div></body></html>"
    )
    return page.encode()


def docx() -> bytes:
    written, out = docx_library.Document(), io.BytesIO()
    for paragraph in PARAGRAPHS:
        written.add_paragraph(paragraph)
    table = written.add_table(len(ROWS), len(ROWS[0]))
    for cell, content in zip((c for row in table.rows for c in row.cells), chain(*ROWS), strict=True):
        cell.text = content
    written.add_paragraph()  # as Word has it behind a table at the end; LibreOffice's DOC loses a last table else
    written.save(out)
    return out.getvalue()


def sheets() -> list[paper.Sheet]:
    set_ = paper.typeset(PARAGRAPHS, paper.Style(number="— {} —"))
    xs, last = [80, 130, 260, 400, 500], paper.Sheet(set_[-1].width, set_[-1].height)
    ys = [120 + 40 * i for i in range(len(ROWS) + 1)]
    last.grid(xs, ys)
    for row, y in zip(ROWS, ys, strict=False):
        for cell, x in zip(row, xs, strict=False):
            last.write(cell, x + 4, y + 25, 12)
    last.centre(f"— {len(set_) + 1} —", last.height - 26, 14)
    return [*set_, last]


FORMATS = {
    "plan.html": html,
    "plan.docx": docx,
    "plan.pdf": lambda: paper.pdf(sheets()),
    "plan.ofd": lambda: paper.ofd(sheets()),
}


def read(path: Path, data: bytes) -> PlanText:
    path.write_bytes(data)
    ((_, found),) = inspect(path)
    assert isinstance(found, PlanText)
    return found


def said(clause: Clause) -> tuple[object, ...]:
    units = [(u.role, u.name) for u in clause.units]
    return clause.id, clause.label, clause.heading, clause.trail, clause.text, units, clause.deadlines, clause.targets


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> PlanText:
    return read(tmp_path_factory.mktemp("text") / "plan.txt", text())


def test_the_text_is_read_as_it_is_meant(expected: PlanText) -> None:
    assert (expected.plan.id, expected.plan.title) == ("422823-2021", TITLE)
    assert (expected.plan.document_number, expected.plan.issued) == ("巴政发〔2021〕6号", "2021-09-18")
    assert expected.plan.implements[0].document_number == "鄂发〔2021〕30号"
    clauses = {c.id.removeprefix("422823-2021/"): c for c in expected.clauses}
    assert [u.name for u in clauses["2.1"].units] == ["县委编办", "县政务服务和大数据管理局", "县司法局"]
    row = next(c for c in expected.clauses if c.text == "\t".join(ROWS[2]))
    assert [(u.role, u.name) for u in row.units] == [("lead", "县司法局"), ("lead", "县财政局")]
    assert row.deadline == "2023年底前"
    assert not any("通知" in c.text for c in expected.clauses)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_same_clauses(name: str, expected: PlanText, tmp_path: Path) -> None:
    found = read(tmp_path / name, FORMATS[name]())
    assert [said(c) for c in found.clauses] == [said(c) for c in expected.clauses]
    same = ("id", "title", "region", "issuer", "document_number", "years", "issued", "kind", "implements")
    assert {f: getattr(found.plan, f) for f in same} == {f: getattr(expected.plan, f) for f in same}


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("suffix", ["doc", "rtf", "odt"])
def test_what_libreoffice_opens_gives_the_same_clauses(suffix: str, expected: PlanText, tmp_path: Path) -> None:
    (tmp_path / "plan.docx").write_bytes(docx())
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", suffix, "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "plan.docx")], check=True, capture_output=True, timeout=120)
    found = read(tmp_path / f"plan.{suffix}", (tmp_path / f"plan.{suffix}").read_bytes())
    assert [said(c) for c in found.clauses] == [said(c) for c in expected.clauses]
