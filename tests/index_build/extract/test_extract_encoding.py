import random
from itertools import count, takewhile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index_build.extract import encoding
from index_build.repair.traditional import to_traditional
from qa.errors import BadPlan

PLANS = [path.read_text(encoding="utf-8") for path in sorted(Path("corpus/plans").glob("*.txt"))]
CODECS = {"UTF-8": "utf-8", "GB18030": "gb18030", "UTF-16LE": "utf-16-le", "UTF-16BE": "utf-16-be", "Big5": "big5hkscs"}
SIZES = (20, 50, 200, 2000)
plans = st.sampled_from(PLANS)
names = st.sampled_from(sorted(CODECS))
light = settings(max_examples=60, deadline=None)


def encoded(text: str, name: str) -> bytes:
    return (to_traditional(text) if name == "Big5" else text).encode(CODECS[name], "ignore")


def alike(one: str, other: str) -> int:
    """How many characters they begin with in common."""
    return sum(1 for _ in takewhile(bool, map(str.__eq__, one, other)))


def guessed(data: bytes) -> str | None:
    try:
        return encoding.detect(data).name
    except BadPlan:
        return None


@light
@given(plans, names, st.sampled_from(SIZES), st.randoms(use_true_random=False))
def test_a_slice_of_a_plan_is_read_right_or_asked_about(text: str, name: str, size: int, chance: random.Random):
    start = chance.randrange(len(text) - size)
    data = encoded(text[start : start + size], name)
    # A slice that is all ASCII is the same file in each of the one-byte families.
    assert guessed(data) in ({None, name} if any(byte > 0x7F for byte in data) else {None, name, "UTF-8"})


