"""Archives with one vice in how they store over the web."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conformance.dicom.simulator import Archive, Kept
from conformance.dicom.simulator.web import Asked, Told, Web
from conformance.dicom.simulator.web.negotiating import Refused
from conformance.dicom.web import media

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

    from conformance.dicom.simulator.web.storing import Fate, Fates
    from conformance.dicom.web.multipart import Part


class _GlossesOver(Web):
    def status(self, fates: Fates) -> int:
        return 200 if fates.stored else super().status(fates)


class GlossingArchive(Archive):
    """Answers 200 when some instances were not stored."""

    web = _GlossesOver


class _Cheerful(Web):
    def status(self, fates: Fates) -> int:
        return super().status(fates) if fates.stored else 200


class CheerfulArchive(Archive):
    """Answers 200 when no instance was stored."""

    web = _Cheerful


class _Alarmist(Web):
    def status(self, fates: Fates) -> int:
        return 409 if fates.failed else super().status(fates)


class AlarmistArchive(Archive):
    """Answers 409 when some instances were stored and kept."""

    web = _Alarmist


class _Vague(Web):
    def status(self, fates: Fates) -> int:
        status = super().status(fates)
        return {202: 206, 409: 400}.get(status, status)


class VagueWebArchive(Archive):
    """Answers a store that went wrong in part or whole with another status than the one for it."""

    web = _Vague


class _FirstFailure(Web):
    def listed_failed(self, fates: Fates) -> list[Fate]:
        return fates.failed[:1]


class FirstFailureArchive(Archive):
    """Lists one of several instances that were not stored."""

    web = _FirstFailure


class _Reasonless(Web):
    def failure(self, fate: Fate) -> Dataset:
        made = super().failure(fate)
        del made.FailureReason
        return made


class ReasonlessArchive(Archive):
    """Gives no reason why an instance was not stored."""

    web = _Reasonless


class _Commanding(Web):
    def described(self, module: Dataset) -> dict[str, Any]:
        return {"00000900": {"vr": "US", "Value": [0]}} | super().described(module)


class CommandingArchive(Archive):
    """Puts a status of group 0000 into the response module."""

    web = _Commanding


class _Brittle(Web):
    def fate(self, part: Part, study: str) -> Fate:
        fate = super().fate(part, study)
        if not fate.sop_instance:
            raise Refused(500, "what is that?")
        return fate


class BrittleWebArchive(Archive):
    """Breaks with 500 on a part that is no instance."""

    web = _Brittle


class _FirstReference(Web):
    def listed_stored(self, fates: Fates) -> list[Fate]:
        return fates.stored[:1]


class FirstReferenceArchive(Archive):
    """Lists one of several instances that were stored."""

    web = _FirstReference


class _Mute(Web):
    def as_told(self, status: int, _module: dict[str, Any], *, xml: bool) -> Told:
        return Told(status, b"" if not xml else b"<stored/>", "")


class MuteWebArchive(Archive):
    """Answers a store without a payload."""

    web = _Mute


class _Misdirecting(Web):
    def reference(self, fate: Fate) -> Dataset:
        made = super().reference(fate)
        made.RetrieveURL = f"{self.base}/studies/null"
        return made


class MisdirectingArchive(Archive):
    """Tells a Retrieve URL that does not lead to the instance it stored."""

    web = _Misdirecting


class _Welcoming(Web):
    def belongs(self, instance: Kept, _study: str) -> bool:
        return bool(instance.study_uid)


class WelcomingArchive(Archive):
    """Stores instances of any study into the one the path names."""

    web = _Welcoming


class _Wasteful(Web):
    def fate(self, part: Part, study: str) -> Fate:
        fate = super().fate(part, study)
        self.archive.instances.remove([fate.sop_instance])
        return fate


class WastefulArchive(Archive):
    """Says that it stored, and keeps nothing of it."""

    web = _Wasteful


class _Full(Web):
    def store(self, asked: Asked, study: str = "") -> Told:
        if self.parts(asked):
            raise Refused(503, "no room")
        return super().store(asked, study)


class FullArchive(Archive):
    """Stores nothing over the web for want of room."""

    web = _Full


class _Undecided(Web):
    def unsupported(self) -> int:
        return 400


class UndecidedArchive(Archive):
    """Refuses a media type it does not take with 400."""

    web = _Undecided


class _Omnivorous(Web):
    def store(self, asked: Asked, study: str = "") -> Told:
        if not asked.headers.get("content-type", "").startswith("multipart/"):
            return Told(200, b"[]", media.JSON)
        return super().store(asked, study)


class OmnivorousArchive(Archive):
    """Says that it stored what is no DICOM at all."""

    web = _Omnivorous
