"""The sentences of a clause that answer a question, as spans of its text; nothing is ever rephrased."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.answers.wanted import asking
from qa.glossary import expansions
from qa.keywords import Keywords
from qa.question import Question
from qa.records import Clause, Span
from qa.text import fold, sentences

_MOST_SENTENCES = 3
#: A further sentence is quoted if it holds at least this share of what the best one holds of the question.
_WORTH_QUOTING = 0.6
#: A sentence is about the question if it holds this share of what the clause's best sentence holds of it.
ABOUT = 0.5
#: What a sentence gains if it forbids, or exempts from, what is asked about as something forbidden or not needed.
_CUE = 0.25
_NEGATIVE = re.compile("不得|不能|不准|不许|不予|不可|不需|不必|不用|无需|无须|禁止|严禁|免除|免予|除外|未经")
#: Characters. A clause of no more is read at one glance.
_SHORT = 400
#: The clause as a whole is meant if its opening holds this share of what the clause holds of the question.
_OPENS_WITH = 0.75
_AS_A_WHOLE = re.compile(
    "(?:怎么|如何|怎样|咋)(?:去|来|样)?(?:规定|要求|安排|部署|写|说|讲|做|办|抓|搞|管|推[进行动]|开展|加强|强化|深化|优化|落实|完善|健全"
    "|建[立设]|提[高升]|规范|改[进革]|实[施行]|进行|打通|搭建|创新)"
    "|(?:哪些|什么|啥)(?:具体|主要|工作)?(?:规定|要求|措施|举措|安排|做法|说法|部署|机制|制度)|(?:讲|说|写)了?些?(?:什么|啥|哪些)|哪些方面"
)

_RULES = re.compile("，|必须|应当|不得|每[一二两三四0-9年季月]")
#: A sentence that begins so says nothing without the one before.
_LEANS = re.compile("其(?![他它中余次实])|该(?![当])|上述|前款|前述|此|这(?![里])|同时|并(?!购)|对此|据此|由此|否则|但")
_PERIOD_ENDS = frozenset("。！？\n")


@dataclass(frozen=True)
class Weighed:
    """The sentences of a clause and the share, by idf, that each holds of what is asked about."""

    spans: tuple[Span, ...]
    shares: tuple[float, ...]

    @property
    def best(self) -> float:
        return max(self.shares)

    def of(self, span: Span) -> float:
        """The share of the sentence that a span meets; of several the highest."""
        return max((s for own, s in zip(self.spans, self.shares, strict=True) if _meet(own, span)), default=0.0)

    def best_within(self, span: Span) -> Span:
        """The sentence that holds most of those that a span meets; the span itself where it meets none."""
        met = [(s, -own[0], own) for own, s in zip(self.spans, self.shares, strict=True) if _meet(own, span)]
        return max(met)[2] if met else span


def tokens(keywords: Keywords, asked: Question) -> list[str]:
    """The words asked about and the official ones that they imply, without those that merely ask."""
    about = topic(asked)
    return keywords.tokens(" ".join([about, *expansions(about)]))


def topic(asked: Question) -> str:
    """What is asked about, without the words that merely ask for a fact."""
    return asking(asked.topic).strip() or asked.topic


def weigh(keywords: Keywords, words: Sequence[str], clause: Clause) -> Weighed:
    """Every sentence of a clause but a mere heading."""
    spans = _without_heading(clause)
    return Weighed(tuple(spans), tuple(keywords.share(words, clause.text[a:b]) for a, b in spans))


def quotes(keywords: Keywords, asked: Question, clause: Clause, holding: Sequence[Span] = ()) -> list[Span]:
    """What to quote, in the order of the text; neighbours are joined into one span.

    The clause whole where the question is about it as a whole and it is short; else one to three sentences, with what
    they lean on. holding: spans, of the facts that answer, whose sentences are quoted first of all.
    """
    words = tokens(keywords, asked)
    if not holding and _is_meant(keywords, words, asked, clause):
        return _whole(clause, asked) if len(clause.text) <= _SHORT else _opening(keywords, words, clause)
    spans = [s for s in _without_heading(clause) if not holding or any(_meet(s, held) for held in holding)]
    if not holding:
        spans = _chosen(keywords, words, asked, clause, spans)
    return _joined(clause.text, _completed(clause.text, spans))


def _chosen(keywords: Keywords, words: Sequence[str], asked: Question, clause: Clause, spans: list[Span]) -> list[Span]:
    """The sentences that hold most of the question."""
    cue = _CUE if _NEGATIVE.search(fold(asked.text)) else 0.0
    scores = []
    for a, b in spans:
        share = keywords.share(words, clause.text[a:b])
        scores.append(share + cue if share and _NEGATIVE.search(clause.text, a, b) else share)
    best = max(scores)
    if best == 0:
        return spans[:2]
    ranked = sorted(range(len(spans)), key=lambda i: -scores[i])[:_MOST_SENTENCES]
    return [spans[i] for i in sorted(ranked) if scores[i] >= _WORTH_QUOTING * best]


def _is_meant(keywords: Keywords, words: Sequence[str], asked: Question, clause: Clause) -> bool:
    """Whether the question is about all that the clause says."""
    if asked.idle:
        return True
    first = sentences(clause.text)[0]
    held = keywords.share(words, clause.text)
    opening = keywords.share(words, clause.text[slice(*first)])
    return bool(_AS_A_WHOLE.search(fold(asked.text))) and held > 0 and opening >= _OPENS_WITH * held


def _whole(clause: Clause, asked: Question) -> list[Span]:
    """All the text; a heading on a line of its own only where the clause itself is asked for."""
    spans = sentences(clause.text)
    own_line = clause.text[spans[0][1] :].startswith("\n") and len(spans) > 1 and not asked.idle
    return [(spans[1 if own_line and not _RULES.search(clause.heading) else 0][0], spans[-1][1])]


def _opening(keywords: Keywords, words: Sequence[str], clause: Clause) -> list[Span]:
    """How a long clause begins, and the sentences that hold most of the question, as much as is read at one glance."""
    spans = _without_heading(clause)
    ranked = sorted(spans[1:], key=lambda s: -keywords.share(words, clause.text[slice(*s)]))
    chosen = [spans[0]]
    for span in ranked:
        if sum(b - a for a, b in [*chosen, span]) <= _SHORT:
            chosen.append(span)
    return _joined(clause.text, _completed(clause.text, sorted(chosen)))


def period(text: str, span: Span) -> Span:
    """All of the sentence that a span stands in, whose pieces semicolons part: 到2020年，甲；乙；丙。"""
    spans = sentences(text)
    place = next(i for i, (a, b) in enumerate(spans) if a <= span[0] < b)
    first = _period_start(text, spans, place)
    last = place
    while last + 1 < len(spans) and _period_start(text, spans, last + 1) == first:
        last += 1
    return spans[first][0], spans[last][1]


def _completed(text: str, chosen: Sequence[Span]) -> list[Span]:
    """With the sentence before one that leans on it, and with the words that lead in the items of a list."""
    spans, found = sentences(text), set(chosen)
    for span in chosen:
        place = spans.index(span)
        first = _period_start(text, spans, place)
        if place and first == place and _LEANS.match(text, span[0]):
            found.add(spans[place - 1])
        lead = text.find("：", *spans[first])
        if first < place and lead >= 0 and spans[first] not in found:
            found.add((spans[first][0], lead + 1))
    return sorted(found)


def _period_start(text: str, spans: Sequence[Span], place: int) -> int:
    """The first of the pieces, parted by semicolons, that a sentence is made of."""
    while place and not _PERIOD_ENDS & set(text[spans[place - 1][1] - 1 : spans[place][0]].rstrip("”’」』）") or "。"):
        place -= 1
    return place


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _without_heading(clause: Clause) -> list[Span]:
    """A heading that only names its subject says nothing; one that rules something is a sentence like others."""
    spans = sentences(clause.text)
    rest = [
        s for s in spans if clause.text[slice(*s)].rstrip("。：") != clause.heading or _RULES.search(clause.heading)
    ]
    return rest or spans


def _joined(text: str, spans: Sequence[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in spans:
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], end)
        elif joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
