"""The notes and files that questions ask for: written or handed in from the candidate's frame, closed with the shop."""

from __future__ import annotations

from flask import g, jsonify, request
from flask.typing import ResponseReturnValue

from sandbox.kernel import clock
from sandbox.kernel.documents import ending
from sandbox.kernel.errors import NotFound, RuleBroken
from sandbox.kernel.office import read_text
from sandbox.kernel.text import count_words
from sandbox.policy.permissions import Permission
from sandbox.shop.notes import services
from sandbox.shop.notes.queries import bodies, find_handed
from sandbox.training.subjects.scenario import Deliverable
from sandbox.web.access import allow
from sandbox.web.exam.blueprint import shop_bp
from sandbox.web.filters import time_s
from sandbox.web.frame import current_frame, deliverables_of, formats_of, handed_words
from sandbox.web.media import download, store

MAX_FILE_BYTES = 8 * 1024 * 1024


@shop_bp.post("/<deliverable_id>")
@allow(Permission.STOREFRONT_ACT)
def save_note(deliverable_id: str) -> ResponseReturnValue:
    """Keep what is written. `fini` says that the writing stopped for now, which the journal tells."""
    title = _title_of(deliverable_id)
    note = services.write_note(
        deliverable=deliverable_id, body=request.form.get("texte", ""), title=title, is_silent=request.form.get("fini") != "1"
    )  # fmt: skip
    return jsonify(saved=time_s(clock.now()), words=count_words(note.body), version=note.version)


@shop_bp.get("/<deliverable_id>")
@allow(Permission.STOREFRONT_ACT)
def read_note(deliverable_id: str) -> ResponseReturnValue:
    """What is kept: a second tab shows what was written in the first."""
    _title_of(deliverable_id)
    body, version = bodies().get(deliverable_id, ("", 0))
    return jsonify(texte=body, version=version)


@shop_bp.post("/<deliverable_id>/fichier")
@allow(Permission.STOREFRONT_ACT)
def hand_file(deliverable_id: str) -> ResponseReturnValue:
    """Hand a file in, in place of the one before. What it holds is looked at, never run."""
    title, asked = _file_of(deliverable_id)
    sent = request.files.get("fichier")
    file_name = sent.filename if sent is not None and sent.filename else ""
    kind = ending(file_name).removeprefix(".").replace("jpeg", "jpg")
    if sent is None or not file_name:
        raise RuleBroken("Choisissez un fichier.", field="fichier")
    if kind not in formats_of(asked):
        raise RuleBroken(
            f"Ce fichier n’est pas d’un format demandé : {', '.join(f'.{n}' for n in formats_of(asked))}.",
            field="fichier",
        )
    data = sent.read()
    sent.close()
    file = store().add_document(data, file_name, field="fichier", maximum=MAX_FILE_BYTES, has_office=True)
    stored = store().path(file.media)
    contents = read_text(stored.read_bytes(), stored.suffix)
    handed = services.hand_file(deliverable=deliverable_id, file=file, contents=contents, title=title)
    return jsonify(name=handed.file_name, words=handed_words(handed))


@shop_bp.get("/<deliverable_id>/fichier")
@allow(Permission.STOREFRONT_ACT, writes=False)
def read_file(deliverable_id: str) -> ResponseReturnValue:
    """The file that is handed in, to save again."""
    _file_of(deliverable_id)
    handed = find_handed(deliverable_id)
    if handed is None:
        raise NotFound("Ce fichier n’existe pas.")
    return download(handed.media, handed.file_name)


def _file_of(deliverable_id: str) -> tuple[str, Deliverable]:
    """The title of a file that the subject asks for; raises NotFound for any other."""
    if g.get("seat") is None and g.get("practice_run") is None:
        raise NotFound("Ce fichier n’existe pas.")
    subject = current_frame().subject
    for task, deliverable in deliverables_of(subject, "fichier"):
        if deliverable.id == deliverable_id:
            return deliverable.title or f"Fichier de la question {subject.number_of(task)}", deliverable
    raise NotFound("Ce fichier n’existe pas.")


def _title_of(deliverable_id: str) -> str:
    """The title of a note that the subject asks for; raises NotFound for any other, and for who has no subject here."""
    if g.get("seat") is None and g.get("practice_run") is None:
        raise NotFound("Cette note n’existe pas.")
    for task, deliverable in deliverables_of(current_frame().subject):
        if deliverable.id == deliverable_id:
            return deliverable.title or f"Note de la question {current_frame().subject.number_of(task)}"
    raise NotFound("Cette note n’existe pas.")
