"""The traffic profile of a company of one's own: its parts, what they would give, applied or let go; an import taken back."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sandbox.kernel.errors import NotFound, RuleBroken
from sandbox.policy.permissions import Permission
from sandbox.shop.traffic.rules.complaints import COMPLAINTS
from sandbox.training.authoring import companies
from sandbox.training.contexts.halves import halves_of
from sandbox.training.contexts.importing import desk
from sandbox.training.contexts.models import ContextImport, ContextPack
from sandbox.training.contexts.profiling import services as profiles
from sandbox.training.contexts.profiling.parts import PARTS, part_of
from sandbox.training.contexts.profiling.sheets import Sheet
from sandbox.web.access import allow, identity
from sandbox.web.authoring import foretelling, importing
from sandbox.web.authoring.blueprint import bp
from sandbox.web.authoring.views_contexts import folder_of, store

_NOTHING = "Aucun changement en attente."


@bp.get("/contextes/<context_slug>/frequentation/<any(rythme,public,campagnes,lettres,pages,evenements,ventes):part>")
@allow(Permission.SUBJECT_AUTHOR)
def profile_part(context_slug: str, part: str) -> ResponseReturnValue:
    """A part of the profile, as the draft or the company has it."""
    pack = _own(context_slug)
    return _part_page(pack, profiles.open_part(PARTS[part], _draft(context_slug), folder_of(pack)))


@bp.post("/contextes/<context_slug>/frequentation/<any(rythme,public,campagnes,lettres,pages,evenements,ventes):part>")
@allow(Permission.SUBJECT_AUTHOR)
def profile_save(context_slug: str, part: str) -> ResponseReturnValue:
    """Keep a part in the draft; the company does not change yet."""
    pack = _own(context_slug)
    sheet = profiles.save_part(
        pack=pack, folder=folder_of(pack), part=PARTS[part], form=request.form, author_id=identity().user_id or 0,
        author=identity().name,
    )  # fmt: skip
    if sheet.faults:
        return _part_page(pack, sheet), 422
    flash("Brouillon enregistré : l’entreprise ne change qu’une fois appliqué.")
    if request.form.get("go") == "apercu":
        return redirect(url_for("authoring.profile_preview", context_slug=context_slug))
    return redirect(url_for("authoring.profile_part", context_slug=context_slug, part=part))


@bp.get("/contextes/<context_slug>/frequentation/apercu")
@allow(Permission.SUBJECT_AUTHOR)
def profile_preview(context_slug: str) -> ResponseReturnValue:
    """What the draft would give, month by month."""
    return _preview_page(_own(context_slug))


@bp.post("/contextes/<context_slug>/frequentation/appliquer")
@allow(Permission.SUBJECT_AUTHOR)
def profile_apply(context_slug: str) -> ResponseReturnValue:
    """Load the company with the draft."""
    pack, draft = _own(context_slug), _waiting(context_slug)
    draft_id = draft.id
    try:
        companies.apply_profile(draft=draft, folder=folder_of(pack), media=store())
    except RuleBroken as refused:
        return _preview_page(_own(context_slug), refused), 422
    flash("Fréquentation appliquée.")
    return redirect(url_for("authoring.import_look", context_slug=context_slug, import_id=draft_id))


@bp.post("/contextes/<context_slug>/frequentation/abandonner")
@allow(Permission.SUBJECT_AUTHOR)
def profile_drop(context_slug: str) -> ResponseReturnValue:
    """Let the draft go."""
    _own(context_slug)
    desk.drop_import(waiting=_waiting(context_slug))
    flash("Brouillon abandonné : l’entreprise n’a pas changé.")
    return redirect(url_for("authoring.context", context_slug=context_slug))


@bp.post("/contextes/<context_slug>/imports/<int:import_id>/reprendre")
@allow(Permission.SUBJECT_AUTHOR)
def import_take_back(context_slug: str, import_id: int) -> ResponseReturnValue:
    """Take an import of traffic back: the figures are those of before it."""
    pack = _own(context_slug)
    done = desk.get_import(import_id, context_slug=context_slug, author_id=identity().user_id or 0)
    companies.take_back(done=done, folder=folder_of(pack), media=store())
    flash("Import repris : les chiffres sont ceux d’avant.")
    return redirect(url_for("authoring.import_look", context_slug=context_slug, import_id=import_id))


def _own(context_slug: str) -> ContextPack:
    """The trainer's company, which has a shop. Raises NotFound."""
    pack = companies.get_own(context_slug, identity().user_id)
    if not halves_of(pack).has_shop:
        raise NotFound(
            f"{pack.name} n’a qu’un site\u00a0: sans boutique, il n’y a ni fréquentation ni ventes à changer."
        )
    return pack


def _draft(context_slug: str) -> ContextImport | None:
    return profiles.find_draft(context_slug, identity().user_id or 0)


def _waiting(context_slug: str) -> ContextImport:
    if (draft := _draft(context_slug)) is None:
        raise NotFound(_NOTHING)
    return draft


def _part_page(pack: ContextPack, sheet: Sheet) -> str:
    return render_template(
        "authoring/contexts/profile.html", pack=pack, sheet=sheet, part=sheet.part, parts=PARTS.values(), draft=_draft(pack.slug),
        typed=importing.typed,
    )  # fmt: skip


def _preview_page(pack: ContextPack, refused: RuleBroken | None = None) -> str:
    """The draft's changes, what is wrong in it and where, and what it would give."""
    draft = _draft(pack.slug)
    found = profiles.preview(pack=pack, folder=folder_of(pack), draft=draft) if draft else None
    foretold = found.foretold if found else None
    return render_template(
        "authoring/contexts/profile_preview.html", pack=pack, parts=PARTS.values(), draft=draft, found=found, refused=refused,
        chart=foretelling.columns(foretold.months) if foretold else None, part_of=part_of, typed=importing.typed,
        tables=foretelling.tables(foretold, found.takings if found else None) if foretold else [], themes=COMPLAINTS,
    )  # fmt: skip
