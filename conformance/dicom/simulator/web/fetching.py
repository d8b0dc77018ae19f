"""Retrieve instances, metadata, bulk data and frames (PS3.18 10.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from conformance.dicom.samples import syntaxes
from conformance.dicom.simulator.web.negotiating import Range, Refused
from conformance.dicom.simulator.web.objects import BINARY, ObjectWriter
from conformance.dicom.simulator.web.recoding import FRAME_TYPES, plain, recoded
from conformance.dicom.simulator.web.service import Service
from conformance.dicom.simulator.web.site import Asked, Told
from conformance.dicom.web import media
from conformance.dicom.web.multipart import Part
from conformance.dicom.web.part10 import write_file
from conformance.dicom.wire import read_data_set
from conformance.dicom.wire.dictionary import PIXEL_DATA

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydicom.dataelem import DataElement

    from conformance.dicom.simulator.stores import Kept

INLINE_MOST: Final = 256
"""Octets of a binary value that metadata hold inline; longer ones are left out (PS3.18 10.4.3.3.2)."""


class MetadataWriter(ObjectWriter):
    """Writes an instance's metadata: long binary values and pixel data as URIs below ``url``."""

    def __init__(self, url: str, *, big: bool) -> None:
        super().__init__(big=big)
        self.url = url

    def bulk_uri(self, element: DataElement) -> str | None:
        """Leave pixel data and long binary values out."""
        long = element.VR in BINARY and len(element.value or b"") > INLINE_MOST
        return f"{self.url}/bulkdata/{element.tag:08X}" if long or element.tag == PIXEL_DATA else None


