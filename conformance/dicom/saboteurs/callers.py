"""How a modality or a workstation with a vice is entered in the room's list."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.model import Clause, Saboteur

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conformance.dicom.simulator import Modality, Workstation


def modality(name: str, maker: type[Modality], *fails: Clause, also: Iterable[Clause] = ()) -> Saboteur:
    """Return the entry of a modality with one vice, or of an odd one: then nothing ``fails``."""
    return _entered(f"dicom.initiator-{name}", "modality", maker, fails, also)


def workstation(
    name: str, maker: type[Workstation], *fails: Clause, also: Iterable[Clause] = (), told: Iterable[str] = ()
) -> Saboteur:
    """Return the entry of a workstation with one vice, or of an odd one: then nothing ``fails``.

    ``told`` are the last words of the stories that it is told, where they are not all those of a workstation.
    """
    made = _entered(f"dicom.workstation-{name}", "workstation", maker, fails, also)
    return replace(made, scenarios=tuple(f"dicom.workstation.{one}" for one in told))


def _entered(
    id: str,  # noqa: A002 - the field's own word
    actor: str,
    maker: type[Modality | Workstation],
    fails: Iterable[Clause],
    also: Iterable[Clause],
) -> Saboteur:
    return Saboteur(
        id=id,
        says=(maker.__doc__ or "").rstrip("."),
        actor=actor,
        make=f"{maker.__module__}:{maker.__qualname__}",
        fails=tuple(clause.id for clause in fails),
        also=tuple(clause.id for clause in also),
    )
