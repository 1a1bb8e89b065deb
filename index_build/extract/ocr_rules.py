"""Ruled lines of a scanned page: dark runs far longer than any stroke of a character."""

from typing import Any

import numpy as np
import numpy.typing as npt

from index_build.extract.layout.page import Rule

#: A rule is at least this share of the page's width long; the strokes of 16-point type are a tenth of that.
_LENGTH = 1 / 15
#: Pixels: thicker dark shapes are pictures.
_THICK = 12


def rules(picture: npt.NDArray[np.uint8], unit: float) -> tuple[Rule, ...]:
    """Horizontal and vertical rules of a picture (blue-green-red); unit: points a pixel."""
    import cv2

    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    ink = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 10)
    length = max(30, round(picture.shape[1] * _LENGTH))
    return (*_found(cv2, ink, (length, 1), unit), *_found(cv2, ink, (1, length), unit))


def _found(cv2: Any, ink: Any, kernel: tuple[int, int], unit: float) -> list[Rule]:
    shape = cv2.getStructuringElement(cv2.MORPH_RECT, kernel)
    count, _, stats, _ = cv2.connectedComponentsWithStats(cv2.morphologyEx(ink, cv2.MORPH_OPEN, shape))
    level = kernel[0] > kernel[1]
    found = []
    for x, y, width, height, _ in stats[1:count]:
        if (height if level else width) > _THICK:
            continue
        x0, x1, top, bottom = (float(v) * unit for v in (x, x + width, y, y + height))
        middle = ((x0 + x1) / 2, (top + bottom) / 2)
        found.append(Rule(x0, middle[1], x1, middle[1]) if level else Rule(middle[0], top, middle[0], bottom))
    return found
