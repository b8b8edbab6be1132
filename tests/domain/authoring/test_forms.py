"""The forms of the editor: every part of the format by a form, what is not changed stays to the letter, nothing typed is lost."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from sandbox.kernel.errors import NotFound, RuleBroken
from sandbox.kernel.scope import shop_scope
from sandbox.modules import entities
from sandbox.training.authoring import editing
from sandbox.training.authoring.drafting import source_of
from sandbox.training.authoring.fields import shown
from sandbox.training.authoring.forms_main import LISTS
from sandbox.training.authoring.suggesting import values_of_today
from sandbox.training.authoring.yaml_edit import Document, value_at
from sandbox.training.contexts.queries import get_context
from sandbox.training.subjects.queries import grid_criteria, read_written
from tests.factories.world import CONTEXT, World

GRID = "grille-e5-pratique@2027"
SUBJECTS = ("noel-a-la-brulerie", "une-etoile-de-trop", "coup-de-vent-sur-le-quai")


@pytest.fixture(autouse=True)
def _world(world: World) -> None:
    assert world


def template() -> str:
    """The animated template."""
    text, _files = source_of("une-etoile-de-trop")
    return text


def fill(text: str, page: str, rank: int | None, sent: Mapping[str, Sequence[str]]) -> str:
    """The text with what a form sent."""
    return editing.apply_page(text, page=page, rank=rank, sent=sent, criteria=grid_criteria(GRID))


def data(text: str) -> Any:
    """The text as plain data."""
    return Document(text).data


def add(text: str, place: str, item: Mapping[str, Any]) -> tuple[str, int]:
    """One item more in a list."""
    document = Document(text)
    rank = document.add((place,), dict(item))
    return document.text(), rank


def as_shown(parsed: Any, page: str, rank: int | None) -> dict[str, list[str]]:
    """What a browser sends of a form that nobody touched, of a text read as plain data."""
    sent: dict[str, list[str]] = {}
    for group in editing.groups_of(parsed, page, rank, grid_criteria(GRID)):
        for one in group.inputs:
            value = shown(parsed, one)
            if one.table is not None:
                rows = [row.cells for row in value.rows if not row.is_kept] + [("",) * one.table.width] * 2
                for n in range(one.table.width):
                    sent[f"{one.name}~{n}"] = [cells[n].replace("\n", "\r\n") for cells in rows]
            elif one.kind in ("checks", "yes"):
                sent[f"_{one.name}"] = ["1"]
                sent[one.name] = sorted(value.chosen) if one.kind == "checks" else ["oui"] * bool(value.text)
            else:
                first = one.choices[0][0] if one.kind == "choice" and one.choices and not value.text else value.text
                sent[one.name] = [first.replace("\n", "\r\n")]
    return {name: values for name, values in sent.items() if values}


@pytest.mark.parametrize("slug", SUBJECTS)
def test_a_form_sent_as_it_was_shown_leaves_the_file_to_the_letter(slug: str) -> None:
    text, _files = source_of(slug)
    parsed = data(text)
    pages: list[tuple[str, int | None]] = [("identite", None), ("corrige", None)]
    pages += [(page, rank) for page, place in LISTS.items() for rank in range(len(value_at(parsed, (place,), [])))]
    assert len(pages) > 20
    for page, rank in pages:
        after = fill(text, page, rank, as_shown(parsed, page, rank))
        assert after == text, (page, rank)


def test_a_review_is_put_into_the_shop_at_the_start() -> None:
    text, rank = add(template(), "injections", {"id": "i1", "op": "creer"})
    at = f"injections.{rank}"
    text = fill(text, "depart", rank, {f"{at}.entite": ["avis"]})
    text = fill(
        text, "depart", rank,
        {f"{at}.valeurs~0": ["produit", "client", "note", "titre", "texte", ""],
         f"{at}.valeurs~1": ["produit:mug-de-bord", "client:riou-solene", "2", "Colis abîmé", "Arrivé cassé.\r\n\r\nEt personne ne répond !", ""]},
    )  # fmt: skip
    made = data(text)["injections"][rank]
    assert made == {
        "id": "i1", "op": "creer", "entite": "avis", "cle": "colis-abime",
        "valeurs": {"produit": "produit:mug-de-bord", "client": "client:riou-solene", "note": "2", "titre": "Colis abîmé",
                    "texte": "Arrivé cassé.\n\nEt personne ne répond !\n"},
    }  # fmt: skip
    assert read_written(text, source_of("une-etoile-de-trop")[1]).errors == []


def test_the_fields_of_a_starting_change_are_those_its_action_takes_with_how_they_are_written() -> None:
    text, rank = add(template(), "injections", {"id": "i1", "op": "modifier", "cible": "produit:mug-de-bord"})
    groups = editing.groups_of(data(text), "depart", rank, {})
    values = next(one for group in groups for one in group.inputs if one.name.endswith("valeurs"))
    assert dict(values.columns[0].choices)["quantite"] == "Quantité disponible" or "quantite" in dict(
        values.columns[0].choices
    )
    assert values.suggest["en_ligne"].choices == ("oui", "non")
    assert "aujourd’hui : " in values.suggest["prix_ttc"].words
    assert "12,90" in values.suggest["prix_ttc"].words


def test_what_things_say_today_can_be_told_of_every_kind_that_has_a_key() -> None:
    told = 0
    pack = get_context(CONTEXT)
    for entity in entities().values():
        if not hasattr(entity.model, "key"):
            continue
        with shop_scope(pack.reference_shop_id):
            keys = [row.key for row in _rows(entity.model) if row.key][:3]
        for key in keys:
            today = values_of_today({"contexte": {"ref": f"{CONTEXT}@1"}}, f"{entity.name}:{key}")
            told += bool(today)
    assert told > 20


def _rows(model: Any) -> list[Any]:
    from sandbox.kernel.db import db

    return list(db.session.query(model).limit(20))


def test_a_key_that_is_taken_gets_a_number() -> None:
    text, rank = add(
        template(), "injections", {"id": "i1", "op": "creer", "entite": "produit", "valeurs": {"nom": "Mug"}}
    )
    text, other = add(text, "injections", {"id": "i2", "op": "creer", "entite": "produit", "valeurs": {"nom": "Mug"}})
    for one in (rank, other):
        text = fill(text, "depart", one, {})
    assert [data(text)["injections"][n]["cle"] for n in (rank, other)] == ["mug", "mug-2"]


def test_a_person_is_added_under_a_name_of_their_own_and_taken_away() -> None:
    text = fill(template(), "identite", None, {"acteurs.+.nom": ["Élodie Le Gall"], "acteurs.+.fonction": ["Cliente"]})
    assert data(text)["acteurs"]["elodie-le-gall"] == {"nom": "Élodie Le Gall", "fonction": "Cliente"}
    text = fill(text, "identite", None, {"x.acteurs.elodie-le-gall": ["1"]})
    assert "elodie-le-gall" not in data(text)["acteurs"]


def test_another_way_to_a_proof_has_its_own_conditions() -> None:
    text = template()
    rank = next(n for n, p in enumerate(data(text)["preuves"]) if p["type"] == "etat")
    count = len(data(text)["preuves"][rank].get("ou_bien") or [])
    at = f"preuves.{rank}.ou_bien.{count}"
    text = fill(
        text, "preuves", rank, {f"{at}.type": ["existe"], f"{at}.entite": ["regle_catalogue"], f"{at}.cible": [""]}
    )
    assert [f.code for f in read_written(text, {}).errors if f.path.startswith(at)] == ["E004"]
    text = fill(
        text, "preuves", rank, {f"{at}.attend~0": ["pourcentage"], f"{at}.attend~1": ["egal"], f"{at}.attend~2": ["10"]}
    )
    assert data(text)["preuves"][rank]["ou_bien"][count] == {
        "type": "existe", "entite": "regle_catalogue", "attend": {"pourcentage": {"egal": "10"}}
    }  # fmt: skip
    text = fill(text, "preuves", rank, {f"x.{at}": ["1"]})
    assert len(data(text)["preuves"][rank].get("ou_bien") or []) == count


def test_figures_facts_and_indicators_of_a_note() -> None:
    text, rank = add(
        template(), "preuves", {"id": "p9", "lignes": ["L1"], "type": "livrable", "libelle": "Note", "livrable": "note"}
    )
    at = f"preuves.{rank}.attend"
    text = fill(text, "preuves", rank, {
        f"{at}.mots": ["60 | 120"], f"_{at}.indicateurs.parmi": ["1"], f"{at}.indicateurs.parmi": ["panier_moyen", "conversion"],
        f"{at}.indicateurs.min": ["1"], f"{at}.chiffres~0": ["panier moyen", "Total de l’annexe", ""],
        f"{at}.chiffres~1": ["", "1 240,50 €", ""], f"{at}.chiffres~2": ["0,5", "", ""], f"{at}.chiffres~3": ["mois-1", "", ""],
        f"{at}.faits~0": ["origine", ""], f"{at}.faits~1": ["Éthiopie | éthiopien", ""],
    })  # fmt: skip
    assert data(text)["preuves"][rank]["attend"] == {
        "mots": ["60", "120"], "indicateurs": {"parmi": ["panier_moyen", "conversion"], "min": "1"},
        "faits": {"origine": ["Éthiopie", "éthiopien"]},
        "chiffres": {"panier moyen": {"tolerance": "0,5", "periode": "mois-1"}, "Total de l’annexe": {"valeur": "1 240,50 €"}},
    }  # fmt: skip
    assert [f for f in read_written(text, {}).errors if f.path.startswith(at)] == []


def test_an_event_may_wait_for_a_thing_to_say_something() -> None:
    text, rank = add(
        template(), "evenements",
        {"id": "e9", "titre": "Rupture", "declencheur": {"a": "15min"}, "effets": [{"op": "message", "valeurs": {"texte": "Vite !"}}]},
    )  # fmt: skip
    at = f"evenements.{rank}.declencheur"
    text = fill(
        text, "evenements", rank, {f"{at}.a": [""], f"{at}.si": [""], f"{at}.si.cible": ["produit:mug-de-bord"]}
    )
    rows = {f"{at}.si.attend~0": ["quantite"], f"{at}.si.attend~1": ["max"], f"{at}.si.attend~2": ["0"]}
    text = fill(text, "evenements", rank, rows)
    assert data(text)["evenements"][rank]["declencheur"] == {
        "si": {"cible": "produit:mug-de-bord", "attend": {"quantite": {"max": "0"}}}
    }
    assert [f for f in read_written(text, {}).errors if f.path.startswith(f"evenements.{rank}")] == []


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ((["", ""], ["12,90", ""]), "dites de quoi il s’agit"),
        ((["quantite", "quantite"], ["1", "2"]), "sur deux lignes"),
    ],
)
def test_a_row_that_says_no_field_or_twice_the_same_is_told_and_not_dropped(rows: Any, told: str) -> None:
    text, rank = add(template(), "injections", {"id": "i1", "op": "modifier", "cible": "produit:mug-de-bord"})
    at = f"injections.{rank}.valeurs"
    with pytest.raises(RuleBroken, match=told):
        fill(text, "depart", rank, {f"{at}~0": rows[0], f"{at}~1": rows[1]})


def test_an_item_is_found_again_where_it_went_or_told_gone() -> None:
    parsed = data(template())
    first, second = (one["id"] for one in parsed["preuves"][:2])
    assert editing.rank_of(parsed, "preuves", 0, second) == 1
    assert editing.rank_of(parsed, "preuves", 0, first) == 0
    with pytest.raises(NotFound, match="retirée ailleurs"):
        editing.rank_of(parsed, "preuves", 0, "p-inconnue")


def test_hostile_numbers_and_long_texts_become_faults_in_words() -> None:
    text = template()
    huge = "9" * 40
    at = "preuves.0"
    after = fill(
        text, "preuves", 0, {f"{at}.partiel_si": [huge], f"{at}.libelle": ["x" * 100_000], f"{at}.delai_max": [huge]}
    )
    faults = read_written(after, {}).errors
    assert {f.path for f in faults} >= {f"{at}.partiel_si"}
    assert all(len(f.message) < 500 for f in faults)


def test_a_new_line_and_a_new_hint_take_what_was_left_blank_from_the_format() -> None:
    text, rank = add(template(), "taches", {"id": "q9", "consigne": "Répondez.", "lignes": []})
    at = f"taches.{rank}"
    sent = {f"{at}.lignes.0.competence": ["Répondre"], f"{at}.lignes.0.critere": [""], f"{at}.lignes.0.court": [""],
            f"{at}.indices.0.texte": ["Relisez-vous."], f"{at}.indices.0.apres": [""]}  # fmt: skip
    text = fill(text, "questions", rank, sent)
    task = data(text)["taches"][rank]
    assert [(line["critere"], line["competence"]) for line in task["lignes"]] == [("C1", "Répondre")]
    assert task["indices"] == [{"apres": "6min", "texte": "Relisez-vous."}]


TALKATIVE = """format: e5-scenario/1
# Les questions.
taches:
  - id: q1
    consigne: |
      Un texte.
      # pas un commentaire
  # La seconde.
  - {id: q2, consigne: b}

