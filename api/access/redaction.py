"""Keys never reach a log, wherever a client has put one: in an address, in a header that a library prints."""

import logging
import re
from collections.abc import Mapping
from typing import Any

from api.access.keys import PREFIX

_KEY = re.compile(rf"({PREFIX}_[0-9a-f]+)_[\w-]+")
#: What a factory of log records carries once it leaves keys out.
_MARK = "leaves_keys_out"


def install() -> None:
    """From now on no record of any logger of this process holds a key; its id stays, to tell which one to revoke."""
    made = logging.getLogRecordFactory()
    if hasattr(made, _MARK):
        return

    def factory(*args: Any, **kwargs: Any) -> logging.LogRecord:
        record = made(*args, **kwargs)
        record.msg, record.args = _without(record.msg), _without(record.args)
        return record

    setattr(factory, _MARK, True)
    logging.setLogRecordFactory(factory)


def _without(value: Any) -> Any:
    """What has no key in it stays what it is; formatters count on the types of arguments."""
    if isinstance(value, tuple):
        return tuple(_without(part) for part in value)
    if isinstance(value, Mapping):
        return {name: _without(part) for name, part in value.items()}
    text = value if isinstance(value, str) else repr(value) if isinstance(value, (bytes, list, BaseException)) else ""
    return _KEY.sub(r"\1_…", text) if _KEY.search(text) else value
