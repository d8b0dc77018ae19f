"""Hospitals that do things in an unusual way the standards allow: all must be let pass."""

from __future__ import annotations

from contextlib import suppress
from threading import Event
from typing import TYPE_CHECKING

from conformance.hl7.simulator import Refused as NotTaken
from conformance.hospital import Hospital
from conformance.xds.simulator import AffinityDomain
from conformance.xds.simulator.parameters import Refused

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

    from conformance.hl7.simulator import Identifier, Order, Patient
    from conformance.xds.simulator.parameters import Asking
    from conformance.xds.wire.ebrim import Objects
    from conformance.xds.wire.repository import RetrievedDocument

LATE_S = 0.15


class LateEffects(Hospital):
    """Acknowledges at once and acts a little later (BV48)."""

    def procedure_scheduled(self, order: Order) -> None:
        """Schedule later."""
        self.archive.door.begin(self._later, super().procedure_scheduled, order)

    def order_cancelled(self, order: Order) -> None:
        """Cancel later."""
        self.archive.door.begin(self._later, super().order_cancelled, order)

    def patients_merged(self, prior: Identifier, survivor: Patient) -> None:
        """Merge later."""
        self.archive.door.begin(self._later, super().patients_merged, prior, survivor)

    def _later(self, work: object, *arguments: object) -> None:
        Event().wait(LATE_S)
        with suppress(NotTaken):
            if callable(work):
                work(*arguments)


class CancelledStaysListed(Hospital):
    """Keeps a cancelled step on the list with the status CANCELED (PS3.3 C.4.10)."""

    def order_cancelled(self, order: Order) -> None:
        """Mark it."""
        for item in self.worklist.items():
            step = item.ScheduledProcedureStepSequence[0]
            if self.scheduling.step_id(order) == step.ScheduledProcedureStepID:
                step.ScheduledProcedureStepStatus = "CANCELED"


class PreciseTimes(Hospital):
    """Gives start times to the microsecond."""

    class Scheduling(Hospital.Scheduling):
        """Very precise."""

        def step(self, order: Order) -> Dataset:
            """Write fractions."""
            made = super().step(order)
            made.ScheduledProcedureStepStartTime = f"{self.starts(order)[8:].ljust(6, '0')}.000000"
            return made


class ExtraAttributes(Hospital):
    """Adds attributes nobody asked for to worklist items (BV12)."""

    class Archive(Hospital.Archive):
        """Says more than it was asked."""

        def work_answer(self, identifier: Dataset, item: Dataset) -> Dataset:
            """Add the time zone and the institution."""
            made = super().work_answer(identifier, item)
            made.TimezoneOffsetFromUTC, made.InstitutionName = "+0000", "Reference Hospital"
            return made


class ChineseLabels(Hospital):
    """Writes text that is not ASCII in GB18030, which holds every character there is."""

    class Archive(Hospital.Archive):
        """Prefers GB18030."""

        def add_character_set(self, match: Dataset) -> None:
            """Say GB18030 where UTF-8 would be said."""
            super().add_character_set(match)
            if "SpecificCharacterSet" in match:
                match.SpecificCharacterSet = "GB18030"


class SubsumedUnknown(Hospital):
    """Has a registry that answers queries for a subsumed identifier with XDSUnknownPatientId."""

    class Domain(AffinityDomain):
        """A domain with a strict registry."""

        class Registry(AffinityDomain.Registry):
            """The registry."""

            def find_documents(self, asking: Asking) -> Objects:
                """Refuse identifiers that were merged away."""
                patient = asking.one("$XDSDocumentEntryPatientId") or ""
                if self.patients.subsumed(patient):
                    raise Refused("XDSUnknownPatientId", f"{patient} was merged into another")
                return super().find_documents(asking)


class AnyOrder(Hospital):
    """Has an imaging source that returns instances last first (BV43)."""

    class Domain(AffinityDomain):
        """A domain with a contrary source."""

        class ImagingSource(AffinityDomain.ImagingSource):
            """The source."""

            def ordered(self, documents: list[RetrievedDocument]) -> list[RetrievedDocument]:
                """Turn them round."""
                return documents[::-1]
