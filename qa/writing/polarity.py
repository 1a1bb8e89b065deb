"""Whether a sentence rules otherwise than its evidence, stretch by stretch: negation, modality, whose a number is."""

import re
from itertools import pairwise

from qa.text import fold

#: What is quoted is compared as it stands, elsewhere.
_QUOTED = re.compile("“[^“”]*”|「[^「」]*」")
_STRETCH = re.compile("[^，。；：！？,;:!?\n]+")
#: Bounds on numbers are no negation; nor are words that merely begin like one.
_NOT_MEANT = re.compile(
    "不(?:得)?(?:少于|低于|小于|超过|多于|高于|大于|足|断|仅|但|只|同|当|良|动产|正|限于|论|管|定期)|未来|无论|非常|"
    "免费|避免|除此|非营利|非公|无障碍|无偿|公开(?:与|和)不公开|非物质|未成年|无形|无线|非强制|能不能|是不是|非诉"
)
_NEGATION = re.compile("不|未|无|没有|禁止|严禁|非|拒绝|停止|终止|防止|杜绝|取消|严控|莫|勿|免除|豁免|除外")
_PERMITS = re.compile("可以|允许|鼓励|自愿|酌情|有权")
_OBLIGES = re.compile("应当|必须|一律|务必|强制")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_MODALS = {
    "forbids": "不得|禁止|严禁|不准|不能|不可|不应",
    "permits": "可以|允许",
    "obliges": "应当|必须|须",
}
#: A stretch is compared with one of the evidence that has this share of its pairs of characters; others say new things.
_SAME_MATTER = 0.34


def contradicts(sentence: str, evidence: str) -> bool:
    """Whether a stretch of the sentence negates, permits or obliges where its nearest stretch of evidence does not."""
    theirs = _stretches(evidence)
    joined = [a + "，" + b for a, b in pairwise(theirs)]
    if _ruled_otherwise(fold(sentence), fold(evidence)):
        return True
    return any(_differ(own, near) for own in _stretches(sentence) if (near := _nearest(own, theirs, joined)))


def moved_number(sentence: str, evidence: str) -> str | None:
    """The first number of the sentence that the nearest stretch of evidence has not: it is that of something else."""
    theirs = _stretches(evidence)
    joined = [a + "，" + b for a, b in pairwise(theirs)]
    for own in _stretches(sentence):
        near = _nearest(own, theirs, joined)
        there = set(_NUMBER.findall(near or ""))
        moved: list[str] = [n for n in _NUMBER.findall(own) if n not in there]
        if near is not None and moved:
            return moved[0]
    return None


def _ruled_otherwise(own: str, theirs: str) -> bool:
    """Whether what is forbidden, permitted or obliged here is only ever otherwise there: 不得提请, 应当提请."""
    ruled, there = _rulings(own), _rulings(theirs)
    return any(what in there and not modes & there[what] for what, modes in ruled.items())


def _rulings(text: str) -> dict[str, set[str]]:
    """What follows a modal word, two characters of it, and the kinds of modal that it follows."""
    found: dict[str, set[str]] = {}
    for mode, words in _MODALS.items():
        for match in re.finditer(rf"(?:{words})([\u4e00-\u9fff]{{2}})", text):
            found.setdefault(match.group(1), set()).add(mode)
    return found


def _stretches(text: str) -> list[str]:
    return _STRETCH.findall(_NOT_MEANT.sub("", _QUOTED.sub("", fold(text))))


def _nearest(own: str, single: list[str], joined: list[str]) -> str | None:
    """The shortest stretch that shares most with it; two in a row where they share clearly more."""
    wanted = _pairs(own)
    shares = [(len(wanted & _pairs(s)) / max(len(wanted), 1), -len(s), s) for s in single]
    shares += [(len(wanted & _pairs(s)) / max(len(wanted), 1) - 0.1, -len(s), s) for s in joined]
    best = max(shares, default=(0.0, 0, ""))
    # What is denied must be denied there too, so it is held against whatever comes nearest.
    denied = len(_NEGATION.findall(own)) % 2 == 1
    return best[2] if best[0] >= _SAME_MATTER or (denied and best[0] > 0) else None


def _pairs(text: str) -> set[str]:
    plain = _NEGATION.sub("", text)
    return {a + b for a, b in pairwise(plain)}


def _differ(own: str, near: str) -> bool:
    if len(_NEGATION.findall(own)) % 2 != len(_NEGATION.findall(near)) % 2:
        return True
    permits, permitted = _PERMITS.search(own), _PERMITS.search(near)
    return bool((permits and not permitted) or (_OBLIGES.search(own) and permitted and not _OBLIGES.search(near)))