# Ce que la machine relève.
# Jamais une note.
preuves:
  - {id: p1, lignes: [L1]}  # la première
  - id: p2
    lignes: [L1]

# L’aide-mémoire.
questions: []
# Le corrigé.
corrige:
  q1: "x"
  q2: "y"

# Les essais.
essais_temoins: []
# Fin.
"""


def comments_before(text: str) -> dict[str, str]:
    """The comment that stands before each line that has one."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return {
        after: before
        for before, after in itertools.pairwise(lines)
        if before.startswith("#") and "pas un" not in before
    }


def test_comments_stay_before_what_they_are_about_when_neighbours_come_and_go() -> None:
    document = Document(TALKATIVE)
    document.drop(("taches", 1))
    document.drop(("corrige", "q2"))
    rank = document.add(("preuves",), {"id": "p3", "lignes": ["L1"]})
    text = document.text()
    document = Document(text)
    document.put(("preuves", rank, "libelle"), "Nouvelle")
    document.put(("preuves", rank, "attend"), {"nom": {"egal": "x"}})
    document.move(("preuves", 0), 1)
    text = document.text()
    assert {key: words for key, words in comments_before(text).items() if key.endswith((":", "[]"))} == {
        "taches:": "# Les questions.", "preuves:": "# Jamais une note.", "questions: []": "# L’aide-mémoire.",
        "corrige:": "# Le corrigé.", "essais_temoins: []": "# Les essais.",
    }  # fmt: skip
    assert "# pas un commentaire" in data(text)["taches"][0]["consigne"]
    assert text.count("# Ce que la machine relève.") == 1
    assert "# la première" in text
    assert text.rstrip().endswith("# Fin.")


@pytest.mark.parametrize("slug", SUBJECTS)
def test_no_comment_of_a_shipped_subject_is_lost_or_carried_away_by_adding_and_removing(slug: str) -> None:
    text, _files = source_of(slug)
    before = comments_before(text)
    for place in ("taches", "preuves", "evenements", "questions"):
        document = Document(text)
        if not document.get((place,)):
            continue
        rank = document.add((place,), {"id": "x9"})
        document = Document(document.text())
        document.put((place, rank, "titre"), "Neuf")
        document = Document(document.text())
        document.drop((place, rank))
        assert comments_before(document.text()) == before, place
