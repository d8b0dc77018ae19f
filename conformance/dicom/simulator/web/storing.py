"""Store instances (PS3.18 10.5), and say of each what became of it (PS3.18 Annex I)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from pydicom.dataset import Dataset

from conformance.dicom.simulator.associating import Malformed
from conformance.dicom.simulator.storing import COERCED, STORED_SYNTAXES, SUCCESS
from conformance.dicom.simulator.web.negotiating import Refused, ranges
from conformance.dicom.simulator.web.objects import as_xml
from conformance.dicom.simulator.web.service import Service
from conformance.dicom.simulator.web.site import Asked, Told
from conformance.dicom.web import media
from conformance.dicom.web.media import read_media_type
from conformance.dicom.web.multipart import read_multipart
from conformance.dicom.web.part10 import File, read_file
from conformance.dicom.wire import Unreadable

if TYPE_CHECKING:
    from conformance.dicom.simulator.stores import Kept
    from conformance.dicom.web.multipart import Part

OF_ANOTHER_STUDY, NO_SUCH_CLASS, NO_SUCH_SYNTAX, NOT_UNDERSTOOD = 0x0110, 0x0122, 0xC122, 0xC000
STORED: Final = frozenset({SUCCESS, COERCED})


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one part: SOP class and instance, and a status as C-STORE has them, or no instance at all."""

    sop_class: str
    sop_instance: str
    status: int
    kept: Kept | None = None


@dataclass(slots=True)
class Fates:
    """What became of a payload."""

    stored: list[Fate] = field(default_factory=list)
    failed: list[Fate] = field(default_factory=list)
    unnamed: list[int] = field(default_factory=list)


class Storing(Service):
    """Answers stores, one small method per question."""

    def store(self, asked: Asked, study: str = "") -> Told:
        """Take in what is sound of a payload, and answer with what became of each part."""
        parts = self.parts(asked)
        fates = Fates()
        for part in parts:
            self.settle(self.fate(part, study), fates)
        self.archive.association_released()
        return self.told(asked, fates)

    def parts(self, asked: Asked) -> list[Part]:
        """Return the payload's parts; raise Refused when they are of no kind we take (PS3.18 10.5.3.1)."""
        kind = read_media_type(asked.headers.get("content-type", ""))
        if kind.name != "multipart/related" or kind.get("type").lower() != media.DICOM:
            raise Refused(self.unsupported(), f"only multipart/related of {media.DICOM} is taken")
        try:
            return list(read_multipart(asked.headers["content-type"], asked.body).parts)
        except Unreadable as error:
            raise Refused(400, error.says) from None

    def unsupported(self) -> int:
        """Return the status of a media type that is not taken."""
        return 415

    def fate(self, part: Part, study: str) -> Fate:
        """Decide what becomes of one part, and keep it if it is sound."""
        try:
            file = read_file(part.body)
        except Unreadable:
            return Fate("", "", NOT_UNDERSTOOD)
        failure, instance = self.judged(file, study)
        if instance is None:
            return Fate(file.sop_class, file.sop_instance, failure)
        status = self.archive.keep(instance)
        if status in STORED:
            self.archive.stored(instance)
        return Fate(instance.sop_class, instance.sop_instance, status, instance)

    def judged(self, file: File, study: str) -> tuple[int, Kept | None]:
        """Return a reason for failure, or the instance that may be kept."""
        if not self.archive.stores(file.sop_class):
            return NO_SUCH_CLASS, None
        if file.transfer_syntax not in STORED_SYNTAXES:
            return NO_SUCH_SYNTAX, None
        try:
            instance = self.archive.read(file.data, file.transfer_syntax)
        except Malformed:
            return NOT_UNDERSTOOD, None
        if not self.archive.is_what_the_command_says(instance, file.sop_class, file.sop_instance):
            return 0xA900, None
        if not instance.study_uid or not instance.series_uid:
            return 0xA900, None
        return (SUCCESS, instance) if self.belongs(instance, study) else (OF_ANOTHER_STUDY, None)

    def belongs(self, instance: Kept, study: str) -> bool:
        """Return whether an instance may be stored into the study the path names (PS3.18 10.5.1.1.1)."""
        return not study or instance.study_uid == study

    def settle(self, fate: Fate, fates: Fates) -> None:
        """Note what became of one part."""
        if fate.status in STORED:
            fates.stored.append(fate)
        elif fate.sop_instance:
            fates.failed.append(fate)
        else:
            fates.unnamed.append(fate.status)

    def status(self, fates: Fates) -> int:
        """Return the status of the whole (PS3.18 10.5.3.1)."""
        warned = any(one.status != SUCCESS for one in fates.stored)
        if not fates.failed and not fates.unnamed:
            return 202 if warned else 200
        if fates.stored:
            return 202
        return 409 if fates.failed else 400

    def told(self, asked: Asked, fates: Fates) -> Told:
        """Answer with the status and the response module, in JSON or XML."""
        wanted = ranges(asked.headers.get("accept", "*/*"))
        xml = next((True for one in wanted if one.matches(media.XML) and one.name == media.XML), False)
        told = self.described(self.response_module(fates))
        return self.as_told(self.status(fates), told, xml=xml)

    def as_told(self, status: int, module: dict[str, Any], *, xml: bool) -> Told:
        """Answer with a module."""
        if xml:
            return Told(status, as_xml(module), media.XML)
        return Told(status, self.json([module]), media.JSON)

    def described(self, module: Dataset) -> dict[str, Any]:
        """Return the response module as an object."""
        return self.module(module)

    def response_module(self, fates: Fates) -> Dataset:
        """Return the Store Instances Response Module (PS3.18 table I.1-1)."""
        made = Dataset()
        studies = {one.kept.study_uid for one in fates.stored if one.kept is not None}
        made.RetrieveURL = self.instance_url(studies.pop()) if len(studies) == 1 else None
        if fates.stored:
            made.ReferencedSOPSequence = [self.reference(one) for one in self.listed_stored(fates)]
        if fates.failed:
            made.FailedSOPSequence = [self.failure(one) for one in self.listed_failed(fates)]
        if fates.unnamed:
            made.OtherFailuresSequence = [_item(FailureReason=reason) for reason in fates.unnamed]
        return made

    def listed_stored(self, fates: Fates) -> list[Fate]:
        """Return what is listed as stored: all that is."""
        return fates.stored

    def listed_failed(self, fates: Fates) -> list[Fate]:
        """Return what is listed as failed: all that did."""
        return fates.failed

    def reference(self, fate: Fate) -> Dataset:
        """Return the item of a stored instance."""
        kept = fate.kept
        url = self.instance_url(kept.study_uid, kept.series_uid, kept.sop_instance) if kept else None
        made = _item(ReferencedSOPClassUID=fate.sop_class, ReferencedSOPInstanceUID=fate.sop_instance, RetrieveURL=url)
        if fate.status != SUCCESS:
            made.WarningReason = fate.status
        return made

    def failure(self, fate: Fate) -> Dataset:
        """Return the item of an instance that was not stored."""
        return _item(
            ReferencedSOPClassUID=fate.sop_class,
            ReferencedSOPInstanceUID=fate.sop_instance,
            FailureReason=fate.status,
        )


def _item(**attributes: object) -> Dataset:
    made = Dataset()
    for keyword, value in attributes.items():
        setattr(made, keyword, value)
    return made
