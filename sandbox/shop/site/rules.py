"""What an information page's texts may be."""

from __future__ import annotations

from sandbox.kernel.errors import RuleBroken

GROUPS = {"aide": "aide", "entreprise": "entreprise", "legal": "legal"}
"""The categories of pages, as files and screens name them."""

GROUP_WORDS = {"aide": "Aide", "entreprise": "Entreprise", "legal": "Informations légales"}


def clean_title(title: str) -> str:
    """A page's title: not empty, 128 characters at most."""
    trimmed = " ".join(title.split())
    if not trimmed or len(trimmed) > 128:
        raise RuleBroken("Le titre est obligatoire (128 caractères au plus).", field="title")
    return trimmed


def check_meta(*, meta_title: str, meta_description: str) -> None:
    """Bounds that PrestaShop gives to the meta fields."""
    if len(meta_title) > 255:
        raise RuleBroken("La balise titre dépasse 255 caractères.", field="meta_title")
    if len(meta_description) > 512:
        raise RuleBroken("La méta-description dépasse 512 caractères.", field="meta_description")


def check_group(group: str) -> None:
    """A page is in one of the known categories."""
    if group not in GROUPS.values():
        raise RuleBroken("Choisissez une catégorie de page.", field="group")
