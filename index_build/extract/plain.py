"""Plain text files: decoded, and one kind of line end."""

import re

from index_build.extract import encoding
from index_build.extract.shape import Extracted
from qa.errors import BadPlan

#: Every line end of Unicode (UAX 14, class BK, CR and LF) but U+0085: in UTF-8 read as Latin-1 that is a byte of 全.
_LINE_END = re.compile("\r\n|[\r\v\f\u2028\u2029]")


def read(data: bytes) -> Extracted:
    """A text file in UTF-8, UTF-16, GB18030 or Big5. BadPlan if it is empty, no text, or in doubt."""
    text, found = encoding.decode(data)
    if not text.strip("\0 \t\r\n\v\f\x1a\u3000\xa0"):
        raise BadPlan("空文件：没有可读的文字。请确认选对了文件。")
    return Extracted(_LINE_END.sub("\n", text), "TXT", notes=encoding.notes(found))
