"""Practice targets: start a simulator, honest or with a vice, and write the profile that reaches it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import tomlkit

import conformance
from conformance.files import BadFile
from conformance.kits import Simulator, kits, made, type_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from conformance.model import Saboteur


@contextmanager
def hospital(target: Path) -> Iterator[Path]:
    """Run the embedded reference hospital while its profile lies at ``target``."""
    with actor("hospital", None, target) as path:
        yield path


@contextmanager
def actor(name: str, fault: str | Sequence[str] | None, target: Path, label: str = "") -> Iterator[Path]:
    """Run one actor, or the one its faults belong to; raise BadFile for a name nobody has.

    ``label`` is the blind label of the profile; without one it is made of the names.
    """
    faults = [fault] if isinstance(fault, str) else list(fault or ())
    simulator = _simulator(name, faults)
    with simulator:
        target.parent.mkdir(parents=True, exist_ok=True)
        own = label or "-".join([name, *faults]).lower().replace(".", "-")
        target.write_text(tomlkit.dumps(profile(own, simulator.profile())), encoding="utf-8")
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


def _simulator(name: str, faults: Sequence[str]) -> Simulator:
    if faults:
        played = {one.id: one for kit in kits() for one in kit.saboteurs()}
        for fault in faults:
            if fault not in played:
                raise BadFile("--fault", "", f"nobody plays {fault!r}", "choose one of `conformance list faults`")
        return _joined([played[fault] for fault in faults])
    if name == "hospital":
        from conformance.hospital import Hospital  # noqa: PLC0415 - wires every room together

        return Hospital()
    actors = {actor: start for kit in kits() for actor, start in kit.simulators().items()}
    if name not in actors:
        known = ", ".join(["hospital", *sorted(actors)])
        raise BadFile(name, "", "is no actor we can play", f"choose one of {known}")
    return actors[name]()


def _joined(saboteurs: Sequence[Saboteur]) -> Simulator:
    """Return one simulator with every vice; raise BadFile where one vice would hide another."""
    if len(saboteurs) == 1:
        return made(saboteurs[0])
    kinds = [type_of(one) for one in saboteurs]
    taken: dict[str, str] = {}
    for one, kind in zip(saboteurs, kinds, strict=True):
        for part in vars(kind):
            if part.startswith("__"):
                continue
            if part in taken:
                problem = f"{taken[part]} and {one.id} change the same part, so one would hide the other"
                raise BadFile("--fault", "", problem, "choose faults of different parts")
            taken[part] = one.id
    if len({one.actor for one in saboteurs}) > 1:
        raise BadFile("--fault", "", "these faults are of different actors", "choose faults of one actor")
    simulator: Simulator = type("SeveralVices", tuple(kinds), {})()
    return simulator
