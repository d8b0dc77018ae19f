"""Archives with one vice in what is made of an instance: its frames, bulk data and pictures, and the URI service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dicom.samples import syntaxes
from conformance.dicom.simulator import Archive, Kept
from conformance.dicom.simulator.web import Asked, Told, Web
from conformance.dicom.simulator.web.negotiating import Range, Refused
from conformance.dicom.web import media
from conformance.dicom.web.multipart import Part
from conformance.dicom.wire.reading import ordered

if TYPE_CHECKING:
    from collections.abc import Sequence

_COMPRESSED = "1.2.840.10008.1.2.4."


class _BigFrames(Web):
    def native(self, instance: Kept) -> bytes | None:
        octets = super().native(instance)
        big = instance.transfer_syntax == syntaxes.ExplicitVRBigEndian
        return ordered(octets, "OW") if octets and big else octets


class BigFramesArchive(Archive):
    """Sends frames that were stored big endian as they lie."""

    web = _BigFrames


class _FromZero(Web):
    def frame_numbers(self, listed: str, count: int) -> list[int]:
        numbers = [int(one) + 1 for one in listed.split(",") if one.isdigit()]
        if not numbers or max(numbers) > count:
            raise Refused(404, f"there are {count} frames")
        return numbers


class FromZeroArchive(Archive):
    """Counts frames from zero."""

    web = _FromZero


class _Boundless(Web):
    def frame_numbers(self, listed: str, count: int) -> list[int]:
        return [max(1, min(int(one), count)) for one in listed.split(",")]


class BoundlessFramesArchive(Archive):
    """Sends the nearest frame for one that is not there."""

    web = _Boundless


class _Truncated(Web):
    def bulk_part(self, instance: Kept, tag: int) -> Part:
        part = super().bulk_part(instance, tag)
        return Part(part.headers, part.body[: len(part.body) // 2])


class TruncatingArchive(Archive):
    """Sends half of each bulk data value."""

    web = _Truncated


class _Windowless(Web):
    def grey(self, instance: Kept, native: bytes, number: int, _window: tuple[float, float, str] | None) -> bytes:
        return super().grey(instance, native, number, None)


class WindowlessArchive(Archive):
    """Renders images with a window of its own, whatever was asked."""

    web = _Windowless


class _Raw(Web):
    def modality_values(self, stored: Sequence[int], _slope: float, _intercept: float) -> list[float]:
        return [float(value) for value in stored]


class RawArchive(Archive):
    """Renders images without the modality transformation."""

    web = _Raw


class _AnyWindow(Web):
    def window(self, told: str | None) -> tuple[float, float, str] | None:
        try:
            return super().window(told)
        except Refused:
            return None


class AnyWindowArchive(Archive):
    """Takes half a window for none."""

    web = _AnyWindow


def _only(kind: str) -> type[Web]:
    class Only(Web):
        """Renders in one media type, whatever is accepted."""

        def picture(
            self, accepted: Sequence[Range], instance: Kept, number: int, window: tuple[float, float, str] | None
        ) -> Told:
            """Render."""
            if not accepted:
                raise Refused(406, "nothing is accepted")
            return super().picture([Range(kind, related=False, syntax="", weight=1)], instance, number, window)

    return Only


class PngOnlyArchive(Archive):
    """Renders as PNG alone."""

    web = _only(media.PNG)


class JpegOnlyArchive(Archive):
    """Renders as JPEG alone."""

    web = _only(media.JPEG)


class _AnotherOne(Web):
    def by_uri(self, asked: Asked) -> Told:
        told = super().by_uri(asked)
        return told if told.media_type != media.DICOM else Told(200, told.body[:128] + b"MCID" + told.body[132:], "x/y")


class AnotherFormArchive(Archive):
    """Answers the URI service in a form of its own."""

    web = _AnotherOne


class _UriImplicit(Web):
    def by_uri(self, asked: Asked) -> Told:
        query = f"{asked.query}&transferSyntax={syntaxes.ImplicitVRLittleEndian}"
        return super().by_uri(Asked(asked.method, asked.path, query, asked.headers, asked.body))


class ImplicitUriArchive(Archive):
    """Answers the URI service in Implicit VR by default."""

    web = _UriImplicit


class _Guessing(Web):
    def complete(self, told: dict[str, str]) -> None:
        told.setdefault("requestType", "WADO")
        for name in ("studyUID", "seriesUID", "objectUID"):
            told.setdefault(name, "")


class GuessingArchive(Archive):
    """Answers the URI service with what it thinks was meant when the request is incomplete."""

    web = _Guessing
