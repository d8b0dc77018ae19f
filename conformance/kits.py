"""Find kits, ours and other people's, by entry point; a kit is one room with the usual furniture."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any, Protocol, Self

from conformance.model import Clause, Saboteur, Scenario

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from types import ModuleType

GROUP = "conformance.kits"


class Simulator(Protocol):
    """An honest actor on loopback: ``with Archive() as archive: archive.profile()``."""

    def __enter__(self) -> Self:
        """Start listening on an ephemeral port."""

    def __exit__(self, *_: object) -> None:
        """Stop, and let go of the port."""

    def profile(self) -> dict[str, Any]:
        """Return the sections of a candidate's profile that reach it, as TOML would give them."""


@dataclass(frozen=True, slots=True)
class Kit:
    """One room. Its furniture is found by name under ``package``, and only when asked for."""

    id: str
    title: str
    package: str
    across: bool = False
    """Whether its stories meet the doors of several kits, and so are told when no other story is."""
    doors: tuple[str, ...] = ()
    """What its stories may require that has a door of its own, so that they can be told beside those of the others."""
    last: tuple[str, ...] = ()
    """What its stories may require that takes the candidate away from all others, so that they are told last."""
    stalling: tuple[str, ...] = ()
    """Its stories that stop halfway, which some candidates take long to get over: told when all others have been."""

    def door(self, scenario: Scenario) -> str:
        """Return what the stories that are told in one order have in common: a part of the profile, or a door of it."""
        ranked = [door for door in self.doors if any(_within(one, door) for one in scenario.requires)]
        return ranked[0] if ranked else scenario.requires[0].partition(".")[0] if scenario.requires else ""

    def place(self, scenario: Scenario) -> int:
        """Return when a story is told.

        0: beside others; 1: when those have been; 2: when all of single kits have been; 3: when all others have been.
        """
        if scenario.id in self.stalling:
            return 3
        if self.across:
            return 2
        return int(any(_within(one, last) for one in scenario.requires for last in self.last))

    def _furniture(self, name: str) -> ModuleType | None:
        path = f"{self.package}.{name}"
        try:
            return import_module(path)
        except ModuleNotFoundError as error:
            if error.name == path:
                return None
            raise

    def scenario_modules(self) -> tuple[str, ...]:
        """Return the import paths of the kit's ``scenarios/test_*.py``, in order."""
        package = self._furniture("scenarios")
        if package is None:
            return ()
        names = sorted(one.name for one in iter_modules(package.__path__) if one.name.startswith("test_"))
        return tuple(f"{package.__name__}.{name}" for name in names)

    def scenarios(self) -> tuple[Scenario, ...]:
        """Return what the kit's scenario files declare, in the order they run."""
        from conformance.authoring import declared  # noqa: PLC0415 - pytest is loaded only where scenarios are read

        found: list[Scenario] = []
        for path in self.scenario_modules():
            told = (declared(value) for value in vars(import_module(path)).values() if callable(value))
            found += [one for one in told if one is not None and one.where.startswith(f"{path}:")]
        return tuple(found)

    def clauses(self) -> tuple[Clause, ...]:
        """Return the clauses the kit declares, whether a scenario uses them or not."""
        room = self._furniture("clauses")
        return tuple(value for value in vars(room).values() if isinstance(value, Clause)) if room else ()

    def fixtures(self) -> str | None:
        """Return the import path of the kit's pytest fixtures."""
        room = self._furniture("fixtures")
        return room.__name__ if room else None

    def simulators(self) -> Mapping[str, Callable[[], Simulator]]:
        """Return the kit's honest actors by name."""
        room = self._furniture("simulator")
        return dict(room.SIMULATORS) if room else {}

    def saboteurs(self) -> tuple[Saboteur, ...]:
        """Return the kit's actors with one vice each, and its oddities."""
        room = self._furniture("saboteurs")
        return tuple(room.SABOTEURS) if room else ()

    def explain(self, media_type: str, octets: bytes) -> list[str] | None:
        """Return recorded octets as lines a person reads, or None when they are of another kit's kind."""
        room = self._furniture("explain")
        return room.explain(media_type, octets) if room else None


def _within(requirement: str, part: str) -> bool:
    return requirement == part or requirement.startswith(f"{part}.")


@cache
def kits() -> tuple[Kit, ...]:
    """Return every installed kit, ours first, then by name."""
    found = [point.load() for point in entry_points(group=GROUP)]
    order = {"dicom": 0, "hl7": 1, "xds": 2, "workflow": 3}
    return tuple(sorted(found, key=lambda kit: (order.get(kit.id, len(order)), kit.id)))


def place(scenario: Scenario) -> int:
    """Return when a story is told, as its kit says; 0 for one of no installed kit."""
    return next((kit.place(scenario) for kit in kits() if kit.id == scenario.kit), 0)


def in_order(scenarios: Iterable[Scenario]) -> list[Scenario]:
    """Return the stories in the order they are told: as they come, but those that need the candidate alone last."""
    return sorted(scenarios, key=place)


@cache
def all_scenarios() -> tuple[Scenario, ...]:
    """Return every scenario of every kit; raise ValueError when two share an id."""
    found: dict[str, Scenario] = {}
    for kit in kits():
        for one in kit.scenarios():
            if one.id in found:
                raise ValueError(f"two scenarios are called {one.id}: {found[one.id].where} and {one.where}")
            found[one.id] = one
    return tuple(found.values())


def made(saboteur: Saboteur) -> Simulator:
    """Return the simulator with the vice, not yet started."""
    simulator: Simulator = type_of(saboteur)()
    return simulator


def type_of(saboteur: Saboteur) -> type:
    """Return the class of the simulator with the vice."""
    module, _, name = saboteur.make.partition(":")
    kind: type = getattr(import_module(module), name)
    return kind
