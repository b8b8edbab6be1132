"""Values of several parts of the site in a run."""

from __future__ import annotations

import pytest

from sandbox.training.subjects.compound_site import SITE


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (["facebook https://a.example/x", " email mailto:a@b.example "],
         [{"net": "facebook", "url": "https://a.example/x"}, {"net": "email", "url": "mailto:a@b.example"}]),
        ("instagram https://b.example", [{"net": "instagram", "url": "https://b.example"}]),
        (["facebook"], [{"net": "facebook", "url": ""}]),
        ([], []),
    ],
)  # fmt: skip
def test_networks_are_written_as_a_subject_reads_them(written: object, read: list[dict[str, str]]) -> None:
    assert SITE["site.modifier", "reseaux"](None, written, {}) == {"social": read}  # type: ignore[arg-type]
