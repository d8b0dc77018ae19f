"""Archives with one vice in what they tell of workitems over the web, and when."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from conformance.dicom import uids
from conformance.dicom.simulator import Archive
from conformance.dicom.simulator.web import Web
from conformance.dicom.simulator.web.subscribing import PROGRESS, READINESS
from conformance.dicom.simulator.web.working import STATE
from conformance.dicom.web import frames
from conformance.dicom.web.events import AFFECTED_CLASS, EVENT_TYPE, PROGRESS_REPORT

if TYPE_CHECKING:
    from conformance.dicom.samples.workitems import Json


class _Taciturn(Web):
    def tell_initially(self, uid: str, title: str) -> None:
        pass


class TaciturnNotifier(Archive):
    """Tells a new subscriber nothing before something happens."""

    web = _Taciturn


class _Stateless(Web):
    def work_moved(self, uid: str) -> None:
        pass


class StatelessNotifier(Archive):
    """Tells of no change of state."""

    web = _Stateless


class _Mistyped(Web):
    def report(self, uid: str, kind: int, what: Json) -> Json:
        return super().report(uid, PROGRESS_REPORT if STATE in what else kind, what)


class MistypedNotifier(Archive):
    """Calls the report of a state one of progress."""

    web = _Mistyped


class _Untyped(Web):
    def report(self, uid: str, kind: int, what: Json) -> Json:
        told = super().report(uid, kind, what)
        if STATE in what:
            told["00001001"] = told.pop(EVENT_TYPE)
        return dict(sorted(told.items()))


class UntypedNotifier(Archive):
    """Tells the type of an event under the tag that an old example had."""

    web = _Untyped


class _Classless(Web):
    def report(self, uid: str, kind: int, what: Json) -> Json:
        return {tag: told for tag, told in super().report(uid, kind, what).items() if tag != AFFECTED_CLASS}


class ClasslessNotifier(Archive):
    """Names no SOP class in its reports."""

    web = _Classless


class _Unready(Web):
    def state_told(self, uid: str) -> Json:
        return {tag: told for tag, told in super().state_told(uid).items() if tag != READINESS}


class UnreadyNotifier(Archive):
    """Tells no input readiness state."""

    web = _Unready


class _Binary(Web):
    def message(self, text: bytes) -> bytes:
        return frames.written(frames.BINARY, text)


class BinaryNotifier(Archive):
    """Sends its reports as binary messages."""

    web = _Binary


class _Wordy(Web):
    def report(self, uid: str, kind: int, what: Json) -> Json:
        return {**super().report(uid, kind, what), "event": "something happened"}


class WordyNotifier(Archive):
    """Puts words of its own into the objects of its reports."""

    web = _Wordy


class _Oldfashioned(Web):
    def tell_new(self, uid: str, title: str) -> None:
        pass


class OldFashionedNotifier(Archive):
    """Tells who follows the worklist nothing of new workitems."""

    web = _Oldfashioned


class _Discreet(Web):
    def work_unwanted(self, uid: str, why: Json) -> None:
        pass


class DiscreetNotifier(Archive):
    """Tells who is at work on a workitem nothing of a wish that it be canceled."""

    web = _Discreet


class _Unreasoning(Web):
    def work_unwanted(self, uid: str, why: Json) -> None:
        super().work_unwanted(uid, {})


class UnreasoningNotifier(Archive):
    """Does not tell why a workitem should be canceled."""

    web = _Unreasoning


class _Standstill(Web):
    def tell_progress(self, uid: str, progress: Json) -> None:
        pass


class StandstillNotifier(Archive):
    """Tells of no progress."""

    web = _Standstill


class _Vague(Web):
    def tell_progress(self, uid: str, progress: Json) -> None:
        self.tell_all(uid, PROGRESS_REPORT, {PROGRESS: {"vr": "SQ"}})


class VagueNotifier(Archive):
    """Tells that there is progress, and not which."""

    web = _Vague


class _Unassigned(Web):
    def tell_assigned(self, uid: str, stations: Json) -> None:
        pass


class UnassignedNotifier(Archive):
    """Tells nobody to which station a workitem is assigned."""

    web = _Unassigned


class _ByExample(Web):
    def message(self, text: bytes) -> bytes:
        told = json.loads(text)
        told[AFFECTED_CLASS]["Value"] = [uids.WORKITEM_EVENT]
        for tag, vr in ((STATE, "LT"), (READINESS, "US")):
            if tag in told:
                told[tag]["vr"] = vr
        return frames.written(frames.TEXT, json.dumps([told], indent=1).encode() + b"\r\n")

    def channel_told(self, title: str) -> tuple[tuple[str, str], ...]:
        return (("Location", self.base), ("Content-Location", f"WS:/dicom-web/subscribers/{title}"))


class ByExampleNotifier(Archive):
    """Writes its reports as the example of the standard is written, in an array of one, and where by a path alone."""

    web = _ByExample
