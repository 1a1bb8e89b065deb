"""What a single line above, below or around a plan's clauses is: its number, date, addressee, signature, title …

Every test looks at one clean line by itself; `frontmatter` decides by where the line stands.
The forms are those of GB/T 9704 (layout of official documents) and of the pages that carry them.
"""

import re
from enum import Enum, auto

from index_build.structure import numbering

_CN_YEAR = "[一二][零〇○Ｏ0一二三四五六七八九]{3}"
_CN_COUNT = "[一二三四五六七八九十]"
_YEAR = rf"(?:[12][0-9]{{3}}|{_CN_YEAR})"
_MONTH = rf"{_YEAR}\s*年\s*(?:[0-9]{{1,2}}|{_CN_COUNT}{{1,2}})\s*月"
DAY = rf"{_MONTH}\s*(?:[0-9]{{1,2}}|{_CN_COUNT}{{1,3}})\s*日"
#: What a draft leaves open: 20XX年X月X日, 2021年 月 日, 某政发〔2021〕 号.
_OPEN = r"[XxＸ×*＊_\s]"
_OPEN_DATE = rf"(?=.*[0-9XxＸ×*＊_])(?:[0-9]|{_OPEN}){{0,6}}年(?:[0-9]|{_OPEN}){{0,6}}月(?:(?:[0-9]|{_OPEN}){{0,6}}日)?"
#: What documents call themselves; the longest that ends a title is its kind.
KINDS = (
    "规划纲要|发展规划|规划|实施方案|行动方案|工作方案|方案|实施意见|指导意见|意见|工作要点|要点|纲要|行动计划|工作计划|计划|"
    "实施细则|细则|实施办法|管理办法|办法|规定|决定|措施|条例|通知|通报|通告|公告|公报|报告|批复|复函|函|决议|请示|"
    "工作安排|安排|修正案|公约|协定|清单|解释|规则|守则|准则|规程|规范|制度|章程|预案|标准|指引|指南|分解表|分工表|任务表|命令|总结|汇报|"
    "宪法|基本法"
)
_LAW = r"(?<![立执司普依方做守用说想看违非合])法"
_BRACKET = r"\s*[（(〔\[][^（）()]{1,40}[）)〕\]]"
DRAFT = "(?:公开)?征求意见稿|(?:讨论|送审|审议|修订|代拟|修改|报批|论证|审查)稿|草案"
#: A title's last words: its kind, and what may stand behind it.
TITLE_END = re.compile(rf"(?:{KINDS}|{_LAW})[”》〉]*(?:{DRAFT})?(?:{_BRACKET})*$")
_TITLE_BODY = re.compile(r"^[^。；！？\t]{2,160}$")
#: No title begins so and goes on behind a comma; a line broken behind 关于…法 may look like one.
_PROSE_OPENING = re.compile(
    "^(?:(?:为了?|根据|按照|依据|依照|现将|经|近年来|当前|在)[^《，]*，"
    "|为(?:了|全面|深入|贯彻|进一步|加快|推进|推动|加强|切实|认真|扎实|做好|规范|确保|更好))"
)
#: A sentence that speaks of its own document, its full stop left out.
_SPEAKS_OF_ITSELF = re.compile(rf"(?:本|如下|以下)(?:{KINDS})$")
_DATED_REPORT = re.compile(r"建设(?:工作)?(?:情况|进展)$")
PERIOD = re.compile(
    r"^[（(]\s*(?:(?!.*(?:通过|公布|发布|会议|批准|修正|修订|施行|[令号]))[12][0-9]{3}.{0,20}"
    r"|(?:公开)?征求意见稿?|(?:暂|试)行|(?:修订)?草案.{0,8}|(?:讨论|送审|审议|修订|代拟|修改)稿.{0,6}"
    rf"|{_CN_YEAR}.{{0,20}}|“?十[一二三四五六七八]?五”?(?:时期)?|{_CN_COUNT}{{1,3}})\s*[）)]$"
)
_ENACTED = "通过|公布|发布|颁布|修正|修订|批准|施行|实施|印发|废止"
NOTE_START = re.compile(rf"^[（(]\s*(?:{_YEAR}\s*年|经|根据|自(?![贡治流])|已|[^）)]{{2,60}}(?:{_ENACTED}))")
#: On which occasion a report was given: ——2022年1月5日在某县人民代表大会会议上.
_OCCASION = re.compile(
    rf"^[（(]?\s*[—–\-]*\s*{_YEAR}\s*年[^。；，]{{2,80}}(?:会议|大会|全会)上?(?:的报告|的讲话)?\s*[）)]?$"
)
NOTE_LINE = re.compile(
    rf"^(?:{_YEAR}\s*年.{{0,12}}[日月]|根据{_YEAR}年|自{_YEAR}年)[^。；]*(?:{_ENACTED})(?:\s*[）)])?$"
)
BRACKETED_NUMBER = (
    rf"[^\s，。；：（）()《》〔\[]{{1,20}}\s?[〔\[［（(【﹝〈]\s*(?:(?:19|20)[0-9]{{2}}|{_CN_YEAR})\s*[〕\]］）)】﹞〉]"
    rf"\s*第?\s*(?:[0-9]{{1,5}}|{_CN_COUNT}{{1,4}})\s*号"
)
#: One number, or those of organs that issue together.
_NUMBERS = rf"{BRACKETED_NUMBER}(?:[\s、，]+{BRACKETED_NUMBER}){{0,4}}"
#: The number of a draft, not given yet.
_OPEN_NUMBER = re.compile(
    r"^[（(]?[^\s，。；：（）()《》〔\[]{1,20}\s?[〔\[［（(【﹝〈](?:[0-9]|"
    rf"{_OPEN}){{0,6}}[〕\]］）)】﹞〉]\s*第?{_OPEN}{{0,6}}号[）)]?$"
)
_COUNTED = r"第\s*(?:[0-9]{1,5}|[零〇一二三四五六七八九十百]{1,8})\s*号"
_SESSION = (
    r"[（(〔\[]\s*(?:第?[十一二三四五六七八九]{1,4}届)?\s*(?:第\s*[0-9一二三四五六七八九十百]{1,6}\s*号)?\s*[）)〕\]]"
)
_ORDER = (
    rf"(?:[^\s，。；：《》]{{2,40}}(?:令|公告|通告))?\s*(?:{_SESSION})?\s*"
    rf"(?:(?:19|20)[0-9]{{2}}\s*年?\s*|[〔\[（(]\s*(?:19|20)[0-9]{{2}}\s*[〕\]）)]\s*)?"
    rf"{_COUNTED}(?:令|公告)?"
)
OWN_NUMBER = re.compile(
    rf"^[（(]?\s*(?P<number>{_NUMBERS}|{_ORDER})(?:\s*，?\s*{DAY})?\s*[）)]?(?:\s+签发人.*|\s*签发人\s*：.*)?$"
)
#: The number at the end of the line of the issuer or of the title.
TRAILING_NUMBER = re.compile(rf"(?:\s+|\s*[（(]\s*)(?P<number>{_NUMBERS})\s*[）)]?$")
DATE_LINE = re.compile(rf"^[（(]?{DAY}[）)]?$|^{_MONTH}$|^{_OPEN_DATE}$")
_ORGAN = (
    "政府|委员会|办公室|办公厅|领导小组|小组|党委|[省市县区州旗盟镇乡工]委|局|厅|部|院|委|党组|总队|支队|大队|中心|法院|检察院|"
    "国务院|委办|指挥部|管委会|常委会|联合会|协会|总工会|公司|大学|学院|专班|办事处|党工委|署|团|街道办|[市县区政]府办|法制办"
)
SIGNATORY = re.compile(rf"^[^。；，：、？！\t]{{2,60}}(?:{_ORGAN})(?:（章）|（代章）|（盖章）)?$")
SIGNED_DATE = re.compile(rf"^(?P<name>[^。；，：？！\t]{{2,60}}?(?:{_ORGAN}))\s*(?P<date>{DAY})$")
#: （市司法局　2021年3月）: whose document another organ passes on, and since when it stands.
AUTHOR = re.compile(
    rf"^[（(]\s*(?P<name>[^。；，：？！（）()\t]{{2,60}}?(?:{_ORGAN}))\s*(?P<date>{DAY}|{_MONTH})?\s*[）)]$"
)
_PERSON = re.compile(
    r"^[^。；，：]{0,20}(?:主席|总理|[省市县区州盟旗乡镇]长|主任|部长|局长|厅长|署长|行长|院长|检察长)\s*[：:]?\s*"
    r"[\u4e00-\u9fff·]{1,4}(?:\s+[\u4e00-\u9fff]{1,2})?$"
)
RED_HEAD = re.compile(
    rf"^(?P<issuer>[^。；，：《》]{{2,60}}?(?:{_ORGAN}|中华人民共和国主席|法院|大会))\s*"
    r"(?P<form>文\s*件|令|公\s*告|通\s*告|函|公\s*报|任务通知书)$"
)
IMPRINT = re.compile(rf"^.{{2,60}}{DAY}\s*印发$")
CLOSING_NOTE = re.compile(
    r"^(?:抄\s*送\s*[：:].*|抄\s*报\s*[：:].*|[（(]?此件(?:公开|主动公开|依申请公开|不公开|不予公开|删减).*[）)]?"
    r"|[（(]?(?:信息)?公开(?:属性|方式|选项|类别)\s*[：:].*[）)]?|主题词\s*[：:].*|[（(]?联系人\s*[：:].*[）)]?)$"
)
CONTENTS = re.compile(r"^目\s*[录次]$")
ATTACHMENT = re.compile(r"^[（(【]?附\s*[件表]?\s*[0-9一二三四五六七八九十]{0,3}\s*[）)】]?\s*[：:]?$")
ATTACHMENT_LIST = re.compile(r"^附\s*[件表]?\s*[0-9一二三四五六七八九十]{0,3}\s*[：:]\s*\S")
_ADDRESSED = re.compile("各|人民政府|委员会|办公室|部门|单位|机构|[局厅委]：")
#: One organ or person that a letter, a reply or a request is written to.
_ONE_ADDRESSEE = re.compile(
    r"^[^，。；：、]{0,40}(?:政府|同志|先生|女士|公司|[法学]院|检察院|大学|学校|中心|总队|支队|大队|商会|协会|代表|委员)：$"
)
_NO_ADDRESSEE = re.compile("如下|下列|以下|按照|根据|为了|制定|决定|实际|做好|加强")
_NUMBERED = re.compile(r"^[0-9]{1,2}(?:(?:\.[0-9]{1,2}){1,3}\s*|\s+)(?=[\u4e00-\u9fff《“（])(?!年|月)")
_LONGEST_ADDRESSEE = 200
_LONGEST_LINE = 400
_MOST_ORGANS = 10


