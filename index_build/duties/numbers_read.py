"""A number with what it counts: 60学时, 百分之九十, 20个工作日."""

import re

from qa.numerals import number

_CHINESE = "零〇一二两三四五六七八九十百千"
_NUMERAL = f"(?:[0-9]{{1,9}}(?:,[0-9]{{3}})*(?:\\.[0-9]{{1,4}})?|[{_CHINESE}]{{1,12}})"
#: Longest first, since the first that fits is taken.
_UNITS = (
    *(
        "个百分点",
        "个工作日",
        "个自然日",
        "个学时",
        "个课时",
        "个小时",
        "个月",
        "个星期",
        "个",
        "工作日",
        "学时",
        "课时",
    ),
    *("万人次", "万元", "亿元", "万人", "万户", "平方公里", "平方米", "公里", "小时", "分钟", "人次", "批次", "场次"),
    *(
        "人(?!民|大|才|员)",
        "次(?!于|数)",
        "场(?!所)",
        "期(?![间限])",
        "处(?!理|罚|室|置|分)",
        "部(?!门)",
        "周(?!年|岁)",
    ),
    *("年(?!度|底)", "日(?!期|常)", "分(?![之钟别类工管级])"),
    *("名", "件", "家", "户", "篇", "条", "项", "例", "堂", "节", "轮", "倍", "所", "支", "元", "天", "岁"),
)
_FRACTION = "[二三四五六七八九十]分之[一二三四五六七八九]"
_RATE = f"{_FRACTION}|百分之{_NUMERAL}(?:点[{_CHINESE}]{{1,4}})?|{_NUMERAL}[%％‰]"
COUNT = f"(?:{_RATE}|{_NUMERAL}(?:{'|'.join(_UNITS)}))"
_PARTS = re.compile(f"(?P<numeral>{_NUMERAL})(?P<unit>.*)")
_PERCENT = re.compile(f"百分之(?P<whole>{_NUMERAL})(?:点(?P<tenths>[{_CHINESE}]{{1,4}}))?")


def read(words: str) -> tuple[float, str] | None:
    """(60.0, 学时), (90.0, %), 三分之一 as (33.33, %); None where the characters are no number."""
    percent = _PERCENT.fullmatch(words)
    if percent:
        whole, tenths = _value(percent["whole"]), percent["tenths"]
        if whole is None or not tenths:
            return None if whole is None else (whole, "%")
        digits = [number(c) for c in tenths]
        return float(f"{whole:.0f}.{''.join(str(d) for d in digits)}"), "%"
    if re.fullmatch(_FRACTION, words):
        below, above = (number(part) or 1 for part in words.split("分之"))
        return round(100 * above / below, 2), "%"
    parts = _PARTS.fullmatch(words)
    value = _value(parts["numeral"]) if parts else None
    return None if parts is None or value is None else (value, parts["unit"].replace("％", "%"))


def _value(numeral: str) -> float | None:
    if numeral[0].isdigit() and numeral.isascii():
        return float(numeral.replace(",", ""))
    found = number(numeral.replace("两", "二"))
    return None if found is None else float(found)
