"""A context dumped and loaded again gives the same bytes: through its dump, through its files, on another day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from sandbox.kernel.db import db
from sandbox.kernel.errors import NotFound, RuleBroken
from sandbox.kernel.media import MediaStore
from sandbox.kernel.scope import shop_scope
from sandbox.shop.catalog.models import Product
from sandbox.shop.shops.models import Shop
from sandbox.training.contexts.dumps import digest_of, dump_context, reload_context
from sandbox.training.contexts.queries import get_context
from sandbox.training.contexts.services import load_context
from sandbox.training.subjects.queries import SCENARIOS
from tests.factories.contexts import SLUG, write_context
from tests.factories.world import CONTEXT

J = date(2026, 11, 23)
LEAP = date(2028, 2, 29)


@pytest.fixture
def small(app: Flask, tmp_path: Path) -> Path:
    """The folder of a small context, loaded."""
    folder = write_context(tmp_path / "contextes")
    load_context(folder=folder, media=MediaStore(tmp_path / "magasin"), anchor=J)
    return folder


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("anchor", [J, LEAP])
def test_a_dump_reloaded_gives_the_same_bytes(anchor: date) -> None:
    before, old = dump_context(SLUG), get_context(SLUG).reference_shop_id
    pack = reload_context(before, anchor=anchor)
    assert dump_context(SLUG) == before
    assert (pack.reference_shop_id != old, pack.anchor_on) == (True, anchor)
    assert db.session.get(Shop, old) is None, "it took the place of the first"
    with shop_scope(pack.reference_shop_id):
        added = {product.key: (anchor - product.added_on).days for product in db.session.query(Product)}
    assert added == {"confiture": 40, "bol": 90}


def test_a_change_of_one_word_changes_the_mark(small: Path, tmp_path: Path) -> None:
    before = digest_of(dump_context(SLUG))
    path = small / "catalogue" / "produits.csv"
    path.write_text(path.read_text("utf-8").replace("Confiture", "Gelée", 1), "utf-8")
    load_context(folder=small, media=MediaStore(tmp_path / "magasin"), anchor=J)
    assert digest_of(dump_context(SLUG)) != before


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    "spoiled",
    ["", "[]\n", '{"format":"e5-contexte-charge/0","id":"x"}\n', "{", "table inconnue", "ligne trop courte"],
)
def test_a_text_that_is_no_dump_is_refused_and_changes_nothing(spoiled: str) -> None:
    before = dump_context(SLUG)
    head = before.splitlines()[0]
    text = {
        "table inconnue": f'{head}\n{{"autre_table":["id"]}}\n[1]\n',
        "ligne trop courte": f'{head}\n{{"categories":["id","name"]}}\n[1]\n',
    }.get(spoiled, spoiled)
    with pytest.raises(RuleBroken):
        reload_context(text)
    assert dump_context(SLUG) == before


@pytest.mark.usefixtures("app")
def test_a_context_that_is_not_loaded_has_no_dump() -> None:
    with pytest.raises(NotFound):
        dump_context("jamais-charge")


@pytest.mark.usefixtures("world_app")
def test_the_shipped_context_gives_the_same_bytes_through_its_dump_and_through_its_files(tmp_path: Path) -> None:
    first, anchor = dump_context(CONTEXT), get_context(CONTEXT).anchor_on
    assert first.count("\n") > 10_000
    reload_context(first, anchor=anchor)
    assert dump_context(CONTEXT) == first
    load_context(folder=SCENARIOS / "contexts" / CONTEXT, media=MediaStore(tmp_path / "magasin"), anchor=anchor)
    again = dump_context(CONTEXT)
    changed = [(one, other) for one, other in zip(first.splitlines(), again.splitlines(), strict=True) if one != other]
    assert changed == []
