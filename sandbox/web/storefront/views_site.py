"""What surrounds the catalogue: theme, information pages, contact, newsletter, cookies, maps for people and robots."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, flash, g, redirect, render_template, request, url_for

from sandbox.policy.permissions import Permission
from sandbox.shop.catalog import queries as catalog
from sandbox.shop.customers import services as customer_services
from sandbox.shop.orders import queries as orders
from sandbox.shop.shops.models import ShopKind
from sandbox.shop.site import queries as site
from sandbox.shop.support import queries as support
from sandbox.shop.support import services as support_services
from sandbox.shop.support.rules import MAX_FILE_BYTES
from sandbox.web.access import allow
from sandbox.web.filters import media_url
from sandbox.web.forms.base import attempt
from sandbox.web.media import received
from sandbox.web.numbers import whole
from sandbox.web.page_cache import kept
from sandbox.web.safety import back_to
from sandbox.web.storefront import bp, consent, theme, visitor
from sandbox.web.storefront.forms_site import ContactForm, NewsletterForm
from sandbox.web.storefront.frame import front
from sandbox.web.storefront.links import SPECIAL_PAGES
from sandbox.web.storefront.mails import welcome_reader
from sandbox.web.storefront.rewriting import canonical


@bp.get("/theme.css")
@allow(Permission.STOREFRONT_VISIT)
def theme_css() -> Response:
    """The context's theme; its address carries the shop's revision, so browsers may keep it for good."""
    found = front().theme
    sheet = theme.sheet(found, media_url(str(found.get("logo") or "")))
    response = Response(sheet, mimetype="text/css")
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    return response


@bp.get("/page/<int:page_id>", defaults={"slug": ""})
@bp.get("/page/<int:page_id>-<slug>")
@allow(Permission.STOREFRONT_VISIT)
@kept
def page(page_id: int, slug: str) -> Any:
    """An information page."""
    found = site.get_page(page_id)
    if not found.is_displayed:
        abort(404)
    if found.slug in SPECIAL_PAGES:
        return redirect(url_for(SPECIAL_PAGES[found.slug]), 301)
    if (elsewhere := canonical(url_for("storefront.page", page_id=page_id, slug=found.slug))) is not None:
        return elsewhere
    others = [other for other in site.list_pages(only_displayed=True) if other.group == found.group]
    return render_template("storefront/pages/page.html", page=found, others=others)


@bp.get("/contact")
@allow(Permission.STOREFRONT_VISIT)
@kept
def contact() -> str:
    """The contact form, filled in with what is known of the visitor."""
    customer = visitor.current_customer()
    product = _product_asked(request.args.get("produit", type=whole))
    form = _contact_form(
        name=customer.full_name if customer else "", email=customer.email if customer else "",
        order_id=request.args.get("commande", type=whole) or 0,
        body=f"Bonjour,\n\nAu sujet de «\u00a0{product.name}\u00a0»\u00a0: " if product else "",
    )  # fmt: skip
    return render_template("storefront/pages/contact.html", form=form, product=product, intro=_contact_text())


def _contact_form(**values: Any) -> ContactForm:
    form = ContactForm(data=values) if values else ContactForm()
    form.contact_id.choices = [(row.id, row.name) for row in support.list_contacts()]
    customer = visitor.current_customer()
    own = orders.orders_of(customer.id) if customer else []
    form.order_id.choices = [(0, "Aucune"), *((order.id, order.reference) for order in own)]
    return form


def _contact_text() -> Any:
    return next((row for row in site.list_pages(only_displayed=True) if row.slug in SPECIAL_PAGES), None)


def _product_asked(number: int | None) -> Any:
    found = catalog.get_products([number]) if number else []
    return found[0] if found and found[0].is_online else None


@bp.post("/contact")
@allow(Permission.STOREFRONT_ACT)
def send_message() -> Any:
    """Open a thread in the shop's customer service."""
    form, customer = _contact_form(), visitor.current_customer()
    product = _product_asked(request.args.get("produit", type=whole))
    own = {order.id: order for order in orders.orders_of(customer.id)} if customer else {}
    sent = (
        _open_thread(form, customer, own.get(form.order_id.data or 0), product) if form.validate_on_submit() else None
    )
    if not sent:
        return render_template("storefront/pages/contact.html", form=form, product=product, intro=_contact_text()), 422
    flash("Votre message est parti. Nous répondons sous un jour ouvré.", "success")
    return redirect(url_for("storefront.thread", thread_id=sent.id) if customer else url_for("storefront.contact"))


