"""Modifier l’image: cut, turned, turned over, made smaller, and given back as it was sent. Each act is kept at once."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from wtforms import IntegerField

from sandbox.kernel.errors import NotFound
from sandbox.kernel.media import TURNS
from sandbox.policy.permissions import Permission
from sandbox.shop.library import queries, rules, services
from sandbox.shop.library.models import Media
from sandbox.web.access import allow
from sandbox.web.forms.base import BaseForm, attempt, optional
from sandbox.web.media import store
from sandbox.web.site_around import file_url
from sandbox.web.siteadmin import bp
from sandbox.web.siteadmin.feedback import notice

DONE = {
    "crop": "L’image est recadrée.", "scale": "L’image est redimensionnée.", "left": "L’image a tourné d’un quart de tour à gauche.",
    "right": "L’image a tourné d’un quart de tour à droite.", "mirror": "L’image est retournée horizontalement.",
    "flip": "L’image est retournée verticalement.", "restore": "L’image d’origine est restaurée.",
}  # fmt: skip


class PictureForm(BaseForm):
    """What is kept of the picture, and its new width, in pixels."""

    x = IntegerField("Bord gauche", validators=[optional()])
    y = IntegerField("Bord haut", validators=[optional()])
    width = IntegerField("Largeur", validators=[optional()])
    height = IntegerField("Hauteur", validators=[optional()])
    new_width = IntegerField("Nouvelle largeur", validators=[optional()])


def _picture(media_id: int) -> Media:
    media = queries.get_media(media_id)
    if not media.name.endswith(".webp"):
        raise NotFound("Ce fichier n’est pas une image qui se retouche.")
    return media


@bp.get("/medias/<int:media_id>/image")
@allow(Permission.BACKOFFICE_READ)
def media_picture(media_id: int) -> str:
    """The picture, with the frame of what would be kept."""
    return _page(_picture(media_id))


def _page(media: Media, sent: PictureForm | None = None) -> str:
    """With what was sent, else with the frame of the whole picture."""
    real = store().measured(media.name)
    form = sent or PictureForm(formdata=None, x=0, y=0, width=real.width, height=real.height, new_width=real.width)
    return render_template("siteadmin/media/picture.html", media=media, form=form, url=file_url(media), real=real)


@bp.post("/medias/<int:media_id>/image")
@allow(Permission.BACKOFFICE_WRITE)
def media_retouch(media_id: int) -> Any:
    """Do one thing to the picture."""
    media, form, act = _picture(media_id), PictureForm(), request.form.get("act", "")
    if act not in DONE:
        form.refuse("Choisissez ce qu’il faut faire de l’image.")
    done = attempt(form, _do, media=media, sent=form, act=act) if act in DONE and form.validate() else None
    if done is None:
        return _page(media, form), 422
    notice(DONE[act])
    return redirect(url_for("siteadmin.media_picture", media_id=media.id))


def _do(*, media: Media, sent: PictureForm, act: str) -> Media:
    kept = store()
    if act == "restore":
        return services.restore_media(media=media, picture=kept.measured(media.original or media.name))
    real = kept.measured(media.name)
    of, numbers = (real.width, real.height), {name: sent[name].data or 0 for name in ("x", "y", "width", "height")}
    picture = kept.retouched(
        media.name,
        turn=act if act in TURNS else "",
        crop=rules.crop_box(**numbers, of=of) if act == "crop" else None,
        size=rules.scaled_size(width=sent.new_width.data or 0, of=of) if act == "scale" else None,
    )
    return services.retouch_media(media=media, picture=picture)
