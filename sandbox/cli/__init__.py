"""The command `e5`: each module of this package without a leading underscore is one command, its `command`."""

from __future__ import annotations

import importlib
import pkgutil

import click

from sandbox.kernel.collecting import uncollected


class Commands(click.Group):
    """Finds commands by their file; only the one that is asked for is imported."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands, sorted."""
        return sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, or None."""
        if cmd_name not in self.list_commands(ctx):
            return None
        with uncollected():  # what modules define stays: searching it for cycles took a fifth of the start
            found = importlib.import_module(f"{__name__}.{cmd_name}").command
        assert isinstance(found, click.Command)
        return found

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; what the domain refuses ends as a sentence and exit code 1, not as a traceback."""
        from sandbox.cli._installation import refusals

        with refusals():
            return super().invoke(ctx)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
def main() -> None:
    """Bac à sable E5 : boutique, site et session d’examen, sur ce poste."""
