"""A keyword index that follows another: its postings are copied, changed where passages came, went or are cut anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from qa.arrays import Ids
from qa.keyword_build import highest, inverted, save_terms, write_words
from qa.postings import GONE, Column, Postings, Small, damping, mapped, mean_length, union
from qa.text import Tokenizer

#: Postings copied at a time.
_PIECE = 4_000_000
#: More than rounding may take from a peak.
_ROUNDING = 1 + 1e-6


def grow(
    before: Path, folder: Path, gone: Ids, passages: Sequence[str], words: Sequence[str], recut: Mapping[int, str]
) -> None:
    """Write the index that follows the one in the folder `before` into another folder.

    gone: rows of passages that are no longer there. passages: new ones, whose rows follow the last. words: all names
    that must stay whole, the new ones among them. recut: passages of before that hold a new one, by row.
    """
    old, peaks = Postings.load(before), mapped(before, "peaks")
    new = dict(sorted(recut.items())) | dict(enumerate(passages, len(old.lengths)))
    added = inverted(new, Tokenizer(words))
    lengths = np.concatenate([old.lengths, np.zeros(len(passages), np.int32)])
    lengths[gone] = GONE
    lengths[list(new)] = added.lengths
    changed = np.concatenate([gone, np.fromiter(recut, np.int64)]).astype(np.int64)
    change = _Change(_positions(old, changed), _places(old, added))
    change.write(folder, "rows", old.rows, added.rows)
    change.write(folder, "counts", old.counts, added.counts)
    np.save(folder / "lengths.npy", lengths)
    # With a longer mean the damping of every passage falls, by no more than the mean rises.
    risen = peaks * np.float32(_ROUNDING * max(1.0, mean_length(lengths) / mean_length(old.lengths)))
    _save_terms(folder, old, added, change, (risen, highest(added, damping(lengths))))
    write_words(folder, words)


@dataclass(frozen=True)
class _Change:
    """dropped: which postings go. places: before which each new one comes. Both ascend."""

    dropped: Ids
    places: Ids

    def write(self, folder: Path, name: str, old: Small, new: Small) -> None:
        """A file of what remains of the old and the new."""
        dtype = np.result_type(old, new)
        with Column(folder, name, dtype, len(old) - len(self.dropped) + len(new)) as column:
            for start in range(0, max(len(old), 1), _PIECE):
                column.append(self._piece(start, old.astype(dtype, copy=False), new))

    def _piece(self, start: int, old: Small, new: Small) -> Small:
        end = start + _PIECE if start + _PIECE < len(old) else len(old) + 1
        here = slice(*np.searchsorted(self.places, [start, end]))
        dropped = self.dropped[slice(*np.searchsorted(self.dropped, [start, end]))]
        kept = np.delete(old[start:end], dropped - start)
        places = self.places[here]
        return np.insert(kept, places - start - np.searchsorted(dropped, places), new[here])


def _positions(old: Postings, passages: Ids) -> Ids:
    """Where the postings of some passages stand, ascending."""
    wanted = np.zeros(len(old.lengths), bool)
    wanted[passages] = True
    starts = range(0, len(old.rows), _PIECE)
    found = (start + np.flatnonzero(wanted[old.rows[start : start + _PIECE]]) for start in starts)
    return np.concatenate([np.empty(0, np.int64), *found])


def _places(old: Postings, added: Postings) -> Ids:
    """Before which old posting each new one comes, found by halving for all of them at once."""
    terms = np.searchsorted(old.hashes, added.hashes)
    after = np.searchsorted(old.hashes, added.hashes, "right")
    low, high = (np.repeat(old.starts[ends], added.frequencies) for ends in (terms, after))
    while len(open_ := np.flatnonzero(low < high)):
        middle = (low[open_] + high[open_]) // 2
        less = old.rows[middle] < added.rows[open_]
        low[open_[less]] = middle[less] + 1
        high[open_[~less]] = middle[~less]
    return low


def _save_terms(
    folder: Path, old: Postings, added: Postings, change: _Change, peaks: tuple[npt.NDArray[np.float32], ...]
) -> None:
    """Of the old and the new terms those that are still somewhere; peaks: of the old and of the new."""
    terms = union([old.hashes, added.hashes])
    of_old, of_new = np.searchsorted(terms, old.hashes), np.searchsorted(terms, added.hashes)
    lost = np.bincount(np.searchsorted(old.starts, change.dropped, "right") - 1, minlength=len(of_old))
    frequencies, most = np.zeros(len(terms), np.int64), np.zeros(len(terms), np.float32)
    frequencies[of_old] = old.frequencies - lost
    frequencies[of_new] += added.frequencies
    most[of_old] = peaks[0]
    most[of_new] = np.maximum(most[of_new], peaks[1])
    there = frequencies > 0
    save_terms(folder, terms[there], frequencies[there], most[there])
