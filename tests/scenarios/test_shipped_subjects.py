"""Every shipped subject stands: no fault in its file, its runs leave what they say, and a candidate's afternoon is not another's."""

from __future__ import annotations

import re

import pytest

from sandbox.training.authoring.services import Rehearsal, rehearse_all
from sandbox.training.evidence.findings import State
from sandbox.training.subjects.scenario import EXAM_DURATION_S
from tests.factories.world import World
from tests.scenarios import shipped

OUT_OF_REACH = ("manuelle",)
"""Kinds of evidence that only the examiner can give."""
SUB_COMPETENCES = {
    "Produire, publier et assurer la visibilité des contenus digitaux": {"C1", "C2", "C3", "C4"},
    "Impulser, entretenir et réguler une dynamique e-relationnelle": {"C5"},
    "Dynamiser un site de e-commerce": {"C6"},
    "Faciliter et sécuriser la relation commerciale": {"C7"},
    "Diagnostiquer l’activité de e-commerce": {"C8"},
}
"""The official sub-competences of the practical part, and the criteria that speak of them."""
BEYOND = ("W057", "W044")
"""Animated subjects go beyond the official list (an answer to a review), and may hang on the examiner's hand."""


def test_there_are_sixteen_faithful_subjects_half_of_them_on_the_site_and_four_animated_ones() -> None:
    assert len(shipped.slugs_of("fidele", "boutique")) == len(shipped.slugs_of("fidele", "site")) == 8
    assert len(shipped.slugs_of("fidele")) == 16
    assert len(shipped.slugs_of("anime")) == 4
    letters = [shipped.subject(slug).scenario.letter for slug in shipped.SLUGS]
    assert len(set(letters)) == len(letters)


@pytest.mark.parametrize("slug", shipped.SLUGS)
def test_a_subject_has_no_fault_and_no_warning(slug: str) -> None:
    expected = BEYOND if shipped.subject(slug).scenario.mode == "anime" else ()
    found = [fault for fault in shipped.loaded(slug).faults if not fault.code.startswith("I")]
    assert [f"{fault.line} {fault.code} {fault.message}" for fault in found if fault.code not in expected] == []


def test_an_offer_said_to_last_its_last_day_is_not_reached_by_an_end_at_its_first_minute() -> None:
    """« 13 décembre inclus », saved as 13/12 à 00:00 as a date picker gives it, ends the day before: it was told « Atteint »."""
    day_to_day = re.compile(r'au: \{entre: \["J\+\d+", "J\+\d+"\]\}')
    texts = [shipped.folder(slug) / "subject.yaml" for slug in shipped.SLUGS]
    assert [path.parent.name for path in texts if day_to_day.search(path.read_text("utf-8"))] == []


@pytest.mark.parametrize("slug", shipped.SLUGS)
def test_runs_leave_what_they_say(slug: str, world: World) -> None:
    """The empty one reaches nothing but guards, the good one everything that a machine can tell, the others what is written."""
    assert world.session_id
    subject = shipped.subject(slug)
    runs = {run.trial.id: run for run in rehearse_all(subject=subject)}
    assert all(run.findings is not None and run.findings.errors == () for run in runs.values())
    empty, good = _states(runs["vide"]), _states(runs["bon"])
    guards = {proof.id for proof in subject.proofs if proof.is_guard}
    assert {name for name, state in empty.items() if state in (State.REACHED, State.PARTIAL)} == guards
    examiners = {proof.id for proof in subject.proofs if proof.kind in OUT_OF_REACH}
    assert {name for name, state in good.items() if state is not State.REACHED} == examiners
    for trial in subject.scenario.trials:
        told = {name: state.value for name, state in _states(runs[trial.id]).items() if name in trial.expected}
        assert told == dict(trial.expected), trial.id


@pytest.mark.parametrize("slug", shipped.SLUGS)
def test_a_subject_has_what_an_examiner_and_a_pupil_need(slug: str) -> None:
    scenario = shipped.subject(slug).scenario
    assert 4 <= len(scenario.tasks) <= 5
    assert 2 <= len(scenario.attachments) <= 5
    assert scenario.duration == EXAM_DURATION_S
    assert sum(task.advised for task in scenario.tasks) <= EXAM_DURATION_S
    assert {task.id for task in scenario.tasks} == set(scenario.answers)
    assert all(line.descriptors is not None for task in scenario.tasks for line in task.lines)
    assert all(task.hints for task in scenario.tasks)
    assert len(scenario.questions) >= 4
    assert all(question.expected for question in scenario.questions)
    assert {trial.id for trial in scenario.trials} >= {"vide", "bon"}
    assert len(scenario.trials) >= 3


@pytest.mark.parametrize("slug", shipped.SLUGS)
def test_every_line_of_the_grid_has_its_evidence_or_is_for_a_person(slug: str) -> None:
    scenario = shipped.subject(slug).scenario
    proved = {line for proof in scenario.proofs if not proof.is_guard for line in proof.lines}
    assert {line.id for task in scenario.tasks for line in task.lines if not line.is_human} <= proved


def test_faithful_subjects_do_not_complete_the_same_product() -> None:
    """Of the shop only: a subject of the site publishes a text."""
    published, slugs = [], shipped.slugs_of("fidele", "boutique")
    for slug in slugs:
        published += [line.target for line in shipped.lines_of(slug) if line.action == "produit.mettre_en_ligne"]
    assert len(published) == len(set(published)) == len(slugs)


def test_faithful_subjects_of_the_site_do_not_publish_the_same_text() -> None:
    published, slugs = [], shipped.slugs_of("fidele", "site")
    for slug in slugs:
        texts = [line for line in shipped.lines_of(slug) if "requete_cible" in line.values]
        published += [line.target or line.values["titre"] for line in texts]
    assert len(published) == len(set(published)) == len(slugs)


def _states(run: Rehearsal) -> dict[str, State]:
    assert run.findings is not None, run.refused
    return {proof.proof_id: proof.state for proof in run.findings.proofs}


def test_animated_subjects_cover_the_five_sub_competences() -> None:
    covered: set[str] = set()
    for slug in shipped.slugs_of("anime"):
        asked = {line.criterion for task in shipped.subject(slug).scenario.tasks for line in task.lines}
        assert len({name for name, criteria in SUB_COMPETENCES.items() if criteria & asked}) >= 3, slug
        covered |= {name for name, criteria in SUB_COMPETENCES.items() if criteria & asked}
    assert covered == set(SUB_COMPETENCES)


def test_animated_subjects_live() -> None:
    """Reviews and messages come in, stock breaks, the manager asks; by the clock, after an act, on a condition, by hand."""
    made: set[str] = set()
    for slug in shipped.slugs_of("anime"):
        scenario = shipped.subject(slug).scenario
        triggers = [event.trigger for event in scenario.events]
        assert len(triggers) >= 4, slug
        assert any(trigger.manual for trigger in triggers), slug
        assert any(trigger.at is not None for trigger in triggers), slug
        made |= {"apres" for trigger in triggers if trigger.after} | {"si" for trigger in triggers if trigger.when}
        made |= {"si_non" for trigger in triggers if trigger.unless}
        effects = [effect for event in scenario.events for effect in event.effects]
        made |= {effect.entity or effect.action or effect.op for effect in effects}
        made |= {"livrable" for task in scenario.tasks if task.deliverables}
    assert made >= {"apres", "si", "si_non", "avis", "fil", "stock.modifier", "message", "livrable"}
