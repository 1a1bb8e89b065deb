"""Zips within limits: whatever a zip claims, what is read is bounded and what is refused is named."""

import io
import struct
import tracemalloc
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index_build.extract.xml import parse_xml
from index_build.extract.zipped import Limits, Members
from qa.errors import BadPlan

MB = 1024 * 1024
names = st.text(st.sampled_from("abc规划年方案_-（）0123"), min_size=1, max_size=12)
#: GB 2312 level 1, the characters in everyday use.
COMMON = [bytes([row, cell]).decode("gb2312") for row in range(0xB0, 0xD7) for cell in range(0xA1, 0xFF)]


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def renamed(data: bytes, raw: bytes) -> bytes:
    """The zip of one member called 'x'*len(raw), its name replaced by raw bytes and the UTF-8 flag cleared."""
    return data.replace(b"x" * len(raw), raw)


@given(st.dictionaries(names, st.binary(max_size=200), max_size=8))
def test_what_goes_in_comes_out(files: dict[str, bytes]) -> None:
    members = Members(zipped(files))
    assert {name: members.read(name) for name in members.names} == files


@given(st.binary(max_size=400), st.integers(0, 300))
def test_damage_is_never_another_error(noise: bytes, at: int) -> None:
    whole = zipped({"规划.txt": b"text" * 20, "b.txt": b"more"})
    damaged = whole[:at] + noise + whole[at + len(noise) :]
    with suppress(BadPlan):
        members = Members(damaged)
        for name in members.names:
            assert isinstance(members.read(name), bytes)


@pytest.mark.parametrize("cut", [0, 1, 30, 100, -1, -22])
def test_a_truncated_zip(cut: int) -> None:
    whole = zipped({"a.txt": b"0123456789" * 20})
    with pytest.raises(BadPlan, match="无法打开压缩包"):
        Members(whole[:cut])


def test_folders_are_no_members() -> None:
    assert Members(zipped({"夹/": b"", "夹/a.txt": b"1"})).names == ("夹/a.txt",)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_names_without_the_utf8_flag(encoding: str) -> None:
    name = "法治政府建设规划（2021—2025年）.txt"
    raw = name.encode(encoding)
    assert Members(renamed(zipped({"x" * len(raw): b"1"}), raw)).names == (name,)


@given(st.lists(st.sampled_from(COMMON), min_size=2, max_size=20).map("".join), st.booleans())
def test_common_characters_in_a_gbk_name(stem: str, retold: bool) -> None:
    """retold: by a program that took the name for CP437 and wrote that down as UTF-8."""
    name = f"{stem}.txt"
    raw = name.encode("gbk")
    archive = zipped({raw.decode("cp437"): b"1"}) if retold else renamed(zipped({"x" * len(raw): b"1"}), raw)
    assert Members(archive).names == (name,)


def test_a_name_told_as_utf8_stays() -> None:
    names = ("Größe óñ.txt", "规划é.txt", "規劃.txt")
    assert Members(zipped(dict.fromkeys(names, b"1"))).names == names


def test_a_western_name_stays() -> None:
    raw = "é.txt".encode("cp437")
    assert Members(renamed(zipped({"x" * len(raw): b"1"}), raw)).names == ("é.txt",)


@pytest.mark.parametrize("name", ["../a", "a/../../b", "/etc/passwd", "C:/a", "..\\a", "\\\\host\\a", "a/.."])
def test_a_name_that_leads_out_is_refused_and_the_rest_read(name: str) -> None:
    members = Members(zipped({name: b"1", "ok.txt": b"2"}))
    assert members.read("ok.txt") == b"2"
    with pytest.raises(BadPlan, match="指向包外"):
        members.read(name.replace("\\", "/"))
    with pytest.raises(BadPlan, match="指向包外"):
        members.refuse_unsafe_names()


def test_dots_inside_a_name_are_harmless() -> None:
    Members(zipped({"a..b/c...txt": b"1"})).refuse_unsafe_names()


