"""What a follow-up leaves out and what it points back with, by its wording. All take folded text.

From general knowledge of Chinese: the question word stays where its answer would stand, a fragment with 呢 asks the
question before once more, and 这, 那, 该, 此, 它 and 上述 point back.
"""

import re
from collections.abc import Iterator

from qa.records import Span

_BODY = "(?:单位|部门|机关|机构|科室|委办局|办公室|小组|人员|人|局|委)"
_WHICH = "(?:哪[一两二三四几]?(?:个|些|家)?|什么|何|几[个家])"
_WHO = f"(?:谁|{_WHICH}[^,。?的、哪]{{0,3}}?{_BODY})"
_LEAD = "牵头|领衔|带头|主办|挑头|领头|配合|协办|协助"
_CHARGE = f"{_LEAD}|负责|主管|归口|承办|管|抓"
#: Actions that want an object: alone they do not say what is asked about.
_ACTIONS = (
    "完成|落实|实施|执行|开展|推进|建成|建立|建|达到|实现|公布|公开|公示|报告|上报|报|汇报|提交|考核|检查|监督|督查|督促|督办|评估|评价|"
    "培训|清理|修订|修改|制定|出台|编制|启动|开始|结束|办理|处理|组织|协调|统筹|参加|参与|处罚|追究|问责|奖励|做到|做|办|搞|弄|用|"
    "进行|承担|担任|安排|写|说|讲|提|规定|要求|选|使用|验收|更新|发布|通报|成立|设立|学习|考试"
)
#: What every piece of work has, and so says nothing of which one is meant.
_ASKED_FOR = (
    "牵头单位|责任单位|配合单位|协办单位|主管部门|责任部门|牵头部门|配合部门|责任人|负责人|时间表|时间节点|完成时间|截止时间|时间|时限|期限|"
    "进度|目标|指标|标准|比例|学时|课时|次数|数量|范围|对象|程序|步骤|流程|方式|形式|频率|结果|后果|经费|条件|依据|根据|原则|重点|分工|"
    "完成时限|原文|原话|全文|条文|出处|职责|理由|原因|链接|例外"
)
_ATTRIBUTES = f"{_ASKED_FOR}|内容|措施|举措|做法|办法|领域|方面|情况|规定|要求|安排|说法|任务|单位|部门"
_ADVERBS = (
    "具体|主要|分别|一共|总共|大概|到底|究竟|最迟|最晚|至少|最少|最多|(?<!首)都|又|还|也|各自?|应该|应当|该|应|可以|需要|必须|"
    "(?<![主需重必摘纲概])要(?!求)|(?<![职功效可只不才节性])能"
)
#: Possessive: 应该 can be read in two ways, and a long row of them must not be tried in all.
_ADVERB = f"(?:{_ADVERBS})*+"
_TIMES = "(?:每|一)(?:年|个?月|季度?|周|人)|每人每年"
_WHEN = "什么时候|什么时间|什么时侯|何时|哪一?年|几月份?|几年"
_MEASURE = "[个次年项件期天日人名元钱条份种类]|学时|课时|工作日"
_NOT_A = r"(?P<once>[\u4e00-\u9fff])不(?P=once)|有没有|可不可以|可否|是否|有无"
_DIFFERENCE = "区别|差别|差异|不同(?:之处|点)?|异同(?:点)?|共同(?:之处|点)|相同点|不一样(?:的地方)?"

