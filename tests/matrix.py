"""Tell several peers their stories beside each other: what a kill matrix does for most of its time is wait for one."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from typing import TYPE_CHECKING

from arena import Arena

from conformance.model import Outcome, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from conformance.model import Result, Saboteur

AT_ONCE = 3
"""How many peers are told at a time; more of them would be late for each other's limits."""
PATIENT = 5
"""How many times longer a row has that did not come out as declared: on a busy machine an honest answer is late."""


class Matrix:
    """Rows of results by saboteur, each told once, in the order they will be asked for.

    ``tell`` meets one saboteur in the arena it is given. Each arena serves one row at a time.
    """

    def __init__(self, tell: Callable[[Arena, Saboteur], list[Result]]) -> None:
        self._tell = tell
        self._pool = ThreadPoolExecutor(AT_ONCE, "matrix")
        self._arenas: SimpleQueue[Arena] = SimpleQueue()
        for _ in range(AT_ONCE):
            self._arenas.put(Arena())
        self._rows: dict[str, Future[list[Result]]] = {}

    def ahead(self, request: pytest.FixtureRequest) -> None:
        """Begin with all rows that the chosen tests of this module are about."""
        for item in request.session.items:
            called = getattr(item, "callspec", None)
            if item.path == request.path and called and "saboteur" in called.params:
                self._begun(called.params["saboteur"])

    def __call__(self, saboteur: Saboteur) -> list[Result]:
        """Return the results of one saboteur; raise what went wrong with it."""
        return self._begun(saboteur).result()

    def _begun(self, saboteur: Saboteur) -> Future[list[Result]]:
        if saboteur.id not in self._rows:
            self._rows[saboteur.id] = self._pool.submit(self._row, saboteur)
        return self._rows[saboteur.id]

    def _row(self, saboteur: Saboteur) -> list[Result]:
        arena = self._arenas.get()
        try:
            results = self._tell(arena, saboteur)
            if as_declared(saboteur, results):
                return results
            arena.patience = PATIENT
            return self._tell(arena, saboteur)
        finally:
            arena.patience = 1
            self._arenas.put(arena)

    def close(self) -> None:
        """Begin no more rows, and stop the workers."""
        self._pool.shutdown(cancel_futures=True)
        for _ in range(AT_ONCE):
            self._arenas.get().close()


def as_declared(saboteur: Saboteur, results: list[Result]) -> bool:
    """Return whether what must catch a saboteur does, nothing fails beyond what it drags along, and nothing broke."""
    failed = {one.clause.id for told in results for one in told.findings if one.verdict is Verdict.FAILED}
    sound = all(told.outcome is not Outcome.ERROR for told in results)
    return sound and set(saboteur.fails) <= failed <= {*saboteur.fails, *saboteur.also}
