"""Read and validate a candidate's profile: what the supplier says, and how to reach it (TOML)."""

from __future__ import annotations

import ipaddress
import os
import ssl
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, field_validator

from conformance.files import BadFile, load
from conformance.files import Part as Part  # noqa: PLC0414 - rooms build their own files' parts on it
from conformance.limits import Limits
from conformance.ways import ASKED, Asked, host_of

Port = Annotated[int, Field(ge=1, le=65535)]
Oid = Annotated[str, Field(pattern=r"^[0-2](\.(0|[1-9]\d*))+$", max_length=64)]
Seconds = Annotated[float, Field(gt=0, le=3600, allow_inf_nan=False)]


def _ae_title(value: str) -> str:
    """Refuse what no application entity may be called (PS3.5 6.2, VR AE)."""
    if (
        not value.strip(" ")
        or len(value) > AE_LONGEST
        or "\\" in value
        or not (value.isascii() and value.isprintable())
    ):
        raise ValueError(f"{value!r} is no AE title; write 1 to 16 ASCII characters, not all spaces, without backslash")
    return value


def _day(value: str) -> str:
    """Refuse eight digits that are no day (PS3.5 6.2, VR DA)."""
    try:
        date.fromisoformat(f"{value[:4]}-{value[4:6]}-{value[6:]}")
    except ValueError:
        raise ValueError(f"{value!r} is no day; write year, month and day as eight digits") from None
    return value


AE_LONGEST = 16
AeTitle = Annotated[str, AfterValidator(_ae_title)]


class SecretFromEnvironment(Part):
    """A secret named, never written: the path or value is read from an environment variable."""

    env: str

    def read(self) -> str:
        """Return the value; raise KeyError when it is not set."""
        return os.environ[self.env]


class Tls(Part):
    """TLS towards one endpoint: what we trust and what we show."""

    enabled: bool = True
    ca: Path | None = None
    cert: Path | None = None
    key: Path | SecretFromEnvironment | None = None

    def context(self, base: Path) -> ssl.SSLContext | None:
        """Return a client context of TLS 1.2 or newer (BCP 195), or None when TLS is off."""
        if not self.enabled:
            return None
        context = ssl.create_default_context(cafile=str(base / self.ca) if self.ca else None)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        if self.cert:
            key = self.key.read() if isinstance(self.key, SecretFromEnvironment) else self.key
            context.load_cert_chain(str(base / self.cert), str(base / key) if key else None)
        return context


class Identity(Part):
    """Who is under test; ``id`` is the blind label."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]
    supplier: str
    product: str
    version: str
    roles: tuple[str, ...] = ()


class Safety(Part):
    """What must hold before a single octet leaves."""

    environment: str
    allow_hosts: list[str]
    max_associations: Annotated[int, Field(ge=1, le=256)] = 4
    max_requests_per_second: Annotated[int, Field(ge=1)] = 1000
    cleanup: bool = True

    @field_validator("environment")
    @classmethod
    def _not_production(cls, value: str) -> str:
        if value not in {"test", "pre-production"}:
            raise ValueError(f'{value!r} is refused; write environment = "test" once it is true (or "pre-production")')
        return value

    @field_validator("allow_hosts")
    @classmethod
    def _networks(cls, value: list[str]) -> list[str]:
        for host in value:
            try:
                ipaddress.ip_network(host, strict=False)
            except ValueError:
                raise ValueError(f'{host!r} is no address or network; write for example "127.0.0.1/32"') from None
        return value

    def allows(self, host: str) -> bool:
        """Return whether this address is listed; loopback always is."""
        try:
            address = ipaddress.ip_address(host)
        except ValueError:
            return host == "localhost"
        listed = (ipaddress.ip_network(one, strict=False) for one in self.allow_hosts)
        return address.is_loopback or any(address in network for network in listed)


class StoreBack(Part):
    """The application entity of ours that the candidate knows as a move destination."""

    aet: AeTitle = "HARNESS"
    host: str = "127.0.0.1"
    port: Port


class DicomOut(Part):
    """Where we listen for a candidate that opens associations itself, and the AE title it calls from, where told."""

    aet: AeTitle = "HARNESS"
    listen: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 0
    """0 is any free port, told to the candidate when it is asked to act."""
    candidate_aet: AeTitle | None = None


class DicomClaims(Part):
    """What the conformance statement claims, where it narrows what a scenario may ask."""

    checks_called_aet: bool = True
    sop_classes: tuple[str, ...] = ()
    transfer_syntaxes: tuple[str, ...] = ()
    pn_case_sensitive: bool | None = None
    hides_rejected: bool = False


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
    start_date: Annotated[str, Field(pattern=r"^(19|20)[0-9]{6}$"), AfterValidator(_day)]
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


def _address(value: str | None) -> str | None:
    """Refuse what is no address of a web service."""
    if value is not None and not (value.startswith(("http://", "https://")) and host_of(value)):
        raise ValueError(f'{value!r} is no address; write for example "https://127.0.0.1:8443/registry"')
    return value


Address = Annotated[str | None, AfterValidator(_address)]


class DicomWebClaims(Part):
    """What the conformance statement says of DICOMweb, where a story depends on it; left out: not known."""

    fuzzy_matching: bool | None = None
    rendered: bool = True
    renders_window: bool = True


class DicomWeb(Part):
    """The base addresses of an archive's DICOMweb services, by service; often they are one (PS3.18 9 and 10)."""

    qido: Address = None
    wado: Address = None
    stow: Address = None
    wado_uri: Address = None
    tls: Tls | None = None
    claims: DicomWebClaims = DicomWebClaims()


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
    claims: DicomClaims = DicomClaims()


