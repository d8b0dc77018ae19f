"""The candidate as a story across rooms meets it: one hospital, told by HL7 and asked by DICOM and XDS."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from conformance.dicom import samples as images
from conformance.dicom.candidate import ArchiveUnderTest
from conformance.dicom.wire import data_set
from conformance.files import BadFile
from conformance.hl7 import samples as messages
from conformance.hl7.client import Sender
from conformance.hl7.samples.people import AUTHORITY
from conformance.model import Blocked
from conformance.workflow.steps import Schedule, asked, listed, plain
from conformance.xds import affinity
from conformance.xds import samples as documents
from conformance.xds.actors import Arranging, DocumentRegistry, DocumentRepository, ImagingDocumentSource

if TYPE_CHECKING:
    from collections.abc import Callable

    from conformance.dicom.client import Answer as Found
    from conformance.dicom.wire import DataSet
    from conformance.hl7.answers import Answer as Told
    from conformance.hl7.samples import Person
    from conformance.hl7.wire.draft import Draft, Value
    from conformance.story import Story
    from conformance.systems import Dicom, Xds
    from conformance.xds.affinity import AffinityDomain
    from conformance.xds.client import QueryAnswer
    from conformance.xds.samples import Document

Seen = TypeVar("Seen")

_STEP = (
    "Modality",
    "ScheduledStationAETitle",
    "ScheduledProcedureStepStartDate",
    "ScheduledProcedureStepStartTime",
    "ScheduledPerformingPhysicianName",
    "ScheduledProcedureStepID",
    "ScheduledProcedureStepDescription",
    "ScheduledProcedureStepStatus",
)
_REQUEST = (
    "PatientName",
    "PatientBirthDate",
    "PatientSex",
    "StudyInstanceUID",
    "AccessionNumber",
    "RequestedProcedureID",
    "RequestedProcedureDescription",
)
"""Return keys of a worklist query, within the step and around it (PS3.4 table K.6-1)."""


class HospitalUnderTest:
    """Tells, asks and records; raises Blocked where the profile names nobody or an arrangement fails.

    Patients have one identifier, in the domain of ``xds.patient_id_root`` where the profile has one.
    """

    def __init__(self, story: Story) -> None:
        self.story = story
        self._senders: list[Sender] = []

    def close(self) -> None:
        """Close the connections that were kept."""
        for one in self._senders:
            one.close()

    # Whom the profile names.

    @property
    def _dicom(self) -> Dicom:
        if self.story.system.dicom is None:
            raise Blocked("the profile has no dicom section")
        return self.story.system.dicom

    @property
    def _xds(self) -> Xds:
        if self.story.system.xds is None:
            raise Blocked("the profile has no xds section")
        return self.story.system.xds

    @cached_property
    def port(self) -> Sender:
        """Return the sender to the HL7 port."""
        return self._kept(Sender.to(self.story))

    @cached_property
    def feed(self) -> Sender | None:
        """Return the sender to the registry's own patient feed, None where it has none or it is the HL7 port."""
        feed = self.story.system.xds.patient_feed if self.story.system.xds else None
        port = self.story.system.hl7v2.in_ if self.story.system.hl7v2 else None
        if feed is None or (port is not None and (feed.host, feed.port) == (port.host, port.port)):
            return None
        tls = feed.tls.context(self.story.folder) if feed.tls else None
        return self._kept(Sender(self.story.doors, feed.host, feed.port, tls))

    def _kept(self, sender: Sender) -> Sender:
        self._senders.append(sender)
        return sender

    @cached_property
    def archive(self) -> ArchiveUnderTest:
        """Return the archive."""
        return ArchiveUnderTest(self.story, self._dicom)

    @cached_property
    def worklist(self) -> ArchiveUnderTest:
        """Return the worklist provider."""
        provider = self._dicom.worklist
        if provider is None:
            raise Blocked("the profile names no dicom.worklist")
        place = {name: getattr(provider, name) for name in ("host", "port", "called_aet")}
        return ArchiveUnderTest(self.story, self._dicom.model_copy(update=place))

    @cached_property
    def domain(self) -> AffinityDomain:
        """Return the affinity domain the profile names."""
        try:
            return affinity.named_by(self._xds, self.story.folder)
        except BadFile as bad:
            raise Blocked(f"the affinity domain can't be read: {bad}") from None

    @cached_property
    def registry(self) -> DocumentRegistry:
        """Return the document registry."""
        return DocumentRegistry(self.story, Arranging(self.story, self.domain))

    @cached_property
    def repository(self) -> DocumentRepository:
        """Return the document repository."""
        return DocumentRepository(self.story, self.registry)

    @cached_property
    def imaging_source(self) -> ImagingDocumentSource:
        """Return the imaging document source."""
        return ImagingDocumentSource(self.story)

    # Patients.

    def person(self, name: str, *, family: str | None = None) -> Person:
        """Return the patient of that name in this story."""
        return messages.person(self.story, name, family=family)

    def identifier(self, patient: Person) -> Value:
        """Return a patient's identifier as HL7 writes it (CX), in the domain all parts of the candidate share."""
        xds = self.story.system.xds
        authority: Value = (None, xds.patient_id_root, "ISO") if xds else AUTHORITY
        return (patient.id, None, None, authority, "PI")

    def about(self, draft: Draft, patient: Person, prior: Person | None = None) -> Draft:
        """Return a message whose patient (and prior patient) have the shared identifiers, and no others."""
        made = draft.putting("PID-3", [self.identifier(patient)])
        return made.putting("MRG-1", [self.identifier(prior)]) if prior else made

    def registers(self, *patients: Person, charset: str = "") -> None:
        """Make patients known by ADT^A04 (else A01) to the HL7 port, and to the registry's own feed if it has one."""
        port = self.story.system.hl7v2.in_ if self.story.system.hl7v2 else None
        event = "A01" if port and "ADT^A04" not in port.triggers and "ADT^A01" in port.triggers else "A04"
        for one in patients:
            told = self.about(messages.admission(self.story, one, event, charset=charset), one)
            self.port.offering(f"ADT^{event}").arrange(told, f"register the patient {one.id}")
            if self.feed is not None:
                to_feed = messages.admission(self.story, one, version="2.3.1", label=f"feed/{one.id}", charset=charset)
                self.feed.arrange(self.about(to_feed, one), f"register the patient {one.id} with the registry")

    def merges(self, survivor: Person, prior: Person) -> Told:
        """Tell of a merge by ADT^A40 and return what the HL7 port said; the registry's own feed is told too.

        What the feed says is in the evidence only: where both ports lead to one registry, it has heard already.
        """
        merged = messages.merge(self.story, survivor, prior)
        told = self.port.offering("ADT^A40").tell(self.about(merged, survivor, prior))
        if self.feed is not None:
            to_feed = messages.merge(self.story, survivor, prior, version="2.3.1", label=f"feed/{prior.id}")
            self.feed.tell(self.about(to_feed, survivor, prior))
        return told

    # Waiting for what follows.

    def lingering(self, ask: Callable[[], Seen], holds: Callable[[Seen], bool], what: str) -> Seen:
        """Ask until what must not happen has happened, or it has been quiet for a moment; return the last answer."""
        return self.settled(ask, holds, what, within=self.story.limits.quiet_s)

    def settled(
        self, ask: Callable[[], Seen], holds: Callable[[Seen], bool], what: str, within: float | None = None
    ) -> Seen:
        """Ask until the answer is as awaited, or the time an effect may take is over; return the last answer."""
        seen: list[Seen] = []

        def happened() -> bool:
            seen[:] = [ask()]
            return holds(seen[0])

        self.story.doors.wait(happened, self.story.limits.settle_s if within is None else within, what)
        return seen[0]

    # Images and worklist.

    def study(self, name: str, patient: Person, *, series: int = 1, each: int = 2) -> images.Study:
        """Return a study of a patient, with the demographics the patient is registered with."""
        who = images.Patient(patient.id, f"{patient.family}^{patient.given}", patient.birth_date, patient.sex)
        return images.study(self.story, name, patient=who, series=series, images=each)

    def studies_of(self, patient: Person) -> Found:
        """Ask for the studies under a patient's identifier (C-FIND, study root)."""
        return self.archive.find(
            "STUDY",
            PatientID=patient.id,
            PatientName="",
            PatientBirthDate="",
            PatientSex="",
            StudyInstanceUID="",
            StudyDate="",
            AccessionNumber="",
        )

    def shows(self, patient: Person, *studies: images.Study) -> Found:
        """Return the answer that shows exactly these studies of a patient; Blocked when it does not come."""
        wanted = {one.study_uid for one in studies}
        answer = self.settled(
            lambda: self.studies_of(patient),
            lambda seen: seen.status == 0 and seen.values("StudyInstanceUID") == wanted,
            f"the archive shows the studies of {patient.id}",
        )
        if answer.status != 0 or answer.values("StudyInstanceUID") != wanted:
            raise Blocked(f"the studies stored for {patient.id} are not found before anything happened to them")
        return answer

    def work_of(self, patient: Person) -> Schedule:
        """Ask for the scheduled procedure steps of a patient that are still to be performed."""
        seen = self.listed_of(patient)
        return Schedule(tuple(one for one in seen.steps if one.unstarted), seen.trouble)

    def listed_of(self, patient: Person) -> Schedule:
        """Ask for the scheduled procedure steps of a patient, begun or not (modality worklist C-FIND)."""
        step = data_set(dict.fromkeys(_STEP, ""))
        wanted: dict[str, Any] = {**dict.fromkeys(_REQUEST, ""), "ScheduledProcedureStepSequence": [step]}
        answer = self.worklist.find(None, model="worklist", PatientID=patient.id, **wanted)
        if answer.status != 0:
            return Schedule((), f"the worklist query ended with {answer.outcome}")
        return Schedule(listed(answer))

    def schedule_of(self, patient: Person, holds: Callable[[Schedule], bool], what: str) -> Schedule:
        """Return a patient's schedule once it is as awaited, or as it is when time is over."""
        return self.settled(lambda: self.work_of(patient), lambda seen: not seen.trouble and holds(seen), what)

    def has_no_work(self, patient: Person) -> None:
        """Make sure that nothing is scheduled yet; raise Blocked when something is."""
        seen = self.work_of(patient)
        if seen.trouble or seen.steps:
            why = seen.trouble or f"steps {', '.join(seen.ids)} are scheduled"
            raise Blocked(f"before anything was ordered for {patient.id}: {why}")

    def has_work(self, patient: Person, *orders: Draft) -> Schedule:
        """Arrange that orders are accepted and their steps on the worklist; raise Blocked when they are not."""
        for one in orders:
            self.port.offering(one.trigger).arrange(one, "have an order accepted")
        wanted = sorted(asked(one).step_id for one in orders)
        seen = self.schedule_of(patient, lambda now: now.ids == wanted, f"the orders of {patient.id} are listed")
        if seen.ids != wanted:
            raise Blocked(f"the orders of {patient.id} are not on the worklist: {seen.trouble or seen.ids}")
        return seen

    # Documents.

    def domain_id(self, patient: Person) -> str:
        """Return a patient's identifier as XDS writes it."""
        return f"{patient.id}^^^&{self._xds.patient_id_root}&ISO"

    def document(self, name: str, patient: Person) -> Document:
        """Return a document of a patient, its octets made of the story's seed."""
        content = f"Document {name} of story {self.story.token('story')}.\r\n".encode()
        return documents.document(self.story, name, content, domain=self.domain, patient_id=self.domain_id(patient))

    def holds(self, *kept: Document) -> None:
        """Provide documents one by one (ITI-41); raise Blocked when one is not taken."""
        for one in kept:
            made = documents.submission(self.story, f"holds-{one.entry.id}", [one], domain=self.domain)
            self.repository.provided(made.objects, made.carried)

    def documents_of(self, patient: Person, *statuses: str) -> QueryAnswer:
        """Ask for the documents under a patient's identifier (ITI-18 FindDocuments), by default approved ones."""
        return self.registry.find_documents(self.domain_id(patient), *statuses)


def demographics(match: DataSet) -> tuple[str, str, str]:
    """Return name, birth date and sex of a query's match."""
    return plain(match.text("PatientName")), match.text("PatientBirthDate"), match.text("PatientSex")
