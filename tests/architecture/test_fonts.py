"""Letters that come late move nothing: a page painted without its font keeps the stand-in until the next page."""

from __future__ import annotations

import re

from tests.architecture.files import text_of, with_suffix


def test_no_font_is_swapped_in_after_the_first_paint() -> None:
    faces = {
        name: re.findall(r"@font-face\s*\{[^}]*\}", text_of(name)) for name in with_suffix(".css", under="static/css")
    }
    assert sum(map(len, faces.values())) >= 8
    late = [
        (name, face) for name, found in faces.items() for face in found if "url(" in face and "optional" not in face
    ]
    assert late == []
