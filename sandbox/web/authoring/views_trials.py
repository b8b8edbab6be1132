"""Trying a subject out as its candidates will: a real shop, the clock and the frame; then comparing and recording."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from sandbox.accounts.queries import get_user
from sandbox.kernel import clock
from sandbox.kernel.errors import NotFound, RuleBroken
from sandbox.kernel.text import slugify
from sandbox.policy.permissions import Permission
from sandbox.training.authoring import services, trying
from sandbox.training.authoring.trying import Compared
from sandbox.training.exams.queries import clock_of, state_words
from sandbox.training.practice import ending
from sandbox.training.practice import services as practice
from sandbox.training.practice.models import PracticeRun
from sandbox.training.practice.queries import get_run, list_runs, subject_of
from sandbox.training.subjects.format import Subject
from sandbox.training.subjects.queries import get_written
from sandbox.web.access import allow, identity
from sandbox.web.authoring.blueprint import bp
from sandbox.web.authoring.forms import TrialForm
from sandbox.web.authoring.loading import Writing, base_revision, me, open_writing, page
from sandbox.web.authoring.reading import read_subject
from sandbox.web.forms.base import BaseForm, attempt
from sandbox.web.workplace import words_of, workplace_of


@dataclass(frozen=True, slots=True)
class Played:
    """A run of the trainer's own at this subject. `is_old`: the text was changed since."""

    run: PracticeRun
    words: str
    is_running: bool
    is_old: bool


@bp.get("/redaction/<slug>/lecture")
@allow(Permission.SUBJECT_AUTHOR)
def reading(slug: str) -> ResponseReturnValue:
    """The text as candidates and examiners will read it, in one page."""
    writing = open_writing(slug)
    found = writing.loaded.subject
    return page("reading", writing, subject=read_subject(found, clock.today()) if found else None)


@bp.get("/redaction/<slug>/essais")
@allow(Permission.SUBJECT_AUTHOR)
def trials(slug: str) -> ResponseReturnValue:
    """The golden runs of the text, and what the trainer played."""
    return trials_page(open_writing(slug))


@bp.post("/redaction/<slug>/essayer")
@allow(Permission.SUBJECT_AUTHOR)
def try_out(slug: str) -> ResponseReturnValue:
    """A fresh shop with the injections, the clock running; the back office opens."""
    writing, form = open_writing(slug), BaseForm()
    run = attempt(form, start_trial, writing=writing)
    if run is None:
        return trials_page(writing, 422, form=form)
    return redirect(workplace_of(run.seat.session, run.seat.shop.key).admin)


def start_trial(*, writing: Writing) -> PracticeRun:
    """A run of the text as it stands."""
    return practice.start_run(user=get_user(identity().user_id or 0), subject=sound(writing), is_trial=True)


@bp.post("/redaction/<slug>/essais/<trial_id>/rejouer")
@allow(Permission.SUBJECT_AUTHOR)
def trial_replay(slug: str, trial_id: str) -> ResponseReturnValue:
    """Replay a golden run, and show what it reached proof by proof."""
    writing, form = open_writing(slug), BaseForm()
    found = attempt(form, services.rehearse, subject=sound(writing), trial_id=trial_id)
    if found is None:
        return trials_page(writing, 422, form=form)
    rows = [] if found.findings is None else trying.compared(sound(writing), found.findings, found.trial.expected)
    return trials_page(writing, rehearsal=found, rows=rows)


@bp.get("/redaction/<slug>/parties/<int:run_id>")
@allow(Permission.SUBJECT_AUTHOR)
def played(slug: str, run_id: int) -> ResponseReturnValue:
    """What a run of one's own reached, proof by proof, and the form that records it."""
    writing, run = open_writing(slug), own_run(slug, run_id)
    return page("played", writing, form=TrialForm(trial_id="bon"), run=run, rows=rows_of(run))


@bp.post("/redaction/<slug>/parties/<int:run_id>/enregistrer")
@allow(Permission.SUBJECT_AUTHOR)
def record(slug: str, run_id: int) -> ResponseReturnValue:
    """Keep a run as a golden run of the subject, then throw its shop away."""
    writing, run, form = open_writing(slug), own_run(slug, run_id), TrialForm()
    kept = form.validate_on_submit() and attempt(
        form, trying.record_trial, written=writing.written, trial_id=slugify(form.trial_id.data), subject=subject_of(run),
        shop=run.seat.shop, baseline_id=run.seat.session.baseline_shop_id, base_revision=base_revision(), author=me(),
    )  # fmt: skip
    if not kept:
        return page("played", writing, 422, form=form, run=run, rows=rows_of(run))
    ending.discard_run(run=run)
    name = slugify(form.trial_id.data)
    for line in writing.written.files[f"essais/{name}.jsonl"].splitlines():
        if line.startswith("//"):
            flash(f"Non enregistré : {line.lstrip('/ ')}")
    flash(f"Essai « {name} » enregistré. {writing.words.trial_wiped}")
    return redirect(url_for("authoring.trials", slug=slug))


@bp.post("/redaction/<slug>/parties/<int:run_id>/jeter")
@allow(Permission.SUBJECT_AUTHOR)
def discard(slug: str, run_id: int) -> ResponseReturnValue:
    """Throw a run away with its shop."""
    run = own_run(slug, run_id)
    words = words_of(run.seat.session)
    ending.discard_run(run=run)
    flash(words.trial_and)
    return redirect(url_for("authoring.trials", slug=slug))


def sound(writing: Writing) -> Subject:
    """The subject of the text; raises RuleBroken while it has faults."""
    if writing.loaded.subject is None:
        raise RuleBroken(f"Corrigez d’abord {len(writing.errors)} défaut(s) : voyez l’onglet « Texte ».")
    return writing.loaded.subject


def own_run(slug: str, run_id: int) -> PracticeRun:
    """A run of one's own at this subject; raises NotFound for any other."""
    get_written(slug)
    run = get_run(run_id, user_id=identity().user_id or 0)
    if run.seat.session.subject_slug != slug:
        raise NotFound("Cet essai n’existe pas.")
    return run


def rows_of(run: PracticeRun) -> list[Compared]:
    """Its proofs, expected and observed."""
    return trying.observed(subject_of(run), run.seat.shop, run.seat.session.baseline_shop_id)


def trials_page(writing: Writing, status: int = 200, **more: object) -> ResponseReturnValue:
    """The page of the runs."""
    subject = writing.loaded.subject
    runs = [run for run in list_runs(user_id=identity().user_id or 0) if run.seat.session.subject_slug == writing.slug]
    shown = [_played(run, subject) for run in runs if run.emptied_at is None]
    trials = writing.loaded.scenario.trials if writing.loaded.scenario else []
    return page("trials", writing, status, trials=trials, played=shown, **{"form": BaseForm(), **more})


def _played(run: PracticeRun, subject: Subject | None) -> Played:
    state = clock_of(run.seat).state
    is_old = subject is None or run.seat.session.subject_hash != subject.digest
    return Played(run, state_words(state), not state.is_over, is_old)
