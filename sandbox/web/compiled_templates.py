"""Templates kept compiled beside their sources, as Python keeps its modules: compiling the four hundred of them takes three
seconds, and the first to open each page waited for its share.

What is kept is found again only for the same source and the same Jinja; where it cannot be read or written, templates are compiled
as before and nobody is told.
"""

from __future__ import annotations

import pickle
import sys
from pathlib import Path

from flask import Flask
from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket

FOLDER = "__pycache__"
OPTIONS = {
    "trim_blocks": True,
    "lstrip_blocks": True,
    "cache_size": -1,
    # A template compiled by an earlier version must not hold what that version's filters made of a constant.
    "optimized": False,
}


class CompiledTemplates(FileSystemBytecodeCache):
    """Kept in a folder, or compiled anew: a folder that is full, cut short or not ours never fails a page."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """What was kept of a template; nothing when it was cut short."""
        try:
            super().load_bytecode(bucket)
        except (OSError, EOFError, ValueError, TypeError, pickle.UnpicklingError):
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template, where that is possible."""
        try:
            Path(self.directory).mkdir(exist_ok=True)
            super().dump_bytecode(bucket)
        except OSError:
            return


def register(app: Flask) -> None:
    """Keep what is compiled, where Python may keep its own; must come before the first template is asked for."""
    folder = Path(app.root_path, app.template_folder or "") / FOLDER
    kept = {} if sys.dont_write_bytecode else {"bytecode_cache": CompiledTemplates(str(folder), "%s.jinja")}
    app.jinja_options = {**app.jinja_options, **OPTIONS, **kept}


def read_all(app: Flask) -> None:
    """Have every template ready: worth it where several processes are to share them."""
    for name in app.jinja_env.list_templates(extensions=["html", "xml", "txt", "svg"]):
        app.jinja_env.get_template(name)
