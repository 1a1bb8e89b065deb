"""Whether a sentence that a language model wrote is borne by the clauses that it cites.

Three questions, the cheap ones first: do its facts stand there letter for letter (`qa.writing.facts`, `charges`), does
it affirm what they affirm (`qa.writing.polarity`), and is what it says otherwise theirs too: by its words and by the
encoder. The thresholds were set with tests/qa/written/supported.tsv and invented.tsv in view, all of them
(`python -m tests.benchmarks.grounding`): what it measures there is no blind figure.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from qa.arrays import Vectors
from qa.keywords import Keywords
from qa.ports import Encoder
from qa.records import Citation
from qa.regions import Regions
from qa.text import fold, key, sentences
from qa.writing import charges, facts
from qa.writing.marked import LONGEST, Part, Sentence
from qa.writing.orders import addressed
from qa.writing.polarity import contradicts, moved_number

#: Share of a sentence's words, by idf, that the clauses must have.
ENOUGH_WORDS = 0.65
#: Share of the characters of each stretch between commas that must stand in pairs which the clauses have.
ENOUGH_PAIRS = 0.55
#: What each mark's clause alone must have of the words before it, where several marks share them.
_ENOUGH_EACH = 0.25
#: A stretch of fewer characters has too few pairs to judge by.
_SHORTEST = 5
#: The nearest sentence of the cited clauses may be this much farther (cosine) than that of the clauses not cited.
FARTHER = 0.012
_STRETCH = re.compile("[^，。；：！？,;:!?\n]+")


@dataclass(frozen=True)
class _Support:
    """What a citation bears. text: quote and place, but what speaks to a model bears nothing; own: codes of its region
    and of those around it."""

    citation: Citation
    text: str
    own: frozenset[str]


class Grounding:
    """Judges sentences against the evidence of one answer."""

    def __init__(self, keywords: Keywords, regions: Regions, encoder: Encoder, evidence: Sequence[Citation]) -> None:
        self._keywords, self._regions, self._encoder = keywords, regions, encoder
        self._supports = {c.n: _support(c, regions) for c in evidence}
        self._vectors: dict[int, Vectors] = {}

    def fault(self, sentence: Sentence) -> str | None:
        """Why the sentence cannot stand, for logs and tests; None where it can."""
        if len(sentence.bare) > LONGEST or sentence.live:
            return "not plain text"
        if not sentence.parts:
            return "no marks"
        marks = [n for part in sentence.parts for n in part.marks]
        if not self._supports.keys() >= set(marks):
            return "a mark of nothing"
        if addressed(sentence.bare):
            return "speaks to a model"
        found = next(filter(None, map(self._part_fault, sentence.parts)), None)
        return found or self._meaning_fault(sentence.bare, marks)

    def _part_fault(self, part: Part) -> str | None:
        cited = [self._supports[n] for n in part.marks]
        text = "\n".join(s.text for s in cited)
        own = frozenset().union(*(s.own for s in cited))
        mentions = self._regions.mentions(fold(part.text), own)
        strange = (
            facts.numbers(part.text, text)
            or facts.words(part.text, text)
            or facts.places(mentions, text, own)
            or facts.bodies(part.text, text, mentions)
            or charges.misplaced(part.text, text, [u for s in cited for u in s.citation.clause.units])
        )
        if strange:
            return f"not in the evidence: {strange}"
        if contradicts(part.text, text):
            return "affirms otherwise"
        if moved := moved_number(part.text, text):
            return f"a number of something else: {moved}"
        return self._words_fault(part, cited)

    def _words_fault(self, part: Part, cited: Sequence[_Support]) -> str | None:
        words = self._keywords.tokens(part.text)
        if not words:
            return "no words"
        text = "\n".join(s.text for s in cited)
        if self._keywords.share(words, text) < ENOUGH_WORDS:
            return "other words"
        if len(cited) > 1 and any(self._keywords.share(words, s.text) < _ENOUGH_EACH for s in cited):
            return "a mark that bears nothing"
        held = _pairs(text)
        thin = (s for s in _STRETCH.findall(part.text) if len(key(s)) >= _SHORTEST and _held(s, held) < ENOUGH_PAIRS)
        return next((f"nothing like: {s}" for s in thin), None)

    def _meaning_fault(self, bare: str, marks: Sequence[int]) -> str | None:
        others = self._supports.keys() - set(marks)
        if not others:
            return None
        vector = self._encoder.encode_passages([bare])[0]
        near, far = (max(float((self._of(n) @ vector).max()) for n in group) for group in (marks, others))
        return "nearer to a clause not cited" if near < far - FARTHER else None

    def _of(self, n: int) -> Vectors:
        """(sentences, dimension): the sentences of a quote."""
        if n not in self._vectors:
            quote = self._supports[n].citation.quote
            self._vectors[n] = self._encoder.encode_passages([quote[a:b] for a, b in sentences(quote)] or [quote])
        return self._vectors[n]


def _support(citation: Citation, regions: Regions) -> _Support:
    plan, clause = citation.plan, citation.clause
    place = [plan.title, plan.issuer, plan.document_number, *clause.trail, clause.label, clause.heading]
    own: frozenset[str] = frozenset()
    if plan.region:
        place.append(plan.region.full_name)
        own = frozenset((plan.region.code, *(r.code for r in regions.ancestors(plan.region.code))))
    told = [words for words in (citation.quote, *place) if words and not addressed(words)]
    return _Support(citation, "\n".join(told), own)


def _pairs(text: str) -> set[str]:
    return {a + b for a, b in pairwise(key(text))}


def _held(text: str, pairs: set[str]) -> float:
    """Share of the characters of a text that stand in one of the pairs."""
    plain = key(text)
    inside = [i for i, (a, b) in enumerate(pairwise(plain)) if a + b in pairs]
    return len({place for i in inside for place in (i, i + 1)}) / len(plain)
