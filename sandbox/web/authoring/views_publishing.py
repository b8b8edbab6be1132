"""Coverage, paper, versions and packs of a subject."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from sandbox.kernel import clock
from sandbox.kernel.errors import DomainError
from sandbox.policy.permissions import Permission
from sandbox.training.authoring import packs, publishing
from sandbox.training.authoring import paper as papers
from sandbox.training.authoring.coverage import coverage_of
from sandbox.training.authoring.drafting import source_of
from sandbox.training.authoring.queries import count_prepared
from sandbox.training.grading.exports import FONTS
from sandbox.training.subjects.format import Subject
from sandbox.training.subjects.models import SubjectVersion
from sandbox.training.subjects.queries import (
    find_offered,
    get_subject,
    get_version,
    get_written,
    list_versions,
    read_written,
)
from sandbox.web.access import allow
from sandbox.web.authoring.blueprint import bp
from sandbox.web.authoring.files import attached
from sandbox.web.authoring.forms import PackForm
from sandbox.web.authoring.loading import Writing, base_revision, me, open_writing, page
from sandbox.web.filters import plural
from sandbox.web.forms.base import BaseForm, attempt


@bp.get("/redaction/<slug>/couverture")
@allow(Permission.SUBJECT_AUTHOR)
def coverage(slug: str) -> ResponseReturnValue:
    """Criteria, competences and official functions that the subject covers."""
    writing = open_writing(slug)
    subject = writing.loaded.subject
    return page("coverage", writing, cover=coverage_of(subject) if subject else None)


@bp.get("/redaction/<slug>/publier")
@allow(Permission.SUBJECT_AUTHOR)
def publishing_page(slug: str) -> ResponseReturnValue:
    """What remains to be done before a version, and the versions there are."""
    return shown(open_writing(slug))


@bp.post("/redaction/<slug>/publier/controler")
@allow(Permission.SUBJECT_AUTHOR)
def publishing_check(slug: str) -> ResponseReturnValue:
    """Replay the golden runs and tell every obstacle; nothing is published."""
    writing, form = open_writing(slug), BaseForm()
    try:
        found = publishing.obstacles(written=writing.written)
    except DomainError as refused:
        form.refuse(refused.message)
        return shown(writing, 422, form=form)
    return shown(writing, obstacles=found)


@bp.post("/redaction/<slug>/publier")
@allow(Permission.SUBJECT_AUTHOR)
def publish(slug: str) -> ResponseReturnValue:
    """Publish the text as it stands."""
    writing, form = open_writing(slug), BaseForm()
    version = attempt(form, publishing.publish, written=writing.written, author=me())
    if version is None:
        return shown(writing, 422, form=form)
    flash(f"Version {version.version} publiée : elle est proposée aux sessions et à l’entraînement.")
    if waiting := count_prepared(slug, without=version.digest):
        flash(
            f"{plural(waiting, 'session déjà préparée garde', 'sessions déjà préparées gardent')} une autre version : "
            "l’examinateur la prépare à nouveau pour avoir celle-ci."
        )
    return redirect(url_for("authoring.publishing_page", slug=slug))


@bp.post("/redaction/<slug>/versions/<int:version_id>/<any(retirer, remettre):act>")
@allow(Permission.SUBJECT_AUTHOR)
def version_state(slug: str, version_id: int, act: str) -> ResponseReturnValue:
    """Take a version out of use, or offer it again."""
    version = get_version(slug, version_id)
    if act == "retirer":
        publishing.retire(version=version)
        offered = find_offered(slug)
        after = f"la {offered.version} est à nouveau proposée" if offered else "le sujet n’est plus proposé"
        flash(f"Version {version.version} retirée : {after}. Les sessions préparées ou passées gardent la leur.")
    else:
        publishing.restore(version=version)
        flash(restored_words(version, find_offered(slug)))
    return redirect(url_for("authoring.publishing_page", slug=slug))


def restored_words(version: SubjectVersion, offered: SubjectVersion | None) -> str:
    """What a version that is no longer retired is good for: the latest alone is offered."""
    if offered is None or offered.id == version.id:
        return f"Version {version.version} proposée à nouveau."
    return (
        f"La version {version.version} n’est plus retirée, mais la {offered.version}, plus récente, reste celle qui est proposée : "
        f"retirez la {offered.version} pour revenir à celle-ci."
    )


@bp.post("/redaction/<slug>/versions/<int:version_id>/reprendre")
@allow(Permission.SUBJECT_AUTHOR)
def version_again(slug: str, version_id: int) -> ResponseReturnValue:
    """Make a version the draft again."""
    version = get_version(slug, version_id)
    annexes = publishing.take_again(
        written=get_written(slug), version=version, base_revision=base_revision(), author=me()
    )
    flash(
        f"Le brouillon est à nouveau comme la version {version.version}. Le texte d’avant reste parmi les enregistrements."
    )
    if annexes:
        flash(f"Fichiers remis comme dans cette version : {', '.join(annexes)}.")
    return redirect(url_for("authoring.write", slug=slug))


@bp.get("/redaction/<slug>/sujet.pdf")
@allow(Permission.SUBJECT_AUTHOR)
def draft_paper(slug: str) -> ResponseReturnValue:
    """The paper of the text as it stands; the check's page while it has faults."""
    writing = open_writing(slug)
    if writing.loaded.subject is None:
        form = BaseForm()
        form.refuse("Le papier s’imprime quand le sujet n’a plus de défaut.")
        return shown(writing, 422, form=form)
    return printed(writing.loaded.subject)


