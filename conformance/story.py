"""What one attempt at a scenario has in hand: its seed, its moment, the doors to the candidate, its profile."""

from __future__ import annotations

import hashlib
import hmac
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from conformance.asking import Asks, Begun, Deed, Nobody
from conformance.model import Blocked

if TYPE_CHECKING:
    from collections.abc import Callable

    from conformance.evidence import Recorder
    from conformance.guarded import Doors
    from conformance.limits import Limits
    from conformance.systems import SystemProfile


def derived(seed: str, *names: str) -> bytes:
    """Return 32 octets that depend on the run's seed and the names alone (HMAC-SHA256)."""
    return hmac.new(seed.encode(), "/".join(names).encode(), hashlib.sha256).digest()


@dataclass(frozen=True, slots=True)
class Story:
    """One attempt. Everything that varies comes from ``seed`` and ``now``, so it can be told again exactly.

    ``seed`` is hex, unique to run, scenario and attempt; ``now`` is the moment it began, UTC.
    """

    scenario: str
    seed: str
    now: datetime
    doors: Doors
    recorder: Recorder
    system: SystemProfile
    folder: Path = field(default_factory=Path)
    """Where the profile lies; paths in it are relative to this folder."""
    asks: Asks = field(default_factory=Nobody)
    replayed: bool = False
    """Whether it is told to its recording: nobody is there, and certificates of then may be gone."""

    @property
    def limits(self) -> Limits:
        """Return the limits of time and size in force."""
        return self.doors.limits

    def ask(self, deed: Deed) -> Begun:
        """Ask the candidate to act by itself; raise Blocked when it can't be asked. Open the door it comes by first."""
        refused = self.asks.ask(deed)
        if refused:
            raise Blocked(f"the candidate can't be asked to act ({deed.says}): {refused}")
        way = self.system.asked.way(deed.id) if self.system.asked else None
        if way is None:
            return Begun(deed, self.limits.settle_s, self.asks, self.limits.quiet_s)
        return Begun(deed, way.within_s, self.asks, way.quiet_s)

    def once(self, what: str, make: Callable[[], str]) -> str:
        """Return what no seed decides, such as a signature or the time of day: made once, and told again as it was."""
        return self.doors.once(what, make)

    def token(self, name: str, length: int = 8) -> str:
        """Return upper-case hex digits, the same for the same story and name."""
        return derived(self.seed, name).hex()[:length].upper()

    def uid(self, name: str) -> str:
        """Return a DICOM UID or OID under 2.25 (ITU-T X.667), the same for the same story and name."""
        return f"2.25.{uuid.UUID(bytes=derived(self.seed, 'uid', name)[:16], version=4).int}"

    def uuid(self, name: str) -> str:
        """Return a lower-case UUID, the same for the same story and name."""
        return str(uuid.UUID(bytes=derived(self.seed, "uuid", name)[:16], version=4))

    def patient_id(self, name: str) -> str:
        """Return a patient identifier in the reserved range: ``ZZ`` and ten hex digits."""
        return f"ZZ{self.token('patient/' + name, 10)}"


def moment(iso: str) -> datetime:
    """Read an ISO 8601 moment as written in a run folder."""
    return datetime.fromisoformat(iso).astimezone(UTC)
