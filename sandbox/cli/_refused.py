"""What the server itself answers when a request never reaches the application: in French, as a page."""

from __future__ import annotations

from html import escape
from typing import Any

from waitress.channel import HTTPChannel
from waitress.task import ErrorTask

READ_AND_REFUSED = 64 * 1024 * 1024
"""What is read of a request whose application takes 12 MB: it is then the application that refuses, on its own page. A browser
that is cut off while it sends shows its own words, or nothing."""
_WORDS = {
    413: ("Envoi trop lourd", "Le fichier envoyé dépasse de loin la taille permise (10 Mo). Revenez en arrière et choisissez-en un autre."),
    431: ("Adresse trop longue", "L’adresse ou les cookies de ce navigateur sont trop longs. Fermez-le, puis recommencez."),
}  # fmt: skip
_ELSE = ("Demande incomprise", "Le serveur n’a pas compris cette demande. Revenez en arrière et recommencez.")


class Told(ErrorTask):  # type: ignore[misc]  # waitress has no types
    """The answer to a request that was refused before the application."""

    def execute(self) -> None:
        """Write the page, and close: what is still being sent is not read."""
        error: Any = self.request.error
        title, words = _WORDS.get(error.code, _ELSE)
        body = (
            f'<!doctype html><html lang="fr"><meta charset="utf-8"><title>{escape(title)}</title>'
            f"<h1>{escape(title)}</h1><p>{escape(words)}</p></html>"
        ).encode()
        self.status = f"{error.code} {error.reason}"
        self.response_headers.append(("Content-Type", "text/html; charset=utf-8"))
        self.response_headers.append(("X-Content-Type-Options", "nosniff"))
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class Channel(HTTPChannel):  # type: ignore[misc]  # waitress has no types
    """A connection whose errors are told in French."""

    error_task_class = Told
