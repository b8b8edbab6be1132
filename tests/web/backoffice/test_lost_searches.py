"""Paramètres > Rechercher > Recherches sans résultat."""

from __future__ import annotations

from sandbox.kernel.text import fold
from sandbox.shop.search import queries
from sandbox.shop.search.models import SearchAlias
from tests.support.statements import counted
from tests.web.backoffice.conftest import Desk

LIST = "/parametres/rechercher/sans-resultat"
NEW = "/parametres/rechercher/alias/nouveau"


def first_link(desk: Desk) -> tuple[str, str]:
    """The word of the first search that has no alias, and the address of « Créer un alias »."""
    text = desk.visitor.get(f"{desk.root}/admin{LIST}").text
    address = text.partition(f"{NEW}?alias=")[2].partition('"')[0]
    return text.partition("Créer un alias pour ")[2].partition('"')[0], f"{NEW}?alias={address}"


def test_a_search_becomes_an_alias_and_is_found(desk: Desk) -> None:
    assert desk.read("/parametres/rechercher/alias").says("Recherches sans résultat")
    word, address = first_link(desk)
    assert word
    form = desk.form(address, "alias-form")
    assert form.fields["aliases"] == [word]
    desk.save(NEW, **form.filled(target="mug"))
    assert [alias.target for alias in queries.list_aliases() if fold(alias.alias) == fold(word)] == ["mug"]
    assert queries.count_each([word])[word] == queries.count_results("mug") > 0
    assert first_link(desk)[0] != word


def test_the_list_is_narrowed_and_read_only(desk: Desk, onlooker: Desk) -> None:
    word, _ = first_link(desk)
    assert f"alias={word}" in desk.visitor.get(f"{desk.root}/admin{LIST}?recherche={word}").text
    assert desk.read(f"{LIST}?recherche=zzzz").says("Rien ne correspond à ces filtres")
    assert onlooker.read(LIST).says("Recherches sans résultat")
    assert "Créer un alias pour" not in onlooker.visitor.get(f"{onlooker.root}/admin{LIST}").text


def test_a_long_word_in_the_address_is_cut(desk: Desk) -> None:
    assert desk.form(f"{NEW}?alias={'x' * 300}", "alias-form").fields["aliases"] == ["x" * 128]
    assert desk.count(SearchAlias, alias="x" * 128) == 0


def test_counting_many_searches_costs_as_one(desk: Desk) -> None:
    queries.count_each(["mug"])
    with counted() as one:
        queries.count_each(["mug"])
    with counted() as many:
        found = queries.count_each(["mug", "café", "zzzz", "tisane"])
    assert len(many) == len(one)
    assert found == {word: queries.count_results(word) for word in found}
