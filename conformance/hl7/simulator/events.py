"""What HL7 messages mean to a hospital: patients, orders and reports, read from the message's fields.

Everywhere ``None`` means the message did not say, and an empty text that it said ``""``: delete the value
(HL7 v2.5.1, 2.5.3; IHE ITI TF-2 Appendix C).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conformance.hl7.wire.message import Message, Segment


class Refused(Exception):  # noqa: N818 - what the application answers, not a fault of the program
    """The application can't accept the content: answered AE with this condition (table 0357) and place."""

    def __init__(self, says: str, *, condition: int = 207, where: str = "") -> None:
        super().__init__(says)
        self.says = says
        self.condition = condition
        self.where = where


@dataclass(frozen=True, slots=True)
class Identifier:
    """One patient identifier (CX): the value, who assigned it (namespace, or OID), and its kind."""

    value: str
    namespace: str = ""
    universal_id: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Patient:
    """A patient as a message tells of one; dates as in the message (``YYYYMMDD``)."""

    identifiers: tuple[Identifier, ...]
    family: str | None = None
    given: str | None = None
    birth_date: str | None = None
    sex: str | None = None
    character_set: str = ""

    @property
    def id(self) -> str:
        """Return the primary identifier: the first repetition of PID-3."""
        return self.identifiers[0].value if self.identifiers else ""

    @property
    def dicom_name(self) -> str:
        """Return the name as DICOM writes it, ``FAMILY^GIVEN``."""
        return f"{self.family or ''}^{self.given or ''}".rstrip("^")


@dataclass(frozen=True, slots=True)
class Code:
    """A coded value: code, meaning, coding scheme."""

    value: str
    meaning: str
    scheme: str


@dataclass(frozen=True, slots=True)
class Order:
    """A scheduled procedure (RAD-4) or what became of it (RAD-13); ``starts`` as in the message."""

    patient: Patient
    control: str
    status: str | None
    placer: str | None
    filler: str | None
    accession: str | None
    requested_procedure_id: str | None
    step_id: str | None
    study_uid: str | None
    modality: str | None
    starts: str | None
    procedure: Code
    protocol: Code
    station_aet: str | None
    priority: str | None


@dataclass(frozen=True, slots=True)
class Observation:
    """One OBX: data type, code, the value's text (escape sequences resolved), its status and units.

    ``values`` are the texts of the repetitions of OBX-5, ``value`` is the whole field.
    """

    kind: str
    code: Code
    value: str
    status: str
    values: tuple[str, ...] = ()
    units: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A result: ``status`` is OBR-25 (``P`` preliminary, ``F`` final, ``C`` corrected)."""

    patient: Patient
    placer: str | None
    filler: str | None
    accession: str | None
    study_uid: str | None
    status: str
    procedure: Code
    observations: tuple[Observation, ...]


@dataclass(frozen=True, slots=True)
class Appointment:
    """An appointment: ``event`` is S12 (booked) to S15 (cancelled), ``starts`` as in the message."""

    patient: Patient
    event: str
    number: str
    starts: str | None


class Events:
    """What happens in a hospital when a message was accepted; override what matters, raise Refused to refuse.

    Each is called once per message, replays excluded, and never by two threads at a time.
    """

    def patient_registered(self, patient: Patient) -> None:
        """ADT A01, A04, A05, A28: a patient was admitted or registered."""

    def patient_updated(self, patient: Patient) -> None:
        """ADT A08, A31: something about a patient changed."""

    def patients_merged(self, prior: Identifier, survivor: Patient) -> None:
        """ADT A40: everything filed under the prior identifier belongs to the survivor."""

    def admission_cancelled(self, patient: Patient) -> None:
        """ADT A11, A38: an admission or pre-admission is taken back; the patient stays known."""

    def patient_renumbered(self, prior: Identifier, patient: Patient) -> None:
        """ADT A47: the patient known under the prior identifier has another one from now on."""

    def patients_linked(self, one: Identifier, other: Identifier) -> None:
        """ADT A24: two identifiers are of one person, and each keeps what is filed under it."""

    def patients_unlinked(self, one: Identifier, other: Identifier) -> None:
        """ADT A37: two identifiers are of two persons after all."""

    def part_moved(self, prior: Identifier, patient: Patient) -> None:
        """ADT A43, A44: one identifier or account of a patient is another patient's; all else stays where it is."""

    def order_numbered(self, order: Order) -> None:
        """ORM O01 with SN: the filler made an order, and wants the placer's number for it."""

    def appointment_told(self, appointment: Appointment) -> None:
        """SIU S12 to S15: an appointment was booked, moved, changed or cancelled."""

    def charge_posted(self, patient: Patient) -> None:
        """DFT P03: an examination was charged."""

    def procedure_scheduled(self, order: Order) -> None:
        """ORM O01 or OMI O23 with a new order: a procedure was scheduled."""

    def order_updated(self, order: Order) -> None:
        """ORM O01 or OMI O23 that changes or completes an order."""

    def order_cancelled(self, order: Order) -> None:
        """ORM O01 or OMI O23 that cancels or discontinues an order."""

    def report_received(self, report: Report) -> None:
        """ORU R01: a result came in, preliminary, final or corrected."""


