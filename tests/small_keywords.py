"""A keyword index of a few passages, written to disk and opened as any other."""

import functools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

from qa import keyword_build, keyword_growth
from qa.keywords import Keywords
from qa.text import Tokenizer


def keywords(passages: Sequence[str], words: Sequence[str] = ()) -> Keywords:
    """Its files are gone from the disk, and stay readable as long as they are mapped."""
    with TemporaryDirectory() as folder:
        keyword_build.build(Path(folder), passages, words)
        return Keywords.load(Path(folder))


@contextmanager
def one_dictionary() -> Iterator[None]:
    """jieba's dictionary is not copied for each of hundreds of indexes."""
    made = functools.cache(Tokenizer)

    def tokenizer(words: Sequence[str]) -> Tokenizer:
        return made(tuple(words))

    with (
        mock.patch.object(keyword_build, "Tokenizer", tokenizer),
        mock.patch.object(keyword_growth, "Tokenizer", tokenizer),
    ):
        yield
