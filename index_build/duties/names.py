"""The names of units in a stretch of text: where they part, what belongs to a name and what only follows it.

Sources of the forms: the rules of text repair and clause structure (units and deadlines). A name is never cut at
和, 及, 与 (教育和体育局), unless each side is a whole name with a region of its own (县教育局和县民政局).
"""

import re

from qa.records import Role, Span, Unit

LEAD = "牵头|主办|主责|主管"
RESPONSIBLE = "责任|负责|承办|落实|实施"
SUPPORT = "配合|协办|参与|参加|协同|支持|协助"
#: What ends the name of a body; the look-behinds keep out words that end alike (干部, 承办, 场所).
SUFFIX = (
    "(?:局|厅|政府|公室|委员会|(?<![常政])委|(?<![干全内外局总大])部|(?<![承主协督经开举查交])办|法院|检察院|国务院|医院|学院"
    "|研究院|中心|[大中支总]队|执法队|(?<![场住])所|(?<!网)站|公司|集团|银行|支行|部门|单位|机关|机构|街道|办事处|管理处"
    "|管委会|居委会|村委会|常委会|协会|学会|商会|工会|联合会|联席会议|小组|专班|[妇残侨台青文]联|工商联|科协|红十字会|人大|政协"
    "|(?<=各)(?:镇|乡|街|县|区|市|村|社区)|乡镇|镇街|街镇|科室|处室|督查室|供销社|企业|学校|高校|院校|档案馆|图书馆|电视台|园区|开发区|村社区|成员单位)"
)
_LEVEL = (
    "(?:省|市(?![场政])|县(?![域城])|区(?!域)|州|盟|旗|乡|镇|街道|村(?=[民（委])|各|地方各级|上级|本级|中央|国务院)"
)
#: A region, a level or 各 at the head of a name: what makes it a name of its own.
PREFIX = f"(?:{_LEVEL}|[\u4e00-\u9fff]{{1,6}}?(?:省|市(?!场)|县|自治区|区(?!域)|州|旗|镇|乡))"
_BY_FORM = re.compile(f"{SUFFIX}(?:（[^（）]{{1,20}}）)?$")
_OWN_REGION = re.compile(f"(?:全|中共|共青团)?{PREFIX}")
_BARE_COMMITTEE = re.compile("(?:[省市县区州旗镇乡党]|自治区)(?:委|政府|人民政府)$")
_DUTY = "按(?:照)?(?:各自)?(?:的)?(?:职责|职能)(?:分工)?(?:分别)?"
#: The verb behind names: 牵头, 按职责分工负责, 共同负责落实.
VERB = re.compile(
    rf"(?:{_DUTY})?(?:共同|分别|具体)?(?P<role>{LEAD}|负责|{SUPPORT})"
    "(?:负责)?(?:组织)?(?:实施|落实)?$"
)
_BY_DUTY = re.compile(f"(?:{_DUTY}|分工负责|各负其责)(?:落实)?$")
_OTHERS = re.compile(
    "(?<![高中初平同优])等(?:[一二三四五六七八九十0-9]+[个家])?(?:[省市县区州]?[直级]?(?:各|有关|相关|职能|成员|责任)*"
    "(?:部门|单位|机关|机构|乡镇|镇街)(?:[和及、](?:单位|部门|乡镇|镇街|街道|企业))?)?$"
)
_SEPARATORS = frozenset("、，；,;\n\t")
_OPENERS, _CLOSERS = "（(〔“", "）)〕”"
_LOOSE = re.compile("[ /／]+")
_JOINT = re.compile("以及|[和及与]")
_LONGEST_NAME = 40
_MARKED = re.compile("（(牵头|负责|配合|协办)(?:单位|部门)?）$")
_MARKS: dict[str, Role] = {"牵头": "lead", "负责": "responsible", "配合": "support", "协办": "support"}
#: What fills a place without saying anything: 无, ——, 待定, 详见附件1; 同上 says it elsewhere.
NOBODY = re.compile(
    r"[\W_]*(?:(?:暂?无|没有|暂缺|空|[Nn]/?[Aa]|同[上下前左右]|[同如][上前](?:一[行栏项条])?|(?:尚未|尚|另行|暂|未|待)(?:定|确定|明确)"
    r"|(?:详见|参见|另见|见(?=[附下上表本第后《0-9])).*)[\W_]*)?"
)
_CROWD = re.compile(
    "(?:全)?社会(?:力量|各界|公众)?|(?:广大|人民)?(?:群众|公众|市民|居民|村民)|各方(?:面|力量)?|专人|个人"
)
#: A bracket that explains a name and is no part of it.
EXPLAINED = re.compile("（(?:以下|设在|下同|下设)")
_SENTENCE_WORD = re.compile(
    "[：:。《》？！]|要(?:[抓做加按切认严积高组结负将在把对]|求)|应[当于在]|做好|抓好|确保|加强|建立|健全|完善|开展"
    "|完成|报送|自行|[0-9]{4}年|[0-9]{6,}|不[少低多]于|不超过"
    "|^(?:要|须|必须|应|全力|积极|切实|进一步|不断|深入|严格|认真|及时|定期|推动|推进)"
    "|^(?:[0-9. ]+|[（(].*|并|且|会同|其中|或者)$"
)


