"""Pictures that people upload in the back office, put in the store of media."""

from __future__ import annotations

from flask import current_app

from sandbox.kernel.media import MediaStore
from sandbox.web.forms.base import BaseForm, attempt
from sandbox.web.forms.fields import PictureField


def uploaded(form: BaseForm, field: PictureField) -> str | None:
    """The stored name of the picture sent in a field; None when none was, or when it was refused (the words are on the field)."""
    data = field.content()
    if data is None:
        return None
    store: MediaStore = current_app.extensions["e5_media"]
    picture = attempt(form, store.add_picture, data=data, field=field.name)
    return picture.name if picture else None
