"""The media library of a context: site/medias.yaml, whose files lie in medias/ (pictures) or fichiers/ (the rest)."""

from __future__ import annotations

from sandbox.kernel import clock
from sandbox.kernel.db import session
from sandbox.kernel.documents import StoredFile
from sandbox.kernel.media import Picture
from sandbox.kernel.packs import Reader
from sandbox.kernel.values import Kind
from sandbox.kernel.yaml_nodes import Node
from sandbox.shop.library import rules
from sandbox.shop.library.models import Media

FILE = "site/medias.yaml"


def load(reader: Reader) -> None:
    """Every file of the list, under its key; nothing when the context has no site."""
    for node in reader.yaml(FILE, optional=True):
        media = _one(reader, node)
        if media is not None:
            session.add(media)
            session.flush()
            reader.learn("media", str(media.key), media.id)


def _one(reader: Reader, node: Node) -> Media | None:
    file, key = node.text("fichier"), node.text("cle")
    if not file or not key:
        reader.fault(node, "Un fichier de la médiathèque a une « cle » et un « fichier ».")
        return None
    is_picture = file.lower().endswith((".webp", ".png", ".jpg", ".jpeg", ".svg"))
    stored: Picture | StoredFile | None = (
        reader.picture(file, at=node["fichier"]) if is_picture else reader.document(file, at=node["fichier"])
    )
    if stored is None:
        return None
    name = stored.media if isinstance(stored, StoredFile) else stored.name
    size = reader.media.path(name).stat().st_size
    return Media(
        key=key, kind="image" if is_picture else "document", name=name, file_name=node.text("nom") or file,
        title=node.text("titre") or rules.title_of(file), alt=node.text("alt"), caption=node.text("legende"),
        description=node.text("description"), width=getattr(stored, "width", 0), height=getattr(stored, "height", 0), size_bytes=size,
        uploaded_at=reader.value(node["le"], Kind.MOMENT, clock.start_of_day(reader.anchor)),
    )  # fmt: skip
