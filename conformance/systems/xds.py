"""The XDS and XDS-I parts of a candidate's profile."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from conformance.files import Part
from conformance.systems.hl7 import Hl7In
from conformance.systems.kinds import (
    Address,
    Audit,
    Oid,
    Papers,
    Port,
    SecretFromEnvironment,
    Tls,
    an_address,
)

Secured = Annotated[str, Field(pattern=r"^https://"), AfterValidator(lambda value: str(an_address(value)))]


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
    asynchronous: bool = False
    """Whether it answers at the address that a request's wsa:ReplyTo names."""


class InitiatingGateway(Part):
    """An initiating gateway, which asks two communities of ours (we listen for them) what its own consumers ask it.

    It takes both to know every patient by the same identifier. Their addresses, at ``port`` of ``xds.listen``, are
    ``/community/1`` and ``/community/2``; ``profiles/systems/reference.toml`` has their homeCommunityIds.
    """

    query: Address = None
    """Registry Stored Query (ITI-18)."""
    retrieve: Address = None
    """Retrieve Document Set (ITI-43)."""
    retrieve_imaging: Address = None
    """Retrieve Imaging Document Set (RAD-69)."""
    port: Port


class Recipient(Part):
    """A document recipient, which takes documents and registers them nowhere (XDR, ITI-41)."""

    url: Annotated[str, AfterValidator(lambda value: str(an_address(value)))]
    limited_metadata: bool = False
    """Whether it claims the option Accepts Limited Metadata."""


class OnDemandDocument(Part):
    """A document the candidate makes when somebody asks for it, and where it does (ITI-43)."""

    url: Annotated[str, AfterValidator(lambda value: str(an_address(value)))]
    repository_unique_id: Oid
    unique_id: Annotated[str, Field(min_length=1)]


class Secure(Papers):
    """A secured node (ITI-19): an address of it, certificates to visit it with, and where its repository is."""

    url: Secured
    repository: Secured | None = None


class CodedClaim(Part):
    """A coded value of an assertion: a role, or a purpose of use."""

    code: Annotated[str, Field(min_length=1)]
    system: Oid
    display: str = ""


class Xua(Part):
    """A service provider that asks for a user assertion (ITI-40), and how ours are made so that it trusts them.

    The candidate trusts ``cert``, by which ours are signed, or who issued it; ``issuer`` and ``audience`` are URIs.
    """

    registry: Address = None
    repository: Address = None
    cert: Path
    key: Path | SecretFromEnvironment
    issuer: Annotated[str, Field(min_length=1)] = "urn:oid:1.3.6.1.4.1.21367.13.99"
    audience: Annotated[str, Field(min_length=1)]
    role: CodedClaim = CodedClaim(code="112247003", system="2.16.840.1.113883.6.96", display="Medical doctor")
    purpose: CodedClaim = CodedClaim(code="TREATMENT", system="2.16.840.1.113883.3.18.7.1", display="Treatment")
    denied_role: CodedClaim | None = None
    """A role that the candidate's policy refuses; absent where it decides by none."""
    everywhere: bool = False
    """Whether every registry and repository address of the profile asks for one: all our requests then bring it."""
    records_purpose: bool = False
    """Whether it claims the option PurposeOfUse, and so records the purpose."""


class MhdRecipient(Part):
    """A document recipient of mobile access (ITI-65), which passes on to ``xds.registry`` and ``xds.repository``.

    Its patient is named by ``identifier`` alone, or by a Patient resource in the ``bundle``.
    """

    url: Annotated[str, AfterValidator(lambda value: str(an_address(value)))]
    subject: Literal["identifier", "bundle"] = "identifier"


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
    asynchronous: bool = False
    """Whether registry and repository answer at the address that a request's wsa:ReplyTo names."""
    link_change: Hl7In | None = None
    """Where the registry takes Notify XAD-PID Link Change (ITI-64), which moves documents to another patient."""
    patient_feed_v3: Address = None
    """Where the registry takes the patient identity feed in HL7 version 3 (ITI-44)."""
    sample_study: SampleStudy | None = None
    options: XdsOptions | None = None
    on_demand: OnDemandDocument | None = None
    recipient: Recipient | None = None
    initiating_gateway: InitiatingGateway | None = None
    gateway: Gateway | None = None
    secure: Secure | None = None
    audit: Audit | None = None
    xua: Xua | None = None
    mhd_recipient: MhdRecipient | None = None
    listen: str = "127.0.0.1"
    """Where we listen for a candidate that calls our registry, repository or imaging source by itself."""
    listen_port: Annotated[int, Field(ge=0, le=65535)] = 0
    """The port for it, and for responses that come later; 0 lets the system choose, and we tell each time."""
    tls: Tls | None = None
