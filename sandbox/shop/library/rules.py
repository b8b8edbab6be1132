"""What the texts of a file may be, and the kinds of files."""

from __future__ import annotations

from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.subtitles import check_subtitles, cues_from, written
from sandbox.kernel.text import one_line

KINDS = {"image": "image", "audio": "audio", "video": "video", "document": "document"}
KIND_WORDS = {"image": "Images", "audio": "Sons", "video": "Vidéos", "document": "Documents"}
PLAYED = frozenset({"audio", "video"})
"""The kinds that are played, and have a transcript."""
LENGTHS = {"title": 200, "alt": 500, "caption": 500, "description": 5000, "transcript": 20_000}
LABELS = {
    "title": "Le titre", "alt": "Le texte alternatif", "caption": "La légende", "description": "La description",
    "transcript": "La transcription",
}  # fmt: skip


def clean_text(field: str, text: str) -> str:
    """A text of a file, without spaces around it; raises RuleBroken when it is too long."""
    trimmed = text.strip() if field in ("caption", "description", "transcript") else one_line(text)
    if len(trimmed) > LENGTHS[field]:
        raise RuleBroken(f"{LABELS[field]} dépasse {LENGTHS[field]} caractères.", field=field)
    return trimmed


def subtitles_of(text: str, *, kind: str, duration_ms: int) -> str:
    """The subtitles of a film as they are kept; raises RuleBroken, with the lines at fault, and for what is no film."""
    kept = check_subtitles(text, duration_ms=duration_ms, field="subtitles")
    if kept and kind != "video":
        raise RuleBroken("Seule une vidéo a des sous-titres\u00a0: un son a sa transcription.", field="subtitles")
    return kept


def subtitles_from(transcript: str, *, duration_ms: int) -> str:
    """Subtitles that say what a transcript says; raises RuleBroken when it says nothing."""
    said = written(cues_from(transcript, duration_ms=duration_ms))
    if not said:
        raise RuleBroken("Écrivez d’abord la transcription\u00a0: les sous-titres la reprennent.", field="transcript")
    return said


def crop_box(*, x: int, y: int, width: int, height: int, of: tuple[int, int]) -> tuple[int, int, int, int]:
    """(left, top, right, bottom) of what is kept of a picture; raises RuleBroken when it is not inside."""
    for field, value, least, most, words in (
        ("x", x, 0, of[0] - 1, "Le bord gauche"), ("y", y, 0, of[1] - 1, "Le bord haut"),
        ("width", width, 1, of[0] - x, "La largeur"), ("height", height, 1, of[1] - y, "La hauteur"),
    ):  # fmt: skip
        if not least <= value <= most:
            raise RuleBroken(f"{words} va de {least} à {most} pixels.", field=field)
    return x, y, x + width, y + height


def scaled_size(*, width: int, of: tuple[int, int]) -> tuple[int, int]:
    """The size of a picture brought to a width, its proportions kept; a picture is never made larger."""
    if not 1 <= width <= of[0]:
        raise RuleBroken(
            f"La nouvelle largeur va de 1 à {of[0]} pixels\u00a0: une image ne s’agrandit pas.", field="new_width"
        )
    return width, max(1, round(of[1] * width / of[0]))


def title_of(file_name: str) -> str:
    """« tasses-de-gres » of `tasses-de-gres.webp`: the title that a new file gets."""
    return file_name.rpartition(".")[0][:200] or file_name[:200]
