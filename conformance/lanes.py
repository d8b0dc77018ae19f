"""Tell the stories of several doors beside each other, in order at each; those that need all of them wait."""

from __future__ import annotations

from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import groupby
from typing import TYPE_CHECKING

from conformance.kits import in_order, kits, place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from conformance.model import Result, Scenario
    from conformance.supervision import Workers


class Lanes:
    """A thread and a worker process for each door of each kit; stories that need the candidate alone are told last.

    ``tell`` has one story told by the worker it is given and returns its results; ``worker`` makes one for a kit.
    """

    def __init__(self, tell: Callable[[Scenario, Workers], list[Result]], worker: Callable[[str], Workers]) -> None:
        self._tell = tell
        self._worker = worker
        self._workers: dict[tuple[str, str], Workers] = {}
        self._threads: dict[tuple[str, str], ThreadPoolExecutor] = {}
        self._told: dict[str, Future[list[Result]]] = {}

    def begin(self, scenarios: Iterable[Scenario]) -> None:
        """Begin to tell the stories."""
        known = {kit.id: kit for kit in kits()}
        for _, group in groupby(in_order(scenarios), key=place):
            earlier = tuple(self._told.values())
            for scenario in group:
                kit = known[scenario.kit]
                self._submit(scenario, "" if kit.across else kit.door(scenario), earlier)

    def _submit(self, scenario: Scenario, door: str, earlier: tuple[Future[list[Result]], ...]) -> None:
        lane = (scenario.kit, door)
        if lane not in self._threads:
            self._threads[lane] = ThreadPoolExecutor(1, f"stories of {scenario.kit}")
            self._workers[lane] = self._worker(scenario.kit)
        self._told[scenario.id] = self._threads[lane].submit(self._tell_after, earlier, scenario, self._workers[lane])

    def _tell_after(
        self, earlier: tuple[Future[list[Result]], ...], scenario: Scenario, workers: Workers
    ) -> list[Result]:
        """Tell a story when those that may not be told beside it have been; have the worker ready by then."""
        if earlier:
            wait(earlier, return_when=FIRST_COMPLETED)
            workers.ready()
            wait(earlier)
        return self._tell(scenario, workers)

    def told(self, scenario: Scenario) -> list[Result]:
        """Wait for a story and return its results."""
        return self._told[scenario.id].result()

    def stop(self) -> None:
        """End every lane: what is being told is cut, what was not begun is not."""
        for thread in self._threads.values():
            thread.shutdown(wait=False, cancel_futures=True)
        for workers in self._workers.values():
            workers.stop(kill=any(not one.done() for one in self._told.values()))
        for thread in self._threads.values():
            thread.shutdown()
        for workers in self._workers.values():
            workers.stop()
