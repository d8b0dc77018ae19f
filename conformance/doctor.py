"""Before a run: is each place of the profile reachable, and what should be mended first; gives no score."""

from __future__ import annotations

import socket
import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING

from conformance.session import places

if TYPE_CHECKING:
    from pathlib import Path

    from conformance.systems import SystemProfile, Tls

PARTS = (
    "dicom",
    "dicom.worklist",
    "dicom.performed_steps",
    "dicom.store_back",
    "dicom.web.qido",
    "dicom.web.wado",
    "dicom.web.stow",
    "dicom.web.wado_uri",
    "hl7v2.in",
    "hl7v2.out",
    "hl7v2.pix",
    "hl7v2.pdq",
    "xds.registry",
    "xds.repository",
    "xds.imaging_source",
    "xds.patient_feed",
)
_OURS = ("dicom.store_back", "hl7v2.out")


@dataclass(frozen=True, slots=True)
class Symptom:
    """One thing looked at: which part of the profile, whether it is well, what was seen."""

    part: str
    well: bool
    says: str


def examine(profile: SystemProfile, folder: Path) -> list[Symptom]:
    """Look at every part of the profile; nothing is sent but a TLS handshake."""
    found = []
    for part in PARTS:
        if not profile.offers(part):
            continue
        if part in _OURS:
            found.append(_door(profile, part))
        else:
            found += [_reach(profile, folder, part, host, port) for host, port in places(profile, part)]
    return found


def _door(profile: SystemProfile, part: str) -> Symptom:
    room, name = part.split(".")
    spot = getattr(getattr(profile, room), name)
    host = getattr(spot, "host", None) or spot.listen
    try:
        socket.create_server((host, spot.port)).close()
    except OSError as error:
        return Symptom(part, well=False, says=f"we can't listen on {host}:{spot.port}: {error.strerror or error}")
    return Symptom(part, well=True, says=f"{host}:{spot.port} is free for us to listen on")


def _tls(profile: SystemProfile, part: str) -> Tls | None:
    """Return how a part is secured; the services of DICOMweb by a table of their own, and only under https."""
    if part.startswith("dicom.web.") and profile.dicom and profile.dicom.web:
        web = profile.dicom.web
        return web.tls if getattr(web, part.rpartition(".")[2]).startswith("https") else None
    tls: Tls | None = getattr(getattr(profile, part.split(".", maxsplit=1)[0]), "tls", None)
    return tls


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
