"""What people found, to lay beside what the machine found: panel records and prices, held against runs and needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conformance.files import BadFile
from conformance.panel import check as check_panel
from conformance.panel import read as read_panel
from conformance.prices import check as check_prices
from conformance.prices import read as read_prices

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from conformance.needs import Needs
    from conformance.panel import Panel
    from conformance.prices import Prices
    from conformance.runs import Run


@dataclass(frozen=True, slots=True)
class Beside:
    """What people found, to lay beside what the machine found: panel records by bidder, and prices."""

    panels: Mapping[str, Panel]
    prices: Prices | None = None

    def of(self, run: Run) -> Panel | None:
        """Return the panel's record of the bidder a run is of."""
        return self.panels.get(_bidder(run))


def _bidder(run: Run) -> str:
    return str(run.header["system"]["system"]["id"])


def beside(made: Sequence[Run], needs: Needs | None, panels: Sequence[Path], prices: Path | None) -> Beside:
    """Read panel records and prices; raise BadFile for what does not fit these runs and needs."""
    option = "--panel" if panels else "--prices"
    if (panels or prices) and needs is None:
        raise BadFile(option, "", "belongs to a statement of needs", "add --needs")
    if prices and len(made) == 1:
        raise BadFile("--prices", "", "is for the comparison alone, never in one bidder's report", "name several runs")
    found: dict[str, Panel] = {}
    bidders = [_bidder(run) for run in made]
    for path in panels:
        one = read_panel(path)
        if needs:
            check_panel(one, needs)
        if one.record.bidder not in bidders:
            problem = f"no run is {one.record.bidder}'s"
            raise BadFile(path, "record.bidder", problem, f"write one of {', '.join(bidders)}")
        if one.record.bidder in found:
            raise BadFile(path, "record.bidder", f"there are two records of {one.record.bidder}", "name one")
        found[one.record.bidder] = one
    asked = read_prices(prices) if prices else None
    if asked and needs:
        check_prices(asked, needs, {_bidder(run): run.digest for run in made})
    return Beside(found, asked)
