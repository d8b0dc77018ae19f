"""An instance as it is stored and comes back, and how storing and retrieving it may end well."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from conformance.dicom.wire import DataSet, read_data_set

if TYPE_CHECKING:
    from conformance.dicom.client import Answer

_WARNINGS = range(0xB000, 0xC000)


class Instance(Protocol):
    """What is stored, or came back: as ``samples.Instance``, ``client.Received`` and ``web.part10.File``."""

    @property
    def sop_class(self) -> str:
        """The SOP class UID."""

    @property
    def sop_instance(self) -> str:
        """The SOP instance UID."""

    @property
    def transfer_syntax(self) -> str:
        """The transfer syntax ``data`` is in."""

    @property
    def data(self) -> bytes:
        """The data set's octets, without file meta information."""


def stored_well(answer: Answer) -> bool:
    """Return whether a C-STORE ended with success or a warning (PS3.4 B.2.3)."""
    return answer.status == 0 or answer.status in _WARNINGS


def retrieved(answer: Answer) -> bool:
    """Return whether a retrieve came to an end that says what is there: success, or the warning that some failed."""
    return answer.status == 0 or answer.status in _WARNINGS


def contents(what: Instance) -> DataSet:
    """Return an instance's data set, read by us in its transfer syntax."""
    return read_data_set(what.data, what.transfer_syntax)
