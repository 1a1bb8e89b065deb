"""The chain as a whole: rows of the acceptance table that are not about byte shifts, laws, and the real plans."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index_build.aligned import Aligned, Replacement
from index_build.repair import vocabulary
from index_build.repair.chain import repair
from index_build.repair.decode import find_decoding, find_lost
from index_build.repair.escapes import find_escapes

PLANS = Path(__file__).parents[3] / "corpus" / "plans"
NAMES = ("badong", "daxing", "guangzhou", "luohu", "moushi")

#: Pages for a line to stand on: annotated with tone marks, annotated without, and clean.
PAGE_T = """為全面落實(shí)綱要,實(shí)現(xiàn)職能轉變,制定本規(guī)劃。
強(qiáng)化制度創(chuàng)新,嚴(yán)格標(biāo)準,優(yōu)化機(jī)構,完善績(jī)效考核和數(shù)據共享。
各鎮、各區(qū)直單位要結合實(shí)際,認真貫徹執行本規(guī)劃。
"""
PAGE_L = """為(wei)全面落實(shi)綱(gang)要,加強(qiang)領導,制定本規(gui)劃(hua)。
各鎮(zhen)要結(jie)合實(shi)際(ji)認真貫徹執行。
"""
PAGE_S = """为全面落实纲要，实现职能转变，制定本规划。
各镇、各区直单位要结合实际，认真贯彻执行本规划。
"""
PAGES = {"T": PAGE_T, "L": PAGE_L, "S": PAGE_S}
ANNOTATION = re.compile("(?<=[\u4e00-\u9fff])[(（] ?[a-zà-ǜ]{1,6} ?[)）]")


def clean(page: str, line: str) -> str:
    return repair(Aligned.of(PAGES[page] + line)).text.splitlines()[-1]


@pytest.mark.parametrize(
    ("page", "line", "expected"),
    [
        ("T", "落實(shí)責(zé)任", "落实责任"),
        ("T", "社會(huì )服務(wù)", "社会服务"),
        ("T", "實（shí）施", "实施"),
        ("T", "經(jīng)(jīng)濟", "经济"),
        ("T", "銀行(háng)業務", "银行业务"),
        ("T", "人均GDP(PPP)增長(zhǎng)", "人均GDP(PPP)增长"),
        ("T", "人工智能(ai)平臺", "人工智能（ai）平台"),
        ("T", "中心(zhōng)村", "中心（zhōng）村"),
        ("S", "鲖(tóng)城镇规划", "鲖（tóng）城镇规划"),
        ("S", "羌(qiang)族自治县", "羌（qiang）族自治县"),
        ("L", "開發(fa)區(qu)(qu)經(jing)(jing)濟(ji)", "开发区经济"),
        ("S", "发改地(di)区1771号(hao)", "发改地（di）区1771号（hao）"),
        ("T", "辦法(試行)", "办法（试行）"),
        ("S", "为什么不按期完成????请说明!!", "为什么不按期完成？？？？请说明！！"),
        ("S", "落实了吗?。还没有", "落实了吗？。还没有"),
        ("T", "著力解決、顯著實效、著名景區、本著原則", "着力解决、显著实效、著名景区、本着原则"),
        ("S", "取得显著实效", "取得显著实效"),
        ("T", "領導幹部、乾隆年間、於都縣", "领导干部、乾隆年间、于都县"),
        ("S", "建立程序文件,核心指标", "建立程序文件，核心指标"),
        (
            "S",
            "(一)提高效率,降低成本;到2025年,投入1,500万元。",
            "（一）提高效率，降低成本；到2025年，投入1,500万元。",
        ),
        ("S", "比例为3:2,时间10:34:29", "比例为3:2，时间10:34:29"),
        ("S", "网址http://a.cn/b?c=1,d。", "网址http://a.cn/b?c=1,d。"),
        ("S", "2022-2025年,完成99.5%,超额", "2022-2025年，完成99.5%，超额"),
        ("S", "2.\ue010健全机制。加强督查。", "2.健全机制。加强督查。"),
    ],
)
def test_acceptance(page: str, line: str, expected: str) -> None:
    assert clean(page, line) == expected


PIECES = [
    *("實(shí)", "現(xiàn)", "會(huì )", "落", "區(qu)", "区(qu)(qu)", "著", "於", "乾", "縣", "实", "强", "顯"),
    *("(", ")", "（", "）", "?", "？", "，", ",", "。", ":", "A", "1", "Ａ", "《", "2015", "http://a.cn/?b"),
    *(" ", "\u3000", "\u00a0", "\t", "\n", "\u200b", "\ue010", "\uf0b7", "shí)"),
]
ANY = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@settings(deadline=None)
@given(st.sampled_from(["", *PAGES.values()]), ANY)
def test_repairing_twice_changes_no_more(page: str, text: str) -> None:
    once = repair(Aligned.of(page + text)).text
    assert repair(Aligned.of(once)).text == once


@settings(deadline=None)
@given(st.sampled_from(["", *PAGES.values()]), ANY)
def test_every_raw_character_is_kept_or_inside_a_logged_span(page: str, text: str) -> None:
    done = repair(Aligned.of(page + text))
    logged = {i for entry in done.log for i in range(*entry.raw_span)}
    kept = dict(zip(done.starts, done.text, strict=True))
    assert all(i in logged or kept[i] == c for i, c in enumerate(done.raw))


@settings(deadline=None)
@given(st.text(alphabet="为全面落实纲要干乾着於，。、；：？！（）“”《》GDP1.-\n", max_size=80))
def test_clean_text_is_left_to_the_width_stage(text: str) -> None:
    done = repair(Aligned.of(PAGE_S + text))
    assert {repair.stage for repair in done.repairs() if repair.raw != repair.repaired} <= {"width"}


def test_annotations_stay_inside_flagged_spans_only(monkeypatch: pytest.MonkeyPatch) -> None:
    line = "落\u200b實(shí)責(zé)任"

    def flag(text: str) -> list[Replacement]:
        start = text.index("責(zé)")
        return [Replacement(start, start + 5, "責(zé)", "doubtful", 0.5)]

    monkeypatch.setattr("index_build.repair.chain.find_shifts", flag)
    assert clean("T", line) == "落实责（zé）任"


@pytest.mark.parametrize("plan", NAMES)
def test_real_plans_keep_their_lines_and_no_annotation_outside_flags(plan: str) -> None:
    done = repair(Aligned.of((PLANS / f"{plan}.txt").read_text(encoding="utf-8")))
    flags = [r.span for r in done.repairs() if r.stage == "byteshift" and r.raw == r.repaired]
    left = [match.span() for match in ANNOTATION.finditer(done.text)]
    assert all(any(start <= low and high <= end for start, end in flags) for low, high in left)
    assert repair(Aligned.of(done.text)).text == done.text


@pytest.mark.parametrize("plan", ["badong", "daxing", "guangzhou"])
def test_undamaged_plans_are_untouched_by_the_stages_they_do_not_need(plan: str) -> None:
    text = (PLANS / f"{plan}.txt").read_text(encoding="utf-8")
    stages = {repair.stage for repair in repair(Aligned.of(text)).repairs()}
    assert stages <= {"width", "invisible"} | ({"traditional"} if plan == "guangzhou" else set())


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_wrongly_decoded_page_is_decoded_anew_line_by_line(encoding: str) -> None:
    garbled = PAGE_S.encode(encoding).decode("latin-1")
    page = Aligned.of(garbled).replace("decode", find_decoding(garbled))
    assert page.text == PAGE_S
    first = PAGE_S.splitlines()[0]
    assert garbled[slice(*page.raw_span(0, len(first)))].encode("latin-1").decode(encoding) == first


def test_windows_punctuation_of_a_wrong_decoding_counts_as_its_byte() -> None:
    garbled = PAGE_S.encode("utf-8").decode("cp1252", "surrogateescape")
    garbled = re.sub("[\udc80-\udcff]", lambda m: chr(ord(m[0]) - 0xDC00), garbled)
    assert "€" in garbled
    assert Aligned.of(garbled).replace("decode", find_decoding(garbled)).text == PAGE_S


@pytest.mark.parametrize("text", [PAGE_S, "±×", "déjà vu, très bien, à côté de la forêt, été, où, ça, là", "·中文·"])
def test_other_pages_are_not_decoded_anew(text: str) -> None:
    assert find_decoding(text) == []


@pytest.mark.parametrize("lost", ["\ufffd\ufffd", "锟斤拷锟斤拷", "烫烫烫"])
def test_what_a_wrong_decoding_destroyed_is_flagged(lost: str) -> None:
    (flag,) = find_lost(f"落实{lost}责任")
    assert (flag.start, flag.end, flag.text) == (2, 2 + len(lost), lost)


ARTICLE = "为全面落实纲要，实现职能转变，制定本规划。\n各镇、各区直单位要结合实际，认真贯彻执行本规划。\n"


@pytest.mark.parametrize(
    ("true", "read", "times"),
    [("gb18030", "latin-1", 1), ("utf-8", "latin-1", 1), ("utf-8", "latin-1", 2), ("utf-8", "gb18030", 1)],
)
def test_a_page_read_in_the_wrong_charset_is_read_anew(true: str, read: str, times: int) -> None:
    # Its bytes make whole characters wherever they are read in pairs, so that none is lost.
    shown = source = "全县依法行政工作\n坚持依法治县\n规范执法\n" * 3
    for _ in range(times):
        shown = shown.encode(true).decode(read)
    assert shown != source
    assert Aligned.of(shown).replace("decode", find_decoding(shown)).text == source


def test_bytes_lost_in_a_wrong_decoding_stay_marked() -> None:
    shown = ARTICLE.encode().decode("gb18030", "replace")
    text = Aligned.of(shown).replace("decode", find_decoding(shown)).text
    assert "落实纲要" in text
    assert "\ufffd" in text
    assert find_lost(text)


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ("&ldquo;很&rdquo;&#24456;&#x653F;", "“很”很政"),
        ("A&amp;amp;lt;B", "A<B"),
        ("R&D; AT&T &foo; &#10; &#xD800; &#0;", "R&D; AT&T &foo; &#10; &#xD800; &#0;"),
        ("%E6%94%BF%E5%BA%9C工作%u653F%u5E9C", "政府工作政府"),
        ("见http://a.cn/%E6%94%BF%E5%BA%9C，完成99%", "见http://a.cn/%E6%94%BF%E5%BA%9C，完成99%"),
    ],
)
def test_escapes(shown: str, expected: str) -> None:
    assert Aligned.of(shown).replace("escapes", find_escapes(shown)).text == expected


@given(st.text("&amp;#x0123lt%uE6 94BFhttp:/政", max_size=60))
def test_escapes_once_read_stay_so(text: str) -> None:
    once = Aligned.of(text).replace("escapes", find_escapes(text)).text
    assert find_escapes(once) == []


def test_a_page_of_converted_words_is_told_of() -> None:
    assert vocabulary.find("開發應用程式，提供資訊服務，建設入口網站。") == ["程式", "资讯", "入口网站"]
    assert vocabulary.find("开发应用程序，提供资讯服务，使用软体。") == []
    (note,) = vocabulary.notes("開發應用程式，提供資訊服務，建設入口網站。")
    assert "程式、资讯" in note
    assert vocabulary.notes("开发应用程序。") == []


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80) | st.lists(st.sampled_from([*PIECES, "?。ㄒ", "&amp;", "\ufffd", "\ud800"])).map("".join))
def test_any_text_is_repaired_without_loss_of_place(text: str) -> None:
    page = repair(Aligned.of(text))
    assert len(page.starts) == len(page.ends) == len(page.text)
