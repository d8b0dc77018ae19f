"""Archives that do something unusual and allowed over the web: to be let pass."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from conformance.dicom.saboteurs.web.objects import written
from conformance.dicom.samples import syntaxes
from conformance.dicom.simulator import Archive, Kept
from conformance.dicom.simulator.web import Asked, Told, Web
from conformance.dicom.simulator.web.objects import ObjectWriter

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pydicom.dataset import Dataset

    from conformance.dicom.simulator.entities import Entity
    from conformance.dicom.web.multipart import Part


class _Wrapping(Web):
    def packed(self, parts: Sequence[Part]) -> bytes:
        return b"This is a message in several parts.\r\n\r\n" + super().packed(parts) + b"The end.\r\n"

    def package_type(self, kind: str) -> str:
        return super().package_type(kind).replace("; boundary=", ';charset=utf-8;Boundary="').replace(
            "-boundary", '-boundary"'
        )  # fmt: skip


class WrappingArchive(Archive):
    """Quotes the boundary, and writes words before the first part and behind the last."""

    web = _Wrapping


class _Unquoted(Web):
    def package_type(self, kind: str) -> str:
        return super().package_type(kind).replace('"', "")


class UnquotedArchive(Archive):
    """Writes the type parameter without quotation marks."""

    web = _Unquoted


class _Chatty(Web):
    def finished(self, asked: Asked, told: Told) -> Told:
        more = (("X-Powered-By", "curiosity"), ("Cache-Control", "no-store"), ("Date", "Tue, 24 Nov 2026 10:00:00 GMT"))
        done = super().finished(asked, told)
        return Told(done.status, done.body, done.media_type, (*done.headers, *more), chunked=True)


class ChattyArchive(Archive):
    """Sends everything in chunks, with header fields nobody asked for."""

    web = _Chatty


class _AsText(ObjectWriter):
    def decimal(self, _vr: str, text: str) -> Any:  # noqa: ANN401 - a JSON value
        return text


class NumbersAsTextArchive(Archive):
    """Writes DS and IS as strings, which F.2.3 leaves open."""

    web = written(_AsText)


class _Inline(Web):
    def metadata_writer(self, _instance: Kept) -> ObjectWriter:
        return ObjectWriter()


class InlineArchive(Archive):
    """Writes bulk data inline, in base64."""

    web = _Inline


class _Alone(Web):
    def as_told(self, status: int, module: dict[str, Any], *, xml: bool) -> Told:
        told = super().as_told(status, module, xml=xml)
        return told if xml else Told(told.status, json.dumps(module).encode(), told.media_type)


class AloneArchive(Archive):
    """Writes the response module of a store as an object alone."""

    web = _Alone


class _Backward(Web):
    def ordered(self, found: list[Entity]) -> list[Entity]:
        return found[::-1]

    def sent(self, instances: Sequence[Kept]) -> Sequence[Kept]:
        return instances[::-1]


class BackwardWebArchive(Archive):
    """Tells results and sends instances last first."""

    web = _Backward


class _Generous(Web):
    def result(self, entity: Entity, level: str, wanted: Iterable[str]) -> Dataset:
        made = super().result(entity, level, wanted)
        made.RetrieveAETitle = "REFERENCE"
        made.SpecificCharacterSet = "ISO_IR 192"
        return made


class GenerousWebArchive(Archive):
    """Returns more attributes than were asked for."""

    web = _Generous


class _Spaced(Web):
    def json(self, objects: list[dict[str, Any]]) -> bytes:
        return json.dumps(objects, indent=4).encode().replace(b"\n", b"\r\n")


class SpacedArchive(Archive):
    """Writes JSON over many lines, and letters beyond ASCII as escapes."""

    web = _Spaced


class _Gone(Web):
    def unknown(self) -> int:
        return 410


class GoneArchive(Archive):
    """Says of what does not exist that it is gone."""

    web = _Gone


class _Silent(Web):
    def reference(self, fate: Any) -> Dataset:  # noqa: ANN401 - as the service has it
        made = super().reference(fate)
        made.RetrieveURL = None
        return made


class NoUrlArchive(Archive):
    """Leaves the Retrieve URL of stored instances empty, as type 2 allows."""

    web = _Silent


class _Deflating(Web):
    def syntax(self, instance: Kept, asked: str) -> str:
        return syntaxes.DeflatedExplicitVRLittleEndian if asked == "*" else super().syntax(instance, asked)


class DeflatingArchive(Archive):
    """Sends in a transfer syntax of its own choice where any is accepted."""

    web = _Deflating


class _SearchOnly(Web):
    def retrieve_url(self, entity: Entity, level: str) -> str:
        del entity, level
        return ""

    def profile(self) -> dict[str, Any]:
        return {name: told for name, told in super().profile().items() if name != "wado"}


class SearchOnlyArchive(Archive):
    """Is searched over the web, and retrieved from by DIMSE alone, so that its matches have no Retrieve URL."""

    web = _SearchOnly
