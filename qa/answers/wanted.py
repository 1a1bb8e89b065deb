"""Which facts a question asks for: when, how often, how many, which ones, what it is called, who.

Works on the folded question. What stands between quotation marks or in the title of a document asks nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qa.numerals import number
from qa.records import FactKind

_STRETCH = "[^，,。?？;；!！]"
_MARKED = re.compile('《[^》]*》|“[^”]*”|"[^"]*"|「[^」]*」|『[^』]*』|‘[^’]*’')

_ROUND = "[次回轮遍批期]"
_FREQUENCY = re.compile(
    f"多久{_STRETCH}{{0,14}}一{_ROUND}|隔多(?:久|长时间|少[年天日])|多长时间{_STRETCH}{{0,14}}一{_ROUND}"
    f"|几(?:年(?![底内前])|个?月(?![底份初末前内])|天(?!内)|周|季度?){_STRETCH}{{0,10}}一{_ROUND}|(?:频率|频次|周期)(?:是|为|如何|怎|有|多|[?？]|$)"
    "|什么(?:频率|频次|周期)"
)
_WHEN = "(?:什么时[候间]|啥时候?|何时|几时|哪个?时[候间])"
#: What is to be done by a day; without one of them, 什么时候应当… may as well ask for an occasion.
_DONE = "完成|建成|实现|做完|做到|制定|出台|公布|落实|达到|办结|到位|结束|启动|上线"
_OCCASION = re.compile(
    f"{_WHEN}(?:都|就|也)?(?:才|应当|应该|可|能|须|必须|不|该)(?!{_STRETCH}{{0,16}}(?:{_DONE}))|在?什么时候{_STRETCH}{{0,4}}不"
)
_DATE = re.compile(
    f"{_WHEN}|哪一?个?年(?:份|度|底)?|哪一?[天日月]|哪个(?:月|季度)|几(?:月|号)(?!的)|何[年月日]|截止|最迟|最晚"
    "|时间(?:节点|点|表|要求|限制|期限)|(?:完成|建成|实现)的?时间|(?:时限|期限)(?=是|为|到|有|多|怎|什|[?？]|$)"
)
_DURATION = ("工作日", "个月", "小时", "分钟", "星期", "学时", "年", "月", "周", "日", "天")
_HOW_LONG = re.compile("多久|多长时间|多长(?=[?？]|$)")
#: What a measure word of a question is answered with. A clause without one of the first does not answer.
_STRICT = {
    "元": ("元",), "钱": ("元",), "块": ("元",), "学时": ("学时", "课时"), "课时": ("课时", "学时"), "小时": ("小时",),
    "工作日": ("工作日", "日", "天"), "天": ("天", "工作日", "日"), "日": ("日", "工作日", "天"),
    "次": ("次", "度", "回"),
    "回": ("回", "次"), "期": ("期",), "人": ("人", "名", "位"), "名": ("名", "人", "位"), "百分点": ("百分点",),
    "节": ("节", "课时", "学时"), "倍": ("倍",), "分": ("分",), "岁": ("岁", "周岁"), "亩": ("亩",), "公里": ("公里",),
}  # fmt: skip
_LOOSE = {unit: (unit,) for unit in "年月周级位件项家类种章处座场批届轮层门户所份套"} | {
    "位": ("位", "名", "人"), "月": ("个月", "月"), "个月": ("个月", "月"), "周": ("周", "星期"), "类": ("类", "种"),
    "个": ("个", "项", "类", "种", "大"),
}  # fmt: skip
_MEASURES = {**_LOOSE, **_STRICT}
_MEASURE = "|".join(sorted(_MEASURES, key=len, reverse=True))
_HOW_MANY = re.compile(
    f"(?:多少|几)(?:[十百千万亿]|个(?=工作日|月|小时|学时|课时|百分点))*(?P<unit>{_MEASURE})(?![别底份初末])|多少"
)
#: 多少经费 asks for money; 设几个联系点 and 一届干几年 for a number, where 几个 and 几年 may as well ask which.
_MONEY = re.compile("多少(?:的|点)?(?:经费|资金|预算|费用|投入|财政|补[贴助]|钱)")
_COUNTING = re.compile(
    "(?:设[立置]?|建[立设成]?|打造|培[养育]|配[备齐]?|聘[请任]?|招[聘录]?|选[派聘]|[一总]共有?|总计|至少|不少于|最多|干|任|当|上)了?$"
)
#: How many there are is told by another word than asked: 设几处 is answered by 10个.
_PIECES = ("个", "处", "家", "所", "座", "名", "位", "件", "项")
#: 能不能给执法队定多少钱: not how much is asked, but whether.
_WHETHER = re.compile("([能会是可有许准让])不\\1|有没有|[能会可许]否|得到不|不[?？]?$|[吗么][?？]?$")
_SHARE = re.compile(
    f"(?:比例|比重|百分比|占比){_STRETCH}{{0,8}}(?:多少|多大|多高|几|是什么)|多大的?比[例重]|百分之(?:几|多少)"
    "|(?:几|多少)成(?![立为果])"
    f"|率{_STRETCH}{{0,8}}(?:多少|多高)|占{_STRETCH}{{0,6}}(?:多少|几|多大)"
)
_PERCENT = ("%", "百分之", "成")
_DOCUMENT = "文件|办法|法律|法规|规章|条例|纲要|决定|通知|意见|规划|方案|白皮书|刊物|简报|制度文件|暂行规定"
_TITLE = re.compile(f"(?:哪|什么|何)(?:[一两二三几]?[个份部些本项])?(?:上级|上位|配套)?(?:{_DOCUMENT})")
_NAME = re.compile("(?:叫|称|名为|命名|名称|名字)(?:作|做|为|是)?(?:什么|啥|哪)|什么(?:名[字称头]|称号|称呼)")
_ITEM = re.compile(
    "哪(?:些|几)|哪[两二三四五六七八九十][个项样种类]|几(?:个|项|样|种|类|道|大)|分别(?:是|有|指|叫)|(?:包括|包含)(?:了|的)?(?:什么|哪)"
    "|什么(?:内容|材料|程序|方式|手段|途径|条件|领域|事项|人|环节|形式|指标)"
)
_COUNTED = re.compile("哪([两三四五六七八九十])(?:个|项|样|种|类|条|方面|点)")
_MATTERS = re.compile("(?:哪些|什么|啥)(?:具体)?(?:规定|要求|措施|举措|安排|做法|说法|工作|任务|事)")
_BODY = "(?:谁|(?:哪|什么)(?:[一两几]?[个些家])?[^，。?？的、]{0,6}?(?:部门|单位|机关|机构|小组|委员会|会议|局|办|处))"
_RECEIVER = re.compile(f"(?:报告?|送|交|向|找|汇报|反馈)(?:给|到|由|送|请)?(?:{_BODY}|哪里|哪儿)")


@dataclass(frozen=True)
class Wanted:
    """A fact asked for.

    of: the measure words, one of which a number must have; none means any. For a name, whether that of a document.
    count: how many items are asked for (哪五样), 0 where the question does not say.
    strict: a clause that does not state such a fact does not answer.
    """

    kind: FactKind
    of: tuple[str, ...] = ()
    strict: bool = False
    count: int = 0


def wanted(folded: str) -> tuple[Wanted, ...]:
    """The facts that a question asks for, in the order of its words, each kind once."""
    bare = _MARKED.sub(lambda m: "□" * len(m.group()), folded)
    found: dict[FactKind, Wanted] = {}
    for _, fact in sorted(_found(bare), key=lambda pair: pair[0]):
        found.setdefault(fact.kind, fact)
    if "number" in found and found["number"].strict:
        found.pop("item", None)
    return tuple(found.values())


def asking(folded: str) -> str:
    """The question without the words that merely ask for a fact."""
    for pattern in (_FREQUENCY, _SHARE, _DATE, _HOW_LONG):
        folded = pattern.sub(" ", folded)
    return folded


def asks_receiver(folded: str) -> bool:
    """报哪里备案, 交给哪个领导小组: the body is wanted to which something goes."""
    return _RECEIVER.search(folded) is not None


def _found(bare: str) -> Iterator[tuple[int, Wanted]]:
    if match := _FREQUENCY.search(bare):
        yield match.start(), Wanted("frequency", strict=True)
        bare = _FREQUENCY.sub(lambda m: "□" * len(m.group()), bare)
    if match := _DATE.search(bare):
        yield match.start(), Wanted("date", strict=not _OCCASION.search(bare))
    if match := _SHARE.search(bare):
        yield match.start(), Wanted("number", _PERCENT, strict=True)
    elif match := _HOW_LONG.search(bare):
        yield match.start(), Wanted("number", _DURATION, strict=True)
    elif match := _HOW_MANY.search(bare):
        unit = match.group("unit")
        # 建多少家, 降到多少: a quantity; 几家 may as well ask which, and 想罚多少罚多少 asks nothing.
        plain = match.group().startswith("多少") and (
            unit is not None or bare[match.start() - 1 : match.start()] in "到至"
        )
        counting = unit is not None and not plain and _COUNTING.search(bare[: match.start()]) is not None
        money = _MONEY.match(bare, match.start()) is not None
        of = ("元",) if money else _PIECES if counting and unit in _PIECES else _MEASURES.get(unit, ())
        asked = unit in _STRICT or money or counting or (plain and bare.count("多少") == 1)
        yield match.start(), Wanted("number", of, strict=asked and not _WHETHER.search(bare))
    if match := _TITLE.search(bare):
        yield match.start(), Wanted("name", ("《",))
    elif match := _NAME.search(bare):
        yield match.start(), Wanted("name")
    if (match := _ITEM.search(bare)) and not _MATTERS.search(bare):
        counted = _COUNTED.search(bare)
        yield match.start(), Wanted("item", count=number(counted.group(1).replace("两", "二")) or 0 if counted else 0)