#: `verb` names what is done, which stays part of what is asked about.
_ASKING = re.compile(
    rf"{_ADVERB}(?:由|是|归|让|靠|属于?|(?:落|交|分|派|报)(?:在|到|给)了?|向|给|找|跟|在)*{_WHO}(?:的(?:事|职责|责任))?"
    rf"(?:来|去|共同|一起|{_ADVERBS})*+(?:{_CHARGE})*+"
    rf"(?:组织|承担|担任|统筹|协调|(?P<verb_who>{_ACTIONS})|[^,。?、的呢吗是]{{1,4}}(?=[?呢\\s]*$))?(?:的|了)?"
    rf"|(?:{_LEAD}|责任|主责|主管|承办|负责)的?(?:{_BODY})?{_ADVERB}(?:是|有|为)(?:{_WHO}|{_WHICH})?"
    rf"|(?:{_LEAD}|责任|主管|承办)(?:单位|部门|机关)(?=的|\?|\s*$|呢)"
    rf"|(?:{_LEAD}|负责)了?{_WHICH}(?:任务|工作|事项|事情|事)?"
    rf"|{_ADVERB}(?:有|是)?(?:什么|何|哪些)?(?:{_DIFFERENCE})"
    rf"|{_ADVERB}(?:为什么|为何|凭什么|什么原因)(?:没有?|不)?"
    rf"|{_ADVERB}每?隔?(?:多久|多长时间|几年|几个月)(?P<verb_often>[^,。?]{{0,4}}?)[一1]次"
    rf"|{_ADVERB}(?:由|定?在|到|于|从|是)*(?:{_WHEN})(?:之?前|以前|底前?|年底)?"
    rf"(?:完成|落实|实现|做到|开始|结束|启动|(?P<verb_when>(?:{_ACTIONS})(?:出来|下来)?))?"
    rf"|{_ADVERB}(?:多久|多长时间)"
    rf"|(?:{_ADVERBS}|{_TIMES})*+(?:占|是|有|为|不少于)?(?:多少|多大|几)(?:{_MEASURE}|比例|[^,。?的]{{0,2}}$)?"
    rf"|(?:是)?{_ADVERB}(?:怎么|如何|怎样|咋)(?:样|着|一?回事)?"
    rf"(?:{_ACTIONS}|算|治|管|(?P<verb_how>[^,。?、的呢吗]{{2,4}}(?=的?[?呢\\s]*$)))?的?"
    rf"|{_ADVERB}(?:有|是|(?<!工)作了?|做了?|提出了?|包括|含)?(?:什么样|什么|哪些|哪[一两二三几]?[个项条类种份])的?"
    rf"(?:新|具体|主要|相关|重点)*的?(?:{_ATTRIBUTES}|[^,。?的呢吗]{{1,5}}(?=[?呢吗\\s]*$))?"
    rf"|{_ADVERB}有(?:{_ACTIONS}|{_LEAD})?(?:{_ATTRIBUTES})(?=[吗么没有?\\s]*$)"
    rf"|{_ADVERB}在?(?:哪里|哪儿)|(?:{_NOT_A})(?:{_ATTRIBUTES})?"
    rf"|(?:{_ASKED_FOR})(?:是|有)?(?:什么|哪些|谁)?(?=[?呢吗\s]*$)"
    r"|(?:也|还|都)?(?:有|是|行|对|可以|这样|一样)?(?:吗|呢|吧|么)(?=[?。!\s]*$)|[哟啊呀嘛哈呗](?=[?。!\s]*$)|[?]"
)
#: Askings that ask no more than the question before did.
_SAME_AGAIN = re.compile(
    r"(?:又|也|都|是|还|有|的|了|分别|各自)*(?:(?:怎么|如何|怎样|咋)(?:样|规定|要求|说|写|安排|做|办|搞)?的?|什么情况|情况(?:怎么样|如何)?"
    r"|(?:有没有|是不是|管不管|是否|有无)(?:规定|要求|这样|类似的?规定)?"
    r"|(?:一样|这样|这么|同样|如此)(?:规定|要求|做|说|写|安排)?的?|是什么情况)?[吗呢吧么啊?。!\s]*"
)
_POLITE = (
    "(?:您好|你好|好的?|嗯+|哦+|噢|谢谢(?:您|你|了)?|多谢|辛苦了|明白了?|知道了?|了解了?|收到|原来如此|"
    "请问一?下?|请教一?下?|请您?(?=再|帮|查|说)|麻烦您?|劳驾|(?:再|接着|继续|顺便|最后)?(?:请?问|查|看|说)(?:一?下|一?个)?(?=[,:\\s])|"
    "(?:我)?(?:还|再|也)?(?:想|要)(?:再)?(?:问|知道|了解|查|看)一?下?|(?:请|能不能|可以)?(?:再)?(?:告诉我|帮(?:我|忙)(?:再)?(?:查|看|找)?一?下?)|"
    "换个?问题|顺便|对了|[再也](?=问|查|看|说|谈|讲)|问一?下|查一?下|看一?下|说说|谈谈|看看|讲讲|查查)"
)
_LINKED = (
    "(?:那么(?!多|些|大|久|长|严)|那(?![些个里边儿种样条份项件时年位几]|不是)|另外|此外|同时|接着|然后|"
    "还有(?!哪|什|谁|几|多|没|吗|别|其|何|[呢吧?])|以及|至于)"
)
_SWITCH = (
    "(?:(?:如果|要是|假如|若)(?:是|换成|换作|改成|换)?|换成|换作|换到|改成|改为|改问|换(?!届|证|岗|发)|"
    "(?:不是[^,。?]{1,9},)?(?:我)?(?:问|说|指|要的|想问)的是|不是[^,。?]{1,9},(?:而|我问的)?是|只(?:看|要|问))"
)
_GAP = r"[,。!?:;、\s]*+"
_OPENING = re.compile(rf"(?:{_GAP}(?:{_POLITE}|(?P<linked>{_LINKED})|(?P<switch>{_SWITCH})))*{_GAP}")
COMMAND = re.compile("^(?:请|请你|请您)?(?:对比|比较|介绍|说明|列出|写出|解释|概括)(?:一?下)?")
_CLOSING = re.compile(rf"{_GAP}(?:谢谢(?:您|你|了)?|多谢|麻烦了|辛苦了)?{_GAP}$")