def names(text: str, start: int, end: int, role: Role) -> list[Unit]:
    """The units named between two offsets, each with its span; empty where nobody is named."""
    units: list[Unit] = []
    for first, last in pieces(text, start, end):
        unit = _unit(text[first:last], first, role)
        if unit is not None and unit.name:
            units.append(unit)
        elif unit is not None and unit.others and units:
            units[-1] = Unit(role, units[-1].name, units[-1].span, True)
    return units


def is_by_form(name: str) -> bool:
    """Whether it ends as names of bodies do: 县教育局, 各有关部门, 县司法局（行政复议局）."""
    return 2 <= len(name) <= _LONGEST_NAME and _BY_FORM.search(name) is not None


def has_own_region(name: str) -> bool:
    """Whether it opens with a region, a level or 各: 县教育局, 各部门; not 教育局, 市场监管局."""
    return _OWN_REGION.match(name) is not None


def _unit(piece: str, first: int, role: Role) -> Unit | None:
    """The name at the head of a piece. An empty name stands for a lone 等; None for what names nobody."""
    piece = piece.rstrip(" 。；;，,")
    duty = VERB.search(piece) or _BY_DUTY.search(piece)
    name = piece[: duty.start()] if duty else piece
    name = EXPLAINED.split(name, maxsplit=1)[0].rstrip(" 。；;，")
    marked = _MARKED.search(name)
    if marked:
        name, role = name[: marked.start()], _MARKS[marked.group(1)]
    more = _OTHERS.search(name)
    if more:
        name = name[: more.start()].rstrip(" 、，")
    if name and (NOBODY.fullmatch(name) or _CROWD.fullmatch(name)):
        return None
    if len(name) > _LONGEST_NAME or _SENTENCE_WORD.search(name) or (not name and not more):
        return None
    return Unit(role, name, (first, first + len(name)), more is not None)


def pieces(text: str, start: int, end: int) -> list[Span]:
    """The stretches between separators, trimmed, none empty; nothing is cut within brackets."""
    found: list[Span] = []
    depth, first = 0, start
    for i in range(start, end):
        depth += (text[i] in _OPENERS) - (text[i] in _CLOSERS)
        if depth <= 0 and text[i] in _SEPARATORS:
            found += _parted(text, first, i)
            first = i + 1
    return found + _parted(text, first, end)


def _parted(text: str, start: int, end: int) -> list[Span]:
    """One piece, cut further at spaces behind a whole name and at 和 between two names with regions."""
    if not text[start:end].strip():
        return []
    if end - start > 8 * _LONGEST_NAME:
        return [_trimmed(text, start, end)]
    return [joint for first, last in _at_spaces(text, start, end) for joint in _at_joints(text, first, last)]


def _at_spaces(text: str, start: int, end: int) -> list[Span]:
    found: list[Span] = []
    start, end = _trimmed(text, start, end)
    first = start
    for gap in _LOOSE.finditer(text, start, end):
        left, right = text[first : gap.start()], text[gap.end() : end]
        whole = is_by_form(left) or (found and not is_by_form(left))
        if whole and not (_BARE_COMMITTEE.search(left) and not has_own_region(right)):
            found.append((first, gap.start()))
            first = gap.end()
    found.append((first, end))
    # Behind a whole name a word that is none (a person, a telephone number) is not its part.
    return [span for k, span in enumerate(found) if k == 0 or _may_follow(text[slice(*span)])]


def _may_follow(word: str) -> bool:
    return is_by_form(word.rstrip("。；， 等")) or bool(VERB.search(word) or _BY_DUTY.search(word)) or len(word) > 4


def _at_joints(text: str, start: int, end: int) -> list[Span]:
    found: list[Span] = []
    first = start
    for joint in _JOINT.finditer(text, start, end):
        left, right = text[first : joint.start()], text[joint.end() : end]
        inside = left.count("（") > left.count("）")
        if not inside and is_by_form(left) and has_own_region(left) and _opens_with_name(right):
            found.append((first, joint.start()))
            first = joint.end()
    return [*found, (first, end)]


def _opens_with_name(text: str) -> bool:
    return has_own_region(text) and re.search(SUFFIX, text[:_LONGEST_NAME]) is not None


def _trimmed(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    first = start + len(piece) - len(piece.lstrip())
    return first, first + len(piece.strip())
