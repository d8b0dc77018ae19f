"""What the parts of a candidate's profile are made of: ports, titles, addresses, secrets, TLS."""

from __future__ import annotations

import os
import ssl
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from conformance.files import Part
from conformance.secured import SOUND
from conformance.ways import host_of

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


def a_day(value: str) -> str:
    """Refuse eight digits that are no day (PS3.5 6.2, VR DA)."""
    try:
        date.fromisoformat(f"{value[:4]}-{value[4:6]}-{value[6:]}")
    except ValueError:
        raise ValueError(f"{value!r} is no day; write year, month and day as eight digits") from None
    return value


AE_LONGEST = 16
AeTitle = Annotated[str, AfterValidator(_ae_title)]


def an_address(value: str | None) -> str | None:
    """Refuse what is no address of a web service."""
    if value is not None and not (value.startswith(("http://", "https://")) and host_of(value)):
        raise ValueError(f'{value!r} is no address; write for example "https://127.0.0.1:8443/registry"')
    return value


Address = Annotated[str | None, AfterValidator(an_address)]


def a_channel(value: str | None) -> str | None:
    """Refuse what is no address of a WebSocket (RFC 6455 3)."""
    if value is not None and not (value.startswith(("ws://", "wss://")) and host_of(value)):
        raise ValueError(f'{value!r} is no address of a WebSocket; write for example "ws://127.0.0.1:8081/dicom-web"')
    return value


Channel = Annotated[str | None, AfterValidator(a_channel)]


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
        context.set_ciphers(SOUND)
        if self.cert:
            key = self.key.read() if isinstance(self.key, SecretFromEnvironment) else self.key
            context.load_cert_chain(str(base / self.cert), str(base / key) if key else None)
        return context


class Papers(Part):
    """Certificates of ours to visit a secured door with, good and bad, and whom we trust there.

    The good one is signed by an authority the door trusts; so was the expired one; the stranger's was not.
    """

    ca: Path
    cert: Path
    key: Path
    expired_cert: Path | None = None
    expired_key: Path | None = None
    stranger_cert: Path | None = None
    stranger_key: Path | None = None


class VisitedDoor(Papers):
    """A candidate's TLS door, and certificates to visit it with.

    ``mutual``: who shows no certificate it trusts is turned away. ``closed_port`` is where it says to answer nobody
    without TLS any more.
    """

    host: str
    port: Port
    mutual: bool = True
    closed_port: Port | None = None


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
        context.set_ciphers(SOUND)
        key = self.key.read() if isinstance(self.key, SecretFromEnvironment) else self.key
        context.load_cert_chain(str(base / self.cert), str(base / key))
        # A sender that goes without reading our session tickets resets the connection, and what it sent is lost.
        context.num_tickets = 0
        if self.ca:
            context.load_verify_locations(str(base / self.ca))
            context.verify_mode = ssl.CERT_REQUIRED
        return context


class Audit(Part):
    """Where the candidate sends its audit records (ITI-20): a syslog sink of ours, and by which transport.

    ``tls`` (RFC 5425) shows ``cert`` and, with ``ca``, asks for a certificate; ``udp`` is RFC 5426; ``tcp`` is what is
    inside TLS without it, for where something else ends the TLS.
    """

    listen: str = "127.0.0.1"
    port: Port
    transport: Literal["tls", "udp", "tcp"] = "tcp"
    cert: Path | None = None
    key: Path | SecretFromEnvironment | None = None
    ca: Path | None = None
    resends_within_s: Seconds | None = None
    """Within so many seconds it sends what it recorded while the sink was down; absent where nobody says so."""
    synchronised: bool = False
    """Whether its clock and that of the machine of this suite follow time servers (ITI-1)."""

    @model_validator(mode="after")
    def _shown(self) -> Self:
        if self.transport == "tls" and not (self.cert and self.key):
            raise ValueError("a sink over TLS shows a certificate: name its cert and key")
        return self

    def context(self, base: Path) -> ssl.SSLContext:
        """Return the server context of a sink over TLS."""
        door = SecureDoor(port=self.port, cert=self.cert or Path(), key=self.key or Path(), ca=self.ca)
        return door.context(base)
