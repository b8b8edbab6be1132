"""A drum of beans that turns, drawn picture by picture, as a WebM film.

A lossy WebP picture holds one key picture of VP8: a film of key pictures needs no encoder but Pillow's, and a WebM file is
little more than lengths and numbers around them.
"""

from __future__ import annotations

import io
import math
import random
import struct

from PIL import Image, ImageDraw

WIDTH, HEIGHT, RATE, SECONDS = 320, 180, 10, 6
_NIGHT, _BRASS, _CREAM, _STEEL = (23, 32, 48), (186, 140, 78), (243, 233, 218), (92, 104, 118)
_ROASTS = ((150, 124, 70), (126, 86, 44), (92, 56, 30), (62, 36, 22))
"""The beans at the beginning, and ever darker."""
_BIG = 2  # drawn twice as large, then brought down: the edges are smooth


def film() -> bytes:
    """Six seconds, ten pictures each, without sound."""
    beans = _beans()
    return _webm([_vp8(_picture(number, beans)) for number in range(RATE * SECONDS)])


def still() -> bytes:
    """The picture that is seen until the film is played: a brown batch, twice as large as the film, as a WebP file."""
    out = io.BytesIO()
    _drawn(RATE * SECONDS * 5 // 6, _beans()).save(out, "WEBP", quality=82, method=6)
    return out.getvalue()


def _beans() -> list[tuple[float, float, float]]:
    hand = random.Random(54)
    return [(hand.uniform(0, 2 * math.pi), hand.uniform(0.15, 0.86), hand.uniform(0.7, 1.2)) for _ in range(95)]


def _picture(number: int, beans: list[tuple[float, float, float]]) -> Image.Image:
    return _drawn(number, beans).resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)


def _drawn(number: int, beans: list[tuple[float, float, float]]) -> Image.Image:
    done = number / (RATE * SECONDS - 1)
    image = Image.new("RGB", (WIDTH * _BIG, HEIGHT * _BIG), _NIGHT)
    pen = ImageDraw.Draw(image)
    x, y, radius = WIDTH * _BIG * 0.5, HEIGHT * _BIG * 0.5, HEIGHT * _BIG * 0.4
    pen.rectangle((0, y + radius * 1.02, WIDTH * _BIG, HEIGHT * _BIG), fill=(34, 44, 60))
    pen.ellipse((x - radius * 1.12, y - radius * 1.12, x + radius * 1.12, y + radius * 1.12), fill=_BRASS)
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=(38, 26, 20))
    turn = 2 * math.pi * 0.9 * number / RATE
    for blade in range(4):
        angle = turn + blade * math.pi / 2
        inner, outer = radius * 0.55, radius * 0.97
        ends = (
            x + inner * math.cos(angle),
            y + inner * math.sin(angle),
            x + outer * math.cos(angle),
            y + outer * math.sin(angle),
        )
        pen.line(ends, fill=_STEEL, width=5 * _BIG)
    for place, far, size in beans:
        _bean(pen, (x, y), radius, (place, far, size), turn, done)
    _gauge(pen, done)
    return image


def _bean(
    pen: ImageDraw.ImageDraw, at: tuple[float, float], radius: float, bean: tuple[float, float, float], turn: float, done: float
) -> None:  # fmt: skip
    """A bean goes up with the drum on one side, and falls back: its angle swings around the low right of the drum."""
    place, far, size = bean
    angle = math.pi * 0.38 + 0.95 * math.sin(turn * (1.1 - far * 0.3) + place)
    reach = radius * (0.25 + 0.66 * far) * (0.9 + 0.1 * math.cos(turn + place * 3))
    x, y, half = at[0] + reach * math.cos(angle), at[1] + reach * math.sin(angle), 6.4 * _BIG * size
    pen.ellipse((x - half, y - half * 0.66, x + half, y + half * 0.66), fill=_roast(done))
    pen.line((x - half * 0.7, y, x + half * 0.7, y), fill=(24, 15, 10), width=_BIG)


