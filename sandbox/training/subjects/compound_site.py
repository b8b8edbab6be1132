"""Values of several parts of the site's things in a run: terms by their keys, comments and items by what they hang on.

`{"action": "article.creer", "valeurs": {"titre": "…", "rubriques": ["conseils"], "etiquettes": ["mouture"]}}`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.shop.navigation.rules import Place
from sandbox.training.subjects.compound import listed
from sandbox.training.subjects.names import Names, entity_named

Given = Mapping[str, Any]
Reading = Callable[[Names, Any, Given], Given]


def _categories(names: Names, raw: Any, _arguments: Given) -> Given:
    spec = entity_named("rubrique")
    return {"category_ids": [names.get_row(spec, str(key)).id for key in listed(raw)]}


def _tags(_names: Names, raw: Any, _arguments: Given) -> Given:
    return {"tags": [str(name) for name in listed(raw)]}


def _parent_comment(names: Names, raw: Any, _arguments: Given) -> Given:
    return {"parent": names.get_row(entity_named("commentaire"), str(raw))}


def _parent_item(names: Names, raw: Any, _arguments: Given) -> Given:
    return {"parent": names.get_row(entity_named("element_menu"), str(raw))}


def _place(_names: Names, raw: Any, _arguments: Given) -> Given:
    return {"place": str(raw)}


def _tree(names: Names, raw: Any, _arguments: Given) -> Given:
    """`["accueil", "cafes", "cafes/origines"]`: each item of the menu by its key, behind the key of the one above it."""
    spec = entity_named("element_menu")
    places = []
    for path in listed(raw):
        *above, own = str(path).split("/")
        places.append(Place(names.get_row(spec, own).id, names.get_row(spec, above[-1]).id if above else 0))
    return {"places": places}


def _social(_names: Names, raw: Any, _arguments: Given) -> Given:
    """`["instagram https://reseau.example/maison"]`: each network before its address, as a subject reads them."""
    parts = [str(one).strip().partition(" ") for one in listed(raw)]
    return {"social": [{"net": net, "url": url.strip()} for net, _, url in parts]}


def _leads_to(names: Names, raw: Any, _arguments: Given) -> Given:
    """`page_site:famille`, where `famille` may be a page that the run itself made: kept by its number, as the screen does."""
    kind, _, key = str(raw).partition(":")
    number = names.given.get((kind, key))
    return {"target": f"{kind}:{number}" if number else str(raw)}


_SITE: tuple[tuple[tuple[str, ...], str, Reading], ...] = (
    (("article.creer", "article.modifier"), "rubriques", _categories),
    (("article.creer", "article.modifier"), "etiquettes", _tags),
    (("commentaire.ecrire",), "repond_a", _parent_comment),
    (("element_menu.ajouter", "element_menu.deplacer"), "sous", _parent_item),
    (("element_menu.ajouter", "element_menu.modifier"), "cible", _leads_to),
    (("site.modifier",), "reseaux", _social),
    (("menu_site.placer",), "emplacement", _place),
    (("menu_site.ordonner",), "arbre", _tree),
)
SITE: dict[tuple[str, str], Reading] = {(action, name): read for actions, name, read in _SITE for action in actions}
"""Joined to the readers of the shop's things."""
