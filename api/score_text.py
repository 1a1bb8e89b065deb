"""Evaluations in words: lines for a terminal, and tables in Markdown for a document in two languages."""

from collections.abc import Iterator, Mapping, Sequence

from qa.evaluate.compare import Change, Changed, Comparison, Difference
from qa.evaluate.estimate import Figure
from qa.evaluate.metrics import Evaluation
from qa.evaluate.reliability import Reliability

_NAMES = {
    "right clause first": "第一条就是正确条款",
    "right clause in first five": "前五条内有正确条款",
    "nDCG@10": "前十条的排序质量",
    "MRR@10": "首个正确条款名次的倒数",
    "recall@1": "第一条的查全率",
    "recall@5": "前五条的查全率",
    "recall@10": "前十条的查全率",
    "recall@100": "前一百条的查全率",
    "right region": "展示和引用的都出自所问地区",
    "units exactly right": "单位完全正确",
    "unit precision": "单位查准率",
    "unit recall": "单位查全率",
    "unit precision by question": "单位查准率，逐题平均",
    "unit recall by question": "单位查全率，逐题平均",
    "citation accuracy": "引用逐字且出自正确条款",
    "quotes verbatim": "引文与原文逐字相同",
    "unanswerable refused with right verdict": "无法回答的问题以正确的结论拒答",
    "answerable refused": "能回答却拒答",
}
_OF_VERDICT = {"precision of ": "查准率", "recall of ": "查全率"}
_KINDS = {
    "unit": "问单位", "fact": "问事实", "multi": "问多地", "colloquial": "口语", "traditional": "繁体",
    "unanswerable": "无法回答",
}  # fmt: skip
_RESPECTS = {
    "verdict": "结论", "rank": "首个正确条款的名次", "nDCG@10": "nDCG@10", "right region": "地区正确", "units": "单位",
    "citations": "引用",
}  # fmt: skip
_SHIFTS = {
    "calibration error": "期望校准误差", "Brier score": "Brier 分", "median seconds": "每题用时中位数（秒）",
    "p99 seconds": "每题用时第99百分位（秒）",
}  # fmt: skip
_DIRECTIONS = {"better": "变好", "worse": "变差", "neither": "不同"}
#: Shown of each kind of question on a terminal; the JSON has all.
_CHIEF = (
    "right clause first", "right clause in first five", "nDCG@10", "MRR@10", "recall@10", "right region",
    "units exactly right", "unit precision", "unit recall", "citation accuracy",
    "unanswerable refused with right verdict", "answerable refused",
)  # fmt: skip
#: Shown of each kind of question in a document.
_BY_KIND = "right clause first"


def lines(found: Evaluation, title: str) -> Iterator[str]:
    """An evaluation for a terminal: value, 95% interval, what was counted, name; of each kind the chief figures."""
    yield f"{title}：{found.questions}题。各行：比率（95%置信区间，计数）名称"
    yield from map(_line, found.overall)
    for kind, figures in found.kinds.items():
        yield f"\n{_kind(kind)}"
        yield from (_line(figure) for figure in figures if figure.name in _CHIEF)
    if found.reliability:
        yield from _curve(found.reliability)
    yield f"\n每题用时：中位数 {found.seconds.median:.3f} 秒，第99百分位 {found.seconds.p99:.3f} 秒"


def _line(figure: Figure) -> str:
    return f"{figure.value:7.1%}（{_interval(figure)}，{figure.count}）{_name(figure.name)}"


def _curve(found: Reliability) -> Iterator[str]:
    sums = f"期望校准误差 {found.calibration_error:.3f}，Brier 分 {found.brier:.3f}"
    yield f"\n把握是否可信：{found.count}题，{sums}（越小越好）"
    for each in found.bins:
        right = each.right
        yield f"  把握平均 {each.confidence:.2f}：{right.count}题，首条正确 {right.value:.1%}（{_interval(right)}）"