def _roast(done: float) -> tuple[int, int, int]:
    place = done * (len(_ROASTS) - 1)
    low = min(int(place), len(_ROASTS) - 2)
    a, b = _ROASTS[low], _ROASTS[low + 1]
    red, green, blue = (round(a[side] + (b[side] - a[side]) * (place - low)) for side in range(3))
    return red, green, blue


def _gauge(pen: ImageDraw.ImageDraw, done: float) -> None:
    """The heat, on the left: it falls when the beans go in, then climbs."""
    heat = 0.75 - 0.5 * math.sin(math.pi * min(1.0, done * 2.2)) if done < 0.4 else 0.3 + 0.65 * (done - 0.4) / 0.6
    left, top, bottom = 22 * _BIG, 26 * _BIG, 154 * _BIG
    pen.rounded_rectangle((left, top, left + 12 * _BIG, bottom), radius=6 * _BIG, outline=_CREAM, width=_BIG)
    pen.rounded_rectangle(
        (left + 3 * _BIG, bottom - (bottom - top) * heat, left + 9 * _BIG, bottom - 3 * _BIG),
        radius=3 * _BIG,
        fill=(196, 84, 48),
    )


def _vp8(image: Image.Image) -> bytes:
    """The key picture that a lossy WebP file holds."""
    out = io.BytesIO()
    image.save(out, "WEBP", quality=42, method=6)
    data, place = out.getvalue(), 12
    while place < len(data):
        name, size = struct.unpack_from("<4sI", data, place)
        if name == b"VP8 ":
            return data[place + 8 : place + 8 + size]
        place += 8 + size + size % 2
    raise ValueError("this picture is not a lossy one")


# the file ---------------------------------------------------------------------------------------------------------------


def _webm(pictures: list[bytes]) -> bytes:
    """A second a cluster, and where each begins, so that a player may go to any of them."""
    head = _element("1A45DFA3", _text("4282", "webm"), _number("4287", 2), _number("4285", 2))
    length = struct.pack(">d", len(pictures) * 1000 / RATE)
    info = _element(
        "1549A966", _number("2AD7B1", 1_000_000), _element("4489", length), _text("4D80", "e5"), _text("5741", "e5")
    )
    sides = _element("E0", _number("B0", WIDTH), _number("BA", HEIGHT))
    track = _element(
        "AE",
        _number("D7", 1),
        _number("73C5", 1),
        _number("83", 1),
        _text("86", "V_VP8"),
        _number("23E383", 1_000_000_000 // RATE),
        sides,
    )
    tracks = _element("1654AE6B", track)
    clusters = [_cluster(second, pictures[second * RATE : (second + 1) * RATE]) for second in range(SECONDS)]
    begin = len(info) + len(tracks) + len(_cues([0] * SECONDS))
    places = [begin + sum(map(len, clusters[:second])) for second in range(SECONDS)]
    return head + _element("18538067", info, tracks, _cues(places), *clusters)


def _cluster(second: int, pictures: list[bytes]) -> bytes:
    blocks = [
        _element("A3", b"\x81" + struct.pack(">hB", number * 1000 // RATE, 0x80), picture)
        for number, picture in enumerate(pictures)
    ]
    return _element("1F43B675", _number("E7", second * 1000), *blocks)


def _cues(places: list[int]) -> bytes:
    points = [
        _element("BB", _number("B3", second * 1000, 4), _element("B7", _number("F7", 1), _number("F1", place, 4)))
        for second, place in enumerate(places)
    ]
    return _element("1C53BB6B", *points)


def _element(number: str, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return bytes.fromhex(number) + (len(body) | 1 << 28).to_bytes(4) + body


def _number(number: str, value: int, width: int = 0) -> bytes:
    return _element(number, value.to_bytes(width or max(1, (value.bit_length() + 7) // 8)))


def _text(number: str, text: str) -> bytes:
    return _element(number, text.encode())
