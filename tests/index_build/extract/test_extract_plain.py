from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index_build.aligned import Aligned
from index_build.extract import plain
from index_build.repair.chain import repair
from qa.errors import BadPlan

LINES = ["一、总体要求", "为加快建设法治政府，制定本方案。", "\t序号\t任务", "　　（一）指导思想", ""]
ENDS = ["\n", "\r\n", "\r", "\v", "\f", "\u2028", "\u2029"]


@given(st.lists(st.tuples(st.sampled_from(LINES), st.sampled_from(ENDS)), min_size=1))
def test_a_line_stays_a_line_whatever_ends_it(lines: list[tuple[str, str]]):
    ended = [*lines, ("制定本方案。", "\n")]
    read = plain.read("".join(line + end for line, end in ended).encode())
    merged = sum(end == "\r" and not line and after == "\n" for (_, end), (line, after) in pairwise(ended))
    assert read.text.count("\n") == len(ended) - merged
    assert [line for line in read.text.split("\n") if line] == [line for line, _ in ended if line]


def test_the_format_and_how_sure_the_encoding_is():
    text = "全面推进依法行政，加快建设法治政府。\n"
    assert plain.read(text.encode()) == plain.Extracted(text, "TXT")
    notes = plain.read(text.encode("gb18030")).notes
    assert len(notes) == 1
    assert notes[0].startswith("按 GB18030 编码读取，把握 ")


def test_a_byte_of_text_decoded_wrongly_is_no_line_end():
    text = "一、全面落实\n（一）坚持党的全面领导，公开公正，加强全县各级各部门内部监督"
    read = plain.read(text.encode().decode("latin-1").encode())
    assert repair(Aligned.of(read.text)).text == text


@pytest.mark.parametrize("data", [b"", b"\r\n \t\n", "\ufeff".encode(), "　\u3000\n".encode("utf-16")])
def test_an_empty_file_is_refused(data: bytes):
    with pytest.raises(BadPlan, match="空文件"):
        plain.read(data)
