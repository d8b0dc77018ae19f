"""A small synthetic study for an imaging document source to hold: one series of three images, another of one."""

from __future__ import annotations

import hashlib
import uuid
from functools import cache
from io import BytesIO
from types import MappingProxyType
from typing import TYPE_CHECKING

from pydicom import dcmread
from pydicom.dataset import Dataset
from pydicom.uid import CTImageStorage, ExplicitVRLittleEndian, ImplicitVRLittleEndian

from conformance.xds.samples.images import Instance, image
from conformance.xds.samples.manifests import Series, Study, part10

if TYPE_CHECKING:
    from collections.abc import Mapping

_UNCOMPRESSED = (ExplicitVRLittleEndian, ImplicitVRLittleEndian)


def fixed_uid(name: str) -> str:
    """Return the same UID for the same name, in every run (2.25, ITU-T X.667)."""
    return f"2.25.{uuid.uuid5(uuid.NAMESPACE_OID, f'conformance/sample-study/{name}').int}"


PATIENT, STUDY = "ZZ00000000A1", fixed_uid("study")
SERIES = {fixed_uid("series/1"): 3, fixed_uid("series/2"): 1}


@cache
def images() -> Mapping[tuple[str, str, str], bytes]:
    """Return Part 10 files in Explicit VR Little Endian by (study, series, SOP Instance UID)."""
    found: dict[tuple[str, str, str], bytes] = {}
    for place, (series, count) in enumerate(SERIES.items(), 1):
        for number in range(1, count + 1):
            sop = fixed_uid(f"instance/{place}/{number}")
            about = Instance(STUDY, series, sop, fixed_uid("frame"), PATIENT)
            found[STUDY, series, sop] = part10(image(about, place, number), ExplicitVRLittleEndian)
    return MappingProxyType(found)


def described(location_uid: str, retrieve_ae: str = "ARCHIVE") -> Study:
    """Return the study as a manifest lists it."""
    series = [
        Series(uid, retrieve_ae, location_uid, [(CTImageStorage, sop) for _, its, sop in images() if its == uid])
        for uid in SERIES
    ]
    return Study(PATIENT, STUDY, series, "Sample^Synthetic", "19700101", "O", "ZZACC1", "20260105", "101500", "1")


@cache
def pixel_digest(series: str, sop: str) -> str:
    """Return the SHA-256 of the pixels of an image."""
    return hashlib.sha256(_read(images()[STUDY, series, sop]).PixelData).hexdigest()


def in_syntax(held: str, octets: bytes, listed: list[str]) -> tuple[str, bytes] | None:
    """Return an image in a listed transfer syntax: as held, or re-encoded between the uncompressed two.

    None means that it can't be had in any of them.
    """
    if held in listed:
        return held, octets
    wanted = next((one for one in listed if one in _UNCOMPRESSED), None)
    if held not in _UNCOMPRESSED or wanted is None:
        return None
    return wanted, part10(_read(octets), wanted)


def _read(octets: bytes) -> Dataset:
    read = dcmread(BytesIO(octets))
    plain = Dataset()
    plain.update(read)
    return plain
