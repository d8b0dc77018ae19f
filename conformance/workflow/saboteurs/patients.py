"""Hospitals whose vice is in what becomes of a patient's records when the patient changes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.hl7.simulator import Refused
from conformance.hl7.wire.message import parse
from conformance.hospital import Hospital
from conformance.xds.simulator import AffinityDomain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydicom.dataset import Dataset

    from conformance.dicom.simulator.entities import Entity
    from conformance.hl7.simulator import Identifier, Patient
    from conformance.hl7.wire.message import Message
    from conformance.hospital.patients import PatientIndex, Person
    from conformance.xds.simulator.repository import Kept
    from conformance.xds.wire.ebrim import Objects
    from conformance.xds.wire.repository import DocumentRequest, RetrievedDocument


class UpdateIgnored(Hospital):
    """Acknowledges an update and leaves the studies under the old name."""

    def updates_studies(self, person: Person) -> bool:
        """Never."""
        return not person.id


class AbsentErases(Hospital):
    """Empties whatever an update does not mention (AD03)."""

    class Index(Hospital.Index):
        """Takes absent for empty."""

        def updated(self, before: Person, told: Patient) -> Person:
            """Replace everything."""
            said = {name: getattr(told, name) or "" for name in ("family", "given", "birth_date", "sex")}
            return replace(before, **said)


class NullIgnored(Hospital):
    """Keeps a value that an update deletes (AD04)."""

    class Index(Hospital.Index):
        """Takes the null value for absent."""

        def updated(self, before: Person, told: Patient) -> Person:
            """Replace what has a value."""
            said = {name: getattr(told, name) for name in ("family", "given", "birth_date", "sex")}
            return replace(before, **{name: value for name, value in said.items() if value})


class MergeRefused(Hospital):
    """Refuses every merge."""

    def patients_merged(self, prior: Identifier, survivor: Patient) -> None:
        """Refuse."""
        raise Refused(f"{prior.value} is not merged into {survivor.id}")


class StudiesStayBehind(Hospital):
    """Merges patients, but not their studies."""

    def moves_studies_on_merge(self, prior: Identifier, survivor: Person) -> bool:
        """Never."""
        return prior.value == survivor.id


class OrdersStayBehind(Hospital):
    """Merges patients and studies, but not what is scheduled (AD06)."""

    def moves_orders_on_merge(self, prior: Identifier, survivor: Person) -> bool:
        """Never."""
        return prior.value == survivor.id


class PriorStillAnswers(Hospital):
    """Answers queries for the identifier that was given up with the surviving patient's studies."""

    class Archive(Hospital.Archive):
        """An archive that takes the old identifier for the new."""

        aliases: PatientIndex

        def found(self, identifier: Dataset) -> Iterator[Entity]:
            """Look under the surviving identifier."""
            survivor = self.aliases.survivor(str(identifier.get("PatientID", "")))
            if survivor is not None:
                identifier.PatientID = survivor
            return super().found(identifier)

    def __init__(self) -> None:
        super().__init__()
        archive = self.archive
        assert isinstance(archive, PriorStillAnswers.Archive)
        archive.aliases = self.patients


class MergesEverybody(Hospital):
    """Gives a surviving patient the studies of all patients."""

    def moves_studies_on_merge(self, prior: Identifier, survivor: Person) -> bool:
        """Move all there are."""
        for other in {one.patient_id for one in self.instances.all()} - {survivor.id}:
            self.instances.merge(other, survivor.id)
        return prior.value != survivor.id


class DocumentsStayBehind(Hospital):
    """Has a registry that leaves documents under the identifier they were submitted for."""

    class Domain(AffinityDomain):
        """A domain whose registry knows no merge in queries."""

        class Registry(AffinityDomain.Registry):
            """The registry."""

            def belongs_to(self, held: str, asked: str) -> bool:
                """Compare as submitted."""
                return held == asked


class DocumentsUnderBoth(Hospital):
    """Has a registry that finds documents under the subsumed identifier too."""

    class Domain(AffinityDomain):
        """A domain whose registry forgets nothing."""

        class Registry(AffinityDomain.Registry):
            """The registry."""

            def belongs_to(self, held: str, asked: str) -> bool:
                """Compare as submitted, and as merged."""
                return held == asked or super().belongs_to(held, asked)


class DocumentsUnderOldName(Hospital):
    """Has a registry that shows merged documents with the subsumed identifier."""

    class Domain(AffinityDomain):
        """A domain whose registry shows what was submitted."""

        class Registry(AffinityDomain.Registry):
            """The registry."""

            def shown(self, objects: Objects) -> Objects:
                """Show them as they came."""
                return objects


class TrimmedDocuments(Hospital):
    """Has a repository that strips line ends off what it gives back."""

    class Domain(AffinityDomain):
        """A domain with a tidy repository."""

        class Repository(AffinityDomain.Repository):
            """The repository."""

            def handed_out(self, asked: DocumentRequest, kept: Kept) -> RetrievedDocument:
                """Strip it."""
                return super().handed_out(asked, replace(kept, content=kept.content.rstrip(b"\r\n")))


class TakesOldMergesForUpdates(Hospital):
    """Takes a merge as it was told before A40 for a change of demographics."""

    class Receiver(Hospital.Receiver):
        """A port that reads no MRG of an A34."""

        def dispatch(self, message: Message) -> None:
            """Tell the hospital of an update."""
            if message["MSH-9.2"] == "A34":
                message = parse(message.encode().replace(b"^A34", b"^A08"))
            super().dispatch(message)