class Line(Enum):
    """What a line is by itself."""

    NUMBER = auto()
    DATE = auto()
    PERIOD = auto()
    DRAFT = auto()
    NOTE = auto()
    RED_HEAD = auto()
    ADDRESSEE = auto()
    SIGNATORY = auto()
    SIGNED_DATE = auto()
    TITLE = auto()
    CONTENTS = auto()
    ATTACHMENT = auto()
    PROSE = auto()
    OTHER = auto()


#: Lines that give a signature its date.
SIGNED = (Line.DATE, Line.SIGNED_DATE)
_FORMS = (
    (Line.CONTENTS, CONTENTS),
    (Line.ATTACHMENT, ATTACHMENT),
    (Line.ATTACHMENT, ATTACHMENT_LIST),
    (Line.NUMBER, OWN_NUMBER),
    (Line.NUMBER, _OPEN_NUMBER),
    (Line.DATE, DATE_LINE),
    (Line.PERIOD, PERIOD),
    (Line.DRAFT, re.compile(rf"^(?:{DRAFT})(?:{_BRACKET})?$")),
    (Line.NOTE, _OCCASION),
    (Line.NOTE, NOTE_START),
    (Line.NOTE, NOTE_LINE),
    (Line.RED_HEAD, RED_HEAD),
    (Line.SIGNED_DATE, SIGNED_DATE),
)


