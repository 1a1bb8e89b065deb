"""In what plans differ on a topic, in sentences that name their clauses, with a question for the classroom each.

A statement is of the clauses cited (所引条款), never of what else a plan may say.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain

from qa.export.content import Count, Difference, Passage, Piece, Source, Stance, Statement
from qa.unit_names import body

#: Plans named in one sentence; of more the number is said.
_MOST_NAMED = 8

Said = Callable[[Passage], Sequence[str]]


def counts(stances: Sequence[Stance]) -> tuple[Count, ...]:
    """For charts: which plans treat the topic, name lead units, set deadlines, give numbers."""
    return (
        Count("有相关条款", _names(s for s in stances if s.passages)),
        Count("载明牵头单位", _names(s for s in stances if s.leads)),
        Count("写明时限", _names(s for s in stances if _having(s, _deadlines))),
        Count("写有指标数字", _names(s for s in stances if _having(s, _targets))),
    )


def differences(subject: str, stances: Sequence[Stance]) -> tuple[Difference, ...]:
    """All found, in one order. subject: what the topic is called within a sentence."""
    treated = [s for s in stances if s.passages]
    found = (
        _treated(subject, stances),
        _lead(treated),
        _lead_differs(subject, treated),
        _deadline(treated),
        _target(treated),
        _same_text(treated),
    )
    return tuple(chain.from_iterable(found))


def _treated(subject: str, stances: Sequence[Stance]) -> Iterator[Difference]:
    have, lack = [s for s in stances if s.passages], [s for s in stances if s.kind == "not_covered"]
    if have and lack:
        lead_in, rest = Piece(f"关于{subject}，"), Piece(f"有相关条款；{_listed(lack)}的规划未涉及。")
        yield Difference(
            "treated",
            Statement((lead_in, *_cited(have), rest)),
            "有的规划写了这一事项，有的没有写。没有写的，可能是无需规定、另有文件规定，还是遗漏？如需增写，可以参照哪一条？",
        )


def _lead(treated: Sequence[Stance]) -> Iterator[Difference]:
    have, lack = [s for s in treated if s.leads], [s for s in treated if not _having(s, _leads)]
    if not lack:
        return
    silent = (*_cited(lack), Piece("的所引条款未载明牵头单位。"))
    if have:
        yield Difference(
            "lead",
            Statement((*_each(have, _leads), *silent)),
            "载明牵头单位与未载明牵头单位的条款，执行起来有什么不同？未载明的，任务由谁督促，没有完成由谁负责？",
        )
    else:
        yield Difference(
            "lead",
            Statement(silent),
            "所引条款都没有写牵头单位。如果由你分解任务，会确定由谁牵头、谁配合？",
        )


def _lead_differs(subject: str, treated: Sequence[Stance]) -> Iterator[Difference]:
    have = [s for s in treated if s.leads]
    if len({frozenset(body(unit.name) for unit in s.leads) for s in have}) > 1:
        yield Difference(
            "lead_differs",
            Statement((Piece(f"关于{subject}，各地的牵头单位不尽相同："), *_each(have, _leads))),
            "同类任务由不同的单位牵头，可能出于哪些考虑？机构设置和职责的差别会怎样影响落实？",
        )


def _deadline(treated: Sequence[Stance]) -> Iterator[Difference]:
    have, lack = _parted(treated, _deadlines)
    if lack or len({tuple(_having(s, _deadlines)) for s in have}) > 1:
        rest = (*_cited(lack), Piece("的所引条款未写明时限。")) if lack else ()
        yield Difference(
            "deadline",
            Statement((*_each(have, _deadlines, "写明的时限有"), *rest)),
            "写明时限与不写时限，对督促检查和考核有什么影响？没有时限的任务，应当怎样排定进度？",
        )


def _target(treated: Sequence[Stance]) -> Iterator[Difference]:
    have, lack = _parted(treated, _targets)
    if have:
        rest = (*_cited(lack), Piece("的所引条款没有指标数字。")) if lack else ()
        yield Difference(
            "target",
            Statement((*_each(have, _targets, "写有"), *rest)),
            "这些数字哪些便于考核，哪些不易核实？如果由你拟定本地的指标，会怎样写？",
        )


def _same_text(treated: Sequence[Stance]) -> Iterator[Difference]:
    for passage in (p for s in treated for p in s.passages if p.also):
        alike = (passage.source, *passage.also)
        yield Difference(
            "same_text",
            Statement((*_marked([(source.name, source) for source in alike]), Piece("的条款文字相同。"))),
            "条款文字相同，可能是贯彻同一上级文件，也可能是相互借鉴。照用原文有什么好处和风险，哪些地方应当结合本地实际改写？",
        )


def _deadlines(passage: Passage) -> Sequence[str]:
    return [deadline.words for deadline in passage.deadlines]


def _targets(passage: Passage) -> Sequence[str]:
    return [target.words for target in passage.targets]


def _leads(passage: Passage) -> Sequence[str]:
    return [unit.shown for unit in passage.named("lead")]


def _having(stance: Stance, said: Said) -> list[str]:
    return [words for passage in stance.passages for words in said(passage)]


def _parted(stances: Sequence[Stance], said: Said) -> tuple[list[Stance], list[Stance]]:
    have = [s for s in stances if _having(s, said)]
    return have, [s for s in stances if s not in have]


def _each(stances: Sequence[Stance], said: Said, verb: str = "载明由") -> Iterator[Piece]:
    """甲载明由……牵头[1]；a clause's words stand before its mark."""
    close = "牵头" if said is _leads else ""
    for stance in stances[:_MOST_NAMED]:
        yield Piece(f"{stance.column.name}{verb}")
        named = [p for p in stance.passages if said(p) and not (p.mention and said is _leads)]
        for place, passage in enumerate(named):
            words = "、".join(dict.fromkeys(said(passage)))
            yield Piece(f"{'，又有' if place else ''}{words}{close}", (_proving(passage, said),))
        yield Piece("。" if stance is stances[-1] else "；")
    if len(stances) > _MOST_NAMED:
        yield Piece(f"此外还有{len(stances) - _MOST_NAMED}份规划。")


def _proving(passage: Passage, said: Said) -> Source:
    return passage.named("lead")[0].quote.source if said is _leads else passage.source


def _cited(stances: Sequence[Stance]) -> Iterator[Piece]:
    """甲[1]、乙[2]."""
    yield from _marked([(s.column.name, s.passages[0].source) for s in stances])


def _marked(named: Sequence[tuple[str, Source]]) -> Iterator[Piece]:
    for place, (name, source) in enumerate(named[:_MOST_NAMED]):
        yield Piece(f"{'、' if place else ''}{name}", (source,))
    if len(named) > _MOST_NAMED:
        yield Piece(f"等{len(named)}份规划")


def _listed(stances: Sequence[Stance]) -> str:
    rest = f"等{len(stances)}地" if len(stances) > _MOST_NAMED else ""
    return "、".join(s.column.name for s in stances[:_MOST_NAMED]) + rest


def _names(stances: Iterator[Stance]) -> tuple[str, ...]:
    return tuple(s.column.name for s in stances)
