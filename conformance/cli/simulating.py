"""The verb simulate: a practice target on loopback."""

from __future__ import annotations

import signal
import sys
import threading
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from conformance.cli.options import out


def simulate(
    actor: Annotated[str, typer.Argument(help="hospital, or an actor that list kits names")],
    fault: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="play this fault or oddity (list faults); may be repeated")
    ] = None,
    label: Annotated[str, typer.Option(metavar="LABEL", help="the blind label in its profile")] = "",
    profile: Annotated[Path | None, typer.Option("--out", metavar="F", help="where its profile is written")] = None,
) -> None:
    """Start a practice target on loopback and write the profile that reaches it; stop with Ctrl-C."""
    from conformance import practice  # noqa: PLC0415 - loads every simulator

    target = profile or Path(f"{actor}.toml")
    done = threading.Event()
    for name in ("SIGINT", "SIGTERM"):
        signal.signal(getattr(signal, name), lambda *_: done.set())
    with practice.actor(actor, fault, target, label):
        out.print(f"{escape(actor)} is ready; its profile is {escape(str(target))}; Ctrl-C stops it")
        sys.stdout.flush()
        while not done.wait(0.5):
            pass
