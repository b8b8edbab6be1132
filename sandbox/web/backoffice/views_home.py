"""What the home page shows: Apparence > Positions, Modules > Produits populaires, Modules > Réassurance."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for

from sandbox.policy.permissions import Permission
from sandbox.shop.catalog.queries import get_product
from sandbox.shop.display import queries, rules, services
from sandbox.shop.display.models import FeaturedProduct, HomeBlock, ReassuranceItem
from sandbox.shop.shops.queries import get_setting
from sandbox.shop.shops.services import set_setting
from sandbox.web.access import allow
from sandbox.web.backoffice import bp
from sandbox.web.backoffice.feedback import toast
from sandbox.web.backoffice.forms_display import BlockForm, FeaturedCountForm, FeaturedForm, PromiseForm, TextBlockForm
from sandbox.web.backoffice.links import back, shop_address
from sandbox.web.forms.base import attempt
from sandbox.web.numbers import whole

# positions -----------------------------------------------------------------------------------------------------------


@bp.get("/apparence/positions")
@allow(Permission.BACKOFFICE_READ)
def home_blocks() -> str:
    """The blocks of the home page in their order."""
    return render_template(
        "backoffice/home_blocks/list.html", rows=queries.home_blocks(only_active=False), words=rules.BLOCK_WORDS
    )


@bp.post("/apparence/positions/<int:block_id>/deplacer")
@allow(Permission.BACKOFFICE_WRITE)
def home_block_move(block_id: int) -> Any:
    """Move a block."""
    block = queries.get_row(HomeBlock, block_id)
    services.move_block(block=block, position=request.form.get("position", 1, type=whole))
    toast(f"« {rules.BLOCK_WORDS[block.kind]} » est en position {block.position}.", view=shop_address("home"))
    return back("backoffice.home_blocks")


@bp.post("/apparence/positions/<int:block_id>/afficher")
@allow(Permission.BACKOFFICE_WRITE)
def home_block_switch(block_id: int) -> Any:
    """Show a block on the home page or take it off."""
    block = queries.get_row(HomeBlock, block_id)
    on = request.form.get("value") == "1"
    services.update_block(block=block, is_active=on)
    words = "est affiché sur la page d’accueil" if on else "est retiré de la page d’accueil"
    undo = (url_for("backoffice.home_block_switch", block_id=block.id), {"value": "" if on else "1"})
    toast(f"« {rules.BLOCK_WORDS[block.kind]} » {words}.", undo=undo, view=shop_address("home"))
    return back("backoffice.home_blocks")


@bp.get("/apparence/positions/<int:block_id>")
@allow(Permission.BACKOFFICE_READ)
def home_block_edit(block_id: int) -> str:
    """The words of a block."""
    block = queries.get_row(HomeBlock, block_id)
    form = TextBlockForm(obj=block) if block.kind == "story" else BlockForm(obj=block)
    return render_template("backoffice/home_blocks/form.html", form=form, block=block, words=rules.BLOCK_WORDS)


@bp.post("/apparence/positions/<int:block_id>")
@allow(Permission.BACKOFFICE_WRITE)
def home_block_update(block_id: int) -> Any:
    """Change the words of a block."""
    block = queries.get_row(HomeBlock, block_id)
    form = TextBlockForm() if block.kind == "story" else BlockForm()
    values = {"title": form.title.data, "intro": form.intro.data or "", "is_active": form.is_active.data}
    if form.validate_on_submit() and attempt(form, services.update_block, block=block, **values):
        toast(f"« {rules.BLOCK_WORDS[block.kind]} » est enregistré.", view=shop_address("home"))
        return redirect(url_for("backoffice.home_blocks"))
    return render_template("backoffice/home_blocks/form.html", form=form, block=block, words=rules.BLOCK_WORDS), 422


# popular products ----------------------------------------------------------------------------------------------------


def _featured(add: FeaturedForm | None = None, count: FeaturedCountForm | None = None) -> str:
    rows = queries.list_featured()
    chosen = {row.product_id for row in rows}
    form = add or FeaturedForm(formdata=None, products=_candidates(chosen))
    number = get_setting("populaires_nombre")
    return render_template(
        "backoffice/featured/list.html",
        rows=rows, form=form, count=count or FeaturedCountForm(formdata=None, data={"populaires_nombre": number}), number=number,
    )  # fmt: skip


def _candidates(chosen: set[int]) -> list[tuple[int, str]]:
    return [(number, name) for number, name in queries.product_choices() if number not in chosen]


@bp.get("/modules/produits-populaires")
@allow(Permission.BACKOFFICE_READ)
def featured_products() -> str:
    """The popular products in their order."""
    return _featured()


@bp.post("/modules/produits-populaires/ajouter")
@allow(Permission.BACKOFFICE_WRITE)
def featured_add() -> Any:
    """Choose one more."""
    form = FeaturedForm(products=queries.product_choices())
    if form.validate_on_submit():
        product = get_product(form.product_id.data)
        if attempt(form, services.add_featured, product=product):
            words = "" if product.is_online else " Il est hors ligne : il n’apparaîtra qu’une fois mis en ligne."
            toast(f"« {product.name} » est dans les produits populaires.{words}", view=shop_address("home"))
            return redirect(url_for("backoffice.featured_products"))
    return _featured(add=form), 422


@bp.post("/modules/produits-populaires/nombre")
@allow(Permission.BACKOFFICE_WRITE)
def featured_count() -> Any:
    """How many are shown."""
    form = FeaturedCountForm()
    number: int = form.populaires_nombre.data or 0
    if form.validate_on_submit() and attempt(form, set_setting, name="populaires_nombre", value=number):
        toast(f"La page d’accueil montre {number} produit{'s' if number > 1 else ''}.", view=shop_address("home"))
        return redirect(url_for("backoffice.featured_products"))
    return _featured(count=form), 422


@bp.post("/modules/produits-populaires/<int:featured_id>/deplacer")
@allow(Permission.BACKOFFICE_WRITE)
def featured_move(featured_id: int) -> Any:
    """Move one."""
    featured = queries.get_row(FeaturedProduct, featured_id)
    services.move_featured(featured=featured, position=request.form.get("position", 1, type=whole))
    return back("backoffice.featured_products")


@bp.post("/modules/produits-populaires/<int:featured_id>/retirer")
@allow(Permission.BACKOFFICE_WRITE)
def featured_remove(featured_id: int) -> Any:
    """Take one away."""
    featured = queries.get_row(FeaturedProduct, featured_id)
    name = featured.product.name
    services.remove_featured(featured=featured)
    toast(f"« {name} » n’est plus dans les produits populaires.")
    return back("backoffice.featured_products")


# reassurance ---------------------------------------------------------------------------------------------------------


@bp.get("/modules/reassurance")
@allow(Permission.BACKOFFICE_READ)
def reassurance() -> str:
    """The promises in their order."""
    return render_template("backoffice/reassurance/list.html", rows=queries.reassurance_items(only_active=False))


def _promise(form: PromiseForm, item: ReassuranceItem | None = None) -> str:
    return render_template("backoffice/reassurance/form.html", form=form, item=item)


def _promise_values(form: PromiseForm) -> dict[str, Any]:
    return {
        "icon": form.icon.data, "title": form.title.data, "body": form.body.data, "is_active": form.is_active.data,
        "target": attempt(form, form.chosen),
    }  # fmt: skip


@bp.get("/modules/reassurance/nouveau")
@allow(Permission.BACKOFFICE_READ)
def reassurance_new() -> str:
    """The form of a new promise."""
    return _promise(PromiseForm(data={"is_active": True, "icon": rules.ICONS[0]}))


@bp.post("/modules/reassurance/nouveau")
@allow(Permission.BACKOFFICE_WRITE)
def reassurance_create() -> Any:
    """Create a promise."""
    form = PromiseForm()
    if form.validate_on_submit():
        values = _promise_values(form)
        if not form.all_errors and attempt(form, services.create_promise, **values) is not None:
            toast(f"« {form.title.data} » rejoint le bloc de réassurance.", view=shop_address("home"))
            return redirect(url_for("backoffice.reassurance"))
    return _promise(form), 422


@bp.get("/modules/reassurance/<int:item_id>")
@allow(Permission.BACKOFFICE_READ)
def reassurance_edit(item_id: int) -> str:
    """The form of a promise."""
    item = queries.get_row(ReassuranceItem, item_id)
    return _promise(PromiseForm(obj=item, written=item.target), item)


@bp.post("/modules/reassurance/<int:item_id>")
@allow(Permission.BACKOFFICE_WRITE)
def reassurance_update(item_id: int) -> Any:
    """Change a promise."""
    item, form = queries.get_row(ReassuranceItem, item_id), PromiseForm()
    if form.validate_on_submit():
        values = _promise_values(form)
        if not form.all_errors and attempt(form, services.update_promise, item=item, **values) is not None:
            toast(f"« {item.title} » est enregistré.", view=shop_address("home"))
            return redirect(url_for("backoffice.reassurance"))
    return _promise(form, item), 422


@bp.post("/modules/reassurance/<int:item_id>/afficher")
@allow(Permission.BACKOFFICE_WRITE)
def reassurance_switch(item_id: int) -> Any:
    """Show a promise or hide it."""
    item = queries.get_row(ReassuranceItem, item_id)
    services.update_promise(item=item, is_active=request.form.get("value") == "1")
    toast(f"« {item.title} » est {'affiché' if item.is_active else 'masqué'}.")
    return back("backoffice.reassurance")


@bp.post("/modules/reassurance/<int:item_id>/deplacer")
@allow(Permission.BACKOFFICE_WRITE)
def reassurance_move(item_id: int) -> Any:
    """Move a promise."""
    item = queries.get_row(ReassuranceItem, item_id)
    services.move_promise(item=item, position=request.form.get("position", 1, type=whole))
    return back("backoffice.reassurance")


@bp.post("/modules/reassurance/<int:item_id>/supprimer")
@allow(Permission.BACKOFFICE_WRITE)
def reassurance_delete(item_id: int) -> Any:
    """Delete a promise."""
    item = services.delete_promise(item=queries.get_row(ReassuranceItem, item_id))
    toast(f"« {item.title} » est retiré du bloc de réassurance.")
    return redirect(url_for("backoffice.reassurance"))
