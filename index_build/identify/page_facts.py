"""What a page says of its document beside the text, label by label: 发文字号：… 发布机构：… 成文日期：…

The labels are those of the public catalogues that 国务院办公厅《政府信息公开目录系统实施指引》 prescribes, and of the
lines that sites set between a title and its text.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

_NAMES = {
    "title": "公文标题 文件标题 信息标题 文章标题 文件名称 信息名称 标题 名称 题名 ArticleTitle",
    "document_number": "发文字号 文件字号 公文文号 文件文号 文件编号 发文号 发文文号 文号 字号",
    "issuer": (
        "发文机关 发布机关 发布机构 发文单位 发文机构 制发机关 制定机关 发布单位 印发机关 印发单位 公开机构 "
        "公开主体 发布部门"
    ),
    "issued": "成文日期 成文时间 印发日期 印发时间 发文日期 发文时间 制发日期 签发日期 生成日期",
    "published": "发布日期 发布时间 公开日期 公开时间 发稿时间 上传时间 更新时间 更新日期 录入时间 时间 日期 PubDate",
    "source": "信息来源 稿件来源 文章来源 来源 ContentSource",
    "": (
        "索引号 信息索引号 信息索引 索引 分类 主题分类 体裁分类 组配分类 所属分类 信息分类 公文种类 "
        "主题词 主题 关键词 有效性 效力状态 效力 时效性 是否有效 内容概述 内容概要 浏览次数 浏览量 "
        "浏览 点击率 点击次数 点击量 点击数 点击 阅读次数 阅读量 阅读 访问次数 访问量 访问 作者 "
        "撰稿 供稿 责任编辑 编辑 责编 审核 初审 终审 复审 校对 公开方式 公开范围 公开类别 "
        "公开形式 公开属性 公开时限 语种 服务对象 实施日期 生效日期 生效时间 废止日期 施行日期 "
        "失效日期 字体 字号大小 字体大小 打印 分享 保护视力色 视力保护色 文件类型 信息类别 信息类型 "
        "统一登记号 登记号 规范性文件编号 发布人 记录编号 栏目 稿源 摄影 收藏"
    ),
}
_FIELD = {name: field for field, names in _NAMES.items() for name in names.split()}
_LABEL = "|".join(r"\s?".join(name) for name in sorted(_FIELD, key=len, reverse=True))
_LABELLED = re.compile(
    rf"(?:(?<=^)|(?<=[\s|｜│【\[（(•·、）)\]】\-*]))(?P<label>{_LABEL})(?:\s*[：:]|\s*[】\]]\s*[：:]?|\t)\s*",
    re.IGNORECASE,
)
#: A row of a catalogue whose cells a site parted by a space.
_SPACED = re.compile(rf"^(?P<label>{'|'.join(n for n in _FIELD if len(n) > 2)})\s+(?P<value>\S.*)$")
_EDGES = " \t|｜│【】[]（(•·-—_*、，"
_CATALOGUED = 3
_NOTHING = frozenset(("", "无", "暂无", "无文号", "none", "null"))
_SITE = re.compile(r"(?:网|网站|门户|平台|政府|公开|公众网|专栏|频道|政务|首页)$")
_SITE_SEPARATOR = re.compile(r"\s*[_|｜]\s*|\s+[-–—]+\s*|\s*[-–—]+\s+|[-–—]+(?![0-9])")


@dataclass(frozen=True)
class Fact:
    """field: the field of a plan it speaks of; line: where it stands (from 1), 0 for what the file says beside it."""

    field: str
    value: str
    quote: str
    line: int


def labelled(line: str) -> list[tuple[str, str]]:
    """(label, value) pairs of a line, in order; empty unless the line opens with a label."""
    found = list(_LABELLED.finditer(line))
    if not found and (spaced := _SPACED.match(line)):
        return [(spaced["label"], spaced["value"])]
    if not found or line[: found[0].start()].strip(_EDGES):
        return []
    # 时间 and 名称 head the columns of any table.
    if "\t" in line and all(match.group().endswith("\t") and len(match["label"]) < _CATALOGUED for match in found):
        return []
    ends = [match.start() for match in found[1:]] + [len(line)]
    names = ("".join(match["label"].split()) for match in found)
    return [(name, line[m.end() : end].strip(_EDGES)) for name, m, end in zip(names, found, ends, strict=True)]


def naming(line: str) -> bool:
    """Whether a line is one label with the document's title or organ behind it, however long."""
    pairs = labelled(line)
    return len(pairs) == 1 and _FIELD.get(pairs[0][0]) in ("title", "issuer") and "。" not in line


def facts(lines: Sequence[str], furniture: Mapping[int, str], metadata: Mapping[str, str]) -> tuple[Fact, ...]:
    """All that page and file state, the page's own lines first; empty and meaningless values left out."""
    stated = [*_of_lines(lines, furniture), *_of_metadata(metadata)]
    return tuple(fact for fact in stated if fact.value.lower() not in _NOTHING)


def _of_lines(lines: Sequence[str], furniture: Mapping[int, str]) -> Iterator[Fact]:
    for i in sorted(furniture):
        for label, value in labelled(lines[i].strip()):
            if field := _field(label):
                yield Fact(field, _value(field, value), lines[i].strip(), i + 1)


def _of_metadata(metadata: Mapping[str, str]) -> Iterator[Fact]:
    for label, value in metadata.items():
        if field := _field("".join(label.split()).strip("：:")):
            yield Fact(field, _value(field, value.strip()), f"{label.strip('：:')}：{value.strip()}", 0)


def _field(label: str) -> str:
    return _FIELD.get(label, "") or _FIELD.get(label.lower().replace("articletitle", "ArticleTitle"), "")


def _value(field: str, value: str) -> str:
    return without_site(value) if field == "title" else value


def without_site(title: str) -> str:
    """A page's title without the names of columns and site behind it (…规划_某某县人民政府网)."""
    while True:
        *_, last = [None, *_SITE_SEPARATOR.finditer(title)]
        if last is None or last.start() < 4 or not _SITE.search(title[last.end() :].strip()):
            return title.strip()
        title = title[: last.start()]
