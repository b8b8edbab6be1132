"""Two sounds of the brewery as samples between -1 and 1: bells of the quay, and a batch on its way to the first crack."""

from __future__ import annotations

import io
import math
import random
import wave
from collections.abc import Callable

CHIME_RATE = 22_050
BATCH_RATE = 11_025
_BELL = ((1.0, 1.0, 2.2), (2.0, 0.45, 3.4), (2.76, 0.3, 5.0), (5.4, 0.12, 8.0))
"""The partials of a small bell: times its note, how loud, how fast it dies away."""
_TUNE = ((0.0, 587.33), (0.42, 739.99), (0.84, 880.0), (1.5, 659.26), (1.92, 880.0), (2.6, 1174.66))
"""When each bell is struck, and its note: a tune of ours, in D."""


def chime() -> bytes:
    """Six bells, five seconds, as a WAV file."""
    return _wav(_mixed(5.0, CHIME_RATE, [(begin, _bell(note)) for begin, note in _TUNE]), CHIME_RATE)


def _bell(note: float) -> Callable[[float], float]:
    def at(second: float) -> float:
        strike = min(1.0, second / 0.004)
        return strike * sum(
            loud * math.exp(-second * fade) * math.sin(2 * math.pi * note * times * second)
            for times, loud, fade in _BELL
        )

    return at


def batch() -> bytes:
    """The drum that turns, the beans that fall, and from the fifth second on the first crack; twelve seconds, as a WAV file."""
    hand, seconds = random.Random(1987), 12.0
    whole, low = [0.0] * int(seconds * BATCH_RATE), 0.0
    for place in range(len(whole)):
        second = place / BATCH_RATE
        turn = 0.6 + 0.4 * math.sin(2 * math.pi * 0.9 * second)  # fifty-four turns a minute
        low += 0.18 * (hand.uniform(-1, 1) - low)
        hum = 0.1 * math.sin(2 * math.pi * 55 * second) + 0.05 * math.sin(2 * math.pi * 110 * second)
        whole[place] = hum + 0.55 * turn * low
    for begin in _cracks(hand, seconds):
        pitch, loud, start = hand.uniform(1400, 3200), hand.uniform(0.25, 0.8), int(begin * BATCH_RATE)
        for step in range(min(330, len(whole) - start)):
            second = step / BATCH_RATE
            noise = hand.uniform(-1, 1) * 0.5 + 0.5 * math.sin(2 * math.pi * pitch * second)
            whole[start + step] += loud * math.exp(-second * 190) * noise
    return _wav(whole, BATCH_RATE)


def _cracks(hand: random.Random, seconds: float) -> list[float]:
    """When beans crack: one now and then, then more and more, then fewer."""
    return [hand.triangular(4.5, seconds - 0.1, 9.0) for _ in range(70)]


def _mixed(seconds: float, rate: int, parts: list[tuple[float, Callable[[float], float]]]) -> list[float]:
    whole = [0.0] * int(seconds * rate)
    for begin, sound in parts:
        start = int(begin * rate)
        for place in range(start, len(whole)):
            whole[place] += sound((place - start) / rate)
    return whole


def _wav(samples: list[float], rate: int) -> bytes:
    """16 bits, one channel, as loud as may be, faded in and out."""
    peak, edge = max(abs(one) for one in samples), int(rate * 0.15)
    out, last = bytearray(), len(samples) - 1
    for place, one in enumerate(samples):
        fade = min(1.0, (place + 1) / 40, (last - place) / edge)
        out += round(one / peak * fade * 26_000).to_bytes(2, "little", signed=True)
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        sound.writeframes(bytes(out))
    return file.getvalue()
