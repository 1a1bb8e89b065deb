"""Measures of rankings, by ir-measures (trec_eval): pure functions of what is right and what was found."""

from collections.abc import Collection, Mapping, Sequence

import ir_measures

from qa.evaluate.estimate import Figure, mean

#: Name of a measure -> question -> value between 0 and 1.
Values = dict[str, dict[str, float]]


def measures(qrels: Mapping[str, Collection[str]], runs: Mapping[str, Sequence[str]], names: Sequence[str]) -> Values:
    """The value of each measure for each question that has right items.

    qrels: question -> the items that are right, each as much as the others. runs: question -> the items found, best
    first; a question that is not in it found none. names: as ir-measures spells them (nDCG@10, Recall@100, MRR@10,
    Success@1); NameError for one that it does not know.
    """
    known = {name: ir_measures.parse_measure(name) for name in names}
    right = {question: dict.fromkeys(items, 1) for question, items in qrels.items() if items}
    found = {question: _scores(runs.get(question, ())) for question in right}
    metrics = ir_measures.iter_calc(list(known.values()), right, found) if right else ()
    values = {(metric.query_id, metric.measure): float(metric.value) for metric in metrics}
    return {name: {question: values[question, measure] for question in right} for name, measure in known.items()}


def summary(values: Mapping[str, Mapping[str, float]]) -> list[Figure]:
    """The mean of each measure over its questions, with its interval; one without questions is left out."""
    return [mean(name, list(of.values())) for name, of in values.items() if of]


def _scores(ranking: Sequence[str]) -> dict[str, float]:
    """Descending scores that say the ranking again; an item found twice stands where it was found first."""
    return {item: float(-place) for place, item in reversed(list(enumerate(ranking)))}
