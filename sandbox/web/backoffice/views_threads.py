"""SAV > Service client: the list of threads, a thread with its order and what happened around it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, g, redirect, render_template, request, url_for

from sandbox.policy.permissions import Permission
from sandbox.shop.support import queries, rules, services
from sandbox.shop.support.models import Thread
from sandbox.shop.support.queries import ThreadFilter
from sandbox.shop.support.rules import Filled
from sandbox.shop.team.queries import acting_name
from sandbox.web.access import allow
from sandbox.web.backoffice import bp
from sandbox.web.backoffice.feedback import toast
from sandbox.web.backoffice.forms_support import NoteForm, ReplyForm, TransferForm
from sandbox.web.backoffice.links import back
from sandbox.web.backoffice.list_exports import EXPORTED, THREADS, sheet
from sandbox.web.forms.base import attempt
from sandbox.web.listing import Column, Filter, Listing
from sandbox.web.media import download, received
from sandbox.web.nav import Badge, badge
from sandbox.web.numbers import whole

READ = {"0": "Non lu", "1": "Lu"}
SORTS = {"id": "id", "texte": "name", "maj": "updated_at"}
BULK: dict[str, Callable[[Thread], Thread]] = {
    "lu": lambda thread: services.mark_read(thread=thread), "non-lu": lambda thread: services.mark_unread(thread=thread),
    "traite": lambda thread: services.set_status(thread=thread, status=rules.CLOSED),
}  # fmt: skip
DONE = {"lu": ("lu", "lus"), "non-lu": ("à relire", "à relire"), "traite": ("traité", "traités")}
QUEUE = 8


@badge("threads")
def _unread() -> Badge | None:
    count = queries.count_unread()
    return Badge(count, f"{count} fil{'s' if count > 1 else ''} à lire") if count else None


def _columns() -> tuple[Column, ...]:
    contacts = {str(contact.id): contact.name for contact in queries.list_contacts()}
    return (
        Column("id", "ID", is_sorted=True, css="num c-id"),
        Column(
            "texte",
            "Client",
            Filter.TEXT,
            is_sorted=True,
            css="c-nom",
            placeholder="Client, e-mail, référence, mot du message",
        ),
        Column("sujet", "Message", css="c-msg"),
        Column("service", "Service", Filter.CHOICE, choices=contacts, css="c-cat"),
        Column("etat", "État", Filter.CHOICE, choices=rules.STATUS_WORDS, css="c-st"),
        Column("lu", "Lecture", Filter.CHOICE, choices=READ, css="c-lu"),
        Column("maj", "Dernier message", is_sorted=True, css="c-day"),
    )


def _wanted(values: dict[str, Any]) -> ThreadFilter:
    return ThreadFilter(
        status=values.get("etat"), contact_id=int(values["service"]) if values.get("service", "").isdigit() else None,
        is_read=values["lu"] == "1" if "lu" in values else None, text=values.get("texte", ""),
    )  # fmt: skip


@bp.get("/sav")
@allow(Permission.BACKOFFICE_READ)
def threads() -> str:
    """The list of threads."""
    listing, sort = _read()
    page = queries.list_threads(_wanted(listing.values), sort=sort, number=listing.number, size=listing.size)
    return render_template(
        "backoffice/threads/list.html",
        listing=listing, page=page, counts=queries.count_by_status(), unread=queries.count_unread(), words=rules.STATUS_WORDS,
    )  # fmt: skip


@bp.get("/sav/export.csv")
@allow(Permission.BACKOFFICE_READ)
def threads_export() -> Response:
    """The threads of the list, all its pages, for a spreadsheet."""
    listing, sort = _read()
    return sheet("fils", THREADS, queries.list_threads(_wanted(listing.values), sort=sort, size=EXPORTED).items)


def _read() -> tuple[Listing, str]:
    """The list asked for, and its sort in the words of the query."""
    listing = Listing.read(_columns(), request.args, "backoffice.threads", default_sort="-maj")
    return listing, ("-" if listing.sort.startswith("-") else "") + SORTS[listing.sort.lstrip("-")]


@bp.post("/sav/selection")
@allow(Permission.BACKOFFICE_WRITE)
def threads_bulk() -> Any:
    """Read, keep for later or close the selected threads."""
    action = request.form.get("action", "")
    chosen = queries.get_threads(request.form.getlist("ids", type=whole))
    if not chosen or action not in BULK:
        toast("Cochez des fils, puis choisissez une action.", kind="warn")
        return back("backoffice.threads")
    for thread in chosen:
        BULK[action](thread)
    is_many = len(chosen) > 1
    toast(f"{len(chosen)} fil{'s' if is_many else ''} {DONE[action][is_many]}.")
    return back("backoffice.threads")


@bp.get("/sav/<int:thread_id>")
@allow(Permission.BACKOFFICE_READ, writes=True)
def thread_view(thread_id: int) -> str:
    """A thread; opening it is reading it, except for who only looks at the shop."""
    thread = queries.get_thread(thread_id)
    if not thread.is_read and not g.is_readonly:
        services.mark_read(thread=thread)
    return _page(thread)


def _page(
    thread: Thread, *, reply: ReplyForm | None = None, note: NoteForm | None = None, transfer: TransferForm | None = None,
    filled: Filled | None = None, tab: str = "reply",
) -> str:  # fmt: skip
    args = {name: request.args.get(name, "") for name in ("texte", "service", "etat", "lu") if request.args.get(name)}
    queue = queries.list_threads(_wanted(args), number=request.args.get("page", 1, type=whole), size=QUEUE)
    figures = queries.customer_figures([thread.customer_id])[thread.customer_id] if thread.customer_id else None
    return render_template(
        "backoffice/threads/view.html",
        thread=thread, subject=queries.subject_of(thread), queue=queue, args=args, figures=figures, filled=filled, tab=tab,
        timeline=queries.timeline_of(thread), contacts=queries.list_contacts(), words=rules.STATUS_WORDS,
        reply=reply or ReplyForm(formdata=None, data={"status": "closed"}), note=note or NoteForm(formdata=None),
        transfer=transfer or TransferForm(formdata=None, thread=thread),
    )  # fmt: skip


def _to(thread: Thread) -> Any:
    return redirect(url_for("backoffice.thread_view", thread_id=thread.id))


@bp.post("/sav/<int:thread_id>/repondre")
@allow(Permission.BACKOFFICE_WRITE)
def thread_reply(thread_id: int) -> Any:
    """Answer the customer; or, by its own button, put a predefined message in the answer without sending anything."""
    thread, form = queries.get_thread(thread_id), ReplyForm()
    if "insert" in request.form:
        return _insert(thread, form)
    if form.validate_on_submit():
        file = received(form, form.file, maximum=rules.MAX_FILE_BYTES)
        values = {"thread": thread, "body": form.body.data, "status": form.status.data, "file": file}
        if not form.file.errors and attempt(form, services.reply, **values) is not None:
            toast(f"Réponse envoyée à {thread.name}. Le fil est « {rules.STATUS_WORDS[thread.status]} ».")
            return _to(thread)
    return _page(thread, reply=form), 422


def _insert(thread: Thread, form: ReplyForm) -> str:
    message = queries.get_predefined(form.predefined.data or 0)
    filled = queries.fill_predefined(message, thread, author=acting_name(), shop_name=g.shop.name)
    form.body.raw_data, form.body.data = [filled.text], filled.text
    return _page(thread, reply=form, filled=filled)


@bp.get("/sav/<int:thread_id>/fichiers/<int:file_id>")
@allow(Permission.BACKOFFICE_READ)
def thread_file(thread_id: int, file_id: int) -> Response:
    """A file of a thread, to save."""
    file = queries.file_of(queries.get_thread(thread_id), file_id)
    return download(file.media, file.file_name)


@bp.post("/sav/<int:thread_id>/noter")
@allow(Permission.BACKOFFICE_WRITE)
def thread_note(thread_id: int) -> Any:
    """Write a private message."""
    thread, form = queries.get_thread(thread_id), NoteForm()
    if form.validate_on_submit() and attempt(form, services.add_note, thread=thread, body=form.body.data):
        toast("Message privé ajouté : le client ne le voit pas.")
        return _to(thread)
    return _page(thread, note=form, tab="note"), 422


@bp.post("/sav/<int:thread_id>/etat")
@allow(Permission.BACKOFFICE_WRITE)
def thread_status(thread_id: int) -> Any:
    """Change the state of a thread."""
    thread = queries.get_thread(thread_id)
    before = thread.status
    services.set_status(thread=thread, status=request.form.get("status", ""))
    undo = (url_for("backoffice.thread_status", thread_id=thread.id), {"status": before})
    toast(f"Le fil est « {rules.STATUS_WORDS[thread.status]} ».", undo=undo)
    return _to(thread)


@bp.post("/sav/<int:thread_id>/transferer")
@allow(Permission.BACKOFFICE_WRITE)
def thread_transfer(thread_id: int) -> Any:
    """Give a thread to another service."""
    thread = queries.get_thread(thread_id)
    form = TransferForm(thread=thread)
    if form.validate_on_submit():
        contact = queries.get_contact(form.contact_id.data)
        if attempt(form, services.transfer, thread=thread, contact=contact, note=form.note.data or ""):
            toast(f"Le fil est transféré au service « {contact.name} ».")
            return _to(thread)
    return _page(thread, transfer=form), 422


@bp.post("/sav/<int:thread_id>/non-lu")
@allow(Permission.BACKOFFICE_WRITE)
def thread_unread(thread_id: int) -> Any:
    """Keep a thread for later, and go back to the list."""
    services.mark_unread(thread=queries.get_thread(thread_id))
    toast("Le fil est de nouveau « Non lu ».")
    return back("backoffice.threads")
