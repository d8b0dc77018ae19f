"""Interleaved rounds, medians and a table: A B A B ..., so that a machine that drifts does not favour anybody."""

from __future__ import annotations

import re
import resource
import statistics
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

console = Console()
ROUNDS = 15
"""So many that a machine which is slow for some of them does not move the median."""


@dataclass
class Measured:
    """The seconds each contender took in each round."""

    title: str
    of: int
    seconds: dict[str, list[float]] = field(default_factory=dict)

    def medians(self) -> dict[str, float]:
        """Return seconds per unit of work, by contender."""
        return {name: statistics.median(took) / self.of for name, took in self.seconds.items()}


def measured(
    title: str,
    of: int,
    contenders: Mapping[str, Callable[[], object]],
    rounds: int = ROUNDS,
    afterwards: Callable[[], object] = lambda: None,
) -> Measured:
    """Run every contender once unmeasured, then ``rounds`` times in turn; ``of`` is the units of work in one call.

    ``afterwards`` is what is done after each, and not measured.
    """
    found = Measured(title, of)
    for work in contenders.values():
        work()
        afterwards()
    for _ in range(rounds):
        for name, work in contenders.items():
            began = time.perf_counter()
            work()
            found.seconds.setdefault(name, []).append(time.perf_counter() - began)
            afterwards()
    return found


def show(found: Measured, base: str, targets: Mapping[str, float] | None = None) -> None:
    """Print medians and ratios; ``base`` is 1.00. ``targets`` are the ratios some contenders may have at most.

    The ratio of the lowest says what the medians hide on a machine that others use too.
    """
    medians = found.medians()
    lowest = {name: min(took) for name, took in found.seconds.items()}
    table = Table(title=found.title, box=None, title_justify="left", title_style="bold")
    for heading in ("contender", "median per unit", f"ratio to {base}", "of the lowest", "lowest to highest"):
        table.add_column(heading, justify="left" if heading == "contender" else "right")
    if targets:
        table.add_column("at most", justify="right")
    for name, median in medians.items():
        took = [one / found.of for one in found.seconds[name]]
        spread = f"{min(took) * 1e6:,.1f} to {max(took) * 1e6:,.1f} us"
        ratio = median / medians[base]
        row = [name, f"{median * 1e6:,.1f} us", f"{ratio:.2f}", f"{lowest[name] / lowest[base]:.2f}", spread]
        if targets and name in targets:
            row.append(against(ratio, targets[name], f"{targets[name]:.2f}"))
        table.add_row(*row)
    console.print(table)


def against(found: float, most: float, told: str) -> str:
    """Return a target in words, and whether what was found keeps it."""
    return f"{told}: {'met' if found <= most else 'MISSED'}"


def peak_megabytes() -> float:
    """Return the highest memory this process itself has held, in MB.

    The kernel hands on the highest figure of whoever started a process, but for the one it keeps in VmHWM.
    """
    status = Path("/proc/self/status")
    told = re.search(r"VmHWM:\s*(\d+) kB", status.read_text()) if status.exists() else None
    return int(told[1]) / 1000 if told else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
