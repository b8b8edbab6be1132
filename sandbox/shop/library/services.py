"""Changing the media library."""

from __future__ import annotations

from typing import TypedDict, Unpack

from sandbox.kernel import clock
from sandbox.kernel.actions import action
from sandbox.kernel.db import session
from sandbox.kernel.documents import StoredFile
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.media import Picture, Recording
from sandbox.shop.library import rules
from sandbox.shop.library.models import Media
from sandbox.shop.library.queries import media_by_id


class MediaTexts(TypedDict, total=False):
    """The texts of a file, and the picture that is seen until a film is played."""

    title: str
    alt: str
    caption: str
    description: str
    transcript: str
    subtitles: str
    poster_id: int | None


@action("media.ajouter", entity="media", words="a ajouté à la médiathèque")
def add_media(
    *, picture: Picture | None = None, recording: Recording | None = None, file: StoredFile | None = None, file_name: str = "",
    user_id: int | None = None, key: str | None = None, **texts: Unpack[MediaTexts],
) -> Media:  # fmt: skip
    """A stored picture, sound, film or document becomes one of the library; its title is its name unless given."""
    known = recording or file
    name = file_name or (known.file_name if known else "image.webp")
    media = Media(key=key, file_name=name[:120], title=rules.title_of(name), user_id=user_id, uploaded_at=clock.now())
    for column, value in stored_as(picture=picture, recording=recording, file=file).items():
        setattr(media, column, value)
    session.add(media)
    _write(media, texts)
    session.flush()
    return media


@action("media.modifier", entity="media", words="a modifié le fichier de la médiathèque")
def update_media(*, media: Media, **texts: Unpack[MediaTexts]) -> Media:
    """Change the texts of a file."""
    _write(media, texts)
    session.flush()
    return media


@action("media.retoucher", entity="media", words="a retouché l’image de la médiathèque")
def retouch_media(*, media: Media, picture: Picture) -> Media:
    """Put a retouched picture in the place of a file’s; the one that was sent first is kept."""
    media.original = media.original or media.name
    _show(media, picture)
    return media


@action("media.restaurer", entity="media", words="a restauré l’image d’origine de la médiathèque")
def restore_media(*, media: Media, picture: Picture) -> Media:
    """The picture as it was sent, in the place of the retouched one."""
    if media.original != picture.name:
        raise RuleBroken("Cette image n’a pas été retouchée.")
    media.original = None
    _show(media, picture)
    return media


def stored_as(
    *, picture: Picture | None = None, recording: Recording | None = None, file: StoredFile | None = None
) -> dict[str, str | int]:
    """The columns that tell what is in the store."""
    if picture is not None:
        return {"kind": "image", "name": picture.name, "width": picture.width, "height": picture.height}
    if recording is not None:
        told = recording.told
        return {
            "kind": told.kind, "name": recording.name, "size_bytes": recording.size_bytes, "duration_ms": told.duration_ms,
            "width": told.width, "height": told.height,
        }  # fmt: skip
    if file is not None:
        return {"kind": "document", "name": file.media, "size_bytes": file.size_bytes}
    raise ValueError("a file of the library has a content")


def _show(media: Media, picture: Picture) -> None:
    media.name, media.width, media.height = picture.name, picture.width, picture.height
    session.flush()


def _write(media: Media, texts: MediaTexts) -> None:
    if "poster_id" in texts:  # first: what it reads would send what was written before it in a change of its own
        media.poster_id = _poster(media, texts["poster_id"])
    if "title" in texts:
        media.title = rules.clean_text("title", texts["title"]) or rules.title_of(media.file_name)
    if "alt" in texts:
        media.alt = rules.clean_text("alt", texts["alt"])
    if "caption" in texts:
        media.caption = rules.clean_text("caption", texts["caption"])
    if "description" in texts:
        media.description = rules.clean_text("description", texts["description"])
    if "transcript" in texts:
        media.transcript = rules.clean_text("transcript", texts["transcript"])
    if "subtitles" in texts:
        media.subtitles = rules.subtitles_of(texts["subtitles"], kind=media.kind, duration_ms=media.duration_ms)


def _poster(media: Media, picture_id: int | None) -> int | None:
    """The picture of a film; raises RuleBroken for what is not a picture of the library, or is set on no film."""
    if not picture_id:
        return None
    picture = media_by_id([picture_id]).get(picture_id)
    if media.kind != "video" or picture is None or picture.kind != "image":
        raise RuleBroken("L’image d’aperçu est une image de la médiathèque, pour une vidéo.", field="poster_id")
    return picture_id
