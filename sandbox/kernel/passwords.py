"""Passwords, kept as scrypt hashes; checking takes the same time whether the account exists or not."""

from __future__ import annotations

import hashlib
import hmac
import os

_N, _R, _P = 2**14, 8, 1
_NOBODY = "scrypt$" + "00" * 16 + "$" + "00" * 32


def hash_password(password: str) -> str:
    """A salted hash, as text, to store."""
    salt = os.urandom(16)
    return f"scrypt${salt.hex()}${_digest(password, salt).hex()}"


def verify_password(stored: str | None, password: str) -> bool:
    """Whether the password is the stored one; False, after the same work, when nothing is stored."""
    _, salt, digest = (stored or _NOBODY).split("$")
    same = hmac.compare_digest(_digest(password, bytes.fromhex(salt)), bytes.fromhex(digest))
    return same and stored is not None


def _digest(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=_N, r=_R, p=_P, dklen=32)
