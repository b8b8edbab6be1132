"""What every page of the editor starts with: the text being written, read with its faults, and who writes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import render_template, request, url_for

from sandbox.kernel.errors import NotFound
from sandbox.kernel.yaml_nodes import Fault
from sandbox.shop.shops.rules import HalfWords, words_of_half
from sandbox.training.authoring.checking import check_loaded
from sandbox.training.contexts.queries import list_contexts
from sandbox.training.subjects.loader import Loaded
from sandbox.training.subjects.models import WrittenSubject
from sandbox.training.subjects.queries import get_save, get_written, read_written
from sandbox.web.access import identity
from sandbox.web.numbers import whole

TABS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("Texte", "authoring.write", {}), ("Identité", "authoring.form", {"page": "identite"}),
    ("Départ", "authoring.items", {"page": "depart"}), ("Questions", "authoring.items", {"page": "questions"}),
    ("Annexes", "authoring.annexes", {}),
    ("Preuves", "authoring.items", {"page": "preuves"}), ("Événements", "authoring.items", {"page": "evenements"}),
    ("Oral", "authoring.items", {"page": "oral"}), ("Corrigé", "authoring.form", {"page": "corrige"}),
    ("Lecture", "authoring.reading", {}), ("Essais", "authoring.trials", {}), ("Couverture", "authoring.coverage", {}), ("Publier", "authoring.publishing_page", {}),
)  # fmt: skip

CHANGED = "Ce sujet a été enregistré ailleurs depuis que vous avez ouvert cette liste. La voici comme elle est maintenant : recommencez."
SINGLE = {"identite": "Identité et consigne", "corrige": "Corrigé"}
"""The pages that are one form."""


@dataclass(frozen=True)
class Writing:
    """A subject being written, as the pages of the editor show it. `text` is what is in the page, saved or not."""

    written: WrittenSubject
    text: str
    loaded: Loaded
    faults: Sequence[Fault] = field(default_factory=tuple)

    @property
    def slug(self) -> str:
        """Its name."""
        return self.written.slug

    @property
    def title(self) -> str:
        """Its title, or its name while it has none."""
        scenario = self.loaded.scenario
        return scenario.heading if scenario is not None else str(self.data.get("titre") or self.slug)

    @property
    def data(self) -> dict[str, Any]:
        """The text as plain data; empty when it cannot be read."""
        data = self.loaded.tree.data
        return data if isinstance(data, dict) else {}

    @property
    def words(self) -> HalfWords:
        """How what its candidates work in is called."""
        return words_of_half(support=str(self.data.get("support", "")))

    @property
    def context_slug(self) -> str:
        """The context it names."""
        wanted = self.data.get("contexte")
        return str(wanted.get("ref", "")).partition("@")[0] if isinstance(wanted, dict) else ""

    @property
    def errors(self) -> list[Fault]:
        """What forbids its use."""
        return [fault for fault in self.faults if fault.is_error]

    @property
    def remarks(self) -> list[Fault]:
        """Warnings and information."""
        return [fault for fault in self.faults if not fault.is_error]


def me() -> str:
    """The name that saves are kept under."""
    return identity().name


def open_writing(slug: str, text: str | None = None) -> Writing:
    """The subject of that name with its faults, or with those of another text of it; raises NotFound."""
    written = get_written(slug)
    shown = written.text if text is None else text.replace("\r\n", "\n")
    loaded = read_written(shown, written.files)
    return Writing(written, shown, loaded, check_loaded(loaded, with_runs=False))


def base_revision() -> int:
    """The revision that the page sent was made from."""
    return request.form.get("revision", 0, whole)


def page(template: str, writing: Writing, status: int = 200, **more: Any) -> tuple[str, int]:
    """A page of the editor inside its frame."""
    loaded = writing.context_slug in {pack.slug for pack in list_contexts()}
    more = {"w": writing, "tabs": TABS, "is_loaded": loaded, "undo": undo_revision(writing), **more}
    return render_template(f"authoring/writing/{template}.html", **more), status


def undo_revision(writing: Writing) -> int | None:
    """The revision that the change just made can be taken back to: `avant` in the address, while nothing was saved after."""
    before = request.args.get("avant", type=whole)
    if request.method != "GET" or before is None or before != writing.written.revision - 1:
        return None
    try:
        return get_save(writing.slug, before).revision
    except NotFound:
        return None


def own_url(slug: str, name: str, rank: int | None) -> str:
    """The address of a form."""
    if rank is None:
        return url_for("authoring.form", slug=slug, page=name)
    return url_for("authoring.item", slug=slug, page=name, rank=rank)


def list_url(slug: str, name: str) -> str:
    """The address of the list that an item stands in."""
    return (
        url_for("authoring.annexes", slug=slug)
        if name == "pieces"
        else url_for("authoring.items", slug=slug, page=name)
    )
