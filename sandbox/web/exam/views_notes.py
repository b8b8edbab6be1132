"""The note that a question asks for: written in the candidate's frame, kept every two seconds, closed with the shop."""

from __future__ import annotations

from flask import g, jsonify, request
from flask.typing import ResponseReturnValue

from sandbox.kernel import clock
from sandbox.kernel.errors import NotFound
from sandbox.kernel.text import count_words
from sandbox.policy.permissions import Permission
from sandbox.shop.notes import services
from sandbox.shop.notes.queries import bodies
from sandbox.web.access import allow
from sandbox.web.exam.blueprint import shop_bp
from sandbox.web.filters import time_s
from sandbox.web.frame import current_frame, deliverables_of


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


def _title_of(deliverable_id: str) -> str:
    """The title of a note that the subject asks for; raises NotFound for any other, and for who has no subject here."""
    if g.get("seat") is None and g.get("practice_run") is None:
        raise NotFound("Cette note n’existe pas.")
    for task, deliverable in deliverables_of(current_frame().subject):
        if deliverable.id == deliverable_id:
            return f"Note de la question {current_frame().subject.number_of(task)}"
    raise NotFound("Cette note n’existe pas.")
