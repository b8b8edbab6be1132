"""Papers as PDF files: a Typst template of ours, filled with facts, and no font or file from elsewhere.

Typst is imported by what prints: its megabytes are for a server that makes a paper, not for each start.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sandbox.kernel.errors import RuleBroken


def tagged_pdf(template: Path, *, fonts: Path, **facts: Any) -> bytes:
    """A PDF that a screen reader can follow (PDF/UA-1). `facts` are plain values that the template reads as JSON texts by
    their names; it reads files of its own folder only. Raises RuleBroken when nothing came of it.
    """
    import typst

    inputs = {name: json.dumps(value, ensure_ascii=False) for name, value in facts.items()}
    content = typst.compile(
        str(template), root=str(template.parent), font_paths=[str(fonts)], ignore_system_fonts=True, format="pdf",
        sys_inputs=inputs, pdf_standards=["ua-1"],
    )  # fmt: skip
    if not isinstance(content, bytes):
        raise RuleBroken("Le PDF n’a pas pu être produit.")
    return content


def page_count(template: Path, *, fonts: Path, **facts: Any) -> int:
    """The number that the template writes as its metadata `<pages>`: to choose a size before the PDF is made."""
    import typst

    inputs = {name: json.dumps(value, ensure_ascii=False) for name, value in facts.items()}
    found = typst.query(
        str(template), "<pages>", field="value", one=True, root=str(template.parent), font_paths=[str(fonts)],
        ignore_system_fonts=True, sys_inputs=inputs,
    )  # fmt: skip
    return int(json.loads(found))