def said(source: Message | Segment | None, path: str) -> str | None:
    """Return the text at a path; None when absent or empty, empty when it is the null value."""
    octets = source.get(path) if source else None
    if source is None or not octets:
        return None
    return "" if octets == b'""' else source[path]


def identifiers(segment: Segment | None, field: int) -> tuple[Identifier, ...]:
    """Return the identifiers in every repetition of a field (CX)."""
    if segment is None:
        return ()
    repetitions = range(1, len(segment.repetitions(field)) + 1)
    found = (
        Identifier(
            segment[f"{field}[{n}].1"],
            segment[f"{field}[{n}].4.1"],
            segment[f"{field}[{n}].4.2"],
            segment[f"{field}[{n}].5"],
        )
        for n in repetitions
    )
    return tuple(one for one in found if one.value)


def patient(message: Message) -> Patient:
    """Read the patient a message is about; a name of spaces is none (ITI-10)."""
    segment = message.segment("PID")
    family = said(segment, "5[1].1")
    return Patient(
        identifiers(segment, 3),
        None if family and family.isspace() else family,
        said(segment, "5[1].2"),
        said(segment, "7.1"),
        said(segment, "8.1"),
        message.charset,
    )


def both(message: Message) -> tuple[Identifier, Identifier]:
    """Read the identifiers that are linked or no longer: the first of each PID."""
    found = [identifiers(segment, 3)[:1] for segment in message.segments("PID")]
    one, other = [*(each[0] if each else Identifier("") for each in found), Identifier(""), Identifier("")][:2]
    return one, other


def appointment(message: Message) -> Appointment:
    """Read an appointment (IHE RAD-48)."""
    schedule = message.segment("SCH")
    number = said(schedule, "2.1") or said(schedule, "1.1") or ""
    return Appointment(patient(message), message["MSH-9.2"], number, said(schedule, "11.4"))


def prior(message: Message) -> Identifier:
    """Read the identifier an A40 gives up: the first of MRG-1."""
    found = identifiers(message.segment("MRG"), 1)
    return found[0] if found else Identifier("")


def _code(segment: Segment | None, field: int, first: int = 1) -> Code:
    parts = (said(segment, f"{field}[1].{first + step}") or "" for step in range(3))
    return Code(*parts)


def order(message: Message) -> Order:
    """Read a scheduled procedure: ORM^O01 with ZDS (2.3.1) or OMI^O23 with IPC and TQ1 (2.5.1); IHE RAD-4."""
    orc, obr, ipc = message.segment("ORC"), message.segment("OBR"), message.segment("IPC")
    return Order(
        patient=patient(message),
        control=said(orc, "1") or "",
        status=said(orc, "5"),
        placer=said(orc, "2.1") or said(obr, "2.1"),
        filler=said(orc, "3.1") or said(obr, "3.1"),
        accession=said(ipc, "1.1") or said(obr, "18"),
        requested_procedure_id=said(ipc, "2.1") or said(obr, "19"),
        step_id=said(ipc, "4.1") or said(obr, "20"),
        study_uid=said(ipc, "3.1") or said(message, "ZDS-1.1"),
        modality=said(ipc, "5.1") or said(obr, "24"),
        starts=said(message, "TQ1-7.1") or said(orc, "7.4") or said(obr, "27.4"),
        procedure=_code(obr, 44) if said(obr, "44.1") else _code(obr, 4),
        protocol=_code(ipc, 6) if ipc else _code(obr, 4, first=4),
        station_aet=said(ipc, "9"),
        priority=said(message, "TQ1-9.1") or said(orc, "7.6") or said(obr, "27.6"),
    )


def _observation(segment: Segment) -> Observation:
    values = tuple(segment[f"5[{number}]"] for number in range(1, len(segment.repetitions(5)) + 1))
    status, units = said(segment, "11") or "", said(segment, "6.1") or ""
    return Observation(segment["2"], _code(segment, 3), segment["5"], status, values, units)


def report(message: Message) -> Report:
    """Read a result with all its observations, in order (IHE RAD-28)."""
    obr = message.segment("OBR")
    found = tuple(_observation(one) for one in message.segments("OBX"))
    study = (one.value for one in found if "study instance uid" in one.code.meaning.lower())
    return Report(
        patient=patient(message),
        placer=said(obr, "2.1"),
        filler=said(obr, "3.1"),
        accession=said(obr, "18"),
        study_uid=next(study, None),
        status=said(obr, "25") or "",
        procedure=_code(obr, 4),
        observations=found,
    )