def differences(found: Comparison) -> Iterator[str]:
    """A comparison for a terminal: the questions that changed, then every figure."""
    yield f"\n与保存的记录相比，有{len(found.questions)}题变化" + ("：" if found.questions else "。")
    for question in found.questions:
        yield from _changed(question)
    yield "\n各行：先前 → 现在（差，p：若只有偶然因素，出现这么大差别的概率；– 表示所计不同、不可配对）名称"
    yield from map(_difference, found.figures)
    yield from (f"{_SHIFTS[s.name]}：{s.before:.3f} → {s.after:.3f}" for s in found.shifts)


def _changed(question: Changed) -> Iterator[str]:
    yield f"{question.id} {question.question}"
    yield from map(_change, question.changes)


def _change(change: Change) -> str:
    name, direction = _RESPECTS[change.respect], _DIRECTIONS[change.direction]
    return f"    {direction}  {name}：{change.before or '无'} → {change.after or '无'}"


def _difference(found: Difference) -> str:
    before, after = found.before.value, found.after.value
    chance = "–" if found.p is None else f"{found.p:.3f}"
    return f"{before:7.1%} → {after:6.1%}（{100 * (after - before):+.2f}，p {chance}）{_name(found.after.name)}"


def markdown(found: Mapping[str, Evaluation]) -> str:
    """Tables for a document, a column a question set (by its name): the figures, a chief one by kind of question, and
    the reliability of confidence. A cell is a value, its 95% interval and what was counted."""
    heads = [f"{title} ({evaluation.questions})" for title, evaluation in found.items()]
    parts = (_overall, _by_kind, _reliability)
    return "\n\n".join(_table(heads, *part(list(found.values()))) for part in parts)


#: What the first column is, and under each name in it one cell a question set.
_Columns = tuple[str, Mapping[str, Sequence[str]]]


def _overall(found: Sequence[Evaluation]) -> _Columns:
    return "", _aligned([{_bilingual(f.name): _cell(f) for f in each.overall} for each in found])


def _by_kind(found: Sequence[Evaluation]) -> _Columns:
    chosen = [
        {f"{k} {_KINDS.get(k, '')}".strip(): _cell(f) for k, of in each.kinds.items() for f in of if f.name == _BY_KIND}
        for each in found
    ]
    return _bilingual(_BY_KIND), _aligned(chosen)


def _reliability(found: Sequence[Evaluation]) -> _Columns:
    bins = _aligned([_bins(each.reliability) for each in found])
    return "confidence 把握: first clause right 首条正确", dict(sorted(bins.items()))


def _bins(found: Reliability | None) -> dict[str, str]:
    if found is None:
        return {}
    bins = {f"{b.low:.1f}–{b.high:.1f}": f"{b.confidence:.2f} → {_cell(b.right)}" for b in found.bins}
    return bins | {"ECE": f"{found.calibration_error:.3f}", "Brier": f"{found.brier:.3f}"}


def _aligned(columns: Sequence[Mapping[str, str]]) -> dict[str, list[str]]:
    """One row a name that any column has, in the order of the first column that has it; – where there is none."""
    names = dict.fromkeys(name for column in columns for name in column)
    return {name: [column.get(name, "–") for column in columns] for name in names}


def _table(heads: Sequence[str], corner: str, rows: Mapping[str, Sequence[str]]) -> str:
    head, rule = [corner, *heads], ["---"] * (len(heads) + 1)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, rule, *([n, *c] for n, c in rows.items())))


def _cell(figure: Figure) -> str:
    return f"{figure.value:.1%} ({_interval(figure)}; {figure.count})"


def _interval(figure: Figure) -> str:
    return f"{100 * figure.low:.1f}–{100 * figure.high:.1f}%"


def _kind(kind: str) -> str:
    return f"{_KINDS[kind]}（{kind}）" if kind in _KINDS else kind


def _name(name: str) -> str:
    chinese = _chinese(name)
    return f"{chinese}（{name}）" if chinese else name


def _bilingual(name: str) -> str:
    return f"{name} {_chinese(name)}".strip()


def _chinese(name: str) -> str:
    """Of a figure; those of a verdict are named after it."""
    for english, chinese in _OF_VERDICT.items():
        if name.startswith(english):
            return f"结论 {name.removeprefix(english)} 的{chinese}"
    return _NAMES.get(name, "")
