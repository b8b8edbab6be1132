"""A company's folder made that of one that has a site only: its shop's files and sections go, and the links to what was in it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from sandbox.kernel.errors import RuleBroken
from sandbox.training.contexts.halves import KEPT_SECTIONS, SHOP_PLACES, SITE_FILE

_TEXTS = (".yaml", ".md", ".csv")
_SHOP_LINK = r"(?:produit|categorie|page):[\w#-]+"
_BUTTON = re.compile(
    rf'^[ \t]*<!-- wp:(?:e5/)?button \{{[^\n]*"url":\s*"{_SHOP_LINK}"[^\n]*/-->[ \t]*\n?', re.MULTILINE
)
_ATTRIBUTE = re.compile(rf'(?:,\s*"url":\s*"{_SHOP_LINK}"|"url":\s*"{_SHOP_LINK}",?\s*)')
_MARKDOWN = re.compile(rf"\[([^\]\n]*)\]\({_SHOP_LINK}\)")
_ANCHOR = re.compile(rf'<a\b[^>]*\bhref="{_SHOP_LINK}"[^>]*>(.*?)</a>', re.DOTALL)
_SECTION = re.compile(r"^([a-z_]+):", re.MULTILINE)


def without_shop(folder: Path) -> None:
    """Take the shop out of a folder. Raises RuleBroken for a company that has no site: nothing would be left of it."""
    if not (folder / SITE_FILE).is_file():
        raise RuleBroken("Cette entreprise n’a pas de site : sans sa boutique, il n’en resterait rien.", field="source")
    for place in SHOP_PLACES:
        path = folder / place
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    head = folder / "context.yaml"
    head.write_bytes(kept_sections(head.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")).encode())
    for file in (folder / "site").rglob("*"):
        if file.suffix in _TEXTS:
            file.write_bytes(unlinked(file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")).encode())
    _drop_unnamed(folder)


def kept_sections(text: str) -> str:
    """context.yaml with what a site needs, and « boutique: non » after the company's name; its comments stay above their section."""
    starts = [match.start() for match in _SECTION.finditer(text)]
    begins = [_with_comments(text, start) for start in starts]
    parts = [text[: begins[0]]] if begins else [text]
    for number, start in enumerate(starts):
        end = begins[number + 1] if number + 1 < len(begins) else len(text)
        name = text[start:].partition(":")[0]
        if name in KEPT_SECTIONS and name != "boutique":
            parts.append(text[begins[number] : end])
        if name == "nom":
            parts.append("boutique: non\n")
    return "".join(parts).rstrip("\n") + "\n"


def unlinked(text: str) -> str:
    """A text of the site without its links to the shop: their words stay, the buttons that led only there go."""
    return _ATTRIBUTE.sub("", _ANCHOR.sub(r"\1", _MARKDOWN.sub(r"\1", _BUTTON.sub("", text))))


def _with_comments(text: str, start: int) -> int:
    """Where the comments that stand just above a section begin."""
    while start > 0:
        above = text.rfind("\n", 0, start - 1) + 1
        if not text[above:start].startswith("#"):
            return start
        start = above
    return start


def _drop_unnamed(folder: Path) -> None:
    """Throw away the pictures and the files that nothing names any more."""
    told = "\n".join(path.read_text("utf-8-sig") for path in folder.rglob("*") if path.suffix in _TEXTS)
    for place in ("medias", "fichiers"):
        for path in (folder / place).glob("*"):
            if path.is_file() and path.name not in told:
                path.unlink()