_HEADS = "工作|任务|制度|机制|事情|事项|事儿?|问题|措施|项目|平台|清单|体系|活动|做法|政策|办法|改革|规定|要求|内容"
_POINTS = "(?:[这那](?:一|几|两|三)?(?:项|个|件|条|类|些|摊|块|种|方面)?|该项?|此项?|上述|前述)"
#: Stands for what was asked about.
TOPIC_BACK = re.compile(
    rf"(?:上面|前面|刚才|之前)(?:说|提到?|讲|问)[过到]?的(?:这|那)?(?:些|个|项|件)?(?:{_HEADS})?"
    r"(?=的|由|归|[是有]?[谁哪什怎多几]|具体|如何|要|应|$)"
    rf"|{_POINTS}(?:{_HEADS})|它(?![们山业])|[他她](?:们(?!俩)|(?![人乡国]))"
    r"|(?:^|(?<=,))其(?![他它余中实次])|[这那此](?:一?块|方面|摊)"
    r"|[这那]一?个(?=由|归|是谁|[谁怎什哪]|要|应|具体|如何|的)"
    r"|这(?=由|归|是谁|谁|怎么)|(?:刚才|上面|前面)?[这那该此]一?[条款](?=的|是|由|$|[?呢])"
)
#: Goes before what it points to.
MODIFIER_BACK = re.compile(
    "(?:上面|前面|刚才|之前)(?:说|提到?|讲|问)(?:的|过的|到的)*(?:这个|那个|这些|那些)?|上述的?|前述的?"
)
PLACE_BACK = re.compile(
    "该[区县市省州地镇]|[这那](?:个|一)?(?:区|县|市|省|州|地方|地区|里|边|儿)(?![面域])|当地"
    "|(?:^|(?<=[,在]))[区县市州省](?:里|上)(?!的?各|面)"
)
PLACES_BACK = re.compile(
    "(?:这|那|以上|上述|前面)*(?P<count>[两二三四])(?:个)?(?:地方|地区|地|区县|区|县|市|者|家)|(?:它|他)们|二者"
    "|这些地方|这几个(?:地方|地区|区|县|市)"
)
PLAN_BACK = re.compile("(?:该|本|此|[这那](?:一?份|个)?)(?P<noun>规划|方案|文件|实施意见|意见|要点|纲要|计划)")
#: One of the two places named last.
ONE_OF_TWO = re.compile("前者|后者")
BODIES_BACK = re.compile("(?:[这那该此](?:些|几[个家]|两[个家]|个|家)?)(?:单位|部门|机构|机关|局)|他们")
ELSEWHERE = re.compile(
    "(?:其他|其它|别的|其余)的?(?:地方|地区|区县|省市|市县|城市)|(?:各个?|所有|全部)(?:地方?|地区|区县|市县)"
    "|哪[些几]个?(?:地方|地区|区县|城市)"
)
UNNAMED = re.compile("某[省市县区州镇]")
CLAUSE_NUMBER = re.compile("第[0-9一二三四五六七八九十百零两]+(?:条|项|款|点|章|节|部分|个)")
YEAR = re.compile("(?:19|20)[0-9]{2}年(?:(?:年?底|末)?之?前|底|末)?|[今明后去前]年(?:底前?)?|十[一二三四五]五")
ORIGINAL = re.compile("原文|原话|全文|条文|怎么写的原")
DIFFERENCE = re.compile(f"{_DIFFERENCE}|相比|对比|比较|比(?![例如])")
_MORE = re.compile("还有(?:别的|其他的?|其它的?|更多)?(?:吗|没有|么)[?。]*")
_WHY_NOT = re.compile(
    "(?:那)?(?:为什么|为何|怎么)(?:会)?(?:没有?|不|没有?(?:写|规定|说|提|载明|写明|明确))(?:呢|啊|的)?[?。]*"
)
_ASKED_DIFFERENCE = re.compile(f"{_ADVERB}(?:有|是)?(?:什么|何|哪些)?(?:{_DIFFERENCE})")
_ATTRIBUTE_FIRST = re.compile(f"(?:{_ATTRIBUTES})(?!{_ACTIONS})")
_LAST_VERB = re.compile(f"{_ADVERB}({_ACTIONS})$")
_PREDICATE = re.compile(
    "(?:每人每年|每人|每年|一年|每月|至少|最少|最多|应当|应该|必须|需要|可以|打算|计划|"
    "(?<![主需重必摘纲概])要(?!求)|须|应(?![诉急]))++[^的,、]{0,6}$"
)
_YES_OR_NO = re.compile("[也还都有是行对可以吗呢吧么?!。]*")
_SEEKS = re.compile("(?:有没有|有无|是否有)")
_DOUBT = re.compile(f"[,，][^,，]{{0,6}}(?:{_NOT_A})[^,，]*$|[?!。；;](?=.)")
_LIGHT = re.compile(
    f"{_ATTRIBUTES}|{_ACTIONS}|{_CHARGE}|{_ADVERBS}|{_TIMES}|工作|事情|事项|事|机关|机构|责任|地方|"
    "地区|如果|要是|假如|看看|一下|没有|没|不|"
    "之前|以前|之后|年底|同样|一样|这样|类似|相关|别的|其他|其它|刚才|上面|前面|这里|这边|那里|那边|这个|那个|这些|那些|还是|比较|相比|对比|"
    "按照|按|走|名字|名称|叫|我们|我|他|两|给|让|请|了|着|过|的|地|得|吗|呢|吧|么|啊|呀|是|有|在|由|归|被|把|将|向|对|到|"
    "从|和|与|跟|同|比|及|里|边|儿|们|那|这|它|该|此|就|才|再|很|更|最|谁|看|查|找|呗|哪|什么|多少|几"
)
_BACK = re.compile(
    "|".join(
        back.pattern
        for back in (TOPIC_BACK, MODIFIER_BACK, PLACE_BACK, PLACES_BACK, PLAN_BACK, BODIES_BACK, CLAUSE_NUMBER)
    )
)
_CHAT = re.compile("[你您]")
#: Fewer characters than two are no topic.
_TEXT = re.compile(r"\w.*\w", re.DOTALL)
_ASIDE = re.compile(r"(?:的)?(?:情况|方面|这一?块|那一?块)?[呢吗?。!,\s]*$")


