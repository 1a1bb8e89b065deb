"""The character encoding of a file, found from its bytes.

Every encoding gives another reading of the same bytes. The one whose characters are likeliest in official Chinese
is taken, if it is likelier than every other by a wide margin: a wrong guess would garble a plan without anybody
noticing, so a file that can be read in two ways is refused with a question.
"""

import codecs
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from index_build.repair.ngrams import shipped
from index_build.repair.traditional import to_simplified
from qa.errors import BadPlan

Floats = npt.NDArray[np.float64]

_BOMS = (
    (codecs.BOM_UTF8, "UTF-8"),
    (codecs.BOM_UTF16_LE, "UTF-16LE"),
    (codecs.BOM_UTF16_BE, "UTF-16BE"),
    ("\ufeff".encode("gb18030"), "GB18030"),
)
#: big5hkscs reads all of Big5, gb18030 all of GBK and GB 2312.
_CODECS = {
    "UTF-8": "utf-8",
    "GB18030": "gb18030",
    "Big5": "big5hkscs",
    "UTF-16LE": "utf-16-le",
    "UTF-16BE": "utf-16-be",
}
#: What a page calls them begins so; gb2312 stands for all of GB on the web. UTF-16 is never declared in ASCII.
_DECLARED_AS = {"UTF-8": ("utf-8", "utf8"), "GB18030": ("gb", "x-gbk"), "Big5": ("big5", "x-x-big5")}
_PLAIN = bytes([*range(0x20, 0x7F), *b"\t\n\r\v\f\x1a"])
_CHUNK = 1 << 20

#: Log probabilities (nats) by Unicode block of the characters that statutes do not tell about.
_BLOCKS = (
    (0x0000, 0x001F, -20.0),
    (0x0020, 0x007E, -4.6),
    (0x00A0, 0x02FF, -9.0),
    (0x0370, 0x04FF, -11.0),
    (0x2000, 0x27FF, -10.5),
    (0x3000, 0x303F, -10.0),
    (0x3040, 0x30FF, -11.5),
    (0x4E00, 0x9FFF, -13.0),
    (0xFE30, 0xFE4F, -12.0),
    (0xFF00, 0xFFEF, -10.0),
    (0xFFFD, 0xFFFD, -20.0),
)
_ELSEWHERE, _WHITE_SPACE = -15.5, -4.6
#: A foreign character is unlikely below this: none of the blocks of Chinese text holds one.
_UNLIKELY = -12.5
#: How much likelier (nats) the best reading must be than the next; a declared encoding starts that much ahead.
_MARGIN, _DECLARED = 12.0, 14.0
#: Official Chinese has -6.3 nats a character, bytes read in a wrong encoding less than -9.5.
_PLAUSIBLE = -8.6
#: Broken bytes in a sound file: four (a character cut at either end), and one in two thousand characters.
_BROKEN, _BROKEN_SHARE = 4, 0.0005
_MOST_CONTROLS = 0.005
_PROOF = 30
_LOOK_AHEAD = 64
#: Where a byte of GBK is lost, the rest of its line is read a byte off: the last characters before ASCII have less than
#: this (nats a character). Of 30,000 runs of statutes the least likely had -9.8, of 970 so damaged the likeliest -11.1.
_OFF, _TAIL = -10.5, 10
_RUN = re.compile(f"[^\0-\x7f\ufffd]{{{_TAIL},}}")


