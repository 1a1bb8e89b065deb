"""What chat programs ask of a model behind their users' backs: a title for the chat, tags, what to ask next.

Told by general signs, not by any program's own words: an instruction that wants such a thing, and that speaks of the
talk or holds it, and that says in which form the reply must come. A question that has only some of them is a question.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from api.openai.conversation import Message

Kind = Literal["title", "tags", "follow_ups", "queries", "completion", "image", "tools", "emoji", "summary"]

#: The talk as such programs wrap it, or what else they give along.
_WRAPPERS = "chat_history|conversation|history|histories|messages|content|context|text|user|assistant|transcript"
_BLOCK = re.compile(rf"^[ \t]*<({_WRAPPERS})\b[^>]*>.*</\1>", re.DOTALL | re.IGNORECASE | re.MULTILINE)
_FENCED = re.compile(r"```.*?```|\"\"\".*?\"\"\"", re.DOTALL)
_SPEAKER = r"(?:user|human|用户|assistant|ai|助手)(?: input)?[ \t]*[:：]"
#: Lines that say who spoke, from the first of them to the end of the block.
_LINES = re.compile(rf"^[ \t]*{_SPEAKER}.*?(?=\n[ \t]*\n|\Z)", re.DOTALL | re.IGNORECASE | re.MULTILINE)
#: What follows the name of the user, up to the next speaker or the end of the block.
_SAID = re.compile(
    rf"^[ \t]*(?:user|human|用户)(?: input)?[ \t]*[:：][ \t]*(.*?)(?=\n[ \t]*{_SPEAKER}|\n[ \t]*\n|\n?</|\n?```|\Z)",
    re.DOTALL | re.IGNORECASE | re.MULTILINE,
)
_INSIDE = re.compile(r"^[ \t]*<user>\s*(.*?)\s*</user>", re.DOTALL | re.IGNORECASE | re.MULTILINE)
_EXAMPLES = re.compile(r"\bexample \d", re.IGNORECASE)

#: What is wanted, by the member of the JSON object that is to hold it.
_MEMBERS: dict[str, Kind] = {
    "follow_ups": "follow_ups",
    "tags": "tags",
    "title": "title",
    "queries": "queries",
    "tool_calls": "tools",
    "text": "completion",
    "prompt": "image",
    "Your Output": "title",
    "question1": "follow_ups",
}
_MEMBER = re.compile(f'"({"|".join(_MEMBERS)})"')
_DO = r"\b(?:generate|create|provide|suggest|write|give|predict|analy[sz]e|summari[sz]e)\b.{0,160}?"
_DO_ZH = r"(?:生成|总结|概括|返回|提取|给出|推荐|建议|预测|起|取|拟).{0,30}?"
#: What is wanted, in words; the first that fits.
_WANTED: dict[Kind, str] = {
    "title": rf"{_DO}\b(?:title|name)\b|{_DO_ZH}(?:标题|主题|名称|名字)",
    "tags": rf"{_DO}\btags\b|{_DO_ZH}标签",
    "follow_ups": rf"{_DO}\b(?:follow[- ]?up|questions)\b|{_DO_ZH}(?:追问|后续问题)",
}
#: What is wanted where none of these is: titles may have an emoji, too.
_WANTED_ELSE: dict[Kind, str] = {"emoji": r"\bemoji\b", "summary": r"\bsummari[sz]e\b|总结|概括"}
_TALK = re.compile(
    r"\b(?:the|this|our)\s+(?:\w+\s+)?(?:conversation|chat|discussion|messages?)\b|\b(?:chat|conversation) history\b"
    r"|\buser'?s? (?:input|messages?|query)\b|available tools"
    r"|(?:上述|上面|以上|本次|此次|这段|整个|用户的?|我们的)(?:对话|会话|聊天|消息)|(?:对话|会话|聊天)(?:内容|记录|历史)|这句话",
    re.IGNORECASE,
)
_FORM = re.compile(
    r"\b\d+(?:\s*-\s*\d+)?[\s-]*(?:word|char)|\b(?:only|just|solely|nothing else|your task is)\b"
    r"|\b(?:raw|valid) json\b|\bjson (?:format|object)\b"
    r"|[\d一二三四五六七八九十两到至]+\s*个?(?:汉)?字|(?:直接|只|仅)(?:返回|回复|输出|给出)|不要(?:解释|标点|使用标点)",
    re.IGNORECASE,
)
#: A system message that says nothing else is an instruction for this call; a long one is how an assistant is set up.
_LONGEST_INSTRUCTION = 600
#: Characters looked at from each end of a message: instructions stand there, and the talk between them can be long.
_LOOKED_AT = 6000


@dataclass(frozen=True)
class Chore:
    """kind: what is wanted. member: of a JSON object, which tells the form; None for plain text.

    questions: the user's own in the talk, oldest first.
    """

    kind: Kind
    member: str | None
    questions: tuple[str, ...]


def recognised(messages: Sequence[Message]) -> Chore | None:
    """The chore that a request sets; None for a question."""
    users = [_ends(m.text) for m in messages if m.role == "user"]
    last = users[-1] if users else ""
    if found := _wanted(last, last):
        return Chore(*found, tuple(_questions(last) or users[:-1]))
    for message in messages:
        text = _ends(message.text)
        if message.role not in ("system", "developer") or not (_is_instruction(text) or _holds_talk(last)):
            continue
        found = _wanted(text, last)
        # Programs put a summary of earlier turns before the question; one that they want comes last.
        if found and (found[0] != "summary" or message is messages[-1]):
            return Chore(*found, tuple(_questions(last) or users))
    return None


def _ends(text: str) -> str:
    return text if len(text) <= 2 * _LOOKED_AT else f"{text[:_LOOKED_AT]}\n{text[-_LOOKED_AT:]}"


def _is_instruction(text: str) -> bool:
    return len(_unwrapped(text)) <= _LONGEST_INSTRUCTION


def _wanted(instruction: str, talk: str) -> tuple[Kind, str | None] | None:
    """What an instruction wants and in which member of an object. talk: where the talk may stand."""
    unwrapped = _unwrapped(instruction)
    frame = _LINES.sub("", unwrapped)
    if not _FORM.search(unwrapped) or not (_TALK.search(frame) or _holds_talk(talk)):
        return None
    if named := _MEMBER.search(frame):
        return _named(named)
    if kind := _worded(_WANTED, frame):
        return kind, None
    # Written examples look like a talk too, and hold the form.
    if named := _MEMBER.search(unwrapped):
        return _named(named)
    kind = _worded(_WANTED_ELSE, frame)
    return (kind, None) if kind else None


def _named(member: re.Match[str]) -> tuple[Kind, str]:
    return _MEMBERS[member.group(1)], member.group(1)


def _worded(words: dict[Kind, str], frame: str) -> Kind | None:
    return next((kind for kind, form in words.items() if re.search(form, frame, re.DOTALL | re.IGNORECASE)), None)


def _unwrapped(text: str) -> str:
    """An instruction without the talk that it encloses."""
    return _FENCED.sub("", _BLOCK.sub("", text))


def _holds_talk(text: str) -> bool:
    return bool(_BLOCK.search(text) or _LINES.search(text) or _structured(text))


def _questions(text: str) -> list[str]:
    """What the user said in a talk that is written out in one message."""
    if found := _structured(text) or _INSIDE.findall(text):
        return found
    said = [words for words in map(str.strip, _SAID.findall(text)) if words]
    # Where examples come first, the talk is what comes last.
    return said[-1:] if _EXAMPLES.search(text) and not _BLOCK.search(text) else said


def _structured(text: str) -> list[str]:
    """The user's messages of a JSON array of messages."""
    try:
        listed: Any = json.loads(text[text.index("[") : text.rindex("]") + 1])
    except (ValueError, RecursionError):
        return []
    said = [m for m in listed if isinstance(m, dict) and m.get("role") == "user"] if isinstance(listed, list) else []
    found = (m.get("mainText", m.get("content")) for m in said)
    return [words for words in found if isinstance(words, str) and words.strip()]
