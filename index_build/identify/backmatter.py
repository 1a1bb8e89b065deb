"""What closes a document below its clauses: signature and date, notes, imprint."""

from index_build.identify.head import Head
from index_build.identify.head_lines import CLOSING_NOTE, IMPRINT, SIGNED, Line

_MOST_SIGNATORIES = 8


def signatures(head: Head) -> dict[int, str]:
    """Signatures that attachments follow: those that nothing follows are the tail's."""
    dropped: dict[int, str] = {}
    for k in range(head.start, len(head.text) - 1):
        if head.kinds[k] in SIGNED and _closes(head, k + 1):
            dropped |= dict.fromkeys(range(_first_signatory(head, k), k + 1), "落款")
    return dropped


def _closes(head: Head, k: int) -> bool:
    """Whether an attachment begins at k, closing notes passed over."""
    while k < len(head.text) and (CLOSING_NOTE.match(head.text[k]) or IMPRINT.match(head.text[k])):
        k += 1
    return k < len(head.text) and (
        head.kinds[k] is Line.ATTACHMENT or (head.title is not None and k in head.title.lines)
    )


def _first_signatory(head: Head, date: int) -> int:
    k = date
    while k > max(0, date - _MOST_SIGNATORIES) and head.kinds[k - 1] is Line.SIGNATORY:
        k -= 1
    return k


def tail(head: Head) -> dict[int, str]:
    """Signature, notes and imprint below the last line of the text."""
    dropped: dict[int, str] = {}
    for k in range(len(head.text) - 1, head.start, -1):
        reason = _tail_reason(head, k, any("落款" in why for why in dropped.values()))
        if reason is None:
            break
        dropped[k] = reason
    return dropped


def _tail_reason(head: Head, k: int, signature_below: bool) -> str | None:
    if IMPRINT.match(head.text[k]):
        return "印发信息"
    if CLOSING_NOTE.match(head.text[k]):
        return "文末附注"
    if head.kinds[k] in SIGNED:
        return "落款"
    # A lone line that merely ends in 局 may be a body line; above a date it is the signature.
    return "落款" if signature_below and head.kinds[k] is Line.SIGNATORY else None
