"""The verbs of the command line, by topic; each reads its words, calls one room and prints; no logic of its own."""

from __future__ import annotations

import sys
from typing import NoReturn

import typer
from rich.markup import escape

from conformance.cli import buying, checking, listing, reporting, running, simulating
from conformance.cli.options import err
from conformance.files import BadFile
from conformance.running import Exit

app = typer.Typer(
    name="conformance",
    help="Does an imaging system really speak DICOM, HL7 v2, XDS and XDS-I? Run, score, report.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for _name, _verb in (
    ("run", running.run),
    ("demo", running.demo),
    ("report", reporting.report),
    ("diff", reporting.tell_apart),
    ("init", buying.init),
    ("doctor", checking.examine),
    ("check", checking.check),
    ("simulate", simulating.simulate),
    ("verify", checking.verify),
    ("schema", checking.schema),
):
    app.command(_name)(_verb)
app.add_typer(buying.needs_verbs, name="needs")
app.add_typer(buying.panel_verbs, name="panel")
app.add_typer(listing.listing, name="list")


def main() -> NoReturn:
    """Run the command line; a bad file is exit 4 with what to write instead."""
    try:
        code = app(standalone_mode=False)
    except BadFile as bad:
        err.print(escape(str(bad)), style="bold red")
        code = Exit.WRONG_USE
    except typer.Abort:
        code = Exit.INTERRUPTED
    except typer.Exit as leaving:
        code = leaving.exit_code
    except Exception as error:
        if hasattr(error, "format_message"):
            err.print(escape(error.format_message()), style="bold red")
            code = Exit.WRONG_USE
        else:
            raise
    sys.exit(int(code or 0))