@pytest.mark.parametrize("name", CODECS)
def test_slices_from_200_characters_on_are_never_asked_about(name: str):
    for size, text in ((size, text) for size in (200, 2000) for text in PLANS):
        starts = range(0, len(text) - size, max(1, len(text) // 12))
        assert {guessed(encoded(text[start : start + size], name)) for start in starts} == {name}


@light
@given(plans, names, st.data())
def test_a_file_whose_end_is_cut_off_is_read(text: str, name: str, data: st.DataObject):
    whole = encoded(text[:3000], name)
    cut = data.draw(st.integers(1000, len(whole)))
    read, found = encoding.decode(whole[:cut])
    assert found.name == name
    assert whole.decode(CODECS[name]).startswith(read.rstrip("\ufffd"))


@light
@given(plans, names)
def test_a_whole_plan_comes_back(text: str, name: str):
    data = encoded(text, name)
    read, found = encoding.decode(data)
    assert (read, found.name, found.broken) == (data.decode(CODECS[name]), name, 0)
    assert found.confidence > 0.9


@pytest.mark.parametrize(
    ("codec", "name"),
    [("utf-8-sig", "UTF-8"), ("utf-16", "UTF-16LE"), ("gbk", "GB18030"), ("gb2312", "GB18030"), ("big5", "Big5")],
)
def test_marks_and_older_encodings(codec: str, name: str):
    text = "全面推进依法行政，加快建设法治政府。" if name != "Big5" else "全面推進依法行政，加快建設法治政府。"
    assert encoding.decode(text.encode(codec))[0] == text
    assert encoding.detect(text.encode(codec)).name == name


def test_a_mark_of_the_other_byte_order():
    text = "全面推进依法行政"
    assert encoding.decode(b"\xfe\xff" + text.encode("utf-16-be"))[0] == text
    assert encoding.decode("\ufeff全面推进依法行政".encode("gb18030"))[0] == text


@light
@given(st.integers(0, 10**6), st.sampled_from([name for name in CODECS if name != "UTF-16LE"]))
def test_one_broken_byte_loses_no_more_than_its_line(seed: int, name: str):
    chance = random.Random(seed)
    data = bytearray(encoded(PLANS[1][:4000], name))
    sound = data.decode(CODECS[name])
    data[chance.randrange(len(data))] = 0xFF
    read, found = encoding.decode(bytes(data))
    assert found.name == name
    untouched = alike(sound, read) + alike(sound[::-1], read[::-1])
    assert len(sound) - untouched <= max(map(len, sound.split("\n")))
    assert found.confidence < 1 or not found.broken


def test_a_broken_first_byte_does_not_shift_the_rest_of_the_line():
    text = "全面推进依法行政加快建设法治政府的规划和方案\n" * 20
    for codec in ("gb18030", "big5hkscs"):
        data = bytearray((to_traditional(text) if codec == "big5hkscs" else text).encode(codec))
        sound = data.decode(codec)
        data[20] = 0xFF
        read, found = encoding.decode(bytes(data))
        assert read == sound[:10] + "\ufffd" + sound[11:]
        assert found.broken


def test_a_lost_byte_is_noticed_and_sound_text_is_not():
    for plan in PLANS:
        assert encoding.decode(plan.encode("gb18030", "ignore"))[1].shifted == ()
    line = "全面推进依法行政加快建设法治政府的规划和方案"
    data = f"{line}\n".encode("gb18030") * 20
    text, found = encoding.decode(data[:4] + data[5:])
    (tail,) = found.shifted
    assert tail in text.split("\n")[0]
    assert text.split("\n")[1] == line
    assert any("疑缺失字节" in note for note in encoding.notes(found))


def test_ascii_and_a_few_chinese_characters_among_it():
    assert encoding.detect(b"plain words\r\n").name == "UTF-8"
    page = "<p class='a'>" * 200 + "法治政府建设实施方案" + "</p>" * 200
    assert {encoding.detect(page.encode(codec)).name for codec in ("gbk", "gb18030")} == {"GB18030"}


def test_what_is_declared_decides_only_between_readings_that_are_close():
    few = "模范".encode("gbk")
    with pytest.raises(BadPlan, match="UTF-8"):
        encoding.detect(few)
    assert encoding.decode(few, "gb2312")[0] == "模范"
    assert encoding.decode(PLANS[1].encode(), "gb2312")[1].name == "UTF-8"
    assert encoding.decode(PLANS[1].encode("gb18030"), "utf-8")[1].name == "GB18030"


def test_no_break_spaces_do_not_outweigh_the_text():
    text = "一、总体要求\n" + "\xa0" * 100_000
    assert encoding.decode(text.encode())[0] == text


def test_utf8_is_read_whatever_its_script():
    text = "Kế hoạch xây dựng chính quyền pháp trị"
    assert encoding.decode(text.encode())[0] == text


@pytest.mark.parametrize(
    "data",
    [
        "法治政府の建設に関する計画を次のように定める。市民の意見を聴く。".encode("shift_jis"),
        "法治政府の建設に関する計画を次のように定める。市民の意見を聴く。".encode("euc_jp"),
        "법치정부 건설에 관한 계획을 다음과 같이 정한다.".encode("euc_kr"),
        "План правового государства и развития города".encode("cp1251"),
        "Plan général d’été, résumé à Noël où été".encode("cp1252"),
    ],
)
def test_other_encodings_are_not_taken_for_chinese(data: bytes):
    with pytest.raises(BadPlan, match="另存为"):
        encoding.detect(data)


@light
@given(st.integers(0, 10**6))
def test_bytes_that_are_no_text_are_refused(seed: int):
    data = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + random.Random(seed).randbytes(2000)
    with pytest.raises(BadPlan, match="不是文本"):
        encoding.detect(data)


def test_notes_say_what_is_not_usual():
    assert encoding.notes(encoding.Encoding("UTF-8", 1.0)) == ()
    assert encoding.notes(encoding.Encoding("GB18030", 0.98)) == ("按 GB18030 编码读取，把握 0.98。",)
    assert "3处" in encoding.notes(encoding.Encoding("UTF-8", 0.9, 3))[0]


def test_every_name_has_a_codec():
    for name, number in zip(CODECS, count()):
        assert encoding.decode(("法治政府建设" * 20 + str(number)).encode(CODECS[name]))[1].name == name
