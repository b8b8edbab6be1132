"""Lists of the back office are read at every width, the subject open beside them or not: no column is squeezed to a letter."""

from __future__ import annotations

import re

import pytest

from tests.e2e.conftest import MakeVisitor
from tests.e2e.people import begin_practice, sign_in

_SHOP = re.compile(r"/b/\w+/")
WIDTHS = (1024, 1280, 1366, 1440, 1536, 1600, 1680, 1920)
LISTS = (
    "commandes", "commandes/factures", "commandes/paniers", "catalogue/produits", "catalogue/categories", "catalogue/marques", "catalogue/reductions/regles-paniers",
    "catalogue/reductions/regles-catalogue", "clients", "clients/adresses", "sav", "sav/retours", "modules/avis", "livraison/transporteurs",
)  # fmt: skip
_SQUEEZED = """() => {
  const beyond = (cell) => {
    const words = document.createRange();
    words.selectNodeContents(cell);
    return words.getBoundingClientRect().right > cell.getBoundingClientRect().right + 1;
  };
  const found = [];
  for (const list of document.querySelectorAll("table.list")) {
    if (getComputedStyle(list).display !== "table") continue;  // on a narrow screen a row is a card
    for (const head of list.querySelectorAll("thead tr:first-child th"))
      if (head.offsetParent && beyond(head)) found.push(`« ${head.textContent.trim()} » leaves its column`);
    for (const cell of list.querySelectorAll("tbody tr:first-child :is(.c-nom, .c-msg, .c-cli)"))
      if (cell.offsetParent && cell.offsetWidth < 84) found.push(`${cell.className}: ${cell.offsetWidth} px`);
    for (const row of list.querySelectorAll("tbody tr")) if (row.offsetHeight > 120) found.push(`a row of ${row.offsetHeight} px`);
  }
  return [...new Set(found)];
}"""


@pytest.mark.parametrize("is_open", [True, False], ids=["subject open", "subject closed"])
def test_no_column_is_squeezed(new_visitor: MakeVisitor, is_open: bool) -> None:
    page = new_visitor().page()
    sign_in(page, "candidat")
    begin_practice(page, "Noël à la brûlerie")
    shop = _SHOP.search(page.url)
    assert shop is not None
    if not is_open:
        page.keyboard.press("F2")
    for path in LISTS:
        answer = page.goto(f"{shop[0]}admin/{path}")
        assert answer is not None
        assert answer.status == 200, path
        assert page.locator("table.list tbody tr").count(), path
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate(_SQUEEZED) == [], f"{path} at {width}"
