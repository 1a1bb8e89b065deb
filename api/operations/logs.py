"""Logs on stderr: a JSON object a line for machines, a line of text for people; each names its request.

JSON: time (ISO 8601, UTC), level, logger, message, request_id (null outside a request), and for `planqa.access` what
`api.operations.observing` notes of a request; exc_info has the traceback of an error. No question, no answer, no
address, no key and no query string is ever logged.
"""

import logging
from typing import IO, Any, Literal

from pythonjsonlogger.core import RESERVED_ATTRS
from pythonjsonlogger.json import JsonFormatter

from api.operations import observation

Form = Literal["text", "json"]
_TEXT = "%(asctime)s %(levelname)s %(name)s %(message)s (%(request_id)s)"


class Json(JsonFormatter):
    """A record as one line of JSON."""

    def __init__(self) -> None:
        super().__init__(
            "%(levelname)s %(name)s %(message)s",
            rename_fields={"levelname": "level", "name": "logger"},
            # uvicorn says the same again with the codes of a terminal's colours.
            reserved_attrs=[*RESERVED_ATTRS, "color_message"],
            timestamp="time",
            json_ensure_ascii=False,
        )


class WithRequestId(logging.Filter):
    """Gives each record the id of the request in which it was made."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = observation.request_id()
        return True


def form(chosen: Literal["auto", "text", "json"], stream: IO[str]) -> Form:
    """What `auto` means for a stream: text for a terminal, else JSON."""
    if chosen != "auto":
        return chosen
    return "text" if stream.isatty() else "json"


def configuration(form: Form) -> dict[str, Any]:
    """For `logging.config.dictConfig`: this project and the server from INFO on, libraries from WARNING on."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "api.operations.logs.Json"}, "text": {"format": _TEXT}},
        "filters": {"request": {"()": "api.operations.logs.WithRequestId"}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "stream": "ext://sys.stderr",
                "formatter": form,
                "filters": ["request"],
            }
        },
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {"planqa": {"level": "INFO"}, "uvicorn": {"level": "INFO"}},
    }
