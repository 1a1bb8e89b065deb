"""Scanned pages and pictures, by recognition: the OCR extra (rapidocr), whose models come in its package."""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.util import find_spec
from statistics import fmean, median
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from index_build.extract import ocr_rules
from index_build.extract.layout.asides import LeftOut
from index_build.extract.layout.characters import plain
from index_build.extract.layout.page import Box, Page
from index_build.extract.layout.pages import lay_out
from index_build.extract.shape import Extracted
from qa.errors import BadPlan

if TYPE_CHECKING:
    import pypdfium2
    from rapidocr import RapidOCR

#: height × width × 3, uint8, blue-green-red.
Picture = npt.NDArray[np.uint8]

#: Dots an inch of rendered pages: type of 16 points is 44 pixels high, about what the recogniser works in.
_DPI = 200
_MOST_PIXELS = 40_000_000
_MOST_FRAMES = 500
#: Scores below the first are named as doubtful; below the second they are specks and stamps, no text.
_SURE, _LIKELY = 0.8, 0.5
_DOUBTFUL_SHOWN = 5
#: A page is turned and tried again where letters are read with less certainty, or less of its ink is in lines read.
_WELL, _COVERED = 0.8, 0.4
#: Grey below this is ink.
_DARK = 128
#: Sizes nearer to the page's usual one than this are that size: boxes of recognised lines vary with their letters.
_SAME_SIZE = 0.25
#: The height of a recognised box, in em: it holds the line's letters and a little air.
_BOX_HEIGHT = 1.1
_POINTS = 72.0 / _DPI


@dataclass(frozen=True)
class Recognised:
    """pages: by their numbers. notes: on how sure the reading is. left_out: what was too doubtful to keep."""

    pages: Mapping[int, Page]
    notes: tuple[str, ...]
    left_out: LeftOut


@dataclass(frozen=True)
class _Seen:
    """boxes: lines, in pixels. scores: how sure each is, 0 to 1. shape: height and width of the picture as read."""

    boxes: tuple[Box, ...]
    scores: tuple[float, ...]
    shape: tuple[int, int]


def available() -> bool:
    """Whether the OCR extra is installed."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def read(data: bytes) -> Extracted:
    """A picture's text; the frames of a TIFF are pages. Raises BadPlan: no OCR extra, not a picture, too large."""
    if not available():
        raise BadPlan('读取图片需要 OCR 组件，请先安装：pip install "planqa[ocr]"。')
    form, frames = _opened(data)
    seen = read_pages(frames, range(_MOST_FRAMES))
    laid = lay_out([seen.pages[number] for number in sorted(seen.pages)])
    if not laid.text:
        raise BadPlan("图片中没有识别到文字，请核对图片是否清晰、方向是否正确。")
    notes, left_out = laid.notes + seen.notes, laid.left_out + seen.left_out
    return Extracted(laid.text, form, {}, laid.places, laid.tables, notes, left_out)


def picture(data: bytes) -> Picture:
    """A picture's first frame. Raises BadPlan as `read` does."""
    _, frames = _opened(data)
    return next(frames)


def read_pages(pictures: Iterable[Picture], numbers: Sequence[int]) -> Recognised:
    """The pages recognised in pictures; numbers: of their pages, from 0."""
    pages: dict[int, Page] = {}
    notes: list[str] = []
    left_out: list[tuple[str, str]] = []
    for number, picture in zip(numbers, pictures, strict=False):
        upright, seen = _upright(picture)
        height, width = seen.shape
        scored = list(zip(seen.boxes, seen.scores, strict=True))
        likely = [box for box, score in scored if score >= _LIKELY]
        left_out += [(box.text, f"识别把握过低（第{number + 1}页）") for box, score in scored if score < _LIKELY]
        boxes = tuple(_in_points(box) for box in _even_sizes(likely))
        pages[number] = Page(width * _POINTS, height * _POINTS, boxes, ocr_rules.rules(upright, _POINTS))
        notes += _notes(number, seen)
    return Recognised(pages, tuple(notes), tuple(left_out))


def rendered(page: "pypdfium2.PdfPage") -> Picture:
    """A page of a PDF as a picture, at 200 dots an inch or fewer where it is larger than any paper."""
    width, height = page.get_size()
    scale = min(_DPI / 72, (_MOST_PIXELS / max(1.0, width * height)) ** 0.5)
    picture: Picture = page.render(scale=scale).to_numpy()[:, :, :3]
    return np.ascontiguousarray(picture)


def _opened(data: bytes) -> tuple[str, Iterator[Picture]]:
    """The picture's format, and its frames. Raises BadPlan."""
    from PIL import Image, UnidentifiedImageError

    try:
        image = Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "TIFF", "BMP", "WEBP"))
        frames = int(getattr(image, "n_frames", 1))
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, EOFError, ValueError, SyntaxError) as error:
        raise BadPlan("无法打开图片：文件已损坏，或不是 PNG、JPEG、TIFF、BMP、WEBP 图片，请重新获取。") from error
    if frames > _MOST_FRAMES:
        raise BadPlan(f"图片有 {frames} 页，超出 {_MOST_FRAMES} 页的限制，请拆分后再试。")
    return str(image.format), _frames(image, frames)


