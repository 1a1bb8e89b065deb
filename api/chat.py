"""A conversation on the command line: each question is understood after those before it."""

from collections.abc import Iterator

import typer

from qa.dialogue.conversation import Turn
from qa.filters import Filters
from qa.records import Answer
from qa.service import Service


class Conversation:
    """Questions to a service that remember those before them."""

    def __init__(self, service: Service, filters: Filters) -> None:
        self._service = service
        self._filters = filters
        self._history: list[Turn] = []

    def ask(self, text: str) -> Answer:
        """InvalidRequest, as of a question alone; it leaves no trace in the conversation."""
        found = self._service.ask(text, self._filters, self._history)
        cited = dict.fromkeys(citation.clause.id for citation in found.citations)
        self._history.append(self._service.turn(found.understood, list(cited)))
        return found


def typed() -> Iterator[str]:
    """Questions from the terminal up to an empty line or the end of the input."""
    while True:
        try:
            line = typer.prompt("问", default="", show_default=False, prompt_suffix="：", err=True).strip()
        except typer.Abort:
            return
        if not line:
            return
        yield line
