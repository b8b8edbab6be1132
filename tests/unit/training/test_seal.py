"""The chained seal: what is altered, taken out, added or moved in a journal is told, whatever it is."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from sandbox.training.grading.seal import SECTIONS, WORK, check_journal, seal_of, sealed, start_of

Journal = dict[str, Any]


@pytest.fixture
def journal() -> Journal:
    """A journal with facts in every list."""
    facts: dict[str, list[dict[str, Any]]] = {
        name: [{"no": number, "phrase": f"{name} {number} «\u00a0é\u00a0»"} for number in range(1, 5)]
        for name in SECTIONS
    }
    return {"format": "e5-journal/2", "session": {"cle": "k"}, "candidat": {"nom": "Kervella", "place": 1}, **facts}


@pytest.fixture
def file(journal: Journal) -> Journal:
    """The same as read from its file."""
    read: Journal = json.loads(json.dumps(sealed(journal), ensure_ascii=False, sort_keys=True))
    return read


def test_an_untouched_journal_is_intact(journal: Journal, file: Journal) -> None:
    checked = check_journal(file)
    assert checked.faults == ()
    assert checked.facts == 24
    assert checked.value == file["sceau"]["valeur"] == seal_of(journal).value == seal_of(file).value
    assert len({fact["maillon"] for name in SECTIONS for fact in file[name]}) == 24


@pytest.mark.parametrize("section", SECTIONS)
def test_an_altered_fact_is_named(file: Journal, section: str) -> None:
    file[section][1]["phrase"] += " changé"
    faults = check_journal(file).faults
    assert faults[0].startswith(f"{SECTIONS[section]}, fait n°\u00a02\u00a0: il a été modifié")
    assert not any("n°\u00a03" in fault for fault in faults), "only the place is told"


@pytest.mark.parametrize("section", SECTIONS)
def test_a_removed_fact_is_told_where_it_was(file: Journal, section: str) -> None:
    del file[section][1]
    faults = check_journal(file).faults
    assert "le fait qui le précédait a été retiré" in faults[0]
    assert f"{SECTIONS[section]}, fait n°\u00a02" in faults[0]
    assert "Le sceau porte sur 24 faits, le fichier en contient 23." in faults


@pytest.mark.parametrize("section", SECTIONS)
def test_the_last_fact_cannot_go_unseen(file: Journal, section: str) -> None:
    del file[section][-1]
    assert check_journal(file).faults


@pytest.mark.parametrize("section", SECTIONS)
def test_two_facts_exchanged_are_told(file: Journal, section: str) -> None:
    facts = file[section]
    facts[1], facts[2] = facts[2], facts[1]
    assert any("n’est plus à sa place" in fault for fault in check_journal(file).faults)


def other_name(file: Journal) -> None:
    file["candidat"]["nom"] = "Autre"


def added(file: Journal) -> None:
    file["actions"].append({"no": 5, "phrase": "ajoutée", "maillon": "0" * 64})


def copied(file: Journal) -> None:
    file["actions"].insert(2, copy.deepcopy(file["actions"][1]))


def other_list(file: Journal) -> None:
    file["observations"].insert(0, file["evenements"].pop())


def no_seal(file: Journal) -> None:
    del file["sceau"]


def other_seal(file: Journal) -> None:
    file["sceau"]["valeur"] = "0" * 64


def nonsense(file: Journal) -> None:
    file["sceau"], file["actions"] = "oui", ["x", 3]


@pytest.mark.parametrize("change", [other_name, added, copied, other_list, no_seal, other_seal, nonsense])
def test_every_other_change_is_told(file: Journal, change: Callable[[Journal], None]) -> None:
    change(file)
    assert check_journal(file).faults


def test_a_chain_made_again_after_a_change_has_another_seal(file: Journal) -> None:
    before = file["sceau"]["valeur"]
    file["actions"][1]["phrase"] = "autre"
    again = sealed(file)
    assert check_journal(again).faults == (), "only the seal on paper tells this one"
    assert again["sceau"]["valeur"] != before


def test_the_beginning_of_a_journal_keeps_its_seal_when_facts_are_added(journal: Journal) -> None:
    counts = {name: len(journal[name]) if name in WORK else 0 for name in SECTIONS}
    kept = seal_of(journal, counts)
    journal["observations"].append({"texte": "plus tard"})
    journal["horloge"].append({"type": "reprise"})
    assert seal_of(journal, counts, kept.start).value == kept.value
    journal["actions"][0]["phrase"] = "autre"
    assert seal_of(journal, counts, kept.start).value != kept.value
    assert start_of(journal) == kept.start


def test_a_file_with_thousands_of_broken_facts_is_answered(file: Journal) -> None:
    file["actions"] = [{"no": number, "maillon": "x"} for number in range(5000)]
    assert len(check_journal(file).faults) <= 23
