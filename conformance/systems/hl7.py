"""The HL7 v2 parts of a candidate's profile: where it receives, is asked, and sends."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from conformance.files import Part
from conformance.systems.kinds import Port, SecureDoor, Tls, VisitedDoor


class Hl7Claims(Part):
    """What the conformance statement claims beyond original acknowledgement mode, which alone IHE asks for.

    ``enhanced_mode``: accept and application acknowledgements, both on the connection of the message.
    ``order_filler``: orders of a placer (RAD-2). ``order_placer``: what a filler tells of them (RAD-3).
    ``sequence_numbers``: those of MSH-13. ``batches``: of messages in one block (BHS, BTS), which it
    acknowledges, by message or by error. ``batch_files``: of batches in one block (FHS, FTS), likewise.
    ``pix_consumer``: update notifications of a PIX manager (ITI-10). ``uk``: messages as the NHS writes them.
    """

    enhanced_mode: bool = False
    sequence_numbers: bool = False
    batches: bool = False
    batch_files: bool = False
    order_filler: bool = False
    order_placer: bool = False
    pix_consumer: bool = False
    uk: bool = False


class Hl7In(Part):
    """Where the candidate receives HL7 v2 over MLLP.

    ``reports``: where a report that was received (ORU) can be looked up: as a document of ``xds.registry``.
    """

    host: str
    port: Port
    version: Literal["2.3.1", "2.4", "2.5", "2.5.1"] = "2.5.1"
    sending: str = "HARNESS^HOSPITAL"
    receiving: str = "CANDIDATE^HOSPITAL"
    triggers: tuple[str, ...] = ("ADT^A01", "ADT^A04", "ADT^A08", "ADT^A40", "ORM^O01", "ORU^R01")
    claims: Hl7Claims = Hl7Claims()
    reports: Literal["registry"] | None = None
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
    secure: VisitedDoor | None = None
    """Where ``in`` is reached over TLS (ITI-19)."""
