"""The form of the cart: where a delivery would go, asked in the page's address."""

from __future__ import annotations

from wtforms import SelectField

from sandbox.shop.customers import rules
from sandbox.web.forms.base import BaseForm, length, required
from sandbox.web.forms.fields import StripField


class PlaceAskedForm(BaseForm):
    """A country and a postcode. It changes nothing, so it needs no token."""

    class Meta(BaseForm.Meta):
        """Asked in an address."""

        csrf = False

    pays = SelectField("Pays", choices={name: name for name in rules.COUNTRIES}, default=rules.FRANCE)
    cp = StripField(
        "Code postal",
        [required("Indiquez un code postal."), length(12)],
        render_kw={"autocomplete": "postal-code", "inputmode": "numeric"},
    )
