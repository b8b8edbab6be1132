"""Which shop a request is about: `/b/<shop_key>/…` opens that shop, if it is the person's to enter, or does not exist."""

from __future__ import annotations

from typing import Any

from flask import Flask, abort, current_app, g, request

from sandbox.kernel import clock
from sandbox.kernel.errors import NotAllowed, NotFound
from sandbox.kernel.scope import enter_shop
from sandbox.kernel.steady import Steady, begin_reading, end_reading
from sandbox.policy.identity import NO_ACCESS, ShopAccess, ShopFacts, shop_access
from sandbox.shop.shops import queries as shops
from sandbox.shop.shops.models import Shop, ShopKind
from sandbox.training.exams import queries as exams
from sandbox.training.exams import services as exam_services
from sandbox.training.practice import market
from sandbox.training.practice import queries as practice
from sandbox.training.replay.queries import find_rebuilt, words_of
from sandbox.web.access import identity
from sandbox.web.filters import day_long
from sandbox.web.workplace import words_of as words_of_session

SHOP_PREFIX = "/b/<shop_key>"
SHOP_FACES = frozenset({"storefront", "backoffice"})
SHARED = frozenset({"storefront.theme_css"})
"""What a company that has a site only opens of the shop’s faces: the theme is drawn there for both."""
STEADY = "steady"
"""What shops' pages keep is the application's: two applications of one process may hold shops of the same number."""


def register(app: Flask) -> None:
    """Take the shop key out of view arguments, give it back to url_for, and open the shop."""
    app.extensions[STEADY] = Steady()
    app.url_value_preprocessor(_take_key)
    app.url_defaults(_give_key)
    app.before_request(open_shop)
    app.teardown_request(_close_shop)
    app.context_processor(_shop_variables)


def _take_key(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    g.shop_key = values.pop("shop_key", None) if values else None


def _give_key(endpoint: str, values: dict[str, Any]) -> None:
    key = g.get("shop_key")
    if key and "shop_key" not in values and current_app.url_map.is_endpoint_expecting(endpoint, "shop_key"):
        values["shop_key"] = key


def open_shop() -> None:
    """Open the shop of the address for this person, or answer that it does not exist; a request about no shop opens none."""
    if g.get("shop_key") is None:
        return
    shop = shops.find_shop(g.shop_key)
    access = access_to(shop) if shop else None
    if shop is None or access is None or not access.may_enter:
        abort(404)
    view: Any = current_app.view_functions[request.endpoint or ""]
    if not access.allows(view.permission):
        raise NotAllowed(refusal())
    g.shop, g.shop_access, g.is_readonly = shop, access, not access.may_write
    enter_shop(shop.id)
    if not shop.has_storefront and request.blueprint in SHOP_FACES and request.endpoint not in SHARED:
        raise NotFound("Cette entreprise n’a pas de boutique en ligne\u00a0: elle n’a qu’un site.")
    begin_reading(current_app.extensions[STEADY], shop_id=shop.id, shop_key=shop.key, revision=shop.revision)


def refusal() -> str:
    """Why nothing was written: to a candidate the state of their test, to anybody else that they may only look."""
    run = g.get("practice_run")
    seat = run.seat if run is not None else g.get("seat")
    if seat is None:
        if request.blueprint in SHOP_FACES:
            return "Vous regardez cette boutique sans pouvoir la modifier\u00a0: rien n’a été enregistré."
        return "Vous regardez ce site sans pouvoir le modifier\u00a0: rien n’a été enregistré."
    words = exams.state_words(exams.clock_of(seat).state)
    return (
        f"{words}\u00a0: {words_of_session(seat.session).frozen}, et ce dernier envoi n’a pas été enregistré. "
        "Ce que vous aviez tapé est gardé sur ce poste."
    )


def access_to(shop: Shop) -> ShopAccess:
    """What the person asking may do in a shop; a seat's deadline is settled first."""
    if shop.kind is ShopKind.MARKET:
        return _market_access(shop)
    place, run = practice.place_of_shop(shop.id)
    g.place = place
    if run is not None and run.emptied_at is not None:
        raise NotFound(f"{words_of_session(run.seat.session).wiped} : seul son bilan reste.")
    seat = place if run is None else None
    if seat is not None:
        exam_services.settle(seat=seat)
        g.seat = seat if identity().seat_id == seat.id else None
    elif run is not None and run.user_id == identity().user_id:
        g.practice_run = run
    rebuilt = find_rebuilt(shop.id) if shop.kind is ShopKind.REPLAY else None
    g.rebuilt = rebuilt
    examined = rebuilt.seat if rebuilt is not None else seat
    facts = ShopFacts(
        kind=shop.kind,
        is_writable=shop.is_writable,
        seat_id=seat.id if seat else None,
        owner_user_id=run.user_id if run else None,
        examiner_user_id=exams.examiner_of(examined) if examined else None,
        is_open=exams.is_open(seat) if seat else run is None or practice.is_open(run),
    )
    return shop_access(identity(), facts)


def _market_access(shop: Shop) -> ShopAccess:
    """A market's copy is the person's whose run it is; its own day is told by the clock for the rest of the request."""
    copy = market.copy_of_shop(shop.id)
    if copy is None:
        return NO_ACCESS
    access = shop_access(identity(), ShopFacts(shop.kind, shop.is_writable, owner_user_id=copy.run.user_id))
    if access.may_enter:
        g.market_copy = copy
        g.market_clock = clock.move(market.day_of(copy) - clock.today())
    return access


def _close_shop(_error: BaseException | None) -> None:
    enter_shop(None)
    end_reading()
    if g.get("market_clock") is not None:
        clock.put_back(g.pop("market_clock"))


def _rebuilt_words() -> str:
    """What a rebuilt shop shows; empty in any other."""
    rebuilt = g.get("rebuilt")
    return words_of(rebuilt) if rebuilt is not None else ""


def _market_words() -> str:
    """What a market's copy shows; empty in any other shop."""
    copy = g.get("market_copy")
    if copy is None:
        return ""
    return f"La boutique de votre essai, {len(copy.weeks) * 7} jours plus tard : nous sommes le {day_long(market.day_of(copy))}"


def _shop_variables() -> dict[str, Any]:
    return {
        "shop": g.get("shop"),
        "is_readonly": g.get("is_readonly", False),
        "rebuilt_words": _rebuilt_words,
        "market_copy": g.get("market_copy"),
        "market_words": _market_words,
        "seat_frame": g.get("seat") or g.get("practice_run"),
    }
