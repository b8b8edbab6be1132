"""Refusals and faults as pages: the only place where a domain error gets its HTTP status."""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, g, jsonify, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from jinja2 import TemplateNotFound
from werkzeug.exceptions import HTTPException

from sandbox.kernel.db import db
from sandbox.kernel.errors import Conflict, DomainError, NotAllowed, NotFound, RuleBroken
from sandbox.kernel.text import tied
from sandbox.web.shop_context import SHOP_FACES

log = logging.getLogger(__name__)

STATUS: dict[type[DomainError], int] = {NotFound: 404, RuleBroken: 422, Conflict: 409, NotAllowed: 403}

WORDS = {
    400: ("Demande incomprise", "Le formulaire est incomplet ou périmé. Revenez en arrière et recommencez."),
    403: ("Accès refusé", "Cette action n’est pas permise ici."),
    404: ("Page introuvable", "Cette adresse n’existe pas, ou n’est pas la vôtre."),
    405: ("Action impossible", "Cette adresse ne s’ouvre pas de cette façon."),
    409: ("Modifié entre-temps", "Quelqu’un d’autre a changé cette donnée. Rechargez la page."),
    413: (
        "Envoi trop lourd",
        "Le fichier ou le texte envoyé dépasse la taille permise (10 Mo pour un fichier, 2 Mo pour un texte).",
    ),
    422: ("Saisie à corriger", "Une valeur est refusée."),
    429: ("Trop d’essais", "Patientez une minute avant de recommencer."),
    500: ("Panne", "Une erreur est survenue. Ce qui était enregistré l’est toujours ; réessayez."),
    503: (
        "Écriture impossible",
        "Le disque ne permet plus d’enregistrer. La lecture reste possible ; prévenez le centre.",
    ),
}


ADMINISTRATIONS = ("backoffice", "siteadmin")
"""Their frame counts and looks up on each page: after a fault, none of it is asked again."""


def register(app: Flask) -> None:
    """Map domain errors and HTTP errors to pages."""
    app.register_error_handler(DomainError, _domain_error)
    app.register_error_handler(CSRFError, _csrf_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(500, _fault)


def _domain_error(error: DomainError) -> Any:
    return page(STATUS.get(type(error), 422), error.message, error.field)


def _csrf_error(_error: CSRFError) -> Any:
    return page(
        400,
        "Votre session a changé (cookie absent ou nouvelle connexion). Rechargez la page, puis renvoyez le formulaire.",
    )


def _http_error(error: HTTPException) -> Any:
    if error.code is None or error.code < 400:
        return error.get_response()
    return page(error.code)


def _fault(error: Any) -> Any:
    db.session.rollback()
    original = getattr(error, "original_exception", None) or error
    if _is_disk_full(original):
        return page(503)
    log.error("fault on %s %s", request.method, request.path, exc_info=original)
    return page(500)


FULL = ("database or disk is full", "no space left", "disk i/o error")


def _is_disk_full(error: BaseException) -> bool:
    """Whether a full disk began it: SQLite ends the whole transaction then, and what fails next hides the reason."""
    link: BaseException | None = error
    while link is not None:
        if any(words in str(link).lower() for words in FULL):
            return True
        link = link.__cause__ or link.__context__
    return False


def _home() -> str:
    """Where an error leads back to: the site of a company that has nothing else, else the door."""
    return url_for("sitefront.home") if g.get("shop") is not None and _is_shop_less() else "/"


def _is_shop_less() -> bool:
    """Whether a page of the shop was asked for where there is no shop: its own page of errors would show one."""
    return not g.shop.has_storefront and request.blueprint in SHOP_FACES


def _back() -> str:
    """The page of the same shop that led here, for a way back; empty when none did."""
    came = urlsplit(request.referrer or "")
    is_ours = came.netloc == request.host and came.path.startswith(f"{request.script_root}/b/{g.get('shop_key')}/")
    return came.path + (f"?{came.query}" if came.query else "") if is_ours and came.path != request.path else ""


def page(status: int, message: str | None = None, field: str | None = None) -> Any:
    """An error as a page of the face it happened in, or as JSON for scripts."""
    title, words = WORDS.get(status, WORDS[500 if status >= 500 else 400])
    message = tied(message or words)
    if request.accept_mimetypes.best == "application/json" or request.headers.get("X-Requested-With") == "fetch":
        return jsonify(error=message, **({"field": field} if field else {})), status
    for template in (f"{request.blueprint}/errors/error.html", "errors/error.html"):
        if (g.get("shop") is None or _is_shop_less()) and template.startswith(
            ("storefront", "backoffice", "sitefront", "siteadmin")
        ):
            continue
        if status >= 500 and template.startswith(ADMINISTRATIONS):
            continue
        try:
            return (
                render_template(
                    template, status=status, title=title, message=message, home_url=_home(), back_url=_back()
                ),
                status,
            )
        except TemplateNotFound:
            continue
    return message, status