def test_a_bomb_is_stopped_early() -> None:
    """300 MB of zeros: read to the first sign of it, not to the end."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("zeros", "w") as member:
        for _ in range(300):
            member.write(bytes(MB))
    members = Members(stream.getvalue(), Limits(total=10_000 * MB, member=10_000 * MB))
    tracemalloc.start()
    with pytest.raises(BadPlan, match="压缩炸弹"):
        members.read("zeros")
    assert tracemalloc.get_traced_memory()[1] < 80 * MB
    tracemalloc.stop()


def test_a_member_and_a_total_within_limits() -> None:
    data = zipped({"a": bytes(range(256)) * 8, "b": bytes(range(256)) * 8, "c": b"1"}, zipfile.ZIP_STORED)
    with pytest.raises(BadPlan, match="过大"):
        Members(data, Limits(member=2047)).read("a")
    members = Members(data, Limits(total=4000))
    assert len(members.read("a")) == 2048
    with pytest.raises(BadPlan, match="过大"):
        members.read("b")


def test_a_declared_size_is_not_believed() -> None:
    whole = zipped({"a": b"1" * 5000})
    lied = whole.replace(struct.pack("<L", 5000), struct.pack("<L", 3))
    with pytest.raises(BadPlan, match="损坏"):
        Members(lied).read("a")


def test_too_many_entries() -> None:
    data = zipped({str(n): b"" for n in range(30)})
    assert len(Members(data, Limits(entries=30)).names) == 30
    with pytest.raises(BadPlan, match="30 个文件"):
        Members(data, Limits(entries=29))


def test_a_hundred_thousand_entries_are_not_even_listed() -> None:
    entry = struct.pack("<4s4B4HL2L5H2L", b"PK\1\2", 20, 0, 20, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    directory = entry * 100_000
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 3, 3, len(directory), 0, 0)
    with pytest.raises(BadPlan, match="目录过大"):
        Members(directory + end)


def test_members_that_share_bytes() -> None:
    """The overlapping bomb of D. Fifield, 'A better zip bomb' (2019): many names, one body."""
    whole = zipped({"a": b"1" * 500, "b": b"1" * 500})
    start = whole.rindex(b"PK\1\2")
    shared = whole[: start + 42] + struct.pack("<L", 0) + whole[start + 46 :]
    with pytest.raises(BadPlan, match="共用"):
        Members(shared)


def test_an_encrypted_member() -> None:
    whole = bytearray(zipped({"a": b"1"}))
    whole[6] |= 1
    whole[whole.index(b"PK\1\2") + 8] |= 1
    with pytest.raises(BadPlan, match="加密"):
        Members(bytes(whole)).read("a")


def test_two_members_of_one_name() -> None:
    with pytest.raises(BadPlan, match="都叫"):
        Members(zipped({"a/b": b"1", "a\\b": b"2"}))


def test_a_method_with_dictionaries_of_any_size_is_not_tried() -> None:
    with pytest.raises(BadPlan, match="压缩方式"):
        Members(zipped({"a": b"1" * 100}, zipfile.ZIP_LZMA)).read("a")


def test_a_missing_member() -> None:
    members = Members(zipped({"a": b"1"}))
    assert "b" not in members
    with pytest.raises(BadPlan, match="没有“b”"):
        members.read("b")


LAUGHS = "<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))


@pytest.mark.parametrize(
    "xml",
    [
        f"<!DOCTYPE r [{LAUGHS}]><r>&a11;</r>",
        f"<!DOCTYPE r [{LAUGHS}]><r x='&a11;'/>",
        "<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><r>&x;</r>",
        "<!DOCTYPE r SYSTEM 'http://example.invalid/r.dtd'><r/>",
        "<!DOCTYPE r><r/>",
        "<a>" * 100_000 + "</a>" * 100_000,
        "<a>",
        "",
        "\0\0\0",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_hostile_xml(xml: str, encoding: str) -> None:
    with pytest.raises(BadPlan):
        parse_xml(xml.encode(encoding))


def test_honest_xml() -> None:
    root = parse_xml("<?xml version='1.0' encoding='UTF-8'?><!-- c --><r>规划<b/>&lt;</r>".encode())
    assert (root.text, [child.tag for child in root], root[0].tail) == ("规划", ["b"], "<")
