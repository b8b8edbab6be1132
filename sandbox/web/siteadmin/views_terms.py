"""Articles > Catégories and Étiquettes: the form beside the list, as in WordPress. What is said of the one holds of the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template, request, url_for

from sandbox.kernel.text import has_words
from sandbox.policy.permissions import Permission
from sandbox.shop.identity.queries import get_site
from sandbox.shop.posts import queries
from sandbox.shop.posts.services import terms
from sandbox.web.access import allow
from sandbox.web.forms.base import attempt
from sandbox.web.site_links import reference_url
from sandbox.web.siteadmin import bp, seo_panel
from sandbox.web.siteadmin.feedback import notice
from sandbox.web.siteadmin.forms_posts import TermForm


@dataclass(frozen=True, slots=True)
class Kind:
    """A way of filing articles: its words and its services. `what` begins the endpoints, `entity` is what subjects call it."""

    what: str
    entity: str
    path: str
    list: str
    title: str
    add: str
    edit: str
    one: str
    rows: Callable[[], Sequence[Any]]
    get: Callable[[int], Any]
    create: Callable[..., Any]
    update: Callable[..., Any]
    delete: Callable[..., Any]

    @property
    def has_parent(self) -> bool:
        """Whether one may stand under another."""
        return self.what == "category"

    def url(self, act: str, row: Any) -> str:
        """The address of one: `edit`, `delete`."""
        return url_for(f"siteadmin.{self.what}_{act}", **{f"{self.what}_id": row.id})


KINDS = (
    Kind(
        "category", "rubrique", "/categories", "categories", "Catégories", "Ajouter une catégorie", "Modifier la catégorie", "Catégorie",
        queries.list_categories, queries.get_category, terms.create_category, terms.update_category, terms.delete_category,
    ),
    Kind(
        "tag", "etiquette", "/etiquettes", "tags", "Étiquettes", "Ajouter une étiquette", "Modifier l’étiquette", "Étiquette",
        queries.list_tags, queries.get_tag, terms.create_tag, terms.update_tag, terms.delete_tag,
    ),
)  # fmt: skip


def _list(kind: Kind, form: TermForm) -> str:
    rows, words = kind.rows(), request.args.get("s", "")
    return render_template(
        "siteadmin/terms/list.html", what=kind.what, words=kind, form=form, asked=words, all=rows, default_id=get_site().default_category_id,
        rows=[term for term in rows if has_words(words, term.row.name, term.row.slug, term.row.description)], term_url=reference_url,
    )  # fmt: skip


def _edit(kind: Kind, form: TermForm, row: Any) -> str:
    return render_template(
        "siteadmin/terms/edit.html", what=kind.what, words=kind, form=form, row=row, all=queries.list_categories(),
        has_seo=kind.what == "category" and seo_panel.is_on(),
    )  # fmt: skip


def _create(kind: Kind) -> Any:
    form = TermForm()
    values = form.values(has_parent=kind.has_parent)
    row = attempt(form, kind.create, **values) if form.validate_on_submit() else None
    if row is None:
        return _list(kind, form), 422
    return _done(kind, f"{kind.one} ajoutée.", row)


def _update(kind: Kind, number: int) -> Any:
    row, form = kind.get(number), TermForm()
    values = {kind.what: row, **form.values(has_parent=kind.has_parent)}
    if not (form.validate_on_submit() and attempt(form, kind.update, **values)):
        return _edit(kind, form, row), 422
    return _done(kind, f"{kind.one} mise à jour.", row)


def _delete(kind: Kind, number: int) -> Any:
    row = kind.get(number)
    kind.delete(**{kind.what: row})
    return _done(kind, f"{kind.one} supprimée.")


def _done(kind: Kind, words: str, row: Any = None) -> Any:
    notice(words, view=reference_url(kind.entity, row.slug) if row is not None else None)
    return redirect(url_for(f"siteadmin.{kind.list}"))


def _serve(kind: Kind) -> None:
    """The five addresses of a kind; the number of a row is named after it (`category_id`)."""
    read, write = allow(Permission.BACKOFFICE_READ), allow(Permission.BACKOFFICE_WRITE)
    one = f"{kind.path}/<int:{kind.what}_id>"

    def add(method: str, rule: str, endpoint: str, view: Callable[..., Any]) -> None:
        bp.add_url_rule(rule, endpoint, (read if method == "GET" else write)(view), methods=[method])

    def shown(**numbers: int) -> Any:
        row = kind.get(numbers[f"{kind.what}_id"])
        return _edit(kind, TermForm(formdata=None, obj=row), row)

    add("GET", kind.path, kind.list, lambda: _list(kind, TermForm(formdata=None)))
    add("POST", kind.path, f"{kind.what}_create", lambda: _create(kind))
    add("GET", one, f"{kind.what}_edit", shown)
    add("POST", one, f"{kind.what}_update", lambda **numbers: _update(kind, numbers[f"{kind.what}_id"]))
    add("POST", f"{one}/supprimer", f"{kind.what}_delete", lambda **numbers: _delete(kind, numbers[f"{kind.what}_id"]))


for _kind in KINDS:
    _serve(_kind)
