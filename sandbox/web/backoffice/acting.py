"""Who is at the back office's keyboard, and what their profile lets them do.

Candidates work with every right until they sign in as an employee, as one does to check the rights that were just given. Then
the profile of that employee holds, on every screen, until they leave the name again.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from flask import current_app, g, request, session

from sandbox.kernel.errors import NotAllowed, NotFound
from sandbox.shop.team import queries
from sandbox.shop.team.models import Employee
from sandbox.shop.team.rules.rights import ALL, LABELS, NONE, OWNER, Rights
from sandbox.web import nav

KEY = "employees"
FREE = ("staff", "staff_enter", "staff_leave", "search", "lost")
"""What is open to every employee: coming, going, the search, which looks in the screens they may see only, and what is nowhere."""
_OF_ACTIONS = {"supprimer": "can_delete", "delete": "can_delete", "dupliquer": "can_add"}
_NAMED_OTHERWISE = {"stock_add": "can_edit", "chart_add": "can_view", "chart_remove": "can_view"}
"""Units are added to a stock that is there: it is changed, nothing new is made. A chart goes into one's own note, not into the shop."""

_VERBS = {"can_view": "de consulter", "can_add": "d’ajouter", "can_edit": "de modifier", "can_delete": "de supprimer"}


def enter(employee: Employee) -> None:
    """Work under this name in this shop from now on."""
    session[KEY] = {**session.get(KEY, {}), g.shop.key: employee.id}


def leave() -> None:
    """Work with every right again."""
    session[KEY] = {key: number for key, number in session.get(KEY, {}).items() if key != g.shop.key}


def signed_in() -> Employee | None:
    """The employee whose name was taken, while the account is open."""
    number = session.get(KEY, {}).get(g.shop.key)
    try:
        employee = queries.get_employee(number) if number else None
    except NotFound:  # the shop was filled again since
        employee = None
    return employee if employee is not None and employee.is_active else None


def check_rights() -> None:
    """Before each page: whose rights hold; raises NotAllowed for what the profile does not allow."""
    g.staff, g.rights = None, None
    queries.work_as(None)
    if g.get("shop") is None or KEY not in session or (employee := signed_in()) is None:
        return
    queries.work_as(employee.id)
    g.staff = employee
    if employee.profile.key != OWNER:
        g.rights = queries.rights_by_area(employee.profile_id)
    endpoint = (request.endpoint or "").rpartition(".")[2]
    wanted = right_of(endpoint, request.method, request.form)
    if not _is_allowed(endpoint, wanted):
        where = LABELS.get(nav.area_of(endpoint), "cet écran")
        raise NotAllowed(f"Le profil « {employee.profile.name} » ne permet pas {_VERBS[wanted]} ici : {where}.")


def right_of(endpoint: str, method: str, sent: Mapping[str, str]) -> str:
    """The right that a request needs, told by the name of its endpoint and, on lists, by the action that was chosen.

    The form of something new asks for the right to add at once, so that nothing is typed in vain.
    """
    if endpoint in _NAMED_OTHERWISE:
        return _NAMED_OTHERWISE[endpoint]
    if endpoint.endswith(("_create", "_add", "_new", "_duplicate")) or endpoint.startswith("order_new"):
        return "can_add"
    if method in ("GET", "HEAD"):
        return "can_view"
    if endpoint.endswith(("_delete", "_remove")):
        return "can_delete"
    return _OF_ACTIONS.get(sent.get("action") or sent.get("act") or "", "can_edit")


def rights_on(area: str) -> Rights:
    """The rights on a screen of whoever is at the keyboard."""
    rights: Mapping[str, Rights] | None = g.get("rights")
    return ALL if rights is None else rights.get(area, NONE)


def may_view(area: str) -> bool:
    """Whether a screen is shown in the menu."""
    return bool(area) and rights_on(area).can_view


def may(endpoint: str, right: str) -> bool:
    """Whether whoever is at the keyboard has a right (`can_add`, `can_delete`…) on the screen of an endpoint."""
    return not g.get("is_readonly", False) and bool(getattr(rights_on(nav.area_of(endpoint)), right))


def may_write(endpoint: str) -> bool:
    """Whether buttons that change something are drawn on a page: on the page of a thing, whether it may be changed."""
    if g.get("is_readonly", False):
        return False
    rights = rights_on(nav.area_of(endpoint))
    if endpoint.endswith(("_edit", "_save", "_update")):
        return rights.can_edit
    return rights.can_add if endpoint.endswith(("_new", "_create")) else rights.can_edit or rights.can_add


def may_post(address: str, sent: Mapping[str, str] | None = None) -> bool:
    """Whether whoever is at the keyboard may send a form to an address of the back office, with these fields."""
    if g.get("is_readonly", False):
        return False
    return g.get("rights") is None or _is_allowed(*_asked(address, sent))


def why_not(address: str, sent: Mapping[str, str] | None = None) -> str:
    """Why a button is shut, in words; empty when it is open."""
    if may_post(address, sent):
        return ""
    if g.get("is_readonly", False):
        return "Vous regardez cette boutique sans pouvoir la modifier."
    _endpoint, wanted = _asked(address, sent)
    return f"Le profil «\u00a0{g.staff.profile.name}\u00a0» ne permet pas {_VERBS[wanted]} ici."


def _asked(address: str, sent: Mapping[str, str] | None) -> tuple[str, str]:
    """The endpoint of a form's address, and the right that sending it needs."""
    path = urlsplit(address).path.removeprefix(request.script_root)
    endpoint, _arguments = current_app.url_map.bind("").match(path, method="POST")
    name = str(endpoint).rpartition(".")[2]
    return name, right_of(name, "POST", sent or {})


def _is_allowed(endpoint: str, wanted: str) -> bool:
    return endpoint in FREE or bool(getattr(rights_on(nav.area_of(endpoint)), wanted))
