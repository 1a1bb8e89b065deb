"""The table of writers: what a kit consists of, and the forms of one answer or comparison."""

from collections.abc import Callable, Iterable

from qa.errors import InvalidRequest
from qa.export.content import Lesson
from qa.export.docx import handout_docx
from qa.export.markdown import handout_markdown, quiz_markdown
from qa.export.pptx import slides_pptx
from qa.export.xlsx import matrix_xlsx

Write = Callable[[Lesson], bytes]

#: The files of a kit by name, in the order in which they are written.
KIT: dict[str, Write] = {
    "handout.docx": handout_docx,
    "slides.pptx": slides_pptx,
    "matrix.xlsx": matrix_xlsx,
    "handout.md": handout_markdown,
    "quiz.md": quiz_markdown,
}
#: One answer or one comparison, by the ending of its file.
FORMS: dict[str, Write] = {
    "docx": handout_docx,
    "pptx": slides_pptx,
    "xlsx": matrix_xlsx,
    "md": handout_markdown,
}
MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "md": "text/markdown; charset=utf-8",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def kit(lesson: Lesson, forms: Iterable[str] = ()) -> dict[str, bytes]:
    """The files of a kit by name: those with the endings given, all where none is. InvalidRequest as `known`."""
    wanted = set(forms) or set(FORMS)
    for form in sorted(wanted):
        known(form)
    return {name: write(lesson) for name, write in KIT.items() if name.rpartition(".")[2] in wanted}


def known(form: str) -> Write:
    """The writer of a form. InvalidRequest names those that there are."""
    if form not in FORMS:
        raise InvalidRequest(f"不能写成“{form}”格式，可用的有：{'、'.join(FORMS)}。", "forms")
    return FORMS[form]
