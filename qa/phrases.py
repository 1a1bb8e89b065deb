"""How people ask: the wordings that say what kind of answer is wanted. All take folded text.

A wording tells the kind of answer only; what the question is about is left to the searches.
"""

import re

from qa import plural
from qa.records import Role

_BODY = "(?:单位|部门|机关|机构|衙门|科室|委办局|办公室|小组|班子|学校|院校|党校|局|委)"
_COUNT = "[一两二三四五六七八九十几]"
_WHICH_ONES = f"哪{_COUNT}?(?:个|些|家)"
_WHICH = f"(?:{_WHICH_ONES}?|什么|何|几[个家])"
#: 谁, 哪个部门, 哪几家单位, 哪个议事机构, 哪两家
_WHO = f"(?:谁|{_WHICH}[^，。,？?的、哪“”]{{0,3}}?{_BODY}|哪一?级(?:政府|机关|部门)|[哪那]{_COUNT}家(?![企公商店媒]))"
_LEAD = "牵头|领衔|带头|主办|挑头|领头|主抓"
#: 公众参与 and 协同监管 are subjects; 谁参与 asks for a role.
_SUPPORT = "配合|协办|协助|(?:(?<=谁)|(?<=[位门家局要来去])|分工)(?:参与|协同)"
_CHARGE = f"{_LEAD}|{_SUPPORT}|负责(?!人)|主管|归口|承办"
_MANAGES = "管(?![理辖控])|抓(?![好住紧])"
_ROLES: dict[str, Role] = {_LEAD: "lead", _SUPPORT: "support", f"责任{_BODY}": "responsible"}
#: Asks for the unit that a plan charges: where it charges none, the plan is silent.
_CHARGED = re.compile(
    rf"(?:具体|应该?)?(?:由|是|归|该)?{_WHO}[^，。,？?]{{0,6}}?(?:{_CHARGE}|{_MANAGES})"
    rf"|(?:{_CHARGE})(?!.{{0,3}}(?:任务|工作|事|职责|方面))[^，。,？?应要须]{{0,6}}?(?:{_WHO}|{_BODY}(?![应要须可怎如])|谁|哪)"
    rf"|(?:责任|主责)(?:的)?{_BODY}|(?:归|属于?|该?找){_WHO}|{_WHO}的?(?:职责|责任|事(?!项))"
    rf"|(?:由|是|归)?{_WHICH_ONES}?(?:{_CHARGE}|{_MANAGES})"
    rf"|(?:责任|担子)[^，。,？?]{{0,2}}(?:在|落在|是)[^，。,？?]{{0,2}}{_WHO}"
    rf"|(?:承担|承办|负责|分管|经办)的?{_BODY}(?:都|分别|各|又)?(?:有|是|为|包括)?(?:哪|谁|[?？]|$)"
)
#: Asks for a body that does something: a sentence that names one may answer it as well as a unit.
_DOER = re.compile(
    rf"(?:由|让|靠|是){_WHO}(?!的(?:文件|规划|方案))|{_WHO}(?:来|去|共同|一起|分别|具体|应当?|要|在|会)?(?:做|办(?!公)|落实|统筹|组织|实施|承担|来|收拾)"
    rf"|(?:分给|交给|落到|落在|派给|安排给|责成)了?(?:{_WHICH_ONES}|谁)|哪{_COUNT}?家(?:来|去)|{_BODY}(?:都|分别|各|又)?(?:有|是|为|包括)(?:哪|谁)"
    # A body asked for as what acts, not as what something is done to: 哪个部门审查; 向谁报告.
    rf"|(?<![向对给跟和与从被受把将为于用报送交到找除着了过是]){_WHO}(?![的吗呢吧])(?=[\u4e00-\u9fff])"
)
#: A role that is named only to set it aside: 除了牵头部门还有谁, 给牵头单位打配合的.
_GIVEN_ROLE = re.compile(f"(?:除了?|给|替)(?:{_LEAD}|{_SUPPORT})的?{_BODY}?(?:之?外|以外)?(?=.)")
#: 谁执法谁普法 and 谁审批、谁监管 are principles, not questions.
_PRINCIPLE = re.compile(rf"谁(?!{_LEAD}|{_SUPPORT})[^谁，。？?]{{1,6}}[、，,]?\s*谁[^谁，。？?]{{1,6}}")
_BASIS = re.compile(
    "(?:根据|依据|依照|按照|贯彻|落实|遵照)[^，。？?]{0,14}(?:哪|什么)[^，。？?]{0,8}(?:文件|意见|规定|纲要|法律|法规|通知|决定|精神|制定|出台)"
    "|(?:制定|出台|编制)的?(?:依据|根据|背景)|依据是什么|上位文件|上级文件"
)
_PLACE = "(?:地方|地区|区域|省|市(?![场民政])|县|区(?![别分间块域]))"
_EVERYWHERE = re.compile(
    rf"各地|各个?{_PLACE}|哪些?{_PLACE}|几个{_PLACE}|(?:所有|全部|不同|几份|这些|每个){_PLACE}|分别|对比|比较|异同|区别|下辖|辖区内"
)
_UNNAMED = re.compile("某[省市县区州镇]")
_POLITE = re.compile(
    "请问一?下?|请教一?下?|麻烦(?:问|查)?一?下|我想(?:问|知道|了解|查)?一?下?|想(?:问|知道|了解|查)一?下?|能不能告诉我|"
    "告诉我|帮(?:我|忙)查?一?下?|您好|你好|谢谢|根据(?:规划|方案|文件|意见|要点)(?:的?规定)?"
)
_ASKING = re.compile(
    "有(?:什么|哪些)(?:规定|要求|安排|说法|措施|内容|举措|做法)?|是(?:怎么|如何|怎样)(?:规定|要求|安排|说|写|做)的?|"
    "(?:怎么|如何|怎样)(?:规定|要求|安排|说|写)的?|(?:是|有|要|应)?(?:什么|哪些|哪个|多少|几(?=[个次年项件期]))|吗|呢|吧|[？?]"
)

