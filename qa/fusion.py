"""One score from two searches: a sum of raw scores, so that scores of different searches can be compared.

The weights were chosen on statutes by cross-validation and held against the plans' questions (docs/decisions/0016).
"""

from qa.arrays import Scores

#: What the cosine of the question as the encoder gives it counts beside that of the question mapped.
PLAIN = 0.2
#: What one point of BM25 counts; a good clause has 40 to 80, a good cosine is 0.05 above a poor one.
WORDS = 0.0012


def fused(mapped: Scores, plain: Scores, words: Scores) -> Scores:
    """mapped, plain: cosines of the question with and without the query map; words: BM25. All of one shape."""
    total: Scores = mapped + PLAIN * plain + WORDS * words
    return total
