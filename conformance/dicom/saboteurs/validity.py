"""Archives that give back objects which are no longer what their kind must be; and one that is odd and right."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from conformance.dicom import clauses as c
from conformance.dicom.saboteurs.entries import vice
from conformance.dicom.simulator import Archive
from conformance.dicom.simulator.web import Web
from conformance.dicom.wire import DataSet, element, read_data_set, write_data_set

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from conformance.dicom.simulator import Kept

_STATION = 0x00081010


def _changed(octets: bytes, syntax: str, change: Callable[[DataSet], DataSet]) -> bytes:
    return write_data_set(change(read_data_set(octets, syntax)), syntax)


def _retyped(written: Mapping[str, str]) -> Callable[[DataSet], DataSet]:
    return lambda data: DataSet(tuple(replace(one, vr=written.get(one.vr, one.vr)) for one in data))


class ThriftyArchive(Archive):
    """Leaves out on the way back whatever has no value."""

    def sent(self, instance: Kept) -> bytes:
        """Leave it out."""
        return _changed(
            instance.data,
            instance.transfer_syntax,
            lambda data: DataSet(tuple(one for one in data if not one.empty), data.inherited),
        )


class RetypingArchive(Archive):
    """Writes every short string as a long one."""

    def sent(self, instance: Kept) -> bytes:
        """Call it LO."""
        return _changed(
            instance.data,
            instance.transfer_syntax,
            _retyped({"SH": "LO"}),
        )


class TracingArchive(Archive):
    """Adds its own name to the station's, where one value is allowed."""

    def sent(self, instance: Kept) -> bytes:
        """Add it."""
        return _changed(
            instance.data,
            instance.transfer_syntax,
            lambda data: data.replacing(element(_STATION, "STATION\\ARCHIVE ", "SH")),
        )


class _Retyping(Web):
    written: ClassVar[Mapping[str, str]]
    """What it writes for a value representation, where that is another."""

    def recoded(self, instance: Kept, wanted: str) -> bytes | None:
        octets = super().recoded(instance, wanted)
        if octets is None or instance.transfer_syntax == wanted:
            return octets
        return _changed(octets, wanted, _retyped(self.written))


class _Guessing(_Retyping):
    written: ClassVar = {"CS": "LO", "IS": "LO"}


class GuessingArchive(Archive):
    """Guesses value representations when it writes them anew for the web."""

    web = _Guessing


class _Unsure(_Retyping):
    written: ClassVar = {"LO": "UN"}


class UnsureArchive(Archive):
    """Writes UN for elements whose value representation it does not know."""

    web = _Unsure


_RETURNED, _ANEW = ("dicom.objects.returned",), ("dicom.web.retrieve.objects",)
SABOTEURS = (
    vice("dicom.object-thrifty", ThriftyArchive, c.OBJECT_REQUIRED, scenarios=_RETURNED),
    vice("dicom.object-retyping", RetypingArchive, c.OBJECT_REPRESENTATION, scenarios=_RETURNED),
    vice("dicom.object-tracing", TracingArchive, c.OBJECT_MULTIPLICITY, scenarios=_RETURNED),
    vice("dicom.object-guessing", GuessingArchive, c.OBJECT_REPRESENTATION, scenarios=_ANEW),
    vice("dicom.object-unsure", UnsureArchive, scenarios=_ANEW),
)