def _frames(image: Any, count: int) -> Iterator[Picture]:
    for number in range(count):
        try:
            image.seek(number)
            if image.width * image.height > _MOST_PIXELS:
                raise BadPlan(f"图片过大（{image.width}×{image.height} 像素），请缩小到 200 dpi 后再试。")
            picture = np.asarray(image.convert("RGB"))[:, :, ::-1]
        except (OSError, ValueError, EOFError, SyntaxError) as error:
            raise BadPlan("图片数据不完整或已损坏，请重新获取后再试。") from error
        yield np.ascontiguousarray(picture)


@cache
def _engine() -> "RapidOCR":
    """The recogniser with the models of its package: nothing is downloaded."""
    from rapidocr import RapidOCR

    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "Global.text_score": 0.0,
            "EngineConfig.onnxruntime.intra_op_num_threads": 2,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


def _upright(picture: Picture) -> tuple[Picture, _Seen]:
    """The picture turned so that it reads best, and what was read."""
    tried = []
    for quarters in (0, 2, 1, 3):
        turned = np.ascontiguousarray(np.rot90(picture, quarters))
        seen = _recognised(turned)
        if _reads_well(turned, seen):
            return turned, seen
        tried.append((turned, seen))
    return max(tried, key=lambda pair: _letters_read(pair[1]))


def _reads_well(picture: Picture, seen: _Seen) -> bool:
    """Whether what stands on the page was read, and surely: of lines upside down most give no text at all."""
    dark = picture.min(axis=2) < _DARK
    ink = int(dark.sum())
    read = np.zeros_like(dark)
    for box in seen.boxes:
        read[max(0, int(box.top)) : int(box.bottom) + 1, max(0, int(box.x0)) : int(box.x1) + 1] = True
    covered = int((dark & read).sum())
    letters = sum(len(box.text) for box in seen.boxes)
    surely = _letters_read(seen) >= _WELL * letters and covered >= _COVERED * ink
    return ink == 0 or (surely and not _lie_on_their_side(seen.boxes))


def _letters_read(seen: _Seen) -> float:
    """Letters, each counted by how sure it is."""
    return sum(score * len(box.text) for box, score in zip(seen.boxes, seen.scores, strict=True))


def _lie_on_their_side(boxes: Sequence[Box]) -> bool:
    """Whether most of the text stands in boxes higher than wide; single characters say nothing."""
    words = [box for box in boxes if len(box.text) > 2]
    high = sum(len(box.text) for box in words if box.bottom - box.top > box.x1 - box.x0)
    return 2 * high > sum(len(box.text) for box in words)


def _recognised(picture: Picture) -> _Seen:
    result: Any = _engine()(picture)
    boxes, scores = [], []
    for corners, text, score in zip(
        () if result.boxes is None else result.boxes, result.txts or (), result.scores or (), strict=True
    ):
        xs, ys = [float(x) for x, _ in corners], [float(y) for _, y in corners]
        middle, size = (min(ys) + max(ys)) / 2, (max(ys) - min(ys)) / _BOX_HEIGHT
        boxes.append(Box(plain(text), min(xs), max(xs), middle - size / 2, middle + size / 2, size))
        scores.append(float(score))
    return _Seen(tuple(boxes), tuple(scores), (picture.shape[0], picture.shape[1]))


def _even_sizes(boxes: Sequence[Box]) -> list[Box]:
    usual = median(box.size for box in boxes) if boxes else 0.0
    return [replace(box, size=usual) if abs(box.size - usual) <= _SAME_SIZE * usual else box for box in boxes]


def _in_points(box: Box) -> Box:
    return Box(
        box.text, box.x0 * _POINTS, box.x1 * _POINTS, box.top * _POINTS, box.bottom * _POINTS, box.size * _POINTS
    )


def _notes(number: int, seen: _Seen) -> list[str]:
    page = f"第{number + 1}页"
    scored = list(zip((box.text for box in seen.boxes), seen.scores, strict=True))
    likely = [score for _, score in scored if score >= _LIKELY]
    if not likely:
        return [f"{page}是图像，没有识别到文字。"]
    notes = [f"{page}由 OCR 识别，平均把握 {fmean(likely):.2f}，请核对。"]
    doubtful = [text for text, score in scored if _LIKELY <= score < _SURE]
    if doubtful:
        shown = "、".join(f"“{text}”" for text in doubtful[:_DOUBTFUL_SHOWN])
        more = f"等 {len(doubtful)} 行" if len(doubtful) > _DOUBTFUL_SHOWN else ""
        notes.append(f"{page}识别把握低于 {_SURE} 的行：{shown}{more}。")
    if len(likely) < len(scored):
        notes.append(f"{page}有 {len(scored) - len(likely)} 处识别把握低于 {_LIKELY}，未收入正文。")
    return notes
