"""How well `qa.writing.grounding` tells sentences that a clause bears from sentences that it does not.

    python -m tests.benchmarks.grounding

Prints precision and recall of what is let through, by kind, for even and odd lines of the pairs. Rules and thresholds
were made with all of them in view, so neither half is blind.
"""

import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "qa" / "written"))

from pairs import cite, pairs

from api.wiring import load_encoder
from qa.index import open_index
from qa.settings import Settings
from qa.writing.grounding import Grounding
from qa.writing.marked import read


def main() -> None:
    settings = Settings()
    encoder = load_encoder(settings, print)
    index = open_index(settings.index, encoder)
    passed: Counter[tuple[str, int]] = Counter()
    seen: Counter[tuple[str, int]] = Counter()
    for pair in pairs(index.store):
        sentence = read(pair.sentence)
        assert sentence
        grounding = Grounding(index.keywords, index.store.regions, encoder, cite(index.store, pair.clauses))
        fault = grounding.fault(sentence)
        place = pair.kind, pair.line % 2
        seen[place] += 1
        passed[place] += fault is None
        if (fault is None) != (pair.kind == "supported"):
            print(f"{pair.kind}\t{fault}\t{pair.sentence}")
    for half, name in enumerate(("even", "odd")):
        good, wrong = (
            passed["supported", half],
            sum(n for (kind, h), n in passed.items() if h == half) - passed["supported", half],
        )
        print(f"{name}: precision {good / (good + wrong):.3f}, recall {good / seen['supported', half]:.3f}")
        for kind in dict.fromkeys(kind for kind, _ in seen):
            print(f"    {kind:24} passed {passed[kind, half]} of {seen[kind, half]}")


if __name__ == "__main__":
    main()