def _open_thread(form: ContactForm, customer: Any, order: Any, product: Any) -> Any:
    """The thread of a message; None when it, or the file that came with it, was refused."""
    file = received(form, form.file, maximum=MAX_FILE_BYTES)
    if form.file.errors:
        return None
    return attempt(
        form, support_services.open_thread, contact=support.get_contact(form.contact_id.data), body=form.body.data,
        name=form.name.data, email=form.email.data, customer=customer, order=order, product=product, file=file,
    )  # fmt: skip


@bp.post("/lettre")
@allow(Permission.STOREFRONT_ACT)
def newsletter() -> Any:
    """Subscribe an address, with its owner's consent."""
    form = NewsletterForm()
    if form.validate_on_submit() and attempt(form, customer_services.subscribe, email=form.email.data):
        welcome_reader(form.email.data or "", front())
        flash("C’est noté : vous recevrez la prochaine lettre. Vous pourrez vous désinscrire en un clic.", "success")
        return redirect(url_for("storefront.home"))
    return render_template("storefront/pages/newsletter.html", form=form), 422


@bp.post("/cookies")
@allow(Permission.STOREFRONT_VISIT, writes=False)
def cookies() -> Any:
    """Keep the visitor's choice; refusing takes as many clicks as accepting. Nothing of the shop changes."""
    consent.choose(accepts=request.form.get("choix") == "accepter")
    flash("Votre choix de cookies est enregistré pour six mois.", "success")
    return redirect(back_to(request.form.get("retour"), url_for("storefront.home")))


@bp.get("/cookies")
@allow(Permission.STOREFRONT_VISIT)
@kept
def cookie_settings() -> str:
    """What the cookies are for, and the choice made."""
    return render_template("storefront/pages/cookies.html", choice=consent.choice())


@bp.post("/equipe")
@allow(Permission.STOREFRONT_VISIT, writes=False)
def look_in() -> Any:
    """Let the team see the shop that is closed to visitors. Nothing of the shop changes."""
    if front().settings["maintenance_equipe"]:
        visitor.keep(equipe=True)
    return redirect(back_to(request.form.get("retour"), url_for("storefront.home")))


@bp.get("/plan-du-site")
@allow(Permission.STOREFRONT_VISIT)
@kept
def site_map() -> str:
    """Every page of the shop, for people."""
    root = next((node for node in front().categories.values() if node.depth == 0), None)
    return render_template(
        "storefront/pages/map.html",
        root=root,
        brands=catalog.list_brands(only_active=True),
        pages=site.list_pages(only_displayed=True),
    )


@bp.get("/robots.txt")
@allow(Permission.STOREFRONT_VISIT)
def robots() -> Response:
    """What robots may read: a practice shop asks them to read nothing."""
    closed = g.shop.kind != ShopKind.REFERENCE
    body = render_template("storefront/pages/robots.txt", closed=closed)
    return Response(body, mimetype="text/plain")


@bp.get("/sitemap.xml")
@allow(Permission.STOREFRONT_VISIT)
def sitemap_xml() -> Response:
    """The addresses of the shop, for robots."""
    body = render_template(
        "storefront/pages/sitemap.xml", categories=[n.category for n in front().categories.values() if n.depth],
        products=[p for p in catalog.list_online_products() if p.visibility != "none"],
        brands=catalog.list_brands(only_active=True),
        pages=[p for p in site.list_pages(only_displayed=True) if p.is_indexed],
    )  # fmt: skip
    return Response(body, mimetype="application/xml")


@bp.get("/<path:_address>")
@allow(Permission.STOREFRONT_VISIT)
def unknown(_address: str) -> Any:
    """An address that the shop does not have: its own page of help, rather than a bare error."""
    abort(404)
