"""The media library of a context: site/medias.yaml, whose files lie in medias/ (pictures) or fichiers/ (the rest)."""

from __future__ import annotations

from sandbox.kernel import clock
from sandbox.kernel.db import session
from sandbox.kernel.documents import ending
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.packs import Reader
from sandbox.kernel.recordings import SUFFIXES
from sandbox.kernel.values import Kind
from sandbox.kernel.yaml_nodes import Node
from sandbox.shop.library import rules, services
from sandbox.shop.library.models import Media

FILE = "site/medias.yaml"


def load(reader: Reader) -> None:
    """Every file of the list, under its key; nothing when the context has no site."""
    films: list[tuple[Node, Media]] = []
    for node in reader.yaml(FILE, optional=True):
        media = _one(reader, node)
        if media is not None:
            session.add(media)
            session.flush()
            reader.learn("media", str(media.key), media.id)
            films.append((node, media))
    for node, media in films:  # a film may stand before its picture
        _dress(reader, node, media)


def _dress(reader: Reader, node: Node, media: Media) -> None:
    """The subtitles and the picture of a film; what is at fault is told at its line."""
    number = reader.ref("media", node.text("apercu"), at=node["apercu"], column="apercu")
    given: services.MediaTexts = {"poster_id": number} if number else {}
    for wanted, name in ((given, "apercu"), (services.MediaTexts(subtitles=node.text("sous_titres")), "sous_titres")):
        try:
            services.update_media(media=media, **wanted)
        except RuleBroken as refused:
            reader.fault(node[name], refused.message)


def _one(reader: Reader, node: Node) -> Media | None:
    file, key = node.text("fichier"), node.text("cle")
    if not file or not key:
        reader.fault(node, "Un fichier de la médiathèque a une « cle » et un « fichier ».")
        return None
    stored = _stored(reader, file, node["fichier"])
    if not stored:
        return None
    size = reader.media.path(str(stored["name"])).stat().st_size
    return Media(
        key=key, file_name=node.text("nom") or file, title=node.text("titre") or rules.title_of(file), alt=node.text("alt"),
        caption=node.text("legende"), description=node.text("description"), transcript=node.text("transcription").strip(),
        uploaded_at=reader.value(node["le"], Kind.MOMENT, clock.start_of_day(reader.anchor)), **{**stored, "size_bytes": size},
    )  # fmt: skip


def _stored(reader: Reader, file: str, at: Node) -> dict[str, str | int]:
    """The columns of what a context gives; empty when it is at fault."""
    if ending(file) in (".webp", ".png", ".jpg", ".jpeg", ".svg"):
        picture = reader.picture(file, at=at)
        return services.stored_as(picture=picture) if picture else {}
    if ending(file) in SUFFIXES:
        recording = reader.recording(file, at=at)
        return services.stored_as(recording=recording) if recording else {}
    found = reader.document(file, at=at)
    return services.stored_as(file=found) if found else {}
