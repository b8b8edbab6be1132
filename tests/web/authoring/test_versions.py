"""Versions of a subject: which one is offered, going back to one, what sessions keep."""

from __future__ import annotations

import io
import re

from flask import Flask

from sandbox.training.subjects.models import WrittenSave
from sandbox.training.subjects.queries import list_saves, list_versions, subject_in_force
from tests.support.visitor import Visitor
from tests.web.authoring.writing import ROOT, written


def publish(tom: Visitor, version: str, title: str) -> str:
    """Publish the draft under a number and a title; the page that says so."""
    assert tom.post(f"{ROOT}/identite", version=version, titre=title, revision=written().revision).status_code == 302
    answer = tom.post(f"{ROOT}/publier")
    assert answer.status_code == 302, answer.text
    return tom.get(f"{ROOT}/publier").text


def states(page: str) -> list[str]:
    """What the table says of each version, the latest first."""
    return re.findall(r'<td data-th="État"><span class="ex-tag[^"]*">([^<]+)</span>', page)


def test_one_version_alone_is_told_as_offered_and_what_comes_after_is_told(tom: Visitor) -> None:
    publish(tom, "0.1.0", "Un")
    page = publish(tom, "0.2.0", "Deux")
    assert states(page) == ["proposée", "remplacée"]
    second, first = list_versions("essai")
    tom.post(f"{ROOT}/versions/{second.id}/retirer")
    page = tom.get(f"{ROOT}/publier").text
    assert "Version 0.2.0 retirée\u00a0: la 0.1.0 est à nouveau proposée." in page
    assert states(page) == ["retirée", "proposée"]
    tom.post(f"{ROOT}/versions/{first.id}/retirer")
    assert "le sujet n’est plus proposé" in tom.get(f"{ROOT}/publier").text
    listed = tom.get("/formateur/sujets").text
    assert "retiré<small" in listed
    tom.post(f"{ROOT}/versions/{second.id}/remettre")
    assert "Version 0.2.0 proposée à nouveau." in tom.get(f"{ROOT}/publier").text
    tom.post(f"{ROOT}/versions/{first.id}/remettre")
    page = tom.get(f"{ROOT}/publier").text
    assert "retirez la 0.2.0 pour revenir à celle-ci" in page
    assert subject_in_force("essai").version == "0.2.0"


def test_a_number_that_was_published_is_told_before_publishing(tom: Visitor) -> None:
    assert "est déjà publiée" not in tom.get(f"{ROOT}/publier").text
    assert "La version 0.1.0 est déjà publiée" in publish(tom, "0.1.0", "Un")


def test_a_version_becomes_the_draft_again_with_its_annexes_and_nothing_of_the_text_is_lost(tom: Visitor) -> None:
    sent = {"file": (io.BytesIO("Thé;Prix\nAssam;12,90\n".encode()), "prix.csv"), "title": "Annexe 9", "tasks": "q2"}
    assert tom.post(f"{ROOT}/annexes", revision="1", **sent).status_code == 302
    publish(tom, "0.1.0", "Un")
    publish(tom, "0.2.0", "Deux")
    tom.post(f"{ROOT}/annexes/retirer", fichier="annexes/prix.csv", revision=written().revision)
    later = written().text
    assert "annexes/prix.csv" not in written().files
    first = list_versions("essai")[1]
    stale = tom.post(f"{ROOT}/versions/{first.id}/reprendre", revision=1)
    assert stale.status_code == 409
    assert written().text == later
    again = tom.post(f"{ROOT}/versions/{first.id}/reprendre", revision=written().revision)
    assert again.headers["Location"] == ROOT
    page = tom.get(ROOT).text
    assert "à nouveau comme la version 0.1.0" in page
    assert "annexes/prix.csv" in page
    assert written().files["annexes/prix.csv"].startswith("Thé;Prix")
    now = written().text
    assert re.search(r"^titre: \W?Un\W?$", now, re.MULTILINE)
    assert re.search(r"^version: \W?0.2.0", now, re.MULTILINE)
    assert "statut: brouillon" in now
    assert "empreinte: auto" in now
    assert later in [save.text for save in kept()]


def kept() -> list[WrittenSave]:
    """The kept texts."""
    return list(list_saves("essai"))


def test_a_session_prepared_before_keeps_its_version_and_the_trainer_is_told(tom: Visitor, world_app: Flask) -> None:
    page = publish(tom, "0.1.0", "Un")
    assert "déjà préparée" not in page
    erin = Visitor(world_app, "erin")
    erin.get("/examinateur/sessions/nouvelle")
    made = erin.post(
        "/examinateur/sessions/nouvelle",
        **{"subject": "essai", "candidates-0-first_name": "Ana", "candidates-0-last_name": "Bel"},
    )
    assert made.status_code == 302, made.text
    page = publish(tom, "0.2.0", "Deux")
    assert "1\u00a0session déjà préparée garde une autre version" in page
    assert "version 0.1.0" in erin.get(made.headers["Location"]).text


def test_a_subject_of_a_company_that_is_not_here_says_what_to_bring(tom: Visitor) -> None:
    text = re.sub(r'ref: "brulerie-castelune@[^"]+"', 'ref: "maison-absente@1"', written().text)
    assert tom.post(ROOT, text=text, revision=1, do="save").status_code == 302
    for address in (f"{ROOT}/publier/controler", f"{ROOT}/publier"):
        told = tom.post(address)
        assert told.status_code == 422
        assert "n’est pas sur ce poste" in told.text
        assert "/formateur/contextes/paquet" in told.text
