"""Sounds and films that people hand over: told by their first bytes, never by their name, and measured without being decoded.

Nothing of a file is run, and nothing is written again: no encoder is at hand. What is kept is served under the type that its
content has. A length that the file does not tell is 0, and the browser's player finds it.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from sandbox.kernel.errors import RuleBroken

MAX_BYTES = 10 * 1024 * 1024
SOUNDS = frozenset({".mp3", ".ogg", ".oga", ".opus", ".wav", ".m4a"})
FILMS = frozenset({".mp4", ".m4v", ".webm"})
SUFFIXES = SOUNDS | FILMS
"""What a file of a person may be called; what it is, its content says."""
WORDS = "son (MP3, OGG, WAV, M4A) ou vidéo (MP4, WebM)"
MAX_MS = 24 * 3600 * 1000


@dataclass(frozen=True, slots=True)
class Measured:
    """What a file is: the suffix that its content has, `audio` or `video`, its length in milliseconds, its picture in pixels.

    A length or a size that the file does not tell is 0.
    """

    suffix: str
    kind: str
    duration_ms: int = 0
    width: int = 0
    height: int = 0


def check_recording(data: bytes, *, field: str | None = None, maximum: int = MAX_BYTES) -> Measured:
    """What a sound or a film is; raises RuleBroken for one that is too large, or that no browser would play."""
    if len(data) > maximum:
        raise RuleBroken(
            f"Le fichier dépasse {maximum // 1024 // 1024}\u00a0Mo. Réduisez-le avant de l’envoyer.", field=field
        )
    found = recognised(data)
    if found is None:
        raise RuleBroken(f"Ce fichier n’est pas lisible\u00a0: envoyez un {WORDS}.", field=field)
    return found


def recognised(data: bytes) -> Measured | None:
    """What a file is, by its content; None for what is neither a sound nor a film that browsers play."""
    for looks_so, read in _READERS:
        if looks_so(data):
            try:
                return read(data)
            except (struct.error, ArithmeticError, LookupError, ValueError):  # cut short, or damaged
                return None
    return None


def _measured(suffix: str, kind: str, seconds: float, width: int = 0, height: int = 0) -> Measured:
    told = round(seconds * 1000) if seconds == seconds else 0  # what is no number is not told
    size = (width, height) if 0 < width <= 16_384 and 0 < height <= 16_384 else (0, 0)
    return Measured(suffix, kind, told if 0 < told <= MAX_MS else 0, *size)


# WAV -----------------------------------------------------------------------------------------------------------------


def _wav(data: bytes) -> Measured | None:
    place, a_second = 12, 0
    while place + 8 <= len(data):
        name, size = struct.unpack_from("<4sI", data, place)
        if name == b"fmt ":
            a_second = struct.unpack_from("<I", data, place + 16)[0]
        if name == b"data":
            return _measured(".wav", "audio", min(size, len(data) - place - 8) / a_second) if a_second else None
        place += 8 + size + size % 2
    return None


# OGG -----------------------------------------------------------------------------------------------------------------


def _ogg(data: bytes) -> Measured | None:
    first = data[27 + data[26] :]
    if first.startswith(b"OpusHead"):
        skipped, rate = struct.unpack_from("<H", first, 10)[0], 48_000
    elif first.startswith(b"\x01vorbis"):
        skipped, rate = 0, struct.unpack_from("<I", first, 12)[0]
    else:
        return None  # a film or a codec that most browsers do not play
    last = data.rfind(b"OggS")
    return _measured(".ogg", "audio", (struct.unpack_from("<q", data, last + 6)[0] - skipped) / rate)


# MP3 -----------------------------------------------------------------------------------------------------------------

_BITRATES = {
    1: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""Thousands of bits a second by their number, of layer III: MPEG 1, then MPEG 2 and 2.5."""
_RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}


def _mp3(data: bytes) -> Measured | None:
    start = 0
    if data.startswith(b"ID3"):
        a, b, c, d = data[6:10]
        start = 10 + (a << 21 | b << 14 | c << 7 | d)
    one = _frame(data, start)
    if one is None or _frame(data, start + one.size) is None:  # two in a row: chance does not do that
        return None
    for mark, at in ((b"Xing", 8), (b"Info", 8), (b"VBRI", 14)):
        place = data.find(mark, start, start + min(one.size, 200))
        if place >= 0 and (mark == b"VBRI" or data[place + 7] & 1):
            return _measured(".mp3", "audio", struct.unpack_from(">I", data, place + at)[0] * one.samples / one.rate)
    return _measured(".mp3", "audio", (len(data) - start) * 8 / one.bits)


@dataclass(frozen=True, slots=True)
class _Frame:
    """A frame of an MP3: its samples, its samples and bits a second, its bytes."""

    samples: int
    rate: int
    bits: int
    size: int


