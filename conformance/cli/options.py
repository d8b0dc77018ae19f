"""What several verbs take and print to: their options in the same words, and the two consoles."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)

System = Annotated[Path, typer.Argument(metavar="SYSTEM.toml", help="the candidate's profile")]
DeviationsFile = Annotated[
    Path | None, typer.Option("--deviations", metavar="F", help="failures somebody expects, with reasons and an end")
]
Baseline = Annotated[
    Path | None, typer.Option("--baseline", metavar="RUN", help="also say what changed since this earlier run")
]
NeedsFile = Annotated[Path | None, typer.Option("--needs", metavar="F", help="the statement of needs")]
Json = Annotated[bool, typer.Option("--json", help="as JSON, for a program")]
