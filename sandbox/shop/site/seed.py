"""The pages of a context: pages/<slug>.md, front matter and Markdown."""

from __future__ import annotations

from pathlib import PurePosixPath

from sandbox.kernel import clock
from sandbox.kernel.db import session
from sandbox.kernel.packs import Reader
from sandbox.kernel.text import slugify
from sandbox.kernel.values import Kind
from sandbox.shop.site import rules
from sandbox.shop.site.models import InfoPage

FRONT = {"titre", "meta_titre", "meta_description", "position", "categorie", "indexable", "affichee", "maj"}


def load(reader: Reader) -> None:
    """One page a file; the file's name is its key and address."""
    pages = []
    for file in reader.files("pages", ".md"):
        slug = PurePosixPath(file).stem
        front, html = reader.markdown(file)
        for name, node in front.items():
            if name not in FRONT:
                reader.fault(node, f"Clé inconnue « {name} » ; clés possibles : {', '.join(sorted(FRONT))}.")
        if not front.text("titre"):
            reader.fault(front, "Une page a un « titre ».")
            continue
        if slug != slugify(slug):
            reader.fault(front, f"Le nom du fichier devient l’adresse : renommez-le « {slugify(slug)}.md ».")
            continue
        pages.append(InfoPage(
            key=slug, title=front.text("titre"), slug=slug, content=html, meta_title=front.text("meta_titre"),
            meta_description=front.text("meta_description"),
            group=reader.value(front["categorie"], Kind.CHOICE, "aide", rules.GROUPS),
            position=reader.value(front["position"], Kind.INTEGER, 0),
            is_indexed=reader.value(front["indexable"], Kind.YES_NO, True),
            is_displayed=reader.value(front["affichee"], Kind.YES_NO, True),
            updated_at=reader.value(front["maj"], Kind.MOMENT, clock.start_of_day(reader.anchor)),
        ))  # fmt: skip
    session.add_all(pages)
    session.flush()
    for page in pages:
        reader.learn("page", str(page.key), page.id)