#: Words that ask for a clause, a document or a wording itself, and nothing that it says.
_IDLE = re.compile(
    r"(?:规划|方案|意见|要点|文件|文号|条款|条文|条目|原文|原话|原句|全文|正文|内容|具体|主要|规定|要求|提到|提及|提出|引用|援引|出自|出现|"
    r"包含|含有|讲述?|说|写|涉及|哪里|哪儿|哪[份条项个些]|哪(?![\u4e00-\u9fff])|什么|怎么|怎样|如何|意思|含义|指|一下|列出|显示|查找?|查看|看看?|给|请问?|我|"
    r"想|知道|了解|关于|根据|对应|分别|各|是|的|了|里|中|内|在|有|与|和|及|这|那|该|此|本|一?句话?|话|说法|概念|名词?|词|部分|"
    r"吗|呢|吧|啊|于|到|过|为|着|来|就|第|条|项|名称|叫|谁发的|发的|何时发的|\W|_)*+"
)
_CITING = re.compile("引用|援引|提到|提及|出现|写到|写进|写入|涉及|出自|包含|含有")


def is_idle(topic: str) -> bool:
    """Whether nothing is asked of a clause or document but what it says: 第32条讲了什么, less 第32条."""
    return _IDLE.fullmatch(topic) is not None


def asks_citing(folded: str) -> bool:
    """哪些条款引用了…: where a document is named is asked, not what it says."""
    return _CITING.search(folded) is not None


def asks_charged(bare: str) -> bool:
    """谁牵头, 责任单位是谁, 归哪个局管."""
    return _CHARGED.search(_PRINCIPLE.sub("", bare)) is not None


def asks_doer(bare: str) -> bool:
    """由谁制定, 哪个机构组织: a body is wanted, but not necessarily one in charge."""
    return _DOER.search(_PRINCIPLE.sub("", bare)) is not None


def role(bare: str) -> Role | None:
    """The role asked for; None where any will do, or several are asked for: 谁牵头、谁配合."""
    stretches = re.split("[，,；;。？?]", _GIVEN_ROLE.sub("", bare))
    asking = [s for s in stretches if re.search(_WHO, s)] or [s for s in stretches if s]
    roles = {found for stretch in asking for found in _roles(stretch)}
    return roles.pop() if len(roles) == 1 else None


def _roles(stretch: str) -> set[Role | None]:
    return {role for words, role in _ROLES.items() if re.search(words, stretch)} or {None}


def asks_basis(folded: str) -> bool:
    """根据哪些文件制定: what a plan says of it stands in its preface."""
    return _BASIS.search(folded) is not None


def spans_everywhere(folded: str) -> bool:
    """Whether the places within the region named are meant, or several regions side by side."""
    return plural.asks_each(folded) or _EVERYWHERE.search(folded) is not None


def names_unnamed(folded: str) -> bool:
    """某市: the plans whose region is unknown."""
    return _UNNAMED.search(folded) is not None


def topic(bare: str) -> str:
    """What is left without politeness and the words that merely ask; the text itself where nothing is left."""
    return remainder(bare) or bare


def remainder(bare: str) -> str:
    """The same, '' where nothing is left."""
    left = _POLITE.sub("", bare)
    if asks_charged(bare) or asks_doer(bare):
        left = _DOER.sub(" ", _CHARGED.sub(" ", left))
    left = _ASKING.sub(" ", _UNNAMED.sub("", left))
    return left.strip(" ，,。？?的、在:：")
