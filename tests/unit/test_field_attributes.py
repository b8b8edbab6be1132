"""The attributes of fields are those that WTForms would write."""

from __future__ import annotations

import inspect
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup
from wtforms.widgets import core

from sandbox.web.forms import base  # noqa: F401 -- puts them in use
from sandbox.web.forms.attributes import html_params

VALUES = st.one_of(
    st.text(), st.integers(), st.booleans(), st.none(), st.floats(allow_nan=False), st.text().map(Markup),
    st.sampled_from(["a \"b\" <c> & 'd'", Markup('<b title="x">'), "", "l’été"]),
)  # fmt: skip
NAMES = st.sampled_from(
    ["class", "class_", "for_", "data_rate", "aria_label", "id", "value", "required", "data-x", "a<b"]
)


def as_wtforms(**attributes: Any) -> Markup:
    """What the widgets wrote before."""
    params = []
    for k, v in sorted(attributes.items()):
        k = core.clean_key(k)
        if v is True:
            params.append(k)
        elif v is not False:
            v = core.escape(v).replace(Markup('"'), Markup("&quot;"))
            params.append(Markup('{k}="{v}"').format(k=k, v=v))
    return Markup(" ").join(params)


@given(st.dictionaries(NAMES, VALUES))
def test_they_are_written_as_wtforms_writes_them(attributes: dict[str, Any]) -> None:
    written = html_params(**attributes)
    assert written == as_wtforms(**attributes)
    assert isinstance(written, Markup)


def test_every_widget_uses_them() -> None:
    widgets = [one for _, one in inspect.getmembers(core, inspect.isclass) if hasattr(one, "html_params")]
    assert len(widgets) > 3
    assert all(widget.html_params is html_params for widget in widgets)
    assert core.html_params is html_params
