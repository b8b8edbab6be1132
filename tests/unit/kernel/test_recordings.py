"""Sounds and films: told by their content, measured without being decoded, refused in words, however damaged they are."""

from __future__ import annotations

import random

import pytest

from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.recordings import Measured, check_recording, recognised
from tests.factories import recordings as made

WHOLE = {
    "wav": made.wav(), "mp3": made.mp3(), "opus": made.ogg(), "vorbis": made.ogg(is_opus=False), "mp4": made.mp4(),
    "m4a": made.mp4(has_picture=False), "webm": made.webm(),
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "expected"),
    [("wav", Measured(".wav", "audio", 500)), ("opus", Measured(".ogg", "audio", 2000)), ("vorbis", Measured(".ogg", "audio", 2000)),
     ("mp4", Measured(".mp4", "video", 3000, 64, 36)), ("m4a", Measured(".m4a", "audio", 3000)),
     ("webm", Measured(".webm", "video", 4000, 64, 36)), ("mp3", Measured(".mp3", "audio", 1303))],
)  # fmt: skip
def test_a_file_is_what_its_content_says(name: str, expected: Measured) -> None:
    assert check_recording(WHOLE[name]) == expected


def test_an_mp3_without_tag_or_of_varying_rate_tells_its_length() -> None:
    assert recognised(made.mp3(tag=False)) == Measured(".mp3", "audio", 1303)
    assert recognised(made.mp3(told=1000)) == Measured(".mp3", "audio", 26_122)


@pytest.mark.parametrize(
    "data",
    [b"", b"RIFF", b"OggS", b"ID3", b"\xff\xfb\x90\x00", b"<svg onload='x()'/>", b"RIFF\0\0\0\0WEBPVP8 ", made.webm(doctype=b"matroska"),
     made.webm(codec=b"A_OPUS"), made.mp3(frames=1), made.wav()[:20], b"MZ" * 400],
)  # fmt: skip
def test_what_no_browser_plays_is_refused(data: bytes) -> None:
    with pytest.raises(RuleBroken, match="son \\(MP3, OGG, WAV, M4A\\) ou vidéo"):
        check_recording(data, field="file")


def test_what_is_too_large_is_refused_with_its_bound() -> None:
    with pytest.raises(RuleBroken, match="dépasse 1\u00a0Mo") as refused:
        check_recording(made.wav(70.0), field="file", maximum=1024 * 1024)
    assert refused.value.field == "file"


@pytest.mark.parametrize("name", sorted(WHOLE))
def test_any_damage_is_measured_or_refused(name: str) -> None:
    hand, whole = random.Random(11), WHOLE[name]
    for _ in range(400):
        damaged = bytearray(whole)
        for _ in range(hand.randint(1, 6)):
            damaged[hand.randrange(min(len(damaged), 600))] = hand.randrange(256)
        found = recognised(bytes(damaged[: hand.randrange(1, len(damaged))] if hand.random() < 0.3 else damaged))
        assert found is None or 0 <= found.duration_ms <= 24 * 3600 * 1000