def _frame(data: bytes, at: int) -> _Frame | None:
    head = data[at : at + 4]
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:  # the sign of a frame, of layer III
        return None
    version, bits, rate = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    if version == 1 or rate == 3 or not 0 < bits < 15:
        return None
    a_second, hertz = _BITRATES[1 if version == 3 else 2][bits] * 1000, _RATES[version][rate]
    samples = 1152 if version == 3 else 576
    return _Frame(samples, hertz, a_second, samples // 8 * a_second // hertz + (head[2] >> 1 & 1))


# MP4 and M4A -----------------------------------------------------------------------------------------------------------

_HOLD = {b"moov", b"trak", b"mdia"}


def _mp4(data: bytes) -> Measured | None:
    seconds, kinds, sides = 0.0, set[bytes](), (0, 0)
    for name, begin, end in _boxes(data, 0, len(data)):
        if name == b"mvhd":
            scale, length = struct.unpack_from(
                ">IQ" if data[begin] else ">II", data, begin + (20 if data[begin] else 12)
            )
            seconds = length / scale if scale else 0
        elif name == b"hdlr":
            kinds.add(data[begin + 8 : begin + 12])
        elif name == b"tkhd" and end - begin >= 8:
            width, height = struct.unpack_from(">II", data, end - 8)
            sides = max(sides, (width >> 16, height >> 16))
    if b"vide" in kinds:
        return _measured(".mp4", "video", seconds, *sides)
    return _measured(".m4a", "audio", seconds) if b"soun" in kinds else None


def _boxes(data: bytes, begin: int, end: int, depth: int = 0) -> Iterator[tuple[bytes, int, int]]:
    """(name, where what it holds begins, where it ends) of the boxes, those inside others included."""
    while begin + 8 <= end:
        size, name = struct.unpack_from(">I4s", data, begin)
        head = 8
        if size == 1:
            size, head = struct.unpack_from(">Q", data, begin + 8)[0], 16
        size = size or end - begin
        if size < head or begin + size > end:
            return
        yield name, begin + head, begin + size
        if name in _HOLD and depth < 4:
            yield from _boxes(data, begin + head, begin + size, depth + 1)
        begin += size


# WebM ------------------------------------------------------------------------------------------------------------------

_SEGMENT, _INFO, _TRACKS, _TRACK, _PICTURE = 0x18538067, 0x1549A966, 0x1654AE6B, 0xAE, 0xE0
_SCALE, _LENGTH, _WIDE, _HIGH, _CODEC, _KIND = 0x2AD7B1, 0x4489, 0xB0, 0xBA, 0x86, 0x4282
_WITHIN = {0x1A45DFA3, _SEGMENT, _INFO, _TRACKS, _TRACK, _PICTURE}


def _webm(data: bytes) -> Measured | None:
    found: dict[int, bytes] = {}
    codecs: list[bytes] = []
    for number, begin, end in _elements(data, 0, len(data)):
        if number == _CODEC:
            codecs.append(data[begin:end])
        elif number not in _WITHIN:
            found.setdefault(number, data[begin:end])
    if found.get(_KIND, b"").rstrip(b"\0") != b"webm" or not any(one.startswith(b"V_") for one in codecs):
        return None
    length = found.get(_LENGTH, b"")
    told = struct.unpack(">d" if len(length) == 8 else ">f", length)[0] if len(length) in (4, 8) else 0.0
    scale = int.from_bytes(found.get(_SCALE, b"\x0f\x42\x40")[:8])
    wide, high = (int.from_bytes(found.get(side, b"")[:4]) for side in (_WIDE, _HIGH))
    return _measured(".webm", "video", told * scale / 1e9, wide, high)


def _elements(data: bytes, begin: int, end: int, depth: int = 0) -> Iterator[tuple[int, int, int]]:
    """(number, where what it holds begins, where it ends) of the elements, up to the first pictures."""
    while begin < end:
        number, begin = _coded(data, begin, keeps_mark=True)
        size, begin = _coded(data, begin)
        last = end if size < 0 else min(end, begin + size)
        if number == 0x1F43B675:  # a cluster: all that is told stands before the first one
            return
        yield number, begin, last
        if number in _WITHIN and depth < 5:
            yield from _elements(data, begin, last, depth + 1)
        begin = last


def _coded(data: bytes, at: int, *, keeps_mark: bool = False) -> tuple[int, int]:
    """A number of 1 to 8 bytes, whose first byte tells how many, and where it ends; -1 for a size that is not told."""
    width = 9 - data[at].bit_length()
    if width > 8 or at + width > len(data):
        raise ValueError("no such number")
    whole = int.from_bytes(data[at : at + width])
    if keeps_mark:
        return whole, at + width
    bare = whole & ((1 << 7 * width) - 1)
    return (-1 if bare == (1 << 7 * width) - 1 else bare), at + width


_READERS: tuple[tuple[Callable[[bytes], bool], Callable[[bytes], Measured | None]], ...] = (
    (lambda data: data[:4] == b"RIFF" and data[8:12] == b"WAVE", _wav),
    (lambda data: data[:4] == b"OggS", _ogg),
    (lambda data: data[4:8] == b"ftyp", _mp4),
    (lambda data: data[:4] == b"\x1a\x45\xdf\xa3", _webm),
    (lambda data: data[:3] == b"ID3" or (data[:1] == b"\xff" and len(data) > 1 and data[1] & 0xE0 == 0xE0), _mp3),
)

TYPES: Mapping[str, str] = {
    ".mp3": "audio/mpeg", ".ogg": "audio/ogg", ".wav": "audio/wav", ".m4a": "audio/mp4", ".mp4": "video/mp4", ".webm": "video/webm",
}  # fmt: skip
"""What each is served as."""