class Hl7Claims(Part):
    """What the conformance statement claims beyond original acknowledgement mode, which alone IHE asks for.

    ``enhanced_mode``: accept and application acknowledgements, both on the connection of the message.
    """

    enhanced_mode: bool = False


class Hl7In(Part):
    """Where the candidate receives HL7 v2 over MLLP."""

    host: str
    port: Port
    version: Literal["2.3.1", "2.4", "2.5", "2.5.1"] = "2.5.1"
    sending: str = "HARNESS^HOSPITAL"
    receiving: str = "CANDIDATE^HOSPITAL"
    triggers: tuple[str, ...] = ("ADT^A01", "ADT^A04", "ADT^A08", "ADT^A40", "ORM^O01", "ORU^R01")
    claims: Hl7Claims = Hl7Claims()
    tls: Tls | None = None


class Hl7Queries(Part):
    """Where the candidate answers queries about patients that it was told of at ``hl7v2.in``.

    Enter the domains HARNESS and HARNESSB there, with the OIDs the example profile gives.
    """

    host: str
    port: Port
    version: Literal["2.5", "2.5.1"] = "2.5"
    sending: str = "HARNESS^HOSPITAL"
    receiving: str = "CANDIDATE^HOSPITAL"
    visits: bool = False
    tls: Tls | None = None


class Hl7OutClaims(Part):
    """What the conformance statement claims of what is sent; ``uk``: NHS number, ODS and NICIP codes."""

    uk: bool = False


