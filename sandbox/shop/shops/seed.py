"""The shop's section of a context: settings, legal identity, theme."""

from __future__ import annotations

import json
import re
from typing import Any

from sandbox.kernel.db import db
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.packs import Reader
from sandbox.kernel.yaml_nodes import Node
from sandbox.shop.shops.models import ShopSetting
from sandbox.shop.shops.rules import COMPANY_FIELDS, SETTINGS, Section, write_setting

_COLOR = re.compile(r"^#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})$")
PICTURES = ("logo", "favicon", "hero", "hero_mobile", "recit")
_OWN_FIELDS = {"bandeau", *(s.name for s in SETTINGS.values() if s.section in (Section.COMPANY, Section.IDENTITY))}


def load(reader: Reader) -> None:
    """Read reglages, bandeau, entreprise, theme, reseaux, slogan, secteur and histoire into a full set of settings."""
    values: dict[str, str] = {name: write_setting(name, setting.default) for name, setting in SETTINGS.items()}
    for name, node in reader.section("reglages").items():
        if name not in SETTINGS or name in _OWN_FIELDS:
            known = ", ".join(n for n in SETTINGS if n not in _OWN_FIELDS)
            reader.fault(node, f"Réglage « {name} » inconnu. Réglages possibles : {known}.")
            continue
        _set(reader, values, name, node)
    for name in ("bandeau", "slogan", "secteur", "histoire"):
        _set(reader, values, name, reader.section(name))
    company = reader.section("entreprise")
    for name, node in company.items():
        if name in COMPANY_FIELDS:
            _set(reader, values, f"entreprise_{name}", node)
        else:
            reader.fault(node, f"Champ « {name} » inconnu. Champs possibles : {', '.join(COMPANY_FIELDS)}.")
    values["reseaux"] = json.dumps({name: node.text() for name, node in reader.section("reseaux").items()})
    values["theme"] = json.dumps(_theme(reader), ensure_ascii=False)
    db.session.add_all(ShopSetting(name=name, value=value) for name, value in values.items())
    db.session.flush()


def _set(reader: Reader, values: dict[str, str], name: str, node: Node) -> None:
    if node.value is None and not SETTINGS[name].is_optional:
        return
    try:
        values[name] = write_setting(name, node.text())
    except RuleBroken as refused:
        reader.fault(node, refused.message)


def _theme(reader: Reader) -> dict[str, Any]:
    theme: dict[str, Any] = {}
    for name, node in reader.section("theme").items():
        if name == "couleurs":
            theme[name] = {token: _color(reader, color) for token, color in node.items()}
        elif name not in PICTURES:
            theme[name] = node.value
        elif picture := reader.picture(node.text(), at=node):
            theme[name] = picture.name
    return theme


def _color(reader: Reader, node: Node) -> str:
    if not _COLOR.match(node.text()):
        reader.fault(node, f'Couleur « {node.text()} » refusée : écrivez-la comme "#1b2733", entre guillemets.')
    return node.text()
