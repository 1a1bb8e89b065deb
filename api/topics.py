"""Topics to compare plans by: what the headings of several plans speak of."""

import re
from collections.abc import Iterator, Sequence

from qa.records import Clause
from qa.service import Service

#: Plans that are looked through, of many the first; topics that are offered.
_MOST_PLANS, _MOST_TOPICS = 12, 12
#: Characters of a topic.
_SHORTEST, _LONGEST = 4, 10
#: What a heading demands, and what it demands it of, around what it speaks of: 健全|重大行政决策|机制.
_DEMANDS = re.compile(
    "^(?:进一步|不断|全面|切实|积极|大力|加快|充分|依法|科学|持续|着力|严格|自觉|加强|完善|健全|推进|推行|推动|深化|规范(?!性)|"
    "提高|提升|强化|落实|建立|创新|优化|构建|开展|实行|实施|改进|增强|坚持|做好|履行|发挥|接受|扩大|加大|明确|保障|促进|维护)+"
)
_MEANS = re.compile("(?:的?(?:制度|机制|工作|建设|改革|能力|水平|力度|体系|质量|效能|程序|方式|体制|作用|渠道))+$")
_PARTS = re.compile(r"[，、；。：:,;\s（）()《》“”]|和|与|及")


def shared(service: Service) -> list[str]:
    """What the headings of at least two plans speak of (of the only one, where there is no other), the most first."""
    headings = [list(_headings(service.clauses(plan.id))) for plan in service.plans()[:_MOST_PLANS]]
    found = {topic for own in headings for heading in own for topic in topics_of(heading)}
    held = {topic: sum(any(topic in heading for heading in own) for own in headings) for topic in found}
    common = [topic for topic, plans in held.items() if plans >= min(2, len(headings))]
    whole = [t for t in common if not any(t != other and t in other and held[t] == held[other] for other in common)]
    return sorted(whole, key=lambda topic: (-held[topic], -len(topic), topic))[:_MOST_TOPICS]


def _headings(clauses: Sequence[Clause]) -> Iterator[str]:
    """Of clauses that say more than their heading."""
    return (c.heading for c in clauses if c.searchable and c.heading and len(c.text) > len(c.heading) + 1)


def topics_of(heading: str) -> Iterator[str]:
    """What a heading speaks of: 健全重大行政决策机制 -> 重大行政决策."""
    for part in _PARTS.split(heading):
        bare = _DEMANDS.sub("", part)
        short = _MEANS.sub("", bare)
        topic = short if len(short) >= _SHORTEST else bare
        if short and _SHORTEST <= len(topic) <= _LONGEST:
            yield topic
