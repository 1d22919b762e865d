"""The command `kg`. Each command opens only the rooms that it needs, so that help comes at once."""

from __future__ import annotations

import os
import sys

import typer

from kg.cli import analyzing, asking, knowing, reading, show
from kg.errors import SiyasaError

app = typer.Typer(
    help="Arabic political news into a knowledge graph in which every fact carries its sentence, its speaker and its date.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
COMMANDS = (
    reading.build,
    reading.extract,
    asking.query,
    asking.export,
    analyzing.analyze,
    asking.view,
    asking.serve,
    asking.validate,
    asking.review,
    reading.remove,
    reading.load,
    asking.push,
    knowing.evaluate,
)
for command in COMMANDS:
    app.command()(command)
app.add_typer(knowing.app, name="knowledge")


def main() -> None:
    """Run the command; what the user can mend is one line on standard error."""
    try:
        app()
    except SiyasaError as error:
        show.fail(str(error))
        sys.exit(1)
    except BrokenPipeError:  # the reader of a pipe has gone; nobody is left to tell
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
