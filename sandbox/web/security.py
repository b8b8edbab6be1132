"""Headers every answer carries: nothing from outside, nothing inline, no framing elsewhere."""

from __future__ import annotations

from flask import Flask, Response, request

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; connect-src 'self'; "
    "media-src 'self'; manifest-src 'self'; form-action 'self'; frame-src 'self'; frame-ancestors 'self'; base-uri 'none'"
)


def register(app: Flask) -> None:
    """Add the headers to every answer."""
    app.after_request(add_headers)


def add_headers(response: Response) -> Response:
    """Strict content policy; pages of people are never kept by a shared cache."""
    headers = response.headers
    headers.setdefault("Content-Security-Policy", POLICY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
    if request.endpoint not in ("static", "media.picture"):
        headers.setdefault("Cache-Control", "private, no-cache")
    return response
