"""What a text is made of: each kind and each file once, every link, those of the site apart from those of elsewhere."""

from __future__ import annotations

from sandbox.shop.blocks.rules.inventory import count_inner, count_outer, kinds_used, links_used, media_used
from sandbox.shop.blocks.rules.tree import Block

TEXT = [
    Block("heading", {"text": "Goûter"}),
    Block("paragraph", {"text": 'Lire <a href="article:12">la suite</a> et <a href="https://poterie.example">la poterie</a>.'}),
    Block("columns", {}, (Block("column", {}, (Block("image", {"media": 3, "url": "produit:mug"}), Block("paragraph", {"text": "Bien."}))),)),
    Block("gallery", {}, (Block("image", {"media": 4}), Block("image", {"media": 3}))),
    Block("team", {"items": [{"name": "Inès", "media": 7}, {"name": "Loïg", "text": '<a href="/journal/">son journal</a>'}]}),
    Block("table", {"body": [['<a href="mailto:a@b.example">écrire</a>', "9 h"]]}),
    Block("buttons", {}, (Block("button", {"text": "Réserver", "url": "page_site:3"}),)),
]  # fmt: skip


def test_each_kind_once_in_reading_order_without_the_parts() -> None:
    assert kinds_used(TEXT) == ["Titre", "Paragraphe", "Colonnes", "Image", "Galerie", "Équipe", "Tableau", "Boutons"]
    assert kinds_used([]) == []


def test_each_file_once_wherever_it_stands() -> None:
    assert media_used(TEXT) == [3, 4, 7]


def test_links_of_texts_cells_records_pictures_and_buttons_are_counted_apart() -> None:
    found = links_used(TEXT)
    assert found == [
        "article:12", "https://poterie.example", "produit:mug", "/journal/", "mailto:a@b.example", "page_site:3",
    ]  # fmt: skip
    assert count_inner(found) == 4
    assert count_outer(found) == 1
