"""The reference hospital: archive, worklist, HL7 port, registry, repository and imaging source, wired into one."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from copy import deepcopy
from io import BytesIO
from typing import TYPE_CHECKING, Any, Self

from pydicom.filereader import read_partial

from conformance.dicom import simulator as dicom
from conformance.dicom.simulator import InstanceStore, Worklist
from conformance.dicom.simulator.stores import kept
from conformance.hl7 import simulator as hl7
from conformance.hl7.simulator import Events, Identifier, Order, Patient, Refused, Report
from conformance.hospital import orders, patients, reports, sharing
from conformance.xds import simulator as xds
from conformance.xds.simulator import sample_study

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydicom.dataset import Dataset

    from conformance.dicom.simulator import Kept
    from conformance.hospital.patients import Person

UNKNOWN_KEY = 204
"""Table 0357: unknown key identifier."""


class Hospital(Events):
    """Honest and strict in every room: ``with Hospital() as hospital: hospital.profile()``.

    The actors are ``archive``, ``modality``, ``workstation``, ``receiver``, ``sender``, ``domain``, with what they
    share: ``instances``, ``worklist``, ``patients``, ``sharing``. A variant replaces an actor by a class of its own of
    the same name, or overrides one of the small methods that say what follows from what.
    """

    class Archive(dicom.Archive):
        """The archive and its worklist."""

    class Receiver(hl7.Receiver):
        """The HL7 port."""

    class Modality(dicom.Modality):
        """The modality that sends what it made, when asked."""

    class Workstation(dicom.Workstation):
        """The workstation that searches and retrieves, when asked."""

    class Sender(hl7.MessageSender):
        """What the hospital tells others by HL7, when asked."""

    class Domain(xds.AffinityDomain):
        """The affinity domain, with the registry's own patient feed."""

    class Index(patients.PatientIndex):
        """Who the patients are."""

    class Scheduling(orders.Scheduling):
        """How an order becomes a step on the worklist."""

    class Sharing(sharing.Sharing):
        """How a study is shared."""

    class Reporting(reports.Reporting):
        """How a report is shown."""

    def __init__(self) -> None:
        self.instances = InstanceStore()
        self.worklist = Worklist()
        self.patients = self.Index()
        self.scheduling = self.Scheduling()
        self.archive = self.Archive(
            instances=self.instances,
            worklist=self.worklist,
            on_stored=self._study_grew,
            on_released=self._association_ended,
        )
        self.modality = self.Modality()
        self.workstation = self.Workstation()
        self.receiver = self.Receiver(self)
        self.sender = self.Sender()
        self.sharing = self.Sharing(self.instances, self.archive.aet)
        self.domain = self.Domain(self.sharing.fetch, self.sharing.listed)
        self.reporting = self.Reporting(self.sharing)
        self._grown: dict[int, dict[str, None]] = {}
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        for octets in sample_study.images().values():
            self.instances.keep(_instance(octets))
        with ExitStack() as stack:
            for actor in (self.domain, self.archive, self.modality, self.workstation, self.receiver, self.sender):
                stack.enter_context(actor)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def profile(self) -> dict[str, Any]:
        """Return the sections ``dicom``, ``hl7v2``, ``xds`` and ``asked`` of a candidate that is this hospital."""
        actors = (self.archive, self.modality, self.workstation, self.receiver, self.sender, self.domain)
        return joined(*(actor.profile() for actor in actors), {"hl7v2": {"in": {"reports": "registry"}}})

    # What follows from a message about a patient.

    def patient_registered(self, patient: Patient) -> None:
        """Know the patient everywhere: archive, worklist, registry."""
        self._refuse_merged(patient.id)
        self._told(patient)
        if self.feeds_the_registry(patient):
            for one in patient.identifiers:
                self.domain.registry.register_patient(_cx(one))

    def patient_updated(self, patient: Patient) -> None:
        """Change the patient's demographics in all that is filed under the identifier."""
        self._refuse_merged(patient.id)
        self._told(patient)

    def patients_merged(self, prior: Identifier, survivor: Patient) -> None:
        """Move studies, scheduled steps and documents to the surviving identifier (IHE RAD-12, ITI-8)."""
        if prior.value == survivor.id:
            raise Refused("PID-3 and MRG-1 are the same identifier", condition=UNKNOWN_KEY, where="MRG-1")
        self._refuse_merged(prior.value, "MRG-1")
        self._refuse_merged(survivor.id)
        person = self.patients.heard(survivor)
        self.patients.merge(prior, survivor.id)
        if self.moves_studies_on_merge(prior, person):
            self.instances.merge(prior.value, person.id)
            self._amend(person)
        if self.moves_orders_on_merge(prior, person):
            self._reschedule(prior.value, person)
        if self.moves_documents_on_merge(prior, person):
            self._merge_in_registry(prior, survivor)

    def admission_cancelled(self, patient: Patient) -> None:
        """Keep the patient and all that is filed: an admission is taken back, not a person."""
        self._refuse_merged(patient.id)

    def patient_renumbered(self, prior: Identifier, patient: Patient) -> None:
        """Move everything to the new identifier (ITI-30)."""
        self.patients_merged(prior, patient)

    def feeds_the_registry(self, patient: Patient) -> bool:
        """Return whether the registry hears of patients at the HL7 port."""
        return bool(patient.identifiers)

    def moves_studies_on_merge(self, prior: Identifier, survivor: Person) -> bool:
        """Return whether the prior patient's studies become the survivor's."""
        return prior.value != survivor.id

    def moves_orders_on_merge(self, prior: Identifier, survivor: Person) -> bool:
        """Return whether the prior patient's scheduled steps become the survivor's."""
        return prior.value != survivor.id

    def moves_documents_on_merge(self, prior: Identifier, survivor: Person) -> bool:
        """Return whether the registry hears of the merge."""
        return prior.value != survivor.id

    def updates_studies(self, person: Person) -> bool:
        """Return whether new demographics reach what is archived."""
        return bool(person.id)

    def updates_worklist(self, person: Person) -> bool:
        """Return whether new demographics reach what is scheduled."""
        return bool(person.id)

    def _refuse_merged(self, patient_id: str, where: str = "PID-3") -> None:
        survivor = self.patients.survivor(patient_id)
        if survivor is not None:
            raise Refused(f"{patient_id} was merged into {survivor}", condition=UNKNOWN_KEY, where=where)

    def _told(self, patient: Patient) -> None:
        person = self.patients.heard(patient)
        if self.updates_studies(person):
            self._amend(person)
        if self.updates_worklist(person):
            self._reschedule(person.id, person)

    def _amend(self, person: Person) -> None:
        if person.demographics:
            self.instances.amend(person.id, **person.demographics)

    def _reschedule(self, patient_id: str, person: Person) -> None:
        for item in self.worklist.items():
            if item.PatientID == patient_id:
                self.worklist.replace(_about(item, person))

    def _merge_in_registry(self, prior: Identifier, survivor: Patient) -> None:
        """Merge within the registry's own domain; a patient it never heard of it learns of first."""
        ours = [one for one in survivor.identifiers if self.domain.registry.register_patient(_cx(one))]
        if ours and self.domain.registry.register_patient(_cx(prior)):
            self.domain.registry.merge(_cx(prior), _cx(ours[0]))

    # What follows from an order.

    def procedure_scheduled(self, order: Order) -> None:
        """Put a scheduled step on the worklist (IHE RAD-4, RAD-5)."""
        self._refuse_merged(order.patient.id)
        person = self.patients.heard(order.patient)
        if self.puts_orders_on_the_worklist(order):
            self.worklist.schedule(self.scheduling.item(order, person))

    def order_updated(self, order: Order) -> None:
        """Change the step in its place, or take it off when it is completed (IHE RAD-13)."""
        self._refuse_merged(order.patient.id)
        person = self.patients.heard(order.patient)
        if order.status == "CM":
            self.worklist.complete(self.scheduling.step_id(order))
        elif self.follows_changes(order):
            self.worklist.replace(self.scheduling.item(order, person))

    def order_cancelled(self, order: Order) -> None:
        """Take the step off the worklist (IHE RAD-13)."""
        self._refuse_merged(order.patient.id)
        if self.heeds_cancellations(order):
            self.worklist.cancel(self.scheduling.step_id(order))

    def puts_orders_on_the_worklist(self, order: Order) -> bool:
        """Return whether an order is scheduled."""
        return bool(order.patient.id)

    def follows_changes(self, order: Order) -> bool:
        """Return whether a changed order changes its step."""
        return bool(order.patient.id)

    def heeds_cancellations(self, order: Order) -> bool:
        """Return whether a cancelled order takes its step off."""
        return bool(order.patient.id)

    # What follows from a report.

    def report_received(self, report: Report) -> None:
        """Show a report of a known patient; of nobody known it is refused (IHE RAD-28)."""
        self._refuse_merged(report.patient.id)
        if not self.patients.knows(report.patient.id):
            self.orphaned(report)
            return
        self.show(report)

    def orphaned(self, report: Report) -> None:
        """Refuse a report of a patient nobody was told of."""
        raise Refused(f"{report.patient.id} is not known", condition=UNKNOWN_KEY, where="PID-3")

    def show(self, report: Report) -> None:
        """Publish a report where the registry knows its patient."""
        for one in report.patient.identifiers:
            if self.domain.registry.patients.knows(_cx_of_domain(one)):
                self.reporting.publish(report, _cx_of_domain(one), self.domain)
                return

    # What follows from images.

    def _study_grew(self, instance: Kept) -> None:
        """Remember, for the association that is served by this thread, which studies it brought something for."""
        self._grown.setdefault(threading.get_ident(), {})[instance.study_uid] = None

    def _association_ended(self) -> None:
        for study in self._grown.pop(threading.get_ident(), {}):
            if self.publishes_manifests(study):
                self.sharing.share(study, self.domain)

    def publishes_manifests(self, study: str) -> bool:
        """Return whether a study that was stored is shared (IHE RAD-68)."""
        return bool(study)


def joined(*sections: Mapping[str, Any]) -> dict[str, Any]:
    """Return sections as one: where two have a part of one name, its own parts are joined."""
    whole: dict[str, Any] = {}
    for name, value in (item for one in sections for item in one.items()):
        whole[name] = joined(whole[name], value) if isinstance(whole.get(name), dict) else value
    return whole


def _cx(identifier: Identifier) -> str:
    return f"{identifier.value}^^^{identifier.namespace}&{identifier.universal_id}&ISO"


def _cx_of_domain(identifier: Identifier) -> str:
    """Return an identifier as the registry keeps it: the authority by its OID alone."""
    return f"{identifier.value}^^^&{identifier.universal_id}&ISO"


def _about(item: Dataset, person: Person) -> Dataset:
    """Return a worklist item with a patient's identifier and all that is known of the patient."""
    made = deepcopy(item)
    made.PatientID = person.id
    for keyword, text in person.demographics.items():
        setattr(made, keyword, text)
    return made


def _instance(octets: bytes) -> Kept:
    """Return an instance from a Part 10 file."""
    file = BytesIO(octets)
    meta = read_partial(file, stop_when=lambda *_: True)
    return kept(octets[file.tell() :], str(meta.file_meta.TransferSyntaxUID))
