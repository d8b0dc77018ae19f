"""Archives with one vice in how they write DICOM JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conformance.dicom.simulator import Archive, Kept
from conformance.dicom.simulator.web import Web
from conformance.dicom.simulator.web.fetching import MetadataWriter
from conformance.dicom.simulator.web.objects import ObjectWriter

if TYPE_CHECKING:
    from pydicom.dataelem import DataElement
    from pydicom.dataset import Dataset


def written(writer: type[ObjectWriter]) -> type[Web]:
    """Return services whose objects are written by this writer, those of metadata too."""

    class OfMetadata(writer, MetadataWriter):  # type: ignore[misc,valid-type]
        """The same vice, where bulk data are left out."""

    class Written(Web):
        """The services."""

        def writer(self) -> ObjectWriter:
            """Write search results and responses."""
            return writer()

        def metadata_writer(self, instance: Kept) -> ObjectWriter:
            """Write metadata."""
            url = self.instance_url(instance.study_uid, instance.series_uid, instance.sop_instance)
            made: ObjectWriter = OfMetadata(url, big=False)
            return made

    return Written


class _Blank(ObjectWriter):
    def nothing(self) -> Any:  # noqa: ANN401 - a JSON value
        return ""


class BlankArchive(Archive):
    """Writes an empty value among others as an empty string."""

    web = written(_Blank)


class _Hollow(ObjectWriter):
    def attribute(self, element: DataElement, *, top: bool) -> dict[str, Any]:
        told = super().attribute(element, top=top)
        return told if len(told) > 1 else told | {"Value": []}


class HollowArchive(Archive):
    """Writes an empty attribute with a Value of no elements."""

    web = written(_Hollow)


class _Untyped(ObjectWriter):
    def attribute(self, element: DataElement, *, top: bool) -> dict[str, Any]:
        told = super().attribute(element, top=top)
        if element.keyword in {"PatientSex", "Manufacturer"}:
            del told["vr"]
        return told


class UntypedArchive(Archive):
    """Leaves the vr out of some attributes."""

    web = written(_Untyped)


class _Decorated(ObjectWriter):
    def decimal(self, _vr: str, text: str) -> Any:  # noqa: ANN401 - a JSON value
        return f"{text} units"


class DecoratedArchive(Archive):
    """Writes numbers as strings that have no number's form."""

    web = written(_Decorated)


class _Stringy(ObjectWriter):
    def values(self, element: DataElement) -> list[Any]:
        values = super().values(element)
        return [str(one) for one in values] if element.VR in {"US", "UL"} else values


class StringyArchive(Archive):
    """Writes binary numbers as strings."""

    web = written(_Stringy)


class _Anonymous(ObjectWriter):
    def name(self, text: str) -> Any:  # noqa: ANN401 - a JSON value
        return text


class PlainNameArchive(Archive):
    """Writes person names as plain strings."""

    web = written(_Anonymous)


class _Counting(ObjectWriter):
    def written(self, data_set: Dataset, *, top: bool = True) -> dict[str, Any]:
        told = super().written(data_set, top=top)
        return {"00080000": {"vr": "UL", "Value": [1234]}} | told if top else told


class CountingArchive(Archive):
    """Writes a group length."""

    web = written(_Counting)


class _Misnamed(Web):
    def json_type(self) -> str:
        return "application/json"


class MisnamedArchive(Archive):
    """Sends DICOM JSON as application/json."""

    web = _Misnamed


class _Bare(Web):
    def json(self, objects: list[dict[str, Any]]) -> bytes:
        whole = super().json(objects)
        return whole[1:-1] if len(objects) == 1 else whole


class BareArchive(Archive):
    """Writes a single result as an object alone, without the array around it."""

    web = _Bare


class _Impersonal(ObjectWriter):
    def written(self, data_set: Dataset, *, top: bool = True) -> dict[str, Any]:
        told = super().written(data_set, top=top)
        return {tag: one for tag, one in told.items() if not int(tag[:4], 16) & 1}


class ImpersonalMetadataArchive(Archive):
    """Leaves private attributes out of metadata."""

    web = written(_Impersonal)


class _Elsewhere(MetadataWriter):
    def bulk_uri(self, element: DataElement) -> str | None:
        told = super().bulk_uri(element)
        return told and told.replace("127.0.0.1", "127.0.0.9")


class _AtAnotherHost(Web):
    def metadata_writer(self, instance: Kept) -> ObjectWriter:
        url = self.instance_url(instance.study_uid, instance.series_uid, instance.sop_instance)
        return _Elsewhere(url, big=False)


class AnotherHostArchive(Archive):
    """Tells BulkDataURIs that lead to another host."""

    web = _AtAnotherHost
