"""An archive that is restarted when it is asked to: what it keeps, and what it still owes, is there afterwards."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final, Self

from conformance.desk import Desk
from conformance.dicom.simulator.performing import Performing

if TYPE_CHECKING:
    from collections.abc import Mapping

_PAUSE_S: Final = 0.1
_TRIES: Final = 100


class Restarting(Performing):
    """Closes its door and every connection, and opens it again at the same port."""

    def __init__(self, aet: str) -> None:
        super().__init__(aet)
        self.desk = Desk({"dicom.restart": self.restart})
        self._waiting = threading.Event()

    def __enter__(self) -> Self:
        super().__enter__()
        self._waiting.clear()
        self.desk.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._waiting.set()
        self.desk.__exit__()
        super().__exit__()

    def restart(self, _values: Mapping[str, str]) -> None:
        """Go down and come up again."""
        self.go_down()
        self.restarted()
        self.come_up()
        self.door.begin(self.redeliver)

    def go_down(self) -> None:
        """Close the door, and cut whoever is inside."""
        self.door.shut()

    def restarted(self) -> None:
        """Lose nothing in between."""

    def come_up(self) -> None:
        """Open the door again at the same port; raise OSError when somebody has taken it for good."""
        for left in reversed(range(_TRIES)):
            try:
                self.door.open(self.port)
            except OSError:
                if not left or self._waiting.wait(_PAUSE_S):
                    raise
            else:
                return

    def redeliver(self) -> None:
        """Send the reports on commitment that could not be delivered before, as long as it takes."""
        owed, self.undelivered = self.undelivered, []
        for calling, report in owed:
            for _ in range(_TRIES):
                if self.delivered(calling, report) or self._waiting.wait(_PAUSE_S):
                    break
