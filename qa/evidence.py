"""The sentences of a clause that answer a question, as spans of its text; nothing is ever rephrased."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.glossary import expansions
from qa.keywords import Keywords
from qa.question import Question
from qa.records import Clause, Role, Span
from qa.text import fold, sentences

_MOST_SENTENCES = 3
#: A further sentence is quoted if it holds at least this share of what the best one holds of the question.
_WORTH_QUOTING = 0.6
#: What a sentence gains if it has the kind of thing asked for: a number, a date.
_CUE = 0.25
#: A sentence is about the question if it holds this share of what the clause's best sentence holds of it.
_ABOUT = 0.5
_HOW_MANY = re.compile("多少|几|多久|多长|多大|比例|百分|频率|次数")
_WHEN = re.compile("什么时候|何时|时间|哪年|哪一年|几年|最迟|期限|多久|几月")
_MEASURED = re.compile(
    "(?:多少|几)[十百千万亿]*(?:个)?(?P<unit>元|钱|块|学时|课时|工作日|次|期|天|日|人|名|百分点|倍|分(?!别|类))"
    "|(?P<share>比例|百分之几|占多大|率[^，。？?]{0,5}多少)"
)
_MONEY = frozenset(("元", "钱", "块"))
_NUMERAL = "[0-9一二三四五六七八九十百两]"
_NUMBER = re.compile("[0-9一二三四五六七八九十两]+(?:次|年|期|％|%|学时|个|项|名|件|天|日|月|倍|位|分|元|级|家|类|种)")
_DATE = re.compile("[0-9]+年|[一二三四]季度|年底|月底|每年|每半年|每季|每月|[0-9]+(?:日|天|月)|之前")

_RULES = re.compile("，|必须|应当|不得|每[一二两三四0-9年季月]")

_BODY_ENDS = (
    "领导小组|工作小组|联席会议|协调机构|办公室|办公厅|委员会|工作部门|行政部门|部门|机构|机关|"
    "人民政府|政府|党委|党组|党校|局|处|厅|中心"
)
_BODY_END = re.compile(_BODY_ENDS)
#: 信访工作由区信访局 holds a name behind 由; 自由贸易区管委会 is one.
_BODY_NAME = f"(?:(?!(?<!自)由)[^，。；、：（）“”]){{0,18}}?(?:{_BODY_ENDS})"
_DUTY = re.compile(
    rf"(?:^|[，。；、：]|由|以|充分发挥)(?P<name>(?!由|以){_BODY_NAME})(?:要|应当|应|具体|统一|共同)?"
    r"(?P<verb>牵头|负责|统筹|主管|承担|主导|负总责)"
)


@dataclass(frozen=True)
class Duty:
    """A body that a sentence of running text charges with something; spans are of the clause's text."""

    role: Role
    name: str
    sentence: Span


def quotes(keywords: Keywords, asked: Question, clause: Clause) -> list[Span]:
    """One to three sentences in the order of the text; neighbours are joined into one span."""
    tokens = keywords.tokens(" ".join([asked.topic, *expansions(asked.topic)]))
    spans = _without_heading(clause)
    scores = [_score(keywords, tokens, asked, clause.text[a:b]) for a, b in spans]
    best = max(scores)
    if best == 0:
        return _joined(clause.text, spans[:2])
    ranked = sorted(range(len(spans)), key=lambda i: -scores[i])[:_MOST_SENTENCES]
    chosen = sorted(i for i in ranked if scores[i] >= _WORTH_QUOTING * best)
    return _joined(clause.text, [spans[i] for i in chosen])


def has_number(asked: Question, clause: Clause) -> bool:
    """Whether a clause has a number of the kind asked for; True where none is asked for.

    A clause on fines that names no amount does not say how much a fine is, however close it is.
    """
    match = _MEASURED.search(fold(asked.text))
    if match is None:
        return True
    if match.group("share"):
        return bool(re.search("[0-9]%|％|百分之|[0-9]成", clause.text))
    unit = "[千万亿]*元" if match.group("unit") in _MONEY else match.group("unit")
    return bool(re.search(f"{_NUMERAL}(?:个|余)?{unit}", clause.text))


def _without_heading(clause: Clause) -> list[Span]:
    """A heading that only names its subject says nothing; one that rules something is a sentence like others."""
    spans = sentences(clause.text)
    rest = [
        s for s in spans if clause.text[slice(*s)].rstrip("。：") != clause.heading or _RULES.search(clause.heading)
    ]
    return rest or spans


def _score(keywords: Keywords, tokens: Sequence[str], asked: Question, sentence: str) -> float:
    score = keywords.share(tokens, sentence)
    question = fold(asked.text)
    if score and _HOW_MANY.search(question) and _NUMBER.search(sentence):
        score += _CUE
    if score and _WHEN.search(question) and _DATE.search(sentence):
        score += _CUE
    return score


def _joined(text: str, spans: Sequence[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in spans:
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def names_body(sentence: str) -> bool:
    """Whether a sentence of running text names any body at all."""
    return _BODY_END.search(sentence) is not None


def duties(keywords: Keywords, asked: Question, clause: Clause) -> list[Duty]:
    """Bodies charged in running text with what is asked about; each with the sentence that says so."""
    tokens = keywords.tokens(asked.topic)
    spans = sentences(clause.text)
    shares = [keywords.share(tokens, clause.text[a:b]) for a, b in spans]
    found = []
    for (start, end), held in zip(spans, shares, strict=True):
        if not held or held < _ABOUT * max(shares):
            continue
        for match in _DUTY.finditer(clause.text, max(0, start - 1), end):
            role: Role = "lead" if match.group("verb") == "牵头" else "responsible"
            found.append(Duty(role, match.group("name"), (start, end)))
    return found
