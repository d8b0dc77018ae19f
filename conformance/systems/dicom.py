"""The DICOM parts of a candidate's profile: its archive, worklist, steps and web services, and what it calls."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from conformance.files import Part
from conformance.systems.kinds import Address, AeTitle, Audit, Channel, Oid, Port, Tls, VisitedDoor, a_day, an_address


class StoreBack(Part):
    """The application entity of ours that the candidate knows as a move destination."""

    aet: AeTitle = "HARNESS"
    host: str = "127.0.0.1"
    port: Port


class TakesReports(Part):
    """Where a candidate that asks for storage commitment takes the report on an association that we open."""

    host: str
    port: Port


class Workstation(Part):
    """A candidate that searches and retrieves: where it takes what it has sent to itself, as which move destination.

    ``candidate_aet`` is the AE title it calls us from, where told.
    """

    aet: AeTitle
    host: str
    port: Port
    candidate_aet: AeTitle | None = None


class DicomOut(Part):
    """Where we listen for a candidate that opens associations itself, and the AE title it calls from, where told."""

    aet: AeTitle = "HARNESS"
    listen: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 0
    """0 is any free port, told to the candidate when it is asked to act."""
    candidate_aet: AeTitle | None = None
    reports: TakesReports | None = None
    """Left out where it waits for the report on the association of its request."""
    workstation: Workstation | None = None
    """Left out where it has nothing sent to itself by C-MOVE."""


class DicomClaims(Part):
    """What the conformance statement claims, where it narrows what a scenario may ask."""

    checks_called_aet: bool = True
    known_callers_only: bool = False
    sop_classes: tuple[str, ...] = ()
    transfer_syntaxes: tuple[str, ...] = ()
    pn_case_sensitive: bool | None = None
    hides_rejected: bool = False
    services: tuple[Oid, ...] = ()
    """The SOP classes it provides beside storage: verification, query and retrieve, commitment and so on."""
    matching_keys: dict[Literal["STUDY", "SERIES", "IMAGE"], tuple[str, ...]] = Field(default_factory=dict)
    """The keys, by keyword, that a query of Study Root matches by at each level."""
    character_sets: tuple[str, ...] = ()
    """The defined terms of the character sets it takes and tells (PS3.3 C.12.1.1.2)."""


class ScheduledStep(Part):
    """A scheduled procedure step the worklist already holds, as a query for it must tell it."""

    patient_id: Annotated[str, Field(min_length=1)]
    patient_name: Annotated[str, Field(min_length=1)]
    accession_number: str = ""
    study_uid: Oid
    procedure_id: Annotated[str, Field(min_length=1)]
    step_id: Annotated[str, Field(min_length=1)]
    modality: Annotated[str, Field(pattern=r"^[A-Z0-9_]{1,16}$")]
    station_aet: AeTitle
    start_date: Annotated[str, Field(pattern=r"^(19|20)[0-9]{6}$"), AfterValidator(a_day)]
    start_time: Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3])[0-5][0-9]([0-5][0-9])?$")]


class Worklist(Part):
    """A worklist provider, where it is another application entity than the archive; ``sample`` is a step it holds."""

    host: str
    port: Port
    called_aet: AeTitle
    sample: ScheduledStep | None = None


class Commitment(Part):
    """That the archive commits to storage; ``within_s`` is how long its report may take, else what settles may."""

    within_s: Annotated[float, Field(gt=0, le=40, allow_inf_nan=False)] | None = None


class PerformedSteps(Part):
    """Who is told of performed procedure steps (MPPS), often the same application entity as the worklist."""

    host: str
    port: Port
    called_aet: AeTitle


class DicomWebClaims(Part):
    """What the conformance statement says of DICOMweb, where a story depends on it; left out: not known."""

    fuzzy_matching: bool | None = None
    rendered: bool = True
    renders_window: bool = True


class GuardedSearch(Part):
    """A search address (QIDO-RS) that answers nobody without credentials, and an Authorization field that opens it.

    The field is recorded with everything else: take a test account's.
    """

    qido: Annotated[str, Field(min_length=1), AfterValidator(lambda value: str(an_address(value)))]
    authorization: Annotated[str, Field(pattern=r"^[!-~]+ [!-~]+$")]


class DicomWeb(Part):
    """The base addresses of an archive's DICOMweb services, by service; often they are one (PS3.18 9 and 10)."""

    qido: Address = None
    wado: Address = None
    stow: Address = None
    wado_uri: Address = None
    workitems: Address = None
    """The unified worklist (UPS-RS, PS3.18 11)."""
    events: Channel = None
    """Where its event channels are opened (PS3.18 8.10.4): what comes before ``/subscribers/``, or with {aetitle}."""
    guarded: GuardedSearch | None = None
    tls: Tls | None = None
    claims: DicomWebClaims = DicomWebClaims()


class DicomUser(Part):
    """Somebody the archive knows by name and passcode (user identity negotiation); recorded, so a test account."""

    name: Annotated[str, Field(min_length=1)]
    passcode: Annotated[str, Field(min_length=1)]


class Dicom(Part):
    """The DIMSE port of an archive."""

    host: str
    port: Port
    called_aet: AeTitle
    calling_aet: AeTitle = "HARNESS"
    store_back: StoreBack | None = None
    worklist: Worklist | None = None
    commitment: Commitment | None = None
    performed_steps: PerformedSteps | None = None
    web: DicomWeb | None = None
    tls: Tls | None = None
    secure: VisitedDoor | None = None
    """Its TLS door (PS3.15 B.12)."""
    user: DicomUser | None = None
    audit: Audit | None = None
    """Where it sends its audit records (PS3.15 A.5), a sink of ours."""
    claims: DicomClaims = DicomClaims()
