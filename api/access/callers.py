"""Who a request comes from, as the gate found it; doors read it from `request.state.caller`."""

from dataclasses import dataclass
from typing import Literal

#: `read` asks and looks; `admin` may also change plans and see jobs and feedback.
Scope = Literal["read", "admin"]


@dataclass(frozen=True)
class Caller:
    """name: of the key, None where none was needed. scope: what it may do, None on public addresses.

    key_id: tells keys of one name apart; no secret.
    """

    name: str | None
    scope: Scope | None
    key_id: str | None = None