@dataclass(frozen=True)
class Encoding:
    """name: UTF-8, UTF-16LE, UTF-16BE, GB18030 (with GBK, GB 2312) or Big5 (with HKSCS).

    confidence: 0..1, the probability of this reading among all, times the share of usual characters (not for UTF-8,
    whose form is proof), less for broken bytes. broken: bytes that are no character in it. shifted: ends of runs of
    characters that seem to be read a byte off.
    """

    name: str
    confidence: float
    broken: int = 0
    shifted: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Reading:
    """One encoding's reading. likelihood: nats; foreign: characters beyond ASCII, `usual` of them likely ones."""

    name: str
    likelihood: float
    characters: int
    foreign_likelihood: float
    foreign: int
    usual: int
    controls: int
    broken: int

    @property
    def is_proven(self) -> bool:
        """Text in another encoding does not have the form of UTF-8 so many times and never fail."""
        return self.name == "UTF-8" and not self.broken and self.foreign >= _PROOF

    @property
    def plausible(self) -> bool:
        """Chinese text with few faults. UTF-8 proves itself by its form and may hold any script."""
        sound = self.broken <= _BROKEN + _BROKEN_SHARE * self.characters
        text = self.controls <= _MOST_CONTROLS * self.characters
        chinese = self.name == "UTF-8" or self.foreign_likelihood >= _PLAUSIBLE * self.foreign
        return sound and text and chinese


def detect(data: bytes, declared: str | None = None) -> Encoding:
    """The encoding of a text file. `declared` is what it says of itself: that counts, but the bytes decide.

    BadPlan if it is no text, or if two encodings are about as likely.
    """
    marked = next((name for bom, name in _BOMS if data.startswith(bom)), None)
    if marked is None and not data.translate(None, _PLAIN):
        return Encoding("UTF-8", 1.0)
    readings = [_read(data, name) for name in ([marked] if marked else _CODECS)]
    scores = {r.name: r.likelihood + _DECLARED * _is_declared(r.name, declared) for r in readings}
    scores |= {r.name: 0.0 for r in readings if r.is_proven}
    best, *others = sorted(readings, key=lambda r: scores[r.name], reverse=True)
    if not best.plausible:
        raise BadPlan(_no_text(data))
    margin = scores[best.name] - max((scores[r.name] for r in others), default=-math.inf)
    if margin < _MARGIN:
        raise BadPlan(_question(best.name, others[0].name))
    return Encoding(best.name, _confidence(best, margin), best.broken)


def decode(data: bytes, declared: str | None = None) -> tuple[str, Encoding]:
    """The text without byte order mark; a broken byte becomes U+FFFD. BadPlan as `detect`."""
    encoding = detect(data, declared)
    two_bytes = encoding.name in ("GB18030", "Big5")
    text = data.decode(_CODECS[encoding.name], "planqa-resume" if two_bytes else "replace").removeprefix("\ufeff")
    return text, replace(encoding, shifted=tuple(_shifted(text)) if two_bytes else ())


def _shifted(text: str) -> Iterator[str]:
    tails = (run[0][-_TAIL:] for run in _RUN.finditer(text))
    return (tail for tail in tails if _weigh(tail)[0] < _OFF * _TAIL)


def _confidence(reading: _Reading, margin: float) -> float:
    usual = reading.usual / reading.foreign if reading.foreign and reading.name != "UTF-8" else 1.0
    sound = 1 - min(0.5, 100 * reading.broken / max(1, reading.characters))
    return round(usual * sound / (1 + math.exp(-margin)), 4)


def _is_declared(name: str, declared: str | None) -> bool:
    label = (declared or "").strip().lower().replace("_", "-")
    return label.startswith(_DECLARED_AS.get(name, ("utf-16",))) and bool(label)


def _read(data: bytes, name: str) -> _Reading:
    decoder = codecs.getincrementaldecoder(_CODECS[name])("replace")
    sums = np.zeros(7)
    for start in range(0, len(data), _CHUNK):
        end = start + _CHUNK
        sums += _weigh(decoder.decode(data[start:end], end >= len(data)))
    likelihood, characters, foreign_likelihood, foreign, usual, controls, lost = sums
    # U+FFFD that the file itself holds was lost before; it is no broken byte of this file.
    broken = max(0, int(lost) - data.count("\ufffd".encode(_CODECS[name], "ignore") or b"\0\0\0"))
    return _Reading(
        name, likelihood, int(characters), foreign_likelihood, int(foreign), int(usual), int(controls), broken
    )


