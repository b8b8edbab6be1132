"""Print the examiner's guide: docs/guide-examinateur.md becomes docs/guide-examinateur.pdf, two pages of A4.

    .venv/bin/python -m tools.guides

Needs the tests' set of libraries and a browser, like the tests. tests/architecture/test_guide.py says when it has to be done again.
"""

from __future__ import annotations

import hashlib
import io
import re
import tempfile
from pathlib import Path

from markdown_it import MarkdownIt
from PIL import Image
from pypdf import PdfReader, PdfWriter

from tests.support.browser import running_browser
from tests.support.find_browser import find_browser

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "guide-examinateur.md"
FONT = ROOT / "static" / "vendor" / "fonts" / "atkinson-hyperlegible-next-latin-wght-normal.woff2"
PAGES = 2
SOURCE = "/Source"
"""Where the file says which text and which pictures it was printed from."""
FACE = '@font-face{{font-family:"Atkinson Hyperlegible Next";src:url("{}");font-weight:200 800}}'


def source_sum() -> str:
    """The SHA-256 of the guide and of its pictures."""
    parts = [GUIDE, *sorted((GUIDE.parent / "images").glob("examinateur-*.webp"))]
    return hashlib.sha256(b"".join(part.read_bytes() for part in parts)).hexdigest()


def shrink_pictures(folder: Path) -> None:
    """The guide's pictures as paper wants them: 9 cm wide at 300 dots an inch."""
    (folder / "images").mkdir()
    for source in (GUIDE.parent / "images").glob("examinateur-*.webp"):
        picture = Image.open(source).convert("RGB")
        picture.thumbnail((1060, 1060))
        picture.save(folder / "images" / f"{source.stem}.jpg", quality=72)


def html() -> str:
    """The guide as a page to print, its pictures beside it."""
    style = FACE.format(FONT.as_uri()) + (Path(__file__).parent / "guide.css").read_text("utf-8")
    # A space that must not break is written as it is typed in the guide.
    source = re.sub(r" (?=[;:?!»])|(?<=«) ", "\u00a0", GUIDE.read_text("utf-8"))
    text = MarkdownIt("commonmark").enable("table").render(source.replace(".webp)", ".jpg)"))
    title = "<title>Guide de l’examinateur</title>"
    return (
        f'<!doctype html><html lang="fr"><meta charset="utf-8">{title}<style>{style}</style><body>{text}</body></html>'
    )


def printed(executable: str) -> bytes:
    """The PDF, as the browser prints it."""
    with tempfile.TemporaryDirectory() as folder, running_browser(executable) as browser:
        page_file = Path(folder) / "guide.html"
        shrink_pictures(Path(folder))
        page_file.write_text(html(), "utf-8")
        page = browser.new_page()
        page.goto(page_file.as_uri(), wait_until="networkidle")
        return page.pdf(prefer_css_page_size=True, print_background=True, tagged=True)


def main() -> None:
    """Print, and refuse what does not hold on two pages."""
    executable = find_browser()
    if executable is None:
        raise SystemExit("No browser was found on this machine.")
    reader = PdfReader(io.BytesIO(printed(executable)))
    if len(reader.pages) != PAGES:
        raise SystemExit(f"The guide takes {len(reader.pages)} pages, not {PAGES}: shorten it.")
    writer = PdfWriter(clone_from=reader)
    writer.add_metadata({SOURCE: source_sum(), "/Producer": "", "/Creator": ""})
    with GUIDE.with_suffix(".pdf").open("wb") as file:
        writer.write(file)


if __name__ == "__main__":
    main()