def opening(folded: str) -> tuple[int, bool, bool]:
    """Where the question itself begins, behind politeness; whether it goes on (那, 还有), and by a switch (换成)."""
    match = _OPENING.match(folded)
    if match is None:
        return 0, False, False
    return match.end(), match.group("linked") is not None, match.group("switch") is not None


def closing(folded: str) -> int:
    """Where the question itself ends, before thanks and marks."""
    match = _CLOSING.search(folded)
    return match.start() if match else len(folded)


def askings(bare: str) -> Iterator[tuple[Span, Span | None]]:
    """The words that ask, and within them the verb that is part of what is asked about."""
    for match in _ASKING.finditer(bare):
        if match.group():
            verb = next(
                (match.span(n) for n in ("verb_who", "verb_when", "verb_how", "verb_often") if match.group(n)), None
            )
            yield match.span(), verb


def has_content(rest: str) -> bool:
    """Whether words without those that ask say what is asked about."""
    return _TEXT.search(_LIGHT.sub("", without_back(rest))) is not None or _CHAT.search(rest) is not None


def without_back(text: str) -> str:
    """A text without the words that point back."""
    return _BACK.sub("", text)


def asks_same(rest: str) -> bool:
    """Whether a follow-up without its region asks what was asked before."""
    return _SAME_AGAIN.fullmatch(rest) is not None


