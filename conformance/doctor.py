"""Before a run: is each place of the profile reachable, and what should be mended first; gives no score."""

from __future__ import annotations

import socket
import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING

from conformance.files import Part
from conformance.network import bound
from conformance.session import places
from conformance.systems import DicomWeb, Papers, SecureDoor, StoreBack, hosts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conformance.systems import SystemProfile, Tls


@dataclass(frozen=True, slots=True)
class Symptom:
    """One thing looked at: which part of the profile, whether it is well, what was seen."""

    part: str
    well: bool
    says: str


def examine(profile: SystemProfile, folder: Path) -> list[Symptom]:
    """Look at every part of the profile; nothing is sent but a TLS handshake."""
    reached = [key.removesuffix(".host") for key, _ in hosts(profile)]
    return [
        *(_reach(profile, folder, part, *place) for part in reached for place in places(profile, part)),
        *(_door(*door) for door in _doors(profile)),
    ]


def _doors(value: Part, of: str = "", listen: str = "") -> Iterator[tuple[str, str, int, bool]]:
    """Yield each place where we are to listen: its part of the profile, host and port, whether for datagrams."""
    for name, field in type(value).model_fields.items():
        part = getattr(value, name)
        if not isinstance(part, Part):
            continue
        key = of + (field.alias or name)
        at = part.host if isinstance(part, StoreBack) else getattr(part, "listen", listen)
        if isinstance(part, StoreBack | SecureDoor) or (hasattr(part, "listen") and hasattr(part, "port")):
            yield key, at, getattr(part, "port", 0), getattr(part, "transport", "") == "udp"
        yield from _doors(part, f"{key}.", at)


def _door(part: str, host: str, port: int, datagrams: bool) -> Symptom:  # noqa: FBT001 - a door as it was found
    try:
        (bound(host, port) if datagrams else socket.create_server((host, port))).close()
    except OSError as error:
        return Symptom(part, well=False, says=f"we can't listen on {host}:{port}: {error.strerror or error}")
    return Symptom(part, well=True, says=f"{host}:{port} is free for us to listen on")


def _tls(profile: SystemProfile, part: str) -> Tls | None:
    """Return how a part is secured, by its own table or that of its section; None where stories bring papers."""
    value: object = profile
    tls: Tls | None = None
    for name in part.split("."):
        value = getattr(value, "in_" if name == "in" else name, None)
        if isinstance(value, Papers):
            return None
        tls = value.tls if isinstance(value, DicomWeb) else getattr(value, "tls", None) or tls
    return None if isinstance(value, str) and not value.startswith(("https", "wss")) else tls


def _reach(profile: SystemProfile, folder: Path, part: str, host: str, port: int) -> Symptom:
    try:
        link = socket.create_connection((host, port), timeout=profile.timing.connect_s)
    except OSError as error:
        why = "no answer" if isinstance(error, TimeoutError) else error.strerror or str(error)
        return Symptom(part, well=False, says=f"{host}:{port} is not reachable: {why}")
    with link:
        tls = _tls(profile, part)
        if tls is None or not tls.enabled:
            return Symptom(part, well=True, says=f"{host}:{port} takes connections")
        try:
            context = tls.context(folder)
            assert context is not None
            with context.wrap_socket(link, server_hostname=host) as secured:
                return Symptom(part, well=True, says=f"{host}:{port} speaks {secured.version()}")
        except (ssl.SSLError, OSError, KeyError) as error:
            return Symptom(part, well=False, says=f"{host}:{port} takes connections, but TLS fails: {error}")
