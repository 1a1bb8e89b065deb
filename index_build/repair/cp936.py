"""CP936 (GBK) as pages were stored in it: characters of two bytes, and the pairs that mean nothing."""

from functools import cache

Pair = tuple[int, int]

LEADS = range(0x81, 0xFF)
TRAILS = (*range(0x40, 0x7F), *range(0x80, 0xFF))


def pair_of(character: str) -> Pair | None:
    """The two bytes of a character; None where it has one byte or none.

    GB 18030 holds the same pairs and gives the user-defined ones, which some pages keep, their private-use
    characters: U+E000-E233 is AAA1-AFFE, U+E234-E4C5 is F8A1-FEFE, U+E4C6-E765 is A140-A7A0.
    """
    data = character.encode("gb18030", errors="replace")
    return (data[0], data[1]) if len(data) == 2 else None


@cache
def characters() -> dict[Pair, str]:
    """Every assigned pair; the user-defined ones are not."""
    pairs = ((lead, trail) for lead in LEADS for trail in TRAILS)
    decoded = ((pair, bytes(pair).decode("gbk", errors="replace")) for pair in pairs)
    return {pair: text for pair, text in decoded if len(text) == 1 and text != "\ufffd"}
