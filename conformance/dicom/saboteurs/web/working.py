"""Archives with one vice in their unified worklist over the web."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dicom.samples.workitems import CANCELED, COMPLETED, IN_PROGRESS, SCHEDULED
from conformance.dicom.simulator import Archive
from conformance.dicom.simulator.web import Told, Web
from conformance.dicom.simulator.web.working import STATE, value

if TYPE_CHECKING:
    from conformance.dicom.samples.workitems import Json
    from conformance.dicom.simulator.web import Asked


class _Matter(Web):
    def created(self) -> int:
        return 200


class MatterOfFactArchive(Archive):
    """Answers 200 to the creation of a workitem."""

    web = _Matter


class _Placeless(Web):
    def where(self, uid: str) -> tuple[tuple[str, str], ...]:
        return ()


class PlacelessArchive(Archive):
    """Does not say where a workitem is that it created."""

    web = _Placeless


class _Replacing(Web):
    def is_taken(self, uid: str) -> bool:
        return False


class ReplacingArchive(Archive):
    """Puts a second workitem under a known UID in the place of the first."""

    web = _Replacing


class _Headlong(Web):
    def begins_in(self, state: str) -> bool:
        return True


class HeadlongArchive(Archive):
    """Creates workitems in any state."""

    web = _Headlong


class _Nameless(Web):
    def workitem_shown(self, what: Json) -> Json:
        return {tag: told for tag, told in super().workitem_shown(what).items() if tag != "00100010"}


class NamelessWorkArchive(Archive):
    """Leaves the patient's name out of a workitem."""

    web = _Nameless


class _Blank(Web):
    def known(self, uid: str) -> Json:
        return self.workitems.get(uid, {})


class BlankWorkArchive(Archive):
    """Answers with an empty workitem where there is none."""

    web = _Blank


class _Whole(Web):
    def workitem_matches(self, keys: dict[str, str], what: Json) -> bool:
        return True


class WholeWorklistArchive(Archive):
    """Tells the whole unified worklist whatever is asked for."""

    web = _Whole


class _Unmoved(Web):
    def change_workitem(self, asked: Asked, uid: str) -> Told:
        state = self.known(uid)[STATE]
        told = super().change_workitem(asked, uid)
        self.known(uid)[STATE] = state
        return told


class UnmovedArchive(Archive):
    """Says that a workitem is claimed, and leaves its state as it was."""

    web = _Unmoved


class _Indiscreet(Web):
    def workitem_shown(self, what: Json) -> Json:
        return what


class IndiscreetArchive(Archive):
    """Tells everybody the transaction of a claimed workitem."""

    web = _Indiscreet


class _Repeatable(Web):
    def may_follow(self, state: str, wanted: str) -> bool:
        return super().may_follow(state, wanted) or state == wanted == IN_PROGRESS

    def owns(self, what: Json, transaction: str) -> bool:
        return True


class RepeatableArchive(Archive):
    """Lets another claim a workitem somebody is at work on."""

    web = _Repeatable


class _Ownerless(Web):
    def owns(self, what: Json, transaction: str) -> bool:
        return True


class OwnerlessArchive(Archive):
    """Lets anybody end a claimed workitem."""

    web = _Ownerless


class _Hasty(Web):
    def may_follow(self, state: str, wanted: str) -> bool:
        return super().may_follow(state, wanted) or (state == SCHEDULED and wanted == COMPLETED)

    def is_whole(self, what: Json) -> bool:
        return value(what, STATE) == SCHEDULED or super().is_whole(what)


class HastyWorkArchive(Archive):
    """Completes workitems nobody claimed."""

    web = _Hasty


class _Undemanding(Web):
    def is_whole(self, what: Json) -> bool:
        return True


class UndemandingArchive(Archive):
    """Completes workitems of which nobody said what was performed."""

    web = _Undemanding


class _Deaf(Web):
    def update_workitem(self, asked: Asked, uid: str) -> Told:
        before = dict(self.known(uid))
        told = super().update_workitem(asked, uid)
        self.known(uid).update(before)
        return told


class UnchangingArchive(Archive):
    """Says that a workitem is changed, and leaves it as it was."""

    web = _Deaf


class _Open(Web):
    def may_update(self, what: Json, transaction: str) -> bool:
        return value(what, STATE) in {SCHEDULED, IN_PROGRESS}


class OpenWorkArchive(Archive):
    """Lets anybody change a claimed workitem."""

    web = _Open


class _Soothing(Web):
    def cancel_unclaimed(self, what: Json, state: str) -> None:
        pass


class SoothingArchive(Archive):
    """Accepts a cancellation and does nothing about it."""

    web = _Soothing


class _Reviving(Web):
    def may_follow(self, state: str, wanted: str) -> bool:
        return super().may_follow(state, wanted) or (state == CANCELED and wanted == IN_PROGRESS)


class RevivingArchive(Archive):
    """Lets a canceled workitem be claimed."""

    web = _Reviving


# Unusual and right.


class _Elsewhere(Web):
    def where(self, uid: str) -> tuple[tuple[str, str], ...]:
        return (("Content-Location", f"/dicom-web/workitems/{uid}"),)

    def nothing_worked(self) -> Told:
        return Told(200, b"[]", "application/dicom+json")


class RelativeWorkArchive(Archive):
    """Says where a workitem is by a relative Content-Location, and that nothing matches by an array of none."""

    web = _Elsewhere