def asks_more(core: str) -> bool:
    return _MORE.fullmatch(core) is not None


def asks_why_not(core: str) -> bool:
    return _WHY_NOT.fullmatch(core) is not None


def is_attribute(word: str) -> bool:
    """Whether it is a thing that every piece of work has: 时限, 责任单位."""
    return re.fullmatch(f"{_ASKED_FOR}|内容|措施|举措|做法|办法|规定|要求|安排|任务", word) is not None


def aside(fragment: str) -> int:
    """Where a fragment ends without 方面, 呢 and the like."""
    match = _ASIDE.search(fragment)
    return match.start() if match else len(fragment)


def asked_difference(core: str) -> str:
    """有什么不同, as written; '' where a comparison is asked for in other words."""
    match = _ASKED_DIFFERENCE.search(core)
    return match.group() if match else ""


def predicate(bare: str) -> int:
    """Where what is done begins in words that stand before an asking: 执法人员|每年要培训 (多少学时)."""
    match = _PREDICATE.search(bare)
    return match.start() if match else len(bare)


def is_yes_or_no(asking: str) -> bool:
    return _YES_OR_NO.fullmatch(asking) is not None


def seeks(asking: str) -> bool:
    """有没有, 是否有: what is looked for stands behind it."""
    return _SEEKS.match(asking) is not None


def doubt(folded: str) -> int:
    """Where the first sentence ends, or its last clause begins that asks whether (，有没有规矩管)."""
    match = _DOUBT.search(folded)
    return match.start() if match else len(folded)


def without_command(text: str) -> str:
    """A question about one place without 比较一下."""
    return COMMAND.sub("", text)


def begins_with_attribute(core: str) -> bool:
    return _ATTRIBUTE_FIRST.match(core) is not None


def joined(topic: str, asked: str, link: str = "") -> str:
    """A topic and what is asked of it, without saying twice what one ends and the other begins or asks with."""
    match = _LAST_VERB.search(topic)
    if match and match.group(1) in asked:
        topic = topic[: match.start()]
    shared = next((n for n in range(min(len(topic), len(asked)), 1, -1) if topic.endswith(asked[:n])), 0)
    return topic + (asked[shared:] if shared else link + asked)
