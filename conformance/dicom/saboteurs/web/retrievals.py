"""Archives with one vice in what is retrieved over the web: instances as files, and their metadata."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conformance.dicom.samples import syntaxes
from conformance.dicom.simulator import Archive, Kept
from conformance.dicom.simulator.web import Asked, Told, Web
from conformance.dicom.simulator.web.negotiating import Range, Refused
from conformance.dicom.web import media
from conformance.dicom.web.multipart import Part
from conformance.dicom.wire import read_data_set, write_data_set

if TYPE_CHECKING:
    from collections.abc import Sequence

_COMPRESSED = "1.2.840.10008.1.2.4."


class _Untold(Web):
    def part_type(self, _syntax: str) -> str:
        return media.DICOM


class UntoldSyntaxArchive(Archive):
    """Does not name the transfer syntax of compressed parts."""

    web = _Untold


class _Mistold(Web):
    def part_type(self, _syntax: str) -> str:
        return f"{media.DICOM}; transfer-syntax={syntaxes.RLELossless}"


class MistoldSyntaxArchive(Archive):
    """Names a transfer syntax that the part is not in."""

    web = _Mistold


class _Unbending(Web):
    def files(self, instances: Sequence[Kept], syntax: str) -> list[Part] | None:
        return None if syntax else super().files(instances, syntax)


class UnbendingArchive(Archive):
    """Refuses every request that names a transfer syntax with 406."""

    web = _Unbending


class _QuoteShy(Web):
    def accepted(self, asked: Asked) -> list[Range]:
        if '"' in asked.headers.get("accept", ""):
            raise Refused(406, "quotation marks")
        return super().accepted(asked)


class QuoteShyArchive(Archive):
    """Refuses a type parameter in quotation marks."""

    web = _QuoteShy


class _QuoteFond(Web):
    def accepted(self, asked: Asked) -> list[Range]:
        accept = asked.headers.get("accept", "")
        if "type=" in accept and '"' not in accept:
            raise Refused(406, "no quotation marks")
        return super().accepted(asked)


class QuoteFondArchive(Archive):
    """Refuses a type parameter without quotation marks."""

    web = _QuoteFond


class _Stumbling(Web):
    def unknown(self) -> int:
        return 500


class StumblingArchive(Archive):
    """Answers a request for what does not exist with 500."""

    web = _Stumbling


class _Omitting(Web):
    def files(self, instances: Sequence[Kept], syntax: str) -> list[Part] | None:
        return super().files(instances[:-1] if len(instances) > 1 else instances, syntax)


class OmittingArchive(Archive):
    """Leaves the last instance out of a study or series."""

    web = _Omitting


class _OmittingMetadata(Web):
    def metadata(self, asked: Asked, instances: Sequence[Kept]) -> Told:
        return super().metadata(asked, [*instances, instances[0]])


class RepeatingArchive(Archive):
    """Tells the metadata of one instance twice."""

    web = _OmittingMetadata


class _AsStored(Web):
    def syntax(self, instance: Kept, asked: str) -> str:
        return asked if asked not in {"", "*"} else instance.transfer_syntax


class AsStoredArchive(Archive):
    """Sends everything as it is stored, whatever the default transfer syntax."""

    web = _AsStored


class _Pruning(Web):
    def recoded(self, instance: Kept, wanted: str) -> bytes | None:
        octets = super().recoded(instance, wanted)
        if octets is None or wanted.startswith(_COMPRESSED):
            return octets
        return write_data_set(read_data_set(octets, wanted).without("SeriesDescription"), wanted)


class PruningArchive(Archive):
    """Drops an attribute on the way out over the web."""

    web = _Pruning


class _Blurring(Web):
    def recoded(self, instance: Kept, wanted: str) -> bytes | None:
        octets = super().recoded(instance, wanted)
        at = len(octets or b"") - 24
        return octets and octets[:at] + bytes((octets[at] ^ 1,)) + octets[at + 1 :]


class BlurringArchive(Archive):
    """Changes a pixel on the way out over the web."""

    web = _Blurring


class _Naked(Web):
    def files(self, instances: Sequence[Kept], syntax: str) -> list[Part] | None:
        found = super().files(instances, syntax)
        return found and [Part(one.headers, one.body[132:]) for one in found]


class NakedArchive(Archive):
    """Sends data sets without preamble and prefix where files are due."""

    web = _Naked


class _Unclosed(Web):
    def packed(self, parts: Sequence[Part]) -> bytes:
        whole = super().packed(parts)
        return whole[: whole.rindex(b"\r\n--")]


class UnclosedArchive(Archive):
    """Never closes a multipart payload."""

    web = _Unclosed


class _Undemanding(Web):
    def accepted(self, asked: Asked) -> list[Range]:
        accept = asked.headers.get("accept", "*/*")
        return super().accepted(Asked(asked.method, asked.path, asked.query, {"accept": accept}, b""))


class UndemandingArchive(Archive):
    """Answers requests that do not say what they accept."""

    web = _Undemanding


class _Insistent(Web):
    def objects_told(self, accepted: Sequence[Range], objects: list[dict[str, Any]]) -> Told:
        try:
            return super().objects_told(accepted, objects)
        except Refused:
            return Told(200, self.json(objects), self.json_type())


class InsistentWebArchive(Archive):
    """Sends JSON to those who do not accept it."""

    web = _Insistent


class _XmlShy(Web):
    def objects_told(self, accepted: Sequence[Range], objects: list[dict[str, Any]]) -> Told:
        told = super().objects_told(accepted, objects)
        if told.media_type.startswith("multipart/"):
            return Told(200, told.body.replace(b"NativeDicomModel", b"NativeModel"), told.media_type)
        return told


class XmlShyArchive(Archive):
    """Writes metadata in XML under a name of its own."""

    web = _XmlShy


class _Overloaded(Web):
    def instances(self, asked: Asked, instances: Sequence[Kept], *, single: bool) -> Told:
        if len(instances) > 1:
            raise Refused(503, "too much")
        return super().instances(asked, instances, single=single)


class OverloadedArchive(Archive):
    """Gives out no more than one instance at a time."""

    web = _Overloaded


class _Resentful(Web):
    refusals = 0

    def finished(self, asked: Asked, told: Told) -> Told:
        return Told(503, b"", "") if self.refusals else super().finished(asked, told)

    def refused(self, status: int, says: str) -> Told:
        self.refusals += 1
        return super().refused(status, says)


class ResentfulArchive(Archive):
    """Serves nobody over the web after it has refused a request."""

    web = _Resentful