class SecureDoor(Part):
    """Where we listen over TLS: what we show, and with ``ca`` by whom the candidate's own certificate is signed."""

    port: Annotated[int, Field(ge=0, le=65535)]
    cert: Path
    key: Path | SecretFromEnvironment
    ca: Path | None = None

    def context(self, base: Path) -> ssl.SSLContext:
        """Return a server context of TLS 1.2 or newer (BCP 195)."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        key = self.key.read() if isinstance(self.key, SecretFromEnvironment) else self.key
        context.load_cert_chain(str(base / self.cert), str(base / key))
        if self.ca:
            context.load_verify_locations(str(base / self.ca))
            context.verify_mode = ssl.CERT_REQUIRED
        return context


class Hl7Out(Part):
    """Where we listen for what the candidate sends; port 0 is any free one, for a candidate that is told which.

    ``resends_within_s``: a message nobody acknowledged is sent again within so many seconds; left out where not.
    """

    listen: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)]
    resends_within_s: Annotated[float, Field(gt=0, le=60, allow_inf_nan=False)] | None = None
    secure: SecureDoor | None = None
    claims: Hl7OutClaims = Hl7OutClaims()


class Hl7v2(Part):
    """The MLLP ports, seen from the candidate: ``in`` is what it receives, ``pix`` and ``pdq`` what it is asked."""

    in_: Hl7In | None = Field(default=None, alias="in")
    out: Hl7Out | None = None
    pix: Hl7Queries | None = None
    pdq: Hl7Queries | None = None


class SampleStudy(Part):
    """A study the imaging document source already holds: one series of it, and instances of that series."""

    patient_id: Annotated[str, Field(min_length=1)]
    study_uid: Oid
    series_uid: Oid
    sop_uids: Annotated[list[Oid], Field(min_length=2)]
    repository_unique_id: Oid
    pixel_sha256: list[Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]] | None = None
    """Of each instance, in the order of ``sop_uids``: SHA-256 of its uncompressed pixels, Little Endian."""
    manifest: str | None = None
    """The uniqueId under which the registry has the manifest of this study."""


class XdsOptions(Part):
    """Where the candidate offers what a registry or repository may offer beyond XDS.b; absent where it does not."""

    update: Address = None
    """Update Document Set (ITI-57)."""
    remove_metadata: Address = None
    """Remove Metadata (ITI-62)."""
    remove_documents: Address = None
    """Remove Documents (ITI-86)."""
    register_on_demand: Address = None
    """Register On-Demand Document Entry (ITI-61)."""
    multi_patient_query: Address = None
    """Multi-Patient Stored Query (ITI-51)."""


class Gateway(Part):
    """A responding gateway to the affinity domain: Cross Gateway Query and Retrieve, and its community's identifier."""

    query: Address = None
    """Cross Gateway Query (ITI-38)."""
    retrieve: Address = None
    """Cross Gateway Retrieve (ITI-39)."""
    retrieve_imaging: Address = None
    """Cross Gateway Retrieve Imaging Document Set (RAD-75)."""
    home: Annotated[str, Field(pattern=r"^urn:oid:[0-2](\.(0|[1-9]\d*))+$")]


class Secure(Part):
    """A secured node (ITI-19): an address of it, what we trust, and certificates of ours, good and bad.

    The good one is signed by an authority the node trusts; so was the expired one; the stranger's was not.
    """

    url: Annotated[str, Field(pattern=r"^https://"), AfterValidator(lambda value: str(_address(value)))]
    ca: Path
    cert: Path
    key: Path
    expired_cert: Path | None = None
    expired_key: Path | None = None
    stranger_cert: Path | None = None
    stranger_key: Path | None = None


class Audit(Part):
    """Where the candidate sends its audit records (ITI-20): a syslog sink of ours, TCP with octet counting."""

    listen: str = "127.0.0.1"
    port: Port


class Xds(Part):
    """The SOAP endpoints of an affinity domain."""

    registry: Address = None
    repository: Address = None
    imaging_source: Address = None
    wado_uri: Address = None
    wado_rs: Address = None
    mhd: Address = None
    affinity_domain: str = "affinity/default.toml"
    patient_id_root: Oid = "2.16.840.1.113883.2.1.4.1"
    repository_unique_id: str | None = None
    patient_feed: Hl7In | None = None
    sample_study: SampleStudy | None = None
    options: XdsOptions | None = None
    gateway: Gateway | None = None
    secure: Secure | None = None
    audit: Audit | None = None
    listen: str = "127.0.0.1"
    """Where we listen for a candidate that calls our registry, repository or imaging source by itself."""
    listen_port: Annotated[int, Field(ge=0, le=65535)] = 0
    """The port for it; 0 lets the system choose one, which the candidate is told each time."""
    tls: Tls | None = None


class Timing(Part):
    """Seconds this candidate may take; ``settle_s`` for an asynchronous effect."""

    connect_s: Seconds = 10.0
    settle_s: Seconds = 5.0
    pdu_s: Seconds = 30.0
    frame_s: Seconds = 30.0
    http_s: Seconds = 60.0


