"""Read and validate a candidate's profile: what the supplier says, and how to reach it (TOML)."""

from __future__ import annotations

import ipaddress
from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, field_validator

from conformance.files import BadFile, Part, load
from conformance.limits import Limits
from conformance.systems.dicom import (
    Commitment,
    Dicom,
    DicomClaims,
    DicomOut,
    DicomWeb,
    DicomWebClaims,
    PerformedSteps,
    ScheduledStep,
    StoreBack,
    TakesReports,
    Worklist,
    Workstation,
)
from conformance.systems.hl7 import Hl7Claims, Hl7In, Hl7Out, Hl7OutClaims, Hl7Queries, Hl7v2
from conformance.systems.kinds import (
    AE_LONGEST,
    Address,
    AeTitle,
    Audit,
    Oid,
    Papers,
    Port,
    Seconds,
    SecretFromEnvironment,
    SecureDoor,
    Tls,
    VisitedDoor,
)
from conformance.systems.xds import (
    Gateway,
    InitiatingGateway,
    MhdRecipient,
    OnDemandDocument,
    SampleStudy,
    Secure,
    Xds,
    XdsOptions,
    Xua,
)
from conformance.ways import ASKED, Asked, host_of

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "AE_LONGEST", "Address", "AeTitle", "Audit", "Claim", "Commitment", "Dicom", "DicomClaims", "DicomOut",
    "DicomWeb", "DicomWebClaims", "Gateway", "Hl7Claims", "Hl7In", "Hl7Out", "Hl7OutClaims", "Hl7Queries",
    "Hl7v2", "Identity", "InitiatingGateway", "MhdRecipient", "Oid", "OnDemandDocument", "Papers", "Part",
    "PerformedSteps", "Port", "Recipient", "Safety", "SampleStudy", "ScheduledStep", "Seconds",
    "SecretFromEnvironment", "Secure", "SecureDoor", "StoreBack", "SystemProfile", "TakesReports", "Timing",
    "Tls", "VisitedDoor", "Worklist", "Workstation", "Xds", "XdsOptions", "Xua", "hosts", "read",
]  # fmt: skip


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
    for key, host in hosts(profile):
        if _literal(host) and not profile.safety.allows(host):
            size = ipaddress.ip_address(host).max_prefixlen
            raise BadFile(path, key, f"{host} is not allowed", f'add "{host}/{size}" to safety.allow_hosts')
    return profile


def hosts(profile: SystemProfile) -> list[tuple[str, str]]:
    """Return every host a profile names, with its key; names are checked when they are resolved."""
    named: list[tuple[str, str]] = []
    if profile.dicom:
        named.append(("dicom.host", profile.dicom.host))
        if profile.dicom.worklist:
            named.append(("dicom.worklist.host", profile.dicom.worklist.host))
        if profile.dicom.performed_steps:
            named.append(("dicom.performed_steps.host", profile.dicom.performed_steps.host))
        if profile.dicom.secure:
            named.append(("dicom.secure.host", profile.dicom.secure.host))
        if profile.dicom.web and profile.dicom.web.guarded:
            named.append(("dicom.web.guarded.qido", host_of(profile.dicom.web.guarded.qido)))
        named += _named("dicom.web", profile.dicom.web, ("qido", "wado", "stow", "wado_uri", "workitems", "events"))
    if profile.dicom_out:
        parts = {"reports": profile.dicom_out.reports, "workstation": profile.dicom_out.workstation}
        named += [(f"dicom_out.{part}.host", place.host) for part, place in parts.items() if place]
    if profile.hl7v2:
        hl7v2 = profile.hl7v2
        ports = {"in": hl7v2.in_, "pix": hl7v2.pix, "pdq": hl7v2.pdq, "secure": hl7v2.secure}
        named += [(f"hl7v2.{part}.host", port.host) for part, port in ports.items() if port]
    if profile.xds:
        named += _xds_hosts(profile.xds)
    if profile.asked:
        ways = {"asked.url": profile.asked, **{f"asked.by.{deed}.url": way for deed, way in profile.asked.by.items()}}
        named += [(key, host_of(way.url)) for key, way in ways.items() if way.url]
    return named


_NO_URLS = frozenset({"home", "asynchronous", "port"})


def _xds_hosts(xds: Xds) -> list[tuple[str, str]]:
    addresses = [(part, getattr(xds, part)) for part in ("registry", "repository", "imaging_source")]
    addresses += [
        ("wado_uri", xds.wado_uri),
        ("wado_rs", xds.wado_rs),
        ("mhd", xds.mhd),
        ("patient_feed_v3", xds.patient_feed_v3),
    ]
    groups = (("options", xds.options), ("gateway", xds.gateway), ("initiating_gateway", xds.initiating_gateway))
    addresses += [(f"xua.{part}", getattr(xds.xua, part)) for part in ("registry", "repository") if xds.xua]
    urls = (("mhd_recipient", xds.mhd_recipient), ("on_demand", xds.on_demand), ("recipient", xds.recipient))
    addresses += [(f"{part}.url", one.url) for part, one in urls if one]
    told = [(f"{group}.{part}", part, url) for group, parts in groups for part, url in parts or ()]
    addresses += [(name, url) for name, part, url in told if part not in _NO_URLS]
    addresses += [(f"secure.{part}", getattr(xds.secure, part)) for part in ("url", "repository") if xds.secure]
    named = [(f"xds.{part}", host_of(url)) for part, url in addresses if url]
    heard = (("patient_feed", xds.patient_feed), ("link_change", xds.link_change))
    return [*named, *((f"xds.{part}.host", one.host) for part, one in heard if one)]


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
