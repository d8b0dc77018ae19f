"""Practice targets: start a simulator, honest or with a vice, and write the profile that reaches it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import tomlkit

import conformance
from conformance.files import BadFile
from conformance.kits import Simulator, kits, made

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def hospital(target: Path) -> Iterator[Path]:
    """Run the embedded reference hospital while its profile lies at ``target``."""
    with actor("hospital", None, target) as path:
        yield path


@contextmanager
def actor(name: str, fault: str | None, target: Path) -> Iterator[Path]:
    """Run one actor, or the one a fault belongs to; raise BadFile for a name nobody has."""
    simulator = _simulator(name, fault)
    with simulator:
        target.parent.mkdir(parents=True, exist_ok=True)
        label = f"{name}-{fault}".lower().replace(".", "-") if fault else name
        target.write_text(tomlkit.dumps(profile(label, simulator.profile())), encoding="utf-8")
        yield target


def profile(label: str, sections: dict[str, Any]) -> dict[str, Any]:
    """Return a whole profile around the sections a simulator gives."""
    return {
        "schema": "sut/1",
        "system": {
            "id": label,
            "supplier": "imaging-conformance",
            "product": "Practice target",
            "version": conformance.__version__,
        },
        "safety": {"environment": "test", "allow_hosts": ["127.0.0.1/32"]},
        **sections,
    }


def _simulator(name: str, fault: str | None) -> Simulator:
    if fault:
        faults = {one.id: one for kit in kits() for one in kit.saboteurs()}
        if fault not in faults:
            raise BadFile("--fault", "", f"nobody plays {fault!r}", "choose one of `conformance list faults`")
        return made(faults[fault])
    if name == "hospital":
        from conformance.hospital import Hospital  # noqa: PLC0415 - wires every room together

        return Hospital()
    actors = {actor: start for kit in kits() for actor, start in kit.simulators().items()}
    if name not in actors:
        known = ", ".join(["hospital", *sorted(actors)])
        raise BadFile(name, "", "is no actor we can play", f"choose one of {known}")
    return actors[name]()
