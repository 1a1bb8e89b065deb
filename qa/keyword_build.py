"""A keyword index built from passages: cut a run at a time, the runs merged on disk, so that memory stays bounded."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import count, islice
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from qa.arrays import Ids, Scores
from qa.postings import Column, Hashes, Postings, Small, damped, damping, hashes, union
from qa.text import Tokenizer, pairs

WORDS = "words.txt"
#: Passages cut at a time, some 200 MB.
_RUN = 20_000
#: Postings merged at a time, some 200 MB.
_PART = 4_000_000


def build(folder: Path, passages: Iterable[str], words: Sequence[str]) -> None:
    """Write the index of passages, numbered from 0, into a folder. words: names that must stay whole."""
    tokenizer, rest = Tokenizer(words), enumerate(passages)
    with TemporaryDirectory(dir=folder) as scratch:
        runs: list[Postings] = []
        while batch := dict(islice(rest, _RUN)):
            run = Path(scratch) / str(len(runs))
            _save(run, inverted(batch, tokenizer))
            runs.append(Postings.load(run))
        _merge(folder, runs)
    write_words(folder, words)


def write_words(folder: Path, words: Sequence[str]) -> None:
    (folder / WORDS).write_text("\n".join(words), encoding="utf-8")


def read_words(folder: Path) -> list[str]:
    """What `write_words` wrote."""
    return [word for word in (folder / WORDS).read_text(encoding="utf-8").split("\n") if word]


def inverted(passages: Mapping[int, str], tokenizer: Tokenizer) -> Postings:
    """The postings of some passages by number, ascending; its lengths are those of these passages alone."""
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    found, lengths = array("q"), array("i")
    for passage in passages.values():
        before = len(found)
        found.extend(numbers[term] for term in (*tokenizer.tokens(passage), *pairs(passage)))
        lengths.append(len(found) - before)
    terms, ranks = np.unique(hashes(numbers), return_inverse=True)
    owners = np.repeat(np.arange(len(passages)), lengths)
    both, counts = np.unique(ranks[np.asarray(found)] * len(passages) + owners, return_counts=True)
    of, owner = np.divmod(both, max(len(passages), 1))
    rows = np.fromiter(passages, np.int32, len(passages))[owner]
    starts = np.searchsorted(of, np.arange(len(terms) + 1))
    return Postings(terms, starts, rows, counts.astype(count_type(counts)), np.asarray(lengths, np.int32))


def count_type(counts: Small) -> np.dtype[np.unsignedinteger]:
    """The smallest that holds all of them."""
    return np.min_scalar_type(int(counts.max(initial=0)))


def _save(folder: Path, run: Postings) -> None:
    folder.mkdir()
    for name, column in vars(run).items():
        np.save(folder / f"{name}.npy", column)


def _merge(folder: Path, runs: Sequence[Postings]) -> None:
    """Write one index of runs whose passages follow each other."""
    lengths = np.concatenate([np.empty(0, np.int32), *(run.lengths for run in runs)])
    against, total = damping(lengths), sum(len(run.rows) for run in runs)
    dtype = np.result_type(np.uint8, *(run.counts for run in runs))
    edges = np.linspace(0, 2.0**64, 2 + total // _PART)[1:-1].astype(np.uint64)
    cuts = [np.concatenate([[0], np.searchsorted(run.hashes, edges), [len(run.hashes)]]) for run in runs]
    terms, frequencies, peaks = [], [], []
    with Column(folder, "rows", np.int32, total) as rows, Column(folder, "counts", dtype, total) as counts:
        for part in range(len(edges) + 1):
            merged = _merged([_between(run, *cut[part : part + 2]) for run, cut in zip(runs, cuts, strict=True)])
            rows.append(merged.rows)
            counts.append(merged.counts)
            terms.append(merged.hashes)
            frequencies.append(merged.frequencies)
            peaks.append(highest(merged, against))
    save_terms(folder, np.concatenate(terms), np.concatenate(frequencies), np.concatenate(peaks))
    np.save(folder / "lengths.npy", lengths)


def save_terms(folder: Path, terms: Hashes, frequencies: Ids, peaks: Scores) -> None:
    np.save(folder / "hashes.npy", terms)
    np.save(folder / "starts.npy", np.concatenate([np.zeros(1, np.int64), np.cumsum(frequencies)]))
    np.save(folder / "peaks.npy", peaks)


def _between(run: Postings, first: int, end: int) -> Postings:
    """The postings of the terms from one place to another."""
    starts = run.starts[first : end + 1]
    inside = slice(starts[0], starts[-1])
    return Postings(run.hashes[first:end], starts - starts[0], run.rows[inside], run.counts[inside], run.lengths)


def _merged(parts: Sequence[Postings]) -> Postings:
    """The postings of all; the passages of one follow those of the one before."""
    terms = union(part.hashes for part in parts)
    places = [np.searchsorted(terms, part.hashes) for part in parts]
    frequencies = np.zeros(len(terms), np.int64)
    for part, place in zip(parts, places, strict=True):
        frequencies[place] += part.frequencies
    starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(frequencies)])
    rows = np.empty(starts[-1], np.int32)
    counts = np.empty(starts[-1], np.result_type(np.uint8, *(part.counts for part in parts)))
    free = starts[:-1].copy()
    for part, place in zip(parts, places, strict=True):
        target = np.repeat(free[place] - part.starts[:-1], part.frequencies) + np.arange(len(part.rows))
        rows[target], counts[target] = part.rows, part.counts
        free[place] += part.frequencies
    return Postings(terms, starts, rows, counts, parts[0].lengths if parts else np.empty(0, np.int32))


def highest(postings: Postings, against: Scores) -> Scores:
    """The largest damped count of each term, (t,)."""
    shares = damped(postings.counts, against[postings.rows])
    return np.maximum.reduceat(shares, postings.starts[:-1]) if len(shares) else np.empty(0, np.float32)
