"""How people ask several places at once: the words that say whom to ask, and nothing of what about.

All take folded text.
"""

import re

_NOUN = "(?:地方|地区|地市|城市|省份?|市(?![场民政])|县|区(?![别分间块域])|州|规划(?![局和自])|方案)"
#: 各地, 哪些地方, 哪几份规划, 所有地区; 在哪个地方公开 asks of one place.
_PLACES = (
    "(?:各地(?![区方市])|(?:各[个份]?|(?<![在到去从往由])哪(?:些|[一两三几]?[个份])?|(?:所有|全部|全体|不同|每)[个份]?"
    f"|(?:这|那)(?:几|些|[两三四五六])[个份]?|几[个份])(?:的|里的)?{_NOUN}[市县区州]*)"
)
#: 规定了, 都提到, 明确要求: behind 哪些地方 this asks which, and nothing of what.
_SAYS = (
    "(?:的?(?:规划|方案|文件|要点|意见))?[里中内上]?(?:都|也|还|已经?|明确|专门|具体|分别|同时)*"
    "(?:规定|提到|提及|提出|写进|写入|写到|写明|写|说到|说|讲到|讲|谈到|涉及|要求|有|包含|载明|明确|强调)[了过到着]?"
    "(?:要|应当?|对于?|关于)?"
)
_COMPARED = (
    "(?:比较|对比|比对|对照|比一?比|相比)(?:一下)?|横向|"
    "(?:[有存在]+)?(?:什么|哪些|何|啥)?(?:不同|不一样|差异|差别|异同|区别(?!对))(?:点|之处|的?地方)?(?:是什么|在哪里?|有哪些|吗)?|"
    "分别|各自|各(?=[有是怎如由作])|都(?=[有是怎如由作])|[两三四五几多]地"
)
_EACH = re.compile(_PLACES)
_WHICH = re.compile(f"{_PLACES}{_SAYS}")
_WORDS = re.compile(f"{_PLACES}|{_COMPARED}")
#: What names of places leave behind where they were joined.
_JOINTS = re.compile(r"^(?:以及|[\s、，,:：和与跟同及或在对的])+")


def asks_each(folded: str) -> bool:
    """各地…, 哪些地方…: each plan is to answer for itself."""
    return _EACH.search(folded) is not None


def without(bare: str) -> str:
    """A question without its places' names and without these words; the text itself where nothing is left."""
    return _JOINTS.sub("", _WORDS.sub(" ", _WHICH.sub(" ", bare))).strip(" ，,。？?的、:：") or bare
