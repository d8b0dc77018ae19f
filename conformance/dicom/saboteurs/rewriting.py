"""How a vice spoils an instance: top-level element by element, or decoded, changed and encoded again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.dicom.samples import syntaxes
from conformance.dicom.simulator import Kept, anatomy

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydicom.dataset import Dataset

    from conformance.dicom.simulator.anatomy import Part


def rewritten(instance: Kept, rewrite: Callable[[Part, bytes], bytes]) -> Kept:
    """Return an instance whose top-level elements went through ``rewrite``; deflated ones stay as they are."""
    if instance.transfer_syntax == syntaxes.DeflatedExplicitVRLittleEndian:
        return instance
    data = b"".join(
        rewrite(part, instance.data[part.start : part.end])
        for part in anatomy.parts(instance.data, instance.transfer_syntax)
    )
    return replace(instance, data=data)


def recoded(instance: Kept, change: Callable[[Dataset], bool]) -> Kept:
    """Return an instance decoded, changed and encoded again, if ``change`` says that there was something to change."""
    decoded = syntaxes.decoded(instance.data, instance.transfer_syntax)
    if not change(decoded):
        return instance
    return replace(instance, data=syntaxes.encoded(decoded, instance.transfer_syntax))
