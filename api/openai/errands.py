"""What a chore gets for an answer: made from the user's questions by rule, always the same, nothing looked up."""

import json
from collections.abc import Sequence
from typing import Any

from api.openai.chores import Chore
from qa.errors import InvalidRequest
from qa.question import Question
from qa.service import Service

#: Characters; what fits into the column in which such programs list chats.
_LONGEST_TITLE = 20
_LONGEST_TAG = 12
_LONGEST_SUMMARY = 200
_NO_TITLE, _SUBJECT, _SIGN = "法治政府建设规划", "法治政府建设", "⚖️"
_STOPS = " \t\r\n。？！?!.,，、；;：:"


def reply(chore: Chore, service: Service) -> str:
    """In the form that was asked for: a JSON object, an array, or plain text."""
    value = _value(chore, service)
    if chore.member == "question1":
        return json.dumps(value, ensure_ascii=False)
    if chore.member:
        return json.dumps({chore.member: value}, ensure_ascii=False)
    return value if isinstance(value, str) else "\n".join(value)


def _value(chore: Chore, service: Service) -> Any:
    match chore.kind:
        case "title":
            return _title(chore.questions)
        case "summary":
            return f"用户问过：{'；'.join(_short(q, _LONGEST_TITLE) for q in chore.questions)}"[:_LONGEST_SUMMARY]
        case "tags":
            return _tags(_understood(chore, service))
        case "follow_ups":
            return _follow_ups(_understood(chore, service), service)
        case "emoji":
            return _SIGN
        case "completion" | "image":
            return ""
        case "queries" | "tools":
            return []


def _title(questions: Sequence[str]) -> str:
    return (_short(questions[0], _LONGEST_TITLE) if questions else "") or _NO_TITLE


def _short(text: str, most: int) -> str:
    return " ".join(text.split())[:most].strip(_STOPS)


def _understood(chore: Chore, service: Service) -> Question | None:
    """The last of the questions; None where it cannot be one."""
    try:
        return service.understand(chore.questions[-1]) if chore.questions else None
    except InvalidRequest:
        return None


def _tags(asked: Question | None) -> list[str]:
    if asked is None:
        return [_SUBJECT]
    topics = [topic for topic in asked.topic.split() if 2 <= len(topic) <= _LONGEST_TAG]
    return list(dict.fromkeys([_SUBJECT, *(region.name for region in asked.scope.regions), *topics[:2]]))


def _follow_ups(asked: Question | None, service: Service) -> list[str]:
    """What leans on the question before: service.ask understands each with it as history."""
    if asked is None or not asked.topic:
        return []
    named = {region.name for region in asked.scope.regions}
    others = [name for name in service.known_regions() if name not in named]
    found = [f"那{others[0]}呢？"] if named and others else []
    found.append("完成时限是什么？" if asked.asks_units else "由哪个单位牵头？")
    return [*found, *([] if asked.several else ["各地是怎么规定的？"])]
