"""Whole numbers sent by browsers: in an address's question, in a form, in a list of choices.

`request.args.get("client", type=whole)`, `request.form.getlist("ids", type=whole)`, `SelectField(coerce=whole)`: what is no
number, or one that no column of the databases can hold, is as if it had not been sent.
"""

from __future__ import annotations

import re
from typing import Any

from sandbox.kernel.values import MAX_INTEGER

_WHOLE = re.compile(r"[+-]?[0-9]{1,12}")


def whole(value: Any) -> int:
    """The number that a text writes in plain digits; raises ValueError, which those who call this take for « nothing »."""
    text = str(value).strip()
    if not _WHOLE.fullmatch(text) or abs(found := int(text)) > MAX_INTEGER:
        raise ValueError("Ce n’est pas un nombre entier.")
    return found


def maybe_whole(value: Any) -> int | None:
    """The number, None for anything else."""
    try:
        return whole(value)
    except ValueError:
        return None
