"""What a page says of its document beside the text: 索引号, 发文字号, 发布机构, 成文日期 and the like."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index_build.extract.html.blocks import Block

_NAMES = (
    "索引号|索取号|信息索引号?|统一登记号|统一编号|登记号|规范性文件(?:统一)?编号|文件编号|发文字号|发文文号|公文文号|文件文号|"
    "文件字号|文号|发布机构|发布单位|发文机关|发文机构|发文单位|制发机关|制定机关|公开机构|公开主体|公开责任部门|责任部门|"
    "信息来源|稿件来源|文章来源|内容来源|来源|成文日期|成文时间|生成日期|生成时间|形成日期|发文日期|发文时间|印发日期|公开日期|"
    "公开时间|发布日期|发布时间|发表时间|更新时间|生效日期|生效时间|实施日期|施行日期|失效日期|失效时间|废止日期|废止时间|终止日期|"
    "有效期|有效性|时效性|时效|是否有效|效力状态|文件状态|文件有效性|主题分类|主题词|主题|公文种类|公文类别|文种|信息分类|信息类别|"
    "体裁分类|体裁|组配分类|服务对象分类|服务对象|所属分类|分类|栏目|名称|信息名称|文件名称|公文名称|标题|文件标题|关键词|关键字|"
    "公开方式|公开形式|公开范围|公开程序|公开时限|公开属性|公开类别|内容概述|内容概要|内容摘要|语种|载体类型|记录形式|"
    "作者|责任编辑|责编|编辑|审核|浏览次数|浏览量|浏览|点击数|点击量|点击次数|点击率|点击|阅读次数|阅读量|阅读数|阅读|访问量|访问次数|"
    "字体大小|字体|字号|日期|时间"
)
_GAP = "[ \xa0\u3000]*"
_NAME = "|".join(
    re.sub("[\u4e00-\u9fff]", lambda c: c[0] + _GAP, name).replace(f"{_GAP})", ")").removesuffix(_GAP)
    for name in sorted(_NAMES.split("|"), key=len, reverse=True)
)
_BEFORE = "[ \xa0\u3000•·*▪◆■【\\[|｜/-]*"
_PAIR = re.compile(f"(?:^|(?<=[\\s\xa0\u3000【】\\[\\]•·*▪◆■|｜/;；,，(（0-9-]))({_NAME}){_GAP}[：:]")
_OPENS = re.compile(f"^{_BEFORE}(?:{_NAME}){_GAP}[：:】\\]]")
_LABEL = re.compile(f"^{_BEFORE}({_NAME}){_GAP}[：:】\\]]?{_GAP}$")
_TRIM = " \t\n\xa0\u3000【】[]|｜"
_LONGEST_NAME, _LONGEST_LINE, _LONGEST_VALUE = 40, 300, 200
#: 《政府网站发展指引》, annex 3, names these; the second column is what pages call them.
_META_NAMES = {
    "articletitle": "标题",
    "pubdate": "发布日期",
    "contentsource": "来源",
    "columnname": "栏目",
    "sitename": "网站名称",
    "author": "作者",
    "keywords": "关键词",
}


@dataclass(frozen=True)
class Fields:
    """Blocks (by index) that state `values` of the document by name, and nothing else."""

    blocks: tuple[int, ...]
    values: dict[str, str]


def scan(blocks: Sequence[Block]) -> list[Fields]:
    """Every place on a page that states fields: a table, a line, a name with its value in the next block."""
    single = {i: fields for i, block in enumerate(blocks) if (fields := _fields(block)) is not None}
    named = [i for i, name in enumerate(map(_name, blocks)) if name and i not in single]
    spread = list(_spread(blocks, named))
    # One name alone, 名称 or 编辑, may be a word of the page; a list of fields has several.
    spread = spread if len(spread) > 1 or single else []
    return [*(Fields((i,), values) for i, values in single.items()), *spread]


def _fields(block: Block) -> dict[str, str] | None:
    lines = block.text.split("\n")
    if block.is_table:
        return table(lines)
    if not all(is_line(line.strip()) for line in lines if line.strip()):
        return None
    values: dict[str, str] = {}
    for line in lines:
        values = pairs(line.strip()) | values
    return values if values or label(block.text) is None else None


def _name(block: Block) -> str | None:
    return None if block.is_table else label(block.text)


def _spread(blocks: Sequence[Block], named: Sequence[int]) -> Iterator[Fields]:
    names = set(named)
    for i in named:
        has_value = i + 1 < len(blocks) and i + 1 not in names and len(blocks[i + 1].text) <= _LONGEST_VALUE
        if has_value and not blocks[i + 1].is_table and not is_line(blocks[i + 1].text):
            yield Fields((i, i + 1), {str(_name(blocks[i])): blocks[i + 1].text.strip(_TRIM)})
        else:
            yield Fields((i,), {})


def from_meta(meta: Mapping[str, str]) -> dict[str, str]:
    """The standard <meta> tags of government pages, under the names that their readers see."""
    return {label: meta[name] for name, label in _META_NAMES.items() if meta.get(name)}


def label(text: str) -> str | None:
    """The name of a field, where the text is nothing else: 索 引 号： -> 索引号."""
    match = _LABEL.match(text) if len(text) <= _LONGEST_NAME else None
    return _plain(match[1]) if match else None


def is_line(text: str) -> bool:
    """Whether a line states fields of the page and nothing else."""
    summary = text.startswith("内容概")
    return len(text) <= _LONGEST_LINE and (summary or not text.endswith(("。", "；"))) and bool(_OPENS.match(text))


def pairs(line: str) -> dict[str, str]:
    """The fields of a line: 发布时间：2021-03-05 来源：市司法局. Without those that have no value, and 字体."""
    found = list(_PAIR.finditer(line))
    ends = [*(match.start() for match in found[1:]), len(line)][: len(found)]
    values = {_plain(m[1]): line[m.end() : end].strip(_TRIM) for m, end in zip(found, ends, strict=True)}
    return {name: value[:_LONGEST_VALUE] for name, value in values.items() if value and not name.startswith("字")}


def table(rows: Sequence[str]) -> dict[str, str] | None:
    """The fields of a table that is about the document, None for another table.

    Names and values stand in turn, or both in one cell. In the head of a table of data names stand side by side.
    """
    fields: dict[str, str] = {}
    cells_read = names = 0
    for row in rows:
        cells = [cell for cell in row.split("\t") if cell.strip()]
        labels = [label(cell) for cell in cells]
        if sum(a is not None and b is not None for a, b in pairwise(labels)) > 1:
            return None
        for i, cell in enumerate(cells):
            name = labels[i]
            if name is not None:
                value = cells[i + 1] if i + 1 < len(cells) and labels[i + 1] is None else ""
                fields.setdefault(name, value.strip(_TRIM)[:_LONGEST_VALUE])
            elif is_line(cell):
                fields.update(pairs(cell))
            names += name is not None or is_line(cell)
            cells_read += name is None
    filled = {name: value for name, value in fields.items() if value}
    return filled if names >= 2 and 2 * names >= cells_read else None


def _plain(name: str) -> str:
    return re.sub("[ \xa0\u3000]", "", name)
