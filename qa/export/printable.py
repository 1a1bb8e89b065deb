"""Text that an XML file can hold."""

#: Control characters may not stand in XML, but their pictures may; half a surrogate pair has no encoding.
_PRINTABLE = {code: 0x2400 + code for code in range(32) if chr(code) not in "\t\n"} | dict.fromkeys(
    [*range(0xD800, 0xE000), 0xFFFE, 0xFFFF], 0xFFFD
)


def printable(text: str) -> str:
    """The text itself but for what no XML file can hold."""
    return text.translate(_PRINTABLE)
