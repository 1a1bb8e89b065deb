"""A condition as sent -> a condition that can be held against plans; what cannot be understood is refused."""

from collections.abc import Callable, Iterable

from api.dify import moments
from api.dify.conditions import EQUALITIES, LISTS, OPERATORS, ORDERINGS, PRESENCE, Condition
from api.dify.fields import ALIASES, FIELDS, REGION
from api.dify.requests import ConditionIn
from qa.errors import InvalidRequest

_FIELD = "metadata_condition"
#: Characters of a name told back to whoever sent it.
_SHOWN = 40

#: Ids of the plans that lie in the place of this name; none for what is no place, or for several.
Within = Callable[[str], frozenset[str]]


def read(given: Iterable[ConditionIn], within: Within) -> tuple[Condition, ...]:
    """The conditions that ask for anything: one whose value is null does not. InvalidRequest."""
    return tuple(_read(one, within) for one in given if one.value is not None or _operator(one) in PRESENCE)


def _read(given: ConditionIn, within: Within) -> Condition:
    name, operator = _name(given), _operator(given)
    values = () if operator in PRESENCE else _values(given, operator)
    if operator in ORDERINGS:
        _check_order(name, operator, values)
    is_place = name == REGION and operator in EQUALITIES
    places = frozenset().union(*map(within, values)) if is_place else frozenset()
    return Condition(name, operator, values, places)


def _name(given: ConditionIn) -> str:
    name = given.name.strip()
    name = ALIASES.get(name, name)
    if name not in FIELDS:
        known = "、".join((*FIELDS, *ALIASES))
        raise InvalidRequest(f"没有名为“{name[:_SHOWN]}”的字段，可以用：{known}。", _FIELD)
    return name


def _operator(given: ConditionIn) -> str:
    operator = given.comparison_operator.strip()
    if operator not in OPERATORS:
        known = "、".join(OPERATORS)
        raise InvalidRequest(f"没有“{operator[:_SHOWN]}”这种比较，可以用：{known}。", _FIELD)
    return operator


def _values(given: ConditionIn, operator: str) -> tuple[str, ...]:
    if isinstance(given.value, str):
        parts = given.value.replace("，", ",").split(",") if operator in LISTS else [given.value]
        return tuple(part.strip() for part in parts if operator not in LISTS or part.strip())
    return tuple(given.value or ())


def _check_order(name: str, operator: str, values: tuple[str, ...]) -> None:
    if not FIELDS[name].is_ordered:
        ordered = "、".join(name for name, field in FIELDS.items() if field.is_ordered)
        raise InvalidRequest(f"字段 {name} 没有先后大小，“{operator}”只能用于：{ordered}。", _FIELD)
    if len(values) != 1 or moments.days(values[0]) is None:
        said = "、".join(values)[:_SHOWN]
        raise InvalidRequest(
            f"“{operator}”后须是一个年份或日期，如 2016、2016-05、2016-05-08，收到的是“{said}”。", _FIELD
        )
