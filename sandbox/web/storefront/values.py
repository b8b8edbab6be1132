"""What a form gives to a service."""

from __future__ import annotations

from typing import Any

from sandbox.web.forms.base import BaseForm

ADDRESS = ("alias", "first_name", "last_name", "company", "line1", "line2", "postcode", "city", "country", "phone")


def address_values(form: BaseForm) -> dict[str, Any]:
    """The values of an address; an empty alias becomes « Mon adresse »."""
    values = {name: form[name].data or "" for name in ADDRESS}
    values["alias"] = values["alias"] or "Mon adresse"
    return values


def identity_values(form: BaseForm, settings: dict[str, Any]) -> dict[str, Any]:
    """The values of a customer that this shop asks for; what it does not ask is left as it is."""
    names = ["first_name", "last_name", "email", "is_newsletter"]
    names += ["birth_on"] if settings["naissance_demandee"] else []
    names += ["company", "siret"] if settings["mode_b2b"] else []
    names += ["is_partner_offers"] if settings["inscription_offres"] else []
    values = {name: form[name].data for name in names}
    values["title_id"] = form["title_id"].data or None
    return values
