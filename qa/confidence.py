"""How sure a clause is to answer a question: 0 to 1, fitted, not guessed.

A logistic function of what fails in different ways: the cosine, which is never low for this encoder; the share of the
question's words that the clause has, of which a long question leaves more unheard than a short one; and whether the
question names a subject of which no clause speaks. The constants come from `python -m tests.benchmarks.confidence`.
"""

import math

from qa.retrieve import Candidate

_COSINE, _COVERAGE, _FOREIGN, _LENGTH, _INTERCEPT = 25.4, 3.21, -2.43, 1.87, -25.58
#: Below this a clause is not called an answer: where the fit keeps 98% of the answerable questions.
ENOUGH = 0.5
#: Below this no plan is said to be silent where the question names none, and so may as well ask of the law at large
#: (行政许可几天内作出决定): that takes the very clause which would say it.
SILENT_AT_LARGE = 0.95


def confidence(candidate: Candidate) -> float:
    """Probability, by the fit, that the question is one that the clause answers; 1 for a clause that it names."""
    if candidate.exact:
        return 1.0
    heard = _COSINE * candidate.dense + _COVERAGE * candidate.coverage + _FOREIGN * candidate.foreign
    return 1 / (1 + math.exp(-(heard + _LENGTH * math.log1p(candidate.length) + _INTERCEPT)))
