"""The examiner's guide to print is the guide as it is today, and holds on two pages."""

from __future__ import annotations

import re

from pypdf import PdfReader

from tools.guides.__main__ import GUIDE, PAGES, SOURCE, source_sum


def test_the_printed_guide_is_the_guide() -> None:
    reader = PdfReader(GUIDE.with_suffix(".pdf"))
    assert len(reader.pages) == PAGES
    assert reader.metadata is not None
    assert reader.metadata[SOURCE] == source_sum(), "print it again: python -m tools.guides"
    printed = "".join("".join(page.extract_text().split()) for page in reader.pages)
    headings = re.findall(r"^#+ (.+)$", GUIDE.read_text("utf-8"), re.MULTILINE)
    assert len(headings) > 6
    assert [heading for heading in headings if "".join(heading.split()) not in printed] == []
