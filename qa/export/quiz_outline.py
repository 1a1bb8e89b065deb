"""A quiz as blocks: its questions, and its answers with the words that prove them."""

from collections.abc import Iterator
from itertools import groupby

from qa.export.content import FORM_NAMES, Exercise, Lesson, Piece
from qa.export.outline import Block, Heading, Paragraph, words

#: What stands where words are to be filled in.
BLANK = "＿＿＿＿＿＿"
_LETTERS = "ABCDEFGH"
_NUMERALS = "一二三四"


def questions(lesson: Lesson) -> Iterator[Block]:
    """Numbered through, a heading for each form."""
    number = 0
    for place, (form, group) in enumerate(groupby(lesson.exercises, key=lambda e: e.form)):
        yield Heading(2, f"{_NUMERALS[place]}、{FORM_NAMES[form]}")
        for exercise in group:
            number += 1
            blank = "（　　）" if form != "blank" else ""
            yield words(f"{number}. {exercise.stem}{blank}", "question")
            if sentence := shown_sentence(exercise):
                yield words(sentence, "quote")
            yield from (words(option, "option") for option in lettered(exercise))


def answers(lesson: Lesson) -> Iterator[Block]:
    """The answers in the same order, each with its proof."""
    for number, exercise in enumerate(lesson.exercises, 1):
        letter = f"{_LETTERS[exercise.options.index(exercise.answer)]}. " if exercise.options else ""
        yield words(f"{number}. {letter}{exercise.answer}", "question")
        source = exercise.proof.source
        yield words(f"《{source.plan.title}》 › {source.place}", "place")
        yield Paragraph((Piece(exercise.proof.words, (source,)),), "quote")


def lettered(exercise: Exercise) -> list[str]:
    """Its options, as they are chosen: A. 县司法局."""
    return [f"{letter}. {option}" for letter, option in zip(_LETTERS, exercise.options, strict=False)]


def shown_sentence(exercise: Exercise) -> str:
    """The sentence asked about, with a gap where something is to be filled in; '' where there is none."""
    quote, hidden = exercise.quote, exercise.hidden
    if quote is None or hidden is None:
        return quote.words if quote else ""
    text, (start, end) = quote.source.clause.text, quote.span
    return text[start : hidden[0]] + BLANK + text[hidden[1] : end]
