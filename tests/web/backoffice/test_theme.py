"""Apparence > Thème et logo: seen in the shop at once."""

from __future__ import annotations

import io

from PIL import Image

from sandbox.shop.shops.queries import get_theme
from tests.web.backoffice.conftest import Desk

PAGE = "/apparence/theme"


def picture(color: str = "teal") -> io.BytesIO:
    """A picture as a person sends one."""
    out = io.BytesIO()
    Image.new("RGB", (200, 60), color).save(out, "PNG")
    out.seek(0)
    return out


def sheet(desk: Desk) -> str:
    """The style sheet that the home page asks for now."""
    home = desk.visitor.get(f"{desk.root}/").text
    address = home.partition("theme.css?v=")[2].partition('"')[0]
    return desk.visitor.get(f"{desk.root}/theme.css?v={address}").text


def test_a_colour_changes_the_shop_and_what_is_written_on_it(desk: Desk) -> None:
    assert "--sf-c-brand:#1d2b3a" in sheet(desk)
    page = desk.save(PAGE, **desk.form(PAGE, "theme-form").filled(brand="#7a1f5c", accent="#ff8a5c"))
    assert page.says("Le thème est enregistré")
    now = sheet(desk)
    assert "--sf-c-brand:#7a1f5c" in now
    assert "--sf-c-accent:#ff8a5c" in now
    assert "--sf-c-on-accent:#1b2733" in now
    assert "--sf-c-brand-hover:#62194a" in now
    assert desk.journal()[-1].startswith("theme.modifier: ")


def test_logo_and_icon_are_sent_and_taken_away(desk: Desk) -> None:
    form = desk.form(PAGE, "theme-form")
    desk.save(PAGE, **form.filled(logo=(picture(), "logo.png"), favicon=(picture("navy"), "icone.png")))
    theme = get_theme()
    assert theme["logo"].endswith(".webp")
    home = desk.visitor.get(f"{desk.root}/").text
    assert theme["logo"].removesuffix(".webp") in home
    icon = home.partition('<link rel="icon" href="')[2].partition(">")[0]
    assert theme["favicon"].removesuffix(".webp") in icon
    assert 'type="image/webp"' in icon
    desk.save(PAGE, **desk.form(PAGE, "theme-form").filled(without_logo="y"))
    assert "logo" not in get_theme()
    assert theme["logo"].removesuffix(".webp") not in desk.visitor.get(f"{desk.root}/").text


def test_refuses_at_the_field_and_changes_nothing(desk: Desk) -> None:
    before = sheet(desk)
    page = desk.refused(PAGE, **desk.form(PAGE, "theme-form").filled(ink="#c0c0c0"))
    assert "Contraste de 1,8" in page.error("ink")
    assert page.form("theme-form").fields["ink"] == ["#c0c0c0"]
    page = desk.refused(PAGE, **desk.form(PAGE, "theme-form").filled(logo=(io.BytesIO(b"rien"), "logo.png")))
    assert "image lisible" in page.error("logo")
    assert sheet(desk) == before


def test_only_who_works_in_this_shop(onlooker: Desk, stranger: Desk) -> None:
    assert onlooker.read(PAGE).says("Logo et icône")
    assert onlooker.send(PAGE, brand="#7a1f5c").status_code == 403
    stranger.read(PAGE, status=404)