def kind_of(line: str) -> Line:
    """The class of a clean line, white space at its ends off."""
    if len(line) > _LONGEST_LINE:
        return Line.PROSE
    for kind, pattern in _FORMS:
        if pattern.match(line):
            return kind
    number = TRAILING_NUMBER.search(line)
    if number and (is_organ(line[: number.start()]) or RED_HEAD.match(line[: number.start()])):
        return Line.NUMBER
    if line.endswith("："):
        return Line.ADDRESSEE if is_addressee(line) else Line.PROSE
    if is_title(line):
        return Line.TITLE
    if line.endswith(("。", "；", "！", "？", "，")) or "。" in line or "\t" in line:
        return Line.PROSE
    if is_organ(line) or is_person(line):
        return Line.SIGNATORY
    return Line.OTHER


def is_title(line: str) -> bool:
    """Whether a line may end a title: it ends in what documents are called, its number and brackets left off."""
    plain = TRAILING_NUMBER.sub("", line)
    if _PROSE_OPENING.match(plain) or _SPEAKS_OF_ITSELF.search(plain) or is_labelled(plain):
        return False
    return bool(_TITLE_BODY.match(plain) and (TITLE_END.search(compact(plain)) or _DATED_REPORT.search(plain)))


def is_organ(name: str) -> bool:
    """Whether words end as the names of organs do."""
    parts = [part for part in re.split(r"[、\s]+", name.strip()) if part]
    return 0 < len(parts) <= _MOST_ORGANS and all(map(_is_one_organ, parts))


def _is_one_organ(name: str) -> bool:
    return bool(SIGNATORY.match(name)) or name.endswith(("人民代表大会", "国务院", "中共中央"))


def is_person(line: str) -> bool:
    """Whether an office holder signs: 市长 张三."""
    return bool(_PERSON.match(line))


def is_addressee(line: str) -> bool:
    addressed = _ADDRESSED.search(line) or _ONE_ADDRESSEE.match(line)
    return len(line) <= _LONGEST_ADDRESSEE and bool(addressed) and not _NO_ADDRESSEE.search(line)


def is_labelled(line: str) -> bool:
    """Whether a line opens with a number as clauses do, the forms that only a count makes sure among them."""
    return numbering.parse(line) is not None or bool(_NUMBERED.match(line))


def compact(line: str) -> str:
    """Without the spaces that a layout puts between characters: 通 知 is 通知."""
    return re.sub(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])", "", line)
