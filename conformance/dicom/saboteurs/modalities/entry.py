"""How a modality with a vice is entered in the room's list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.model import Clause, Saboteur

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conformance.dicom.simulator import Modality


def modality(name: str, maker: type[Modality], *fails: Clause, also: Iterable[Clause] = ()) -> Saboteur:
    """Return the entry of a modality with one vice, or of an odd one: then nothing ``fails``."""
    return Saboteur(
        id=f"dicom.initiator-{name}",
        says=(maker.__doc__ or "").rstrip("."),
        actor="modality",
        make=f"{maker.__module__}:{maker.__qualname__}",
        fails=tuple(clause.id for clause in fails),
        also=tuple(clause.id for clause in also),
    )
