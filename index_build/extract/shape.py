"""What every format is turned into: text with its paragraphs and tables told apart, and what the page says of itself.

`text` is the plan's raw text from here on: citations, repairs and dropped lines count characters and lines in it.

* A paragraph is a line. Where the format itself marks paragraphs (HTML, DOCX) a blank line parts them; a bare line
  break says that a line ended there and no more, as in a text file, and `paragraphs.split` decides.
* A table row is a line whose cells are parted by tabs, empty cells kept, line breaks inside a cell as spaces (or
  nothing between Chinese characters). A cell over several rows stands in each of them, a cell over several columns
  once, with empty cells behind it. Rows of one table follow one another by bare line breaks; a blank line stands
  before and after. A tab stands nowhere else.
* Automatic numbers stand in the text as a reader sees them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Extracted:
    """format: the reader's name of it (HTML, DOCX, PDF …).

    metadata: what the page or file states beside the text, by the label it uses (索引号, 发文字号, 标题).
    places: (offset into `text`, name of the place in the source) in order, each good up to the next: (0, 第1页).
    tables: how many tables the source has. notes: sentences (Chinese) on what a reader should know, such as
    a guessed encoding or pictures that were not read.
    left_out: (words, reason in Chinese) of what the file holds beside its text, such as running heads and comments.
    """

    text: str
    format: str
    metadata: Mapping[str, str] = field(default_factory=dict)
    places: tuple[tuple[int, str], ...] = ()
    tables: int = 0
    notes: tuple[str, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
