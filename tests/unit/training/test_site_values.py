"""Values of several parts of the site in a run."""

from __future__ import annotations

from datetime import date

import pytest

from sandbox.training.subjects.compound_site import SITE
from sandbox.training.subjects.names import Names


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


def test_an_item_of_a_menu_leads_to_a_page_that_the_run_made() -> None:
    names = Names(date(2027, 3, 1), {("page_site", "famille"): 12})
    read = SITE["element_menu.ajouter", "cible"]
    assert read(names, "page_site:famille", {}) == {"target": "page_site:12"}
    assert read(names, "page_site:contact", {}) == {"target": "page_site:contact"}
    assert read(names, "https://boutique.castelune.example", {}) == {"target": "https://boutique.castelune.example"}
