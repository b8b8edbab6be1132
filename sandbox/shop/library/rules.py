"""What the texts of a file may be, and the kinds of files."""

from __future__ import annotations

from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.text import one_line

KINDS = {"image": "image", "audio": "audio", "video": "video", "document": "document"}
KIND_WORDS = {"image": "Images", "audio": "Son", "video": "Vidéo", "document": "Documents"}
LENGTHS = {"title": 200, "alt": 500, "caption": 500, "description": 5000}
LABELS = {"title": "Le titre", "alt": "Le texte alternatif", "caption": "La légende", "description": "La description"}


def clean_text(field: str, text: str) -> str:
    """A text of a file, without spaces around it; raises RuleBroken when it is too long."""
    trimmed = text.strip() if field in ("caption", "description") else one_line(text)
    if len(trimmed) > LENGTHS[field]:
        raise RuleBroken(f"{LABELS[field]} dépasse {LENGTHS[field]} caractères.", field=field)
    return trimmed


def title_of(file_name: str) -> str:
    """« tasses-de-gres » of `tasses-de-gres.webp`: the title that a new file gets."""
    return file_name.rpartition(".")[0][:200] or file_name[:200]
