"""Tell scenarios to one peer after another through one worker: what the kill matrix and the peers' tests run on."""

from __future__ import annotations

import tempfile
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conformance.attempt import Request
from conformance.kits import all_scenarios, kits
from conformance.limits import Limits
from conformance.results import judged
from conformance.sealing import seal
from conformance.story import derived
from conformance.supervision import Workers
from conformance.systems import SystemProfile

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from conformance.model import Result

QUICK = Limits(
    connect_s=2, pdu_s=3, frame_s=3, http_s=4, release_s=1, quiet_s=0.15, settle_s=2, responses_s=5, scenario_s=60
)
"""Limits at about a tenth, so that a peer that never answers costs seconds, not minutes."""


def profile_of(sections: Mapping[str, Any]) -> dict[str, Any]:
    """Return a whole profile around the sections a simulator gives."""
    return {
        "schema": "sut/1",
        "system": {"id": "peer", "supplier": "None", "product": "Peer", "version": "1"},
        "safety": {"environment": "test", "allow_hosts": ["127.0.0.1/32"]},
        **sections,
    }


class Arena:
    """One worker process that outlives its opponents; the evidence goes to a folder of its own."""

    def __init__(self, limits: Limits = QUICK) -> None:
        self._limits = limits
        self.patience = 1
        """How many times as long as the limits say is waited."""
        modules = [f"{kit.package}.scenarios" for kit in kits() if kit.scenario_modules()]
        self._workers = Workers(modules, limits)
        in_memory = Path("/dev/shm")
        self._temporary = tempfile.TemporaryDirectory(dir=in_memory if in_memory.is_dir() else None)
        self.folder = Path(self._temporary.name)
        self.evidence = self.folder / "evidence"

    @property
    def worker(self) -> int:
        """Return the process id of the worker."""
        return self._workers.pid

    def run(
        self,
        sections: Mapping[str, Any],
        kit: str | None = None,
        *,
        only: Collection[str] = (),
        seed: str = "arena",
        limits: Mapping[str, Any] | None = None,
    ) -> list[Result]:
        """Tell every scenario of a kit (or those in ``only``) that the profile has the parts for."""
        profile = SystemProfile.model_validate(profile_of(sections))
        chosen = [
            one
            for one in all_scenarios()
            if (kit is None or one.kit == kit)
            and (not only or one.id in only)
            and all(profile.offers(part) for part in one.requires)
        ]
        in_force = replace(self._limits, **(limits or {}))
        longer = {name: value * self.patience for name, value in asdict(in_force).items() if name.endswith("_s")}
        in_force = replace(in_force, **longer)
        dumped = profile.model_dump(mode="json", by_alias=True, exclude_none=True)
        results = []
        for one in chosen:
            journal = self.folder / "arena.journal"
            journal.write_bytes(b"")
            request = Request(
                scenario=one.id,
                attempt=1,
                seed=derived(seed, one.id).hex(),
                started="2026-11-24T10:00:00.000Z",
                journal=str(journal),
                profile=dumped,
                folder=str(self.folder),
                limits=asdict(in_force),
            )
            answer = self._workers.ask(request)
            with journal.open("rb") as recorded:
                sealed = seal(recorded, self.evidence, durable=False)
            results.append(judged(one, 1, request.started, sealed, answer))
        return results

    def close(self) -> None:
        """Stop the worker and remove the evidence."""
        self._workers.stop()
        self._temporary.cleanup()