@bp.get("/sujets/<slug>/sujet.pdf")
@allow(Permission.SUBJECT_AUTHOR)
def subject_paper(slug: str) -> ResponseReturnValue:
    """The paper of a subject of the folder."""
    return printed(get_subject(slug))


@bp.get("/redaction/<slug>/versions/<int:version_id>/sujet.pdf")
@allow(Permission.SUBJECT_AUTHOR)
def version_paper(slug: str, version_id: int) -> ResponseReturnValue:
    """The paper of a published version."""
    version = get_version(slug, version_id)
    subject = read_written(version.text, version.files).subject
    return redirect(url_for("authoring.publishing_page", slug=slug)) if subject is None else printed(subject)


@bp.get("/sujets/<slug>/paquet.zip")
@allow(Permission.SUBJECT_AUTHOR)
def export_pack(slug: str) -> ResponseReturnValue:
    """A subject as a pack: the text being written, or that of the folder."""
    return attached(packs.write_pack(*source_of(slug)), f"{slug}.zip", "application/zip")


@bp.get("/redaction/<slug>/versions/<int:version_id>/paquet.zip")
@allow(Permission.SUBJECT_AUTHOR)
def version_pack(slug: str, version_id: int) -> ResponseReturnValue:
    """A published version as a pack."""
    version = get_version(slug, version_id)
    content = packs.write_pack(version.text, version.files)
    return attached(content, f"{slug}-{version.version}.zip", "application/zip")


@bp.route("/sujets/importer", methods=["GET", "POST"])
@allow(Permission.SUBJECT_AUTHOR)
def import_pack() -> ResponseReturnValue:
    """Bring a subject in from a pack, as a draft."""
    form = PackForm()
    if form.validate_on_submit():
        content = form.file.data.read()
        done = attempt(form, packs.import_pack, content=content, slug=form.slug.data, author=me())
        if done is not None and done.is_new:
            flash("Paquet vérifié : le sujet est importé comme brouillon.")
            return redirect(url_for("authoring.write", slug=done.slug))
        if done is not None:
            flash("Ce sujet est déjà ici, à l’identique : rien n’a changé.")
            return redirect(url_for("authoring.subjects"))
    return render_template("authoring/writing/import.html", form=form), 422 if form.all_errors else 200


def printed(subject: Subject) -> ResponseReturnValue:
    """The paper, shown in the browser."""
    content = papers.paper_pdf(subject, clock.today(), fonts=FONTS)
    return attached(content, f"sujet-{subject.slug}-{subject.version}.pdf", "application/pdf", is_shown=True)


def shown(writing: Writing, status: int = 200, **more: object) -> ResponseReturnValue:
    """The page of versions."""
    trials = (
        {trial.id: bool(trial.recording) for trial in writing.loaded.scenario.trials} if writing.loaded.scenario else {}
    )
    versions = list_versions(writing.slug)
    number = writing.loaded.scenario.version if writing.loaded.scenario else ""
    return page(
        "publishing", writing, status, versions=versions, offered=find_offered(writing.slug),
        is_number_taken=any(version.version == number for version in versions), has_good=trials.get("bon", False),
        **{"form": BaseForm(), **more},
    )  # fmt: skip
