"""The kinds of follow-ups, each with what it takes from the questions before."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from qa import phrases
from qa.dialogue import ellipsis
from qa.dialogue.frame import EVERYWHERE, Frame, Place, Reader
from qa.numerals import number
from qa.records import ROLE_NAMES, Clause, Span
from qa.text import fold

#: Characters of a clause without a heading that stand for it.
_OPENING_WORDS = 20
#: A longer fragment is a sentence of its own.
_LONGEST_FRAGMENT = 20
_EDGE = " \t\n,，、。:：;；?？的"
_EACH = re.compile("分别|各自?(?=[有是怎如对由作做])")
_LEADING = re.compile("^(?:对于|对(?!外)|关于|针对|在(?!线)|看看|查查|说说|从|那?里|的|,|，|\\s)+")


@dataclass(frozen=True)
class Said:
    """An earlier question, understood and taken apart, and the clauses that its answer cited."""

    frame: Frame
    clauses: tuple[Clause, ...]


Earlier = Sequence[Said]


def understood(text: str, said: Earlier, reader: Reader) -> str:
    """The follow-up with what it leaves out; the text itself if it leaves out nothing. said: not empty."""
    follow = reader.read(text)
    if pointed := _with_place(follow, said):
        text, follow = pointed, reader.read(pointed)
    if not follow.core:
        return text
    return next(filter(None, (rule(follow, said) for rule in _RULES)), text)


def _with_place(follow: Frame, said: Earlier) -> str | None:
    """该区, 当地, 县里: the places named last."""
    last = said[-1].frame.places
    if len(last) == 2 and (match := ellipsis.ONE_OF_TWO.search(follow.core)):
        return _replaced(follow, match.span(), last[match.group() == "后者"].text)
    match = ellipsis.PLACE_BACK.search(follow.core)
    named = next((s.frame.places for s in reversed(said) if s.frame.places), None)
    if match is None or named is None or follow.places:
        return None
    kind, where = match.group()[0], match.group()[1:]
    if where in ("里", "上") and kind not in "这那" and not any((p.official or p.text).endswith(kind) for p in named):
        return None
    return _replaced(follow, match.span(), _names(named))


def _compared(follow: Frame, said: Earlier) -> str | None:
    """和大兴比呢, 两地有什么不同: the same topic in several places."""
    back = ellipsis.PLACES_BACK.search(follow.core)
    differs = ellipsis.DIFFERENCE.search(follow.core)
    if follow.has_content or not (differs or (back and back.group() not in ("他们", "它们"))):
        return None
    last = said[-1].frame
    if follow.places:
        places = _distinct([*last.places, *follow.places]) if differs else []
    else:
        places = _last_places(said, number(back.group("count") or "") if back else None)
    if len(places) < 2:
        return None
    asked = ellipsis.asked_difference(follow.core)
    if not asked:
        asked = follow.core[back.end() :] if back and not differs else "有什么不同"
    return f"{last.topic(_names(places))}{asked}？"


def _numbered(follow: Frame, said: Earlier) -> str | None:
    """第三条呢: another number in the question before, or the third of the clauses that answered it."""
    match = ellipsis.CLAUSE_NUMBER.search(follow.core)
    if match is None or follow.has_content or follow.places:
        return None
    last, clauses = said[-1].frame, said[-1].clauses
    rest = follow.core[match.end() :].strip("的呢吗").strip(_EDGE)
    if old := ellipsis.CLAUSE_NUMBER.search(last.folded, last.start):
        whole = last.shown[last.start : old.start()] + match.group() + last.shown[old.end() :]
        return f"{whole[: old.start() - last.start]}{match.group()}{rest}？" if rest else whole
    place = number(match.group()) or 0
    if 0 < place <= len(clauses):
        named = _title(clauses[place - 1])
        return f"{_names(last.places)}{named}{rest}？" if rest else last.about(named)
    return f"{_names(last.places)}{match.group()}{rest or '是什么'}？" if last.places else None


def _quoted(follow: Frame, said: Earlier) -> str | None:
    """原文: of the clause that answered, or of what was asked about."""
    match = ellipsis.ORIGINAL.search(follow.core)
    if match is None or follow.has_content or follow.places:
        return None
    last, clauses = said[-1].frame, said[-1].clauses
    about = f"{_names(last.places)}{_title(clauses[0])}" if clauses else last.topic()
    leads = not ellipsis.without_back(follow.core[: match.start()]).strip("的")
    says_more = leads and follow.core[match.end() :].strip("呢")
    return f"{about}的{_asked(follow, match.start())}" if says_more else f"{about}的{match.group()}"


def _by_bodies(follow: Frame, said: Earlier) -> str | None:
    """这些单位还牵头什么: the units that answered, or the role that was asked for."""
    match = ellipsis.BODIES_BACK.search(follow.core)
    if match is None or follow.places or follow.has_content_before(match.start()):
        return None
    last, clauses = said[-1].frame, said[-1].clauses
    role = phrases.role(last.folded)
    if units := dict.fromkeys(u.name for c in clauses for u in c.units if role in (None, u.role)):
        return _replaced(follow, match.span(), _names(last.places) + "、".join(units))
    if phrases.asks_charged(last.folded):
        return _replaced(follow, match.span(), f"{last.topic()}的{ROLE_NAMES[role or 'responsible']}")
    return None


def _pointed(follow: Frame, said: Earlier) -> str | None:
    """它, 这项工作, 上面说的: what was asked about, unless the follow-up itself has said what is meant."""
    last = said[-1].frame
    match = ellipsis.TOPIC_BACK.search(follow.core)
    if match and follow.asks and not (follow.places and ellipsis.asks_same(_rest(follow))):
        topic = last.topic("" if follow.places else None)
        if not topic or follow.has_content_before(match.start()):
            return None
        asked = follow.shown[follow.start + match.end() :]
        before = follow.shown[follow.start : follow.start + match.start()]
        return before + ellipsis.joined(topic, asked, "的" if match.group() == "其" else "")
    if match := ellipsis.MODIFIER_BACK.match(follow.core):
        return ("" if follow.places else _names(last.places)) + _replaced(follow, match.span(), "")
    match = ellipsis.PLAN_BACK.search(follow.core)
    if match and last.places and not follow.places and not follow.has_content_before(match.start()):
        return _replaced(follow, match.span(), f"{_names(last.places)}的{match.group('noun')}")
    return None


def _elsewhere(follow: Frame, said: Earlier) -> str | None:
    """那罗湖呢, 大兴由谁负责: the question before for another place, or another question about its topic there."""
    if follow.has_content or not follow.places or ellipsis.CLAUSE_NUMBER.search(follow.core):
        return None
    last = said[-1].frame
    places = list(follow.places)
    rest = _rest(follow)
    if ellipsis.asks_same(fold(rest)):
        return _same_for(last, places, follow.switched)
    rest = rest.lstrip("和与跟同比") if ellipsis.DIFFERENCE.search(rest) else rest
    return _about(last.topic(_names(places, last.names_office)), rest.rstrip("呢?？") + "？", fold(rest))


def _rest(follow: Frame) -> str:
    """What a follow-up says beside places and what points back."""
    return _LEADING.sub("", ellipsis.without_back(follow.written("")).strip(_EDGE))


def _same_for(last: Frame, places: list[Place], switched: bool) -> str:
    """The question before for other places; one that compares takes them in, or looks at one of its own alone."""
    if len(last.places) > 1 and ellipsis.DIFFERENCE.search(last.folded):
        both = _distinct([*last.places, *places])
        if switched or len(both) == len(_distinct(last.places)):
            return f"{last.topic(_names(places))}有什么规定？"
        places = both
    text = last.written(_names(places, last.names_office))
    if len(places) > 1:
        return text
    if any(p.text.startswith("哪") for p in last.places):
        return text.rstrip("？?。") + "吗？"
    return ellipsis.without_command(_EACH.sub("", text))


def _asked_on(follow: Frame, said: Earlier) -> str | None:
    """什么时候完成, 责任单位呢: another question about the same topic."""
    if follow.has_content or follow.places:
        return None
    last = said[-1].frame
    bare = follow.core.rstrip("呢啊呀吧 ")
    if ellipsis.asks_more(follow.core):
        return f"{last.topic()}还有哪些规定？"
    if ellipsis.asks_why_not(follow.core):
        missing = "写明" + ROLE_NAMES[phrases.role(last.folded) or "responsible"]
        return f"{last.topic()}为什么没有{missing if phrases.asks_charged(last.folded) else '规定'}？"
    if ellipsis.is_attribute(bare):
        return f"{last.topic()}的{bare}是{'谁' if bare[-2:] in ('单位', '部门') or bare.endswith('人') else '什么'}？"
    if follow.core.endswith("呢") and not follow.asks:
        return _of_another(last, None, bare)
    if not follow.asks:
        return None
    return _about(last.topic(), _asked(follow), follow.core)


def _fragment(follow: Frame, said: Earlier) -> str | None:
    """信访工作呢, 广州的信访呢: the question before about another topic."""
    core = follow.core
    if not follow.has_content or follow.asks or not (core.endswith("呢") or follow.linked or follow.switched):
        return None
    last = said[-1].frame
    rest = follow.written("", asks=False).strip(_EDGE)
    fragment = _LEADING.sub("", rest[: ellipsis.aside(rest)].strip(_EDGE))
    if not fragment or len(fragment) > _LONGEST_FRAGMENT:
        return None
    places = _names(follow.places, last.names_office) if follow.places else None
    if ellipsis.YEAR.fullmatch(fragment):
        year = ellipsis.YEAR.search(last.folded, last.start)
        return last.shown[last.start : year.start()] + fragment + last.shown[year.end() :] if year else None
    if places and fragment in last.folded:
        return last.written(places)
    return _of_another(last, places, fragment)


def _of_another(last: Frame, places: str | None, topic: str) -> str:
    """The question before of another topic, or what is ruled on that where it cannot be asked of it."""
    return last.about(topic, places) or f"{_names(last.places) if places is None else places}{topic}有什么规定？"


def _continued(follow: Frame, said: Earlier) -> str | None:
    """那规范性文件多久清理一次: a question of its own, but of the same place."""
    last = said[-1].frame
    if not follow.linked or not follow.has_content or follow.places or not last.places:
        return None
    return _names(last.places) + follow.shown[follow.start :]


_RULES: tuple[Callable[[Frame, Earlier], str | None], ...] = (
    _compared,
    _numbered,
    _quoted,
    _by_bodies,
    _pointed,
    _elsewhere,
    _asked_on,
    _fragment,
    _continued,
)


def _asked(follow: Frame, start: int = 0) -> str:
    """The core of a follow-up from there on, as written, with its mark."""
    core = follow.shown[follow.start + start : follow.start + len(follow.core)]
    return core.rstrip("呢") + "？"


def _about(topic: str, asked: str, folded: str) -> str:
    """A topic and what is asked of it; 的 before a noun, and no verb twice (公开 在哪里公开)."""
    if ellipsis.begins_with_attribute(folded):
        return f"{topic}的{asked}"
    return ellipsis.joined(topic, asked)


def _replaced(follow: Frame, span: Span, new: str) -> str:
    """The follow-up as written, from its core on, with something else at a span of the core."""
    start, end = (follow.start + n for n in span)
    return follow.shown[follow.start : start] + new + follow.shown[end:]


def _names(places: Sequence[Place], official: bool = False) -> str:
    """甲, 甲和乙, 甲、乙和丙: each as it was written, or by its official name; other places are all places."""
    names = [
        EVERYWHERE if ellipsis.ELSEWHERE.fullmatch(p.text) else (official and p.official) or p.text for p in places
    ]
    return "和".join(["、".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def _distinct(places: Iterable[Place]) -> list[Place]:
    """Each place once, as it was first named."""
    found: dict[frozenset[str], Place] = {}
    for place in places:
        found.setdefault(place.key, place)
    return list(found.values())


def _last_places(said: Earlier, count: int | None) -> list[Place]:
    """The places of the last question if it has several, else the last ones named: two, or as many as are counted."""
    last = _distinct(said[-1].frame.places)
    if len(last) > 1 and len(last) >= (count or 2):
        return last
    named = _distinct(p for s in reversed(said) for p in reversed(s.frame.places))
    return named[: count or 2][::-1] if len(named) >= (count or 2) else []


def _title(clause: Clause) -> str:
    """A clause by its heading, or by how it begins."""
    opening = re.split("[，。；：\\n]", clause.text)[0][:_OPENING_WORDS]
    return f"“{clause.heading or opening}”"