def _weigh(text: str) -> Floats:
    """[7] likelihood, characters, likelihood of the foreign ones, their number, usual ones, controls, U+FFFD."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    likelihoods = _likelihoods()[np.minimum(codes, 0x10000)]
    foreign = likelihoods[codes > 0x7E]
    controls = np.count_nonzero(likelihoods[codes < 0x20] < _ELSEWHERE)
    usual = np.count_nonzero(foreign > _UNLIKELY)
    lost = np.count_nonzero(codes == 0xFFFD)
    return np.array([likelihoods.sum(), len(codes), foreign.sum(), len(foreign), usual, controls, lost])


@lru_cache(maxsize=1)
def _likelihoods() -> Floats:
    """[65537] log probability (nats) of every character; the last stands for all beyond the first plane.

    From the character counts of the statutes, a Traditional form as its Simplified one.
    """
    model = shipped()
    table = np.full(0x10001, _ELSEWHERE)
    for first, last, likelihood in _BLOCKS:
        table[first : last + 1] = likelihood
    table[[ord(c) for c in "\ufeff\t\n\r\v\f\x1a\xa0\u3000"]] = _WHITE_SPACE
    # pairs are kept as 8 * log2(count): see ngrams.
    counts = np.bincount(model.seconds, np.exp2(model.pairs / 8), len(model.vocabulary))
    logarithms = np.log(np.maximum(counts, 1) / counts.sum())
    known = {character: logarithms[i] for character, i in model.ids.items()}
    chinese = "".join(map(chr, range(0x4E00, 0xA000)))
    simplified = to_simplified("\n".join(chinese)).split("\n")
    for character, form in [*zip(chinese, simplified, strict=True), *zip(known, known, strict=True)]:
        table[ord(character)] = max(table[ord(character)], known.get(form, _ELSEWHERE))
    return table


def _resume(error: UnicodeError) -> tuple[str, int]:
    """After a broken byte of a two-byte encoding, go on where what follows reads better: at the next or the one after.

    A broken first byte leaves its second alone; read on from there, a whole line would be cut between characters.
    """
    if not isinstance(error, UnicodeDecodeError):
        raise error
    starts = (error.start + 1, error.start + 2)
    best = max(starts, key=lambda start: _mean(error.object[start : start + _LOOK_AHEAD], error.encoding))
    return "\ufffd", min(best, len(error.object))


def _mean(data: bytes, codec: str) -> float:
    # The window may cut its last character in two.
    likelihood, characters = _weigh(data.decode(codec, "replace")[:-1])[:2]
    return float(likelihood / max(1.0, characters))


codecs.register_error("planqa-resume", _resume)


def _no_text(data: bytes) -> str:
    if b"\0" in data:
        return "文件不是文本：其中有空字节，像是图片、压缩包或程序。请确认文件，或用原来的软件打开后另存为 UTF-8 文本。"
    return "文件按 UTF-8、UTF-16、GB18030、Big5 都读不成中文文本。请用原来的软件打开，另存为 UTF-8 文本后重试。"


def _question(best: str, other: str) -> str:
    return (
        f"文件的编码无法确定：可能是 {best}，也可能是 {other}。请用文本编辑器按其中一种打开，"
        "看到正确的中文后另存为 UTF-8 再试。"
    )


def notes(encoding: Encoding) -> tuple[str, ...]:
    """What a reader of the plan should know of how its bytes were read."""
    found = []
    if encoding.name != "UTF-8":
        found.append(f"按 {encoding.name} 编码读取，把握 {encoding.confidence:.2f}。")
    if encoding.broken:
        found.append(f"文件有{encoding.broken}处损坏的字节，读作“\ufffd”。")
    if encoding.shifted:
        found.append(f"{len(encoding.shifted)}处文字错乱，疑缺失字节，请对照原件，如“{encoding.shifted[0]}”。")
    return tuple(found)
