"""An imaging document source over HTTP: WADO-URI (RAD-55, PS3.18 9) and WADO-RS (RAD-107, PS3.18 10.4)."""

from __future__ import annotations

import json
import uuid
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from pydicom import dcmread
from pydicom.uid import ExplicitVRLittleEndian

from conformance.xds.simulator.jpeg import grey_jpeg
from conformance.xds.simulator.sample_study import in_syntax
from conformance.xds.simulator.serving import Asked, Told
from conformance.xds.wire.mime import Part, read_media_type, write_multipart

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pydicom.dataset import Dataset

DICOM, JSON, JPEG, OCTETS = "application/dicom", "application/dicom+json", "image/jpeg", "application/octet-stream"
MULTIPART = "multipart/related"
RS = "/wado-rs"
Held = tuple[str, bytes]
_MANDATORY = ("studyUID", "seriesUID", "objectUID")


class Wado:
    """Answers GET.

    ``fetch`` returns an instance as its transfer syntax and Part 10 file, or None; ``listed`` the
    (series, SOP Instance UID) of all instances of a study, in order.
    """

    def __init__(
        self, fetch: Callable[[str, str, str], Held | None], listed: Callable[[str], Sequence[tuple[str, str]]]
    ) -> None:
        self._fetch = fetch
        self._listed = listed

    # WADO-URI.

    def answer_uri(self, asked: Asked) -> Told:
        """Answer one request of WADO-URI."""
        said = {name: values[0] for name, values in parse_qs(urlsplit(asked.target).query).items()}
        if not self.is_complete(said):
            return self.refused(400, "requestType=WADO, studyUID, seriesUID and objectUID are wanted")
        held = self.held(said.get("studyUID", ""), said.get("seriesUID", ""), said.get("objectUID", ""))
        if held is None:
            return self.not_there()
        wanted = said.get("contentType", JPEG).split(",")[0].split(";")[0].strip()
        if wanted == DICOM:
            return self.uri_instance(held, said.get("transferSyntax", ExplicitVRLittleEndian))
        if wanted == JPEG:
            return self.uri_rendered(held)
        return self.refused(406, f"{wanted} is not offered here")

    def is_complete(self, said: dict[str, str]) -> bool:
        """Return whether the mandatory parameters are there (PS3.18 9.1.2.1)."""
        return said.get("requestType") == "WADO" and all(said.get(name) for name in _MANDATORY)

    def uri_instance(self, held: Held, syntax: str) -> Told:
        """Return an instance as a file, in the syntax asked for if that can be had (PS3.18 9.1.2.2)."""
        return Told(200, self.encoded(held, [syntax])[1], DICOM)

    def uri_rendered(self, held: Held) -> Told:
        """Return an instance as a picture."""
        return Told(200, picture(held[1]), JPEG)

    # WADO-RS.

    def answer_rs(self, asked: Asked) -> Told:
        """Answer one request of WADO-RS."""
        parts = [one for one in urlsplit(asked.target).path.removeprefix(RS).split("/") if one]
        names, about = parts[0::2], parts[1::2]
        last = parts.pop() if parts and parts[-1] in {"metadata", "rendered"} else ""
        names, about = parts[0::2], parts[1::2]
        frames = names == ["studies", "series", "instances", "frames"] and len(about) == 4  # noqa: PLR2004 - so many UIDs
        if not frames and (names != ["studies", "series", "instances"][: len(names)] or len(names) != len(about)):
            return self.refused(404, "there is no such resource")
        found = self.found(about[:3])
        if not found:
            return self.not_there()
        accept = asked.headers.get("accept", "*/*")
        if frames:
            return self.rs_frames(found[0][1], about[3], accept)
        if last == "metadata":
            return self.rs_metadata(found, accept)
        return self.rs_rendered(found[0][1], accept) if last else self.rs_instances(found, accept)

    def found(self, about: list[str]) -> list[tuple[str, Held]]:
        """Return the instances of a study, of a series of it, or one of them, each by its UID."""
        study, series, sop = [*about, "", "", ""][:3]
        found = []
        for its_series, its_sop in self._listed(study):
            if series in {"", its_series} and sop in {"", its_sop}:
                held = self.held(study, its_series, its_sop)
                if held:
                    found.append((its_sop, held))
        return found

    def rs_instances(self, found: list[tuple[str, Held]], accept: str) -> Told:
        """Return instances as the parts of one response."""
        wanted = accepted(accept, DICOM)
        if wanted is None:
            return self.refused(406, f"instances are {MULTIPART}; type={DICOM}")
        files = [self.encoded(held, [wanted or ExplicitVRLittleEndian]) for _, held in self.chosen(found)]
        return multipart([(f"{DICOM}; transfer-syntax={syntax}", octets) for syntax, octets in files], DICOM)

    def rs_metadata(self, found: list[tuple[str, Held]], accept: str) -> Told:
        """Return the metadata of instances as JSON."""
        if not any(one.split(";")[0].strip() in {JSON, "application/json", "*/*"} for one in accept.split(",")):
            return self.refused(406, f"metadata are {JSON}")
        told = [self.described(dcmread(BytesIO(octets))) for _, (_, octets) in self.chosen(found)]
        return Told(200, json.dumps(told).encode(), JSON)

    def rs_frames(self, held: Held, numbers: str, accept: str) -> Told:
        """Return frames of an uncompressed instance."""
        wanted = [int(one) for one in numbers.split(",") if one.isdecimal()]
        if accepted(accept, OCTETS) is None:
            return self.refused(406, f"frames are {MULTIPART}; type={OCTETS}")
        image = dcmread(BytesIO(self.encoded(held, [ExplicitVRLittleEndian])[1]))
        count = int(image.get("NumberOfFrames") or 1)
        size = len(image.PixelData) // count
        if not wanted or max(wanted) > count or min(wanted) < 1:
            return self.refused(404, f"there are {count} frames")
        pieces = [self.frame(bytes(image.PixelData), size, number) for number in wanted]
        return multipart([(f"{OCTETS}; transfer-syntax={ExplicitVRLittleEndian}", one) for one in pieces], OCTETS)

    def rs_rendered(self, held: Held, accept: str) -> Told:
        """Return an instance as a picture."""
        if not any(one.split(";")[0].strip() in {JPEG, "image/*", "*/*"} for one in accept.split(",")):
            return self.refused(406, f"pictures are {JPEG}")
        return Told(200, picture(held[1]), JPEG)

    # What a variant answers by.

    def held(self, study: str, series: str, sop: str) -> Held | None:
        """Return an instance that is in that series of that study."""
        return self._fetch(study, series, sop)

    def chosen(self, found: list[tuple[str, Held]]) -> list[tuple[str, Held]]:
        """Return which of the instances found are told: all."""
        return found

    def encoded(self, held: Held, syntaxes: list[str]) -> Held:
        """Return an instance in a syntax asked for, or as it is held where that can't be had or any will do."""
        return held if "*" in syntaxes else in_syntax(*held, syntaxes) or held

    def described(self, image: Dataset) -> dict[str, Any]:
        """Return the metadata of an instance in the DICOM JSON model, without its pixels (PS3.18 Annex F)."""
        image.pop("PixelData", None)
        return dict(image.to_json_dict())

    def frame(self, pixels: bytes, size: int, number: int) -> bytes:
        """Return one frame, the first being number 1."""
        return pixels[(number - 1) * size : number * size]

    def not_there(self) -> Told:
        """Say that what was asked for is not here."""
        return self.refused(404, "not here")

    def refused(self, status: int, why: str) -> Told:
        """Say why not."""
        return Told(status, f"{why}\n".encode(), "text/plain; charset=utf-8")


def accepted(accept: str, type_: str) -> str | None:
    """Return the transfer syntax an Accept field wants of parts of a type, empty for any; None for another type."""
    for one in accept.split(","):
        media = read_media_type(one)
        if media.name == "*/*" or (media.name == MULTIPART and media.get("type").lower() in {type_, ""}):
            return media.get("transfer-syntax")
    return None


def multipart(bodies: list[tuple[str, bytes]], type_: str) -> Told:
    """Return parts in one response (RFC 2387)."""
    parts = [Part((("Content-Type", media_type),), octets) for media_type, octets in bodies]
    media_type, body = write_multipart(parts, uuid.uuid4().hex, [("type", type_)])
    return Told(200, body, media_type)


def picture(octets: bytes) -> bytes:
    """Return an uncompressed grey image as a JPEG, its whole range of values shown."""
    image = dcmread(BytesIO(octets))
    deep = image.BitsAllocated == 16  # noqa: PLR2004 - bits
    values = list(memoryview(image.PixelData).cast("H")) if deep else list(image.PixelData)
    low, high = min(values), max(values)
    grey = [(value - low) * 255 // max(1, high - low) for value in values]
    return grey_jpeg(int(image.Rows), int(image.Columns), grey[: image.Rows * image.Columns])
