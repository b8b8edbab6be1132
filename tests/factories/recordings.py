"""Tiny sounds and films, built byte by byte: each is what its first bytes say, and tells its length the way its format does."""

from __future__ import annotations

import io
import struct
import wave


def wav(seconds: float = 0.5, rate: int = 8000) -> bytes:
    """Silence, 16 bits, one channel."""
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        sound.writeframes(bytes(int(seconds * rate) * 2))
    return out.getvalue()


def mp3(frames: int = 50, *, tag: bool = True, told: int = 0) -> bytes:
    """Frames of MPEG 1, layer III, 128 kbit/s, 44 100 Hz; `told` frames are announced in a Xing header."""
    one = bytes((0xFF, 0xFB, 0x90, 0x00)) + bytes(413)
    head = b""
    if told:
        head = one[:36] + b"Xing" + struct.pack(">II", 1, told)
        head += bytes(417 - len(head))
    return (b"ID3\x04\x00\x00\x00\x00\x01\x00" + bytes(128) if tag else b"") + head + one * frames


def ogg(seconds: float = 2.0, *, is_opus: bool = True) -> bytes:
    """Two pages: the head of an Opus or a Vorbis stream, and the end that tells how far it went."""
    if is_opus:
        head = b"OpusHead\x01\x01" + struct.pack("<HIhB", 312, 48_000, 0, 0)
        last = int(seconds * 48_000) + 312
    else:
        head = b"\x01vorbis" + struct.pack("<IBIiiiBB", 0, 1, 22_050, 0, 64_000, 0, 0xB8, 1)
        last = int(seconds * 22_050)
    return _page(head, 0, 2) + _page(bytes(20), last, 4)


def _page(body: bytes, granule: int, mark: int) -> bytes:
    return b"OggS" + struct.pack("<BBqIIIB", 0, mark, granule, 7, 0, 0, 1) + bytes((len(body),)) + body


def mp4(seconds: float = 3.0, *, has_picture: bool = True) -> bytes:
    """The boxes of a film of 64 × 36 pixels, or of a sound alone, without what they would play."""
    movie = _box(b"mvhd", bytes(12) + struct.pack(">II", 1000, int(seconds * 1000)) + bytes(80))
    side = struct.pack(">II", 64 << 16, 36 << 16) if has_picture else bytes(8)
    track = _box(b"tkhd", bytes(76) + side)
    hand = _box(b"mdia", _box(b"hdlr", bytes(8) + (b"vide" if has_picture else b"soun") + bytes(13)))
    brand = b"isom" if has_picture else b"M4A "
    return (
        _box(b"ftyp", brand + bytes(4) + brand)
        + _box(b"moov", movie + _box(b"trak", track + hand))
        + _box(b"mdat", b"")
    )


def _box(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", 8 + len(body)) + name + body


def webm(seconds: float = 4.0, *, doctype: bytes = b"webm", codec: bytes = b"V_VP8") -> bytes:
    """The elements of a film of 64 × 36 pixels, without its pictures."""
    info = _element(b"\x2a\xd7\xb1", (1_000_000).to_bytes(3)) + _element(b"\x44\x89", struct.pack(">d", seconds * 1000))
    sides = _element(b"\xb0", b"\x40") + _element(b"\xba", b"\x24")
    track = _element(b"\xae", _element(b"\x86", codec) + _element(b"\xe0", sides))
    inside = _element(b"\x15\x49\xa9\x66", info) + _element(b"\x16\x54\xae\x6b", track)
    return _element(b"\x1a\x45\xdf\xa3", _element(b"\x42\x82", doctype)) + _element(b"\x18\x53\x80\x67", inside)


def _element(number: bytes, body: bytes) -> bytes:
    return number + struct.pack(">Q", len(body) | 1 << 56) + body