class Claim(Part):
    """One row of the claims matrix, with the place in the bid that makes it."""

    transaction: str
    level: Literal["yes", "configurable", "roadmap", "third-party", "no"]
    source: str = ""
    due: date | None = None


class SystemProfile(Part):
    """A candidate system as its supplier describes it."""

    schema_: Literal["sut/1"] = Field(alias="schema")
    system: Identity
    safety: Safety
    dicom: Dicom | None = None
    dicom_out: DicomOut | None = None
    hl7v2: Hl7v2 | None = None
    xds: Xds | None = None
    asked: Asked | None = None
    timing: Timing = Timing()
    claim: tuple[Claim, ...] = ()

    def offers(self, part: str) -> bool:
        """Return whether a dotted part (``hl7v2.in``, ``xds.registry``, ``asked.dicom.store-study``) is filled in."""
        if part.startswith(ASKED):
            return self.asked is not None and self.asked.way(part.removeprefix(ASKED)) is not None
        value: object = self
        for name in part.split("."):
            value = getattr(value, "in_" if name == "in" else name, None)
            if value is None or value is False:
                return False
        return True

    def limits(self) -> Limits:
        """Return the limits with this candidate's own times."""
        timing = self.timing
        return Limits(
            connect_s=timing.connect_s,
            settle_s=timing.settle_s,
            pdu_s=timing.pdu_s,
            frame_s=timing.frame_s,
            http_s=timing.http_s,
        )


def read(path: Path) -> SystemProfile:
    """Read a profile; raise BadFile naming the line, the key and what to write instead."""
    profile = load(path, SystemProfile)
    for key, host in _hosts(profile):
        if _literal(host) and not profile.safety.allows(host):
            size = ipaddress.ip_address(host).max_prefixlen
            raise BadFile(path, key, f"{host} is not allowed", f'add "{host}/{size}" to safety.allow_hosts')
    return profile


def _hosts(profile: SystemProfile) -> list[tuple[str, str]]:
    """Return every host a profile names, with its key; names are checked when they are resolved."""
    named: list[tuple[str, str]] = []
    if profile.dicom:
        named.append(("dicom.host", profile.dicom.host))
        if profile.dicom.worklist:
            named.append(("dicom.worklist.host", profile.dicom.worklist.host))
        if profile.dicom.performed_steps:
            named.append(("dicom.performed_steps.host", profile.dicom.performed_steps.host))
        named += _named("dicom.web", profile.dicom.web, ("qido", "wado", "stow", "wado_uri"))
    if profile.hl7v2:
        ports = {"in": profile.hl7v2.in_, "pix": profile.hl7v2.pix, "pdq": profile.hl7v2.pdq}
        named += [(f"hl7v2.{part}.host", port.host) for part, port in ports.items() if port]
    if profile.xds:
        named += _xds_hosts(profile.xds)
    if profile.asked:
        ways = {"asked.url": profile.asked, **{f"asked.by.{deed}.url": way for deed, way in profile.asked.by.items()}}
        named += [(key, host_of(way.url)) for key, way in ways.items() if way.url]
    return named


def _xds_hosts(xds: Xds) -> list[tuple[str, str]]:
    addresses = [(part, getattr(xds, part)) for part in ("registry", "repository", "imaging_source")]
    addresses += [("wado_uri", xds.wado_uri), ("wado_rs", xds.wado_rs), ("mhd", xds.mhd)]
    groups = (("options", xds.options), ("gateway", xds.gateway))
    addresses += [(f"{group}.{part}", url) for group, parts in groups for part, url in parts or () if part != "home"]
    addresses += [("secure.url", xds.secure.url if xds.secure else None)]
    named = [(f"xds.{part}", host_of(url)) for part, url in addresses if url]
    return [*named, ("xds.patient_feed.host", xds.patient_feed.host)] if xds.patient_feed else named


def _named(section: str, part: DicomWeb | None, keys: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return the hosts of a section's addresses, with their keys."""
    urls = ((key, getattr(part, key, None)) for key in keys)
    return [(f"{section}.{key}", host_of(url)) for key, url in urls if url]


def _literal(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