class Fetching(Service):
    """Answers retrievals, one small method per question."""

    def chosen(self, study: str, series: str = "", sop: str = "") -> list[Kept]:
        """Return the instances of a resource; raise Refused when there are none."""
        wanted = [one for one in (study, series, sop) if one]
        found = [
            one
            for one in self.archive.instances.all()
            if [one.study_uid, one.series_uid, one.sop_instance][: len(wanted)] == wanted
        ]
        if not found:
            raise Refused(self.unknown(), "no such resource")
        return found

    def unknown(self) -> int:
        """Return the status of what does not exist."""
        return 404

    # Instances.

    def instances(self, asked: Asked, instances: Sequence[Kept], *, single: bool) -> Told:
        """Answer with instances as files (PS3.18 10.4.3.3.1)."""
        for one in self.accepted(asked):
            if one.matches(media.DICOM) and (one.related or single or one.name == "*/*"):
                files = self.files(instances, one.syntax)
                if files is not None:
                    if not one.related and one.name != "*/*":
                        return Told(200, files[0].body, files[0].header("Content-Type"))
                    return self.package(files, media.DICOM)
            elif one.related and one.matches(media.OCTETS):
                return self.package([self.bulk_part(kept, PIXEL_DATA) for kept in instances], media.OCTETS)
        raise Refused(406, f"only {media.DICOM} can be had, in transfer syntaxes we can make")

    def files(self, instances: Sequence[Kept], syntax: str) -> list[Part] | None:
        """Return instances as parts, or None when one can't be had in the transfer syntax asked for."""
        found = []
        for one in self.sent(instances):
            wanted = self.syntax(one, syntax)
            data = self.recoded(one, wanted)
            if data is None:
                return None
            file = write_file(one.sop_class, one.sop_instance, wanted, data)
            found.append(Part((("Content-Type", self.part_type(wanted)),), file))
        return found

    def sent(self, instances: Sequence[Kept]) -> Sequence[Kept]:
        """Return what is sent of a resource: all."""
        return instances

    def syntax(self, instance: Kept, asked: str) -> str:
        """Return the transfer syntax to send in: the one asked for, else Explicit VR Little Endian (8.7.3.5.2)."""
        return instance.transfer_syntax if asked == "*" else asked or syntaxes.ExplicitVRLittleEndian

    def recoded(self, instance: Kept, wanted: str) -> bytes | None:
        """Return an instance's data set in a transfer syntax."""
        return recoded(instance, wanted)

    def part_type(self, syntax: str) -> str:
        """Return the Content-Type of an instance."""
        return f"{media.DICOM}; transfer-syntax={syntax}"

    # Metadata.

    def metadata(self, asked: Asked, instances: Sequence[Kept]) -> Told:
        """Answer with metadata (PS3.18 10.4.3.3.2)."""
        accepted = self.accepted(asked)
        return self.objects_told(accepted, [self.metadata_of(one) for one in self.sent(instances)])

    def metadata_of(self, instance: Kept) -> dict[str, Any]:
        """Return one instance's metadata as an object."""
        data_set = syntaxes.decoded(instance.data, instance.transfer_syntax)
        return self.metadata_writer(instance).written(data_set)

    def metadata_writer(self, instance: Kept) -> ObjectWriter:
        """Return what writes an instance's metadata."""
        url = self.instance_url(instance.study_uid, instance.series_uid, instance.sop_instance)
        return MetadataWriter(url, big=not syntaxes.is_little(instance.transfer_syntax))

    # Bulk data and frames.

    def bulk(self, asked: Asked, instance: Kept, tag: int) -> Told:
        """Answer with one value (PS3.18 10.4.3.3.5)."""
        for one in self.accepted(asked):
            if one.matches(media.OCTETS):
                part = self.bulk_part(instance, tag)
                return self.package([part], media.OCTETS) if one.related or one.name == "*/*" else Told(
                    200, part.body, media.OCTETS
                )  # fmt: skip
        raise Refused(406, f"bulk data can be had as {media.OCTETS} only")

    def bulk_part(self, instance: Kept, tag: int) -> Part:
        """Return one value as a part, little endian and uncompressed (PS3.18 8.7.3.3.1)."""
        held = plain(instance)
        if held is None:
            raise Refused(406, "the pixel data can't be had uncompressed")
        element = held.get(tag)
        if element is None or element.items is not None:
            raise Refused(404, "no such value")
        url = self.instance_url(instance.study_uid, instance.series_uid, instance.sop_instance)
        location = f"{url}/bulkdata/{tag:08X}"
        return Part((("Content-Type", media.OCTETS), ("Content-Location", location)), element.value)

    def frames(self, asked: Asked, instance: Kept, listed: str) -> Told:
        """Answer with frames, in the order they are listed (PS3.18 10.4.1.1.6)."""
        accepted = self.accepted(asked)
        numbers = self.frame_numbers(listed, self.frame_count(instance))
        for one in accepted:
            found = self.frames_in(instance, one)
            if found is not None:
                kind, frames = found
                parts = [Part((("Content-Type", kind),), frames[number - 1]) for number in numbers]
                if not one.related and one.name != "*/*":
                    return Told(200, parts[0].body, kind)
                return self.package(parts, kind.partition(";")[0])
        raise Refused(406, "frames can be had uncompressed, or as they are stored")

    def frame_count(self, instance: Kept) -> int:
        """Return how many frames an instance has."""
        return int(instance.head.get("NumberOfFrames", 1) or 1)

    def frame_numbers(self, listed: str, count: int) -> list[int]:
        """Return frame numbers; raise Refused for what is no list of them, or names a frame there is not."""
        parts = listed.split(",")
        if not all(one.isascii() and one.isdigit() for one in parts) or "0" in parts:
            raise Refused(400, "frames are listed by number, from 1")
        numbers = [int(one[:9]) for one in parts]
        if max(numbers) > count:
            raise Refused(404, f"there are {count} frames")
        return numbers

    def frames_in(self, instance: Kept, wanted: Range) -> tuple[str, list[bytes]] | None:
        """Return all frames in the media type of a range, or None when they can't be had in it."""
        stored = FRAME_TYPES.get(instance.transfer_syntax, "")
        if stored and wanted.matches(stored) and wanted.syntax in {"", "*", instance.transfer_syntax}:
            pixels = read_data_set(instance.data, instance.transfer_syntax).get(PIXEL_DATA)
            if pixels is not None and pixels.fragments is not None and wanted.name != "*/*":
                kind = f"{stored}; transfer-syntax={instance.transfer_syntax}"
                return kind, list(pixels.fragments[1:])
        if not wanted.matches(media.OCTETS) or wanted.syntax not in {"", "*", syntaxes.ExplicitVRLittleEndian}:
            return None
        native = self.native(instance)
        if native is None:
            return None
        size = len(native) // self.frame_count(instance)
        return media.OCTETS, [native[at : at + size] for at in range(0, size * self.frame_count(instance), size)]

    def native(self, instance: Kept) -> bytes | None:
        """Return the pixel data uncompressed, little endian; None when that can't be done."""
        held = plain(instance)
        pixels = held.get(PIXEL_DATA) if held is not None else None
        if held is not None and pixels is None:
            raise Refused(404, "the instance has no pixel data")
        return pixels.value if pixels is not None else None
