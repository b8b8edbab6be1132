"""Médias: the library in a grid or a list, a file's texts and where it stands, new files."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for

from sandbox.kernel import recordings, subtitles
from sandbox.kernel.documents import PDF, PICTURES, TEXTS, ending
from sandbox.policy.permissions import Permission
from sandbox.shop.library import queries, rules, services
from sandbox.shop.library.models import Media
from sandbox.shop.posts.queries import posts_with_media
from sandbox.shop.posts.services.writing import delete_media
from sandbox.shop.widgets.queries import widgets_with_media
from sandbox.shop.widgets.rules import AREAS
from sandbox.web.access import allow
from sandbox.web.forms.base import BaseForm, attempt
from sandbox.web.forms.fields import DocumentField
from sandbox.web.media import store
from sandbox.web.site_around import file_url, subtitles_url
from sandbox.web.siteadmin import bp, rights
from sandbox.web.siteadmin.feedback import notice
from sandbox.web.siteadmin.forms_posts import MediaForm

NOT_TAKEN = (
    f"Ce type de fichier n’est pas accepté\u00a0: image (JPEG, PNG, WebP, GIF), {recordings.WORDS}, PDF, CSV ou texte."
)

COMPOSED = (
    "Les sous-titres reprennent la transcription, une ligne après l’autre\u00a0: placez maintenant chacun à son moment."
)


class UploadForm(BaseForm):
    """A file for the library."""

    file = DocumentField("Fichier")


@bp.get("/medias")
@allow(Permission.BACKOFFICE_READ)
def library() -> str:
    """The library."""
    asked = {name: request.args.get(name, "") for name in ("type", "s", "sans_alt", "mode")}
    kind = asked["type"] if asked["type"] in rules.KIND_WORDS else ""
    found = queries.list_media(kind=kind, words=asked["s"], without_alt=bool(asked["sans_alt"]))
    return render_template(
        "siteadmin/media/library.html", rows=found, asked=asked, counts=queries.counts_by_kind(), kind_words=rules.KIND_WORDS,
        missing=len(queries.list_media(without_alt=True)), played=rules.PLAYED, is_list=asked["mode"] == "liste",
    )  # fmt: skip


@bp.get("/medias/ajouter")
@allow(Permission.BACKOFFICE_READ)
def media_new() -> str:
    """The form of a new file."""
    return render_template("siteadmin/media/new.html", form=UploadForm(formdata=None))


@bp.post("/medias/ajouter")
@allow(Permission.BACKOFFICE_WRITE)
def media_create() -> Any:
    """Add a file."""
    form = UploadForm()
    media = _added(form) if form.validate_on_submit() else None
    if media is None:
        return render_template("siteadmin/media/new.html", form=form), 422
    notice(f"«\u00a0{media.title}\u00a0» est dans la médiathèque.")
    return redirect(url_for("siteadmin.media_edit", media_id=media.id))


def _added(form: UploadForm) -> Media | None:
    found = form.file.content()
    if found is None:
        form.refuse("Choisissez un fichier.", "file")
        return None
    data, name = found
    given: dict[str, Any] = {"file_name": name, "user_id": rights.my_id()}
    if ending(name) in recordings.SUFFIXES or recordings.recognised(data):
        played = attempt(form, store().add_recording, data=data, file_name=name, field="file")
        return services.add_media(recording=played, **given | {"file_name": played.file_name}) if played else None
    if ending(name) in PICTURES:
        picture = attempt(form, store().add_picture, data=data, field="file")
        return services.add_media(picture=picture, **given) if picture else None
    if ending(name) not in TEXTS | {PDF}:
        form.refuse(NOT_TAKEN, "file")
        return None
    kept = attempt(form, store().add_document, data=data, file_name=name, field="file")
    return services.add_media(file=kept, **given) if kept else None


@bp.get("/medias/<int:media_id>")
@allow(Permission.BACKOFFICE_READ)
def media_edit(media_id: int) -> str:
    """A file: its texts, where it stands."""
    media = queries.get_media(media_id)
    return _page(media, MediaForm(formdata=None, obj=media))


def _page(media: Media, form: MediaForm) -> str:
    return render_template(
        "siteadmin/media/edit.html",
        media=media,
        form=form,
        used=posts_with_media(media.id),
        widgets=widgets_with_media(media.id),
        films=queries.films_with_poster(media.id),
        areas=AREAS,
        url=file_url(media),
        is_played=media.kind in rules.PLAYED,
        pictures=queries.list_media(kind="image") if media.kind == "video" else [],
        subtitles=subtitles_url(media),
    )


@bp.post("/medias/<int:media_id>")
@allow(Permission.BACKOFFICE_WRITE)
def media_update(media_id: int) -> Any:
    """Change the texts of a file."""
    media, form = queries.get_media(media_id), MediaForm()
    is_ours = request.form.get("act") == "compose"
    given = attempt(form, _given, sent=form, media=media, is_ours=is_ours) if form.validate_on_submit() else None
    if given is None or not attempt(form, services.update_media, media=media, **given):
        return _page(media, form), 422
    notice(COMPOSED if is_ours else f"«\u00a0{media.title}\u00a0» est mis à jour.")
    return redirect(url_for("siteadmin.media_edit", media_id=media.id))


def _given(*, sent: MediaForm, media: Media, is_ours: bool) -> dict[str, Any]:
    """What was written of a file; its subtitles from the transcript when that was asked, else from a file when one was sent."""
    values, file = sent.values(), sent.subtitles_file.content()
    if is_ours:
        said = rules.subtitles_from(str(values.get("transcript", "")), duration_ms=media.duration_ms)
        return values | {"subtitles": said}
    if file is None:
        return values
    text = subtitles.decoded(file[0], field="subtitles_file")
    kept = subtitles.check_subtitles(text, duration_ms=media.duration_ms, field="subtitles_file")
    return values | {"subtitles": kept}


@bp.post("/medias/<int:media_id>/supprimer")
@allow(Permission.BACKOFFICE_WRITE)
def media_delete(media_id: int) -> Any:
    """Take a file out of the library."""
    media = queries.get_media(media_id)
    delete_media(media=media)
    notice(f"«\u00a0{media.title}\u00a0» est supprimé.")
    return redirect(url_for("siteadmin.library"))
