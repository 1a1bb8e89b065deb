"""How sure a clause is to answer a question: 0 to 1, fitted, not guessed.

A logistic function of two things that fail in different ways: the cosine, which is never low for this encoder,
and the share of the question's words that the clause has. The constants come from
`python tests/benchmarks/confidence.py`, which fits them on corpus/questions.jsonl against lay questions of law
that no plan answers (STARD), half of them with a region of the corpus put before them.
"""

import math

from qa.retrieve import Candidate

_COSINE, _COVERAGE, _INTERCEPT = 108.3, 5.62, -97.0
#: Below this a clause is not called an answer: where the fit keeps 97 to 98% of the answerable questions.
ENOUGH = 0.12


def confidence(candidate: Candidate) -> float:
    """Probability, by the fit, that the question is one that the clause answers; 1 for a clause that it names."""
    if candidate.exact:
        return 1.0
    return 1 / (1 + math.exp(-(_COSINE * candidate.dense + _COVERAGE * candidate.coverage + _INTERCEPT)))
