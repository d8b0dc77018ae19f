"""The unified worklist over the web (UPS-RS, PS3.18 11; PS3.4 CC.2): one small method per question."""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING, Any, Final

from conformance.dicom.samples.workitems import CANCELED, COMPLETED, IN_PROGRESS, SCHEDULED
from conformance.dicom.simulator.web.negotiating import Refused
from conformance.dicom.simulator.web.service import Service
from conformance.dicom.simulator.web.site import Asked, Told
from conformance.dicom.wire import dictionary

if TYPE_CHECKING:
    from conformance.dicom.samples.workitems import Json
    from conformance.dicom.simulator.archive import Archive

STATE: Final = "00741000"
TRANSACTION: Final = "00081195"
PERFORMED: Final = "00741216"
INSTANCE: Final = "00080018"
FINAL: Final = frozenset({COMPLETED, CANCELED})


class Working(Service):
    """Keeps workitems as objects of the JSON Model, by UID."""

    def __init__(self, archive: Archive) -> None:
        super().__init__(archive)
        self.workitems: dict[str, Json] = {}
        self._turn = threading.RLock()

    def create_workitem(self, asked: Asked) -> Told:
        """Create a workitem under the UID of the query (11.4)."""
        what, uid = self.workitem_sent(asked), asked.query.rpartition("=")[2]
        if not uid:
            raise Refused(400, "a workitem has a UID")
        if not self.begins_in(value(what, STATE)):
            raise Refused(400, "a workitem is created as SCHEDULED")
        what[INSTANCE] = {"vr": "UI", "Value": [uid]}
        with self._turn:
            if self.is_taken(uid):
                raise Refused(409, "there is a workitem of this UID")
            self.workitems[uid] = dict(sorted(what.items()))
            self.work_created(uid)
        return Told(self.created(), headers=self.where(uid))

    def is_taken(self, uid: str) -> bool:
        """Return whether there is a workitem of a UID."""
        return uid in self.workitems

    def begins_in(self, state: str) -> bool:
        """Return whether a workitem may be created in a state (PS3.4 CC.2.5.3)."""
        return state == SCHEDULED

    def created(self) -> int:
        """Return the status of what was created."""
        return 201

    def where(self, uid: str) -> tuple[tuple[str, str], ...]:
        """Return the header fields that say where a workitem is."""
        return (("Location", f"{self.base}/workitems/{uid}"),)

    def retrieve_workitem(self, asked: Asked, uid: str) -> Told:
        """Answer with a workitem (11.5)."""
        self.accepted(asked)
        return Told(200, self.json([self.workitem_shown(self.known(uid))]), self.json_type())

    def workitem_shown(self, what: Json) -> Json:
        """Return what is told of a workitem: not its transaction (11.5.3.3)."""
        return {tag: told for tag, told in what.items() if tag != TRANSACTION}

    def known(self, uid: str) -> Json:
        """Return a workitem; raise Refused when there is none."""
        if uid not in self.workitems:
            raise Refused(404, "no such workitem")
        return self.workitems[uid]

    def search_workitems(self, asked: Asked) -> Told:
        """Answer a search (11.9)."""
        self.accepted(asked)
        keys = {f"{dictionary.tag(name):08X}": text for name, text in self.parameters(asked)}
        found = [self.workitem_shown(one) for one in self.workitems.values() if self.workitem_matches(keys, one)]
        return Told(200, self.json(found), self.json_type()) if found else self.nothing_worked()

    def nothing_worked(self) -> Told:
        """Answer that no workitem matches."""
        return Told(204)

    def workitem_matches(self, keys: dict[str, str], what: Json) -> bool:
        """Return whether a workitem has every value asked for."""
        return all(value(what, tag) == text for tag, text in keys.items())

    def update_workitem(self, asked: Asked, uid: str) -> Told:
        """Change values of a workitem (11.6)."""
        what, changes = self.known(uid), self.workitem_sent(asked)
        with self._turn:
            if not self.may_update(what, asked.query.rpartition("=")[2]):
                raise Refused(409, "the workitem is somebody else's, or over")
            what.update(changes)
            self.work_updated(uid, changes)
        return Told(200)

    def may_update(self, what: Json, transaction: str) -> bool:
        """Return whether a workitem may be changed by a transaction (PS3.4 CC.2.6.3)."""
        state = value(what, STATE)
        return state == SCHEDULED or (state == IN_PROGRESS and transaction == value(what, TRANSACTION))

    def change_workitem(self, asked: Asked, uid: str) -> Told:
        """Change the state of a workitem (11.7)."""
        what, wanted = self.known(uid), self.workitem_sent(asked)
        state, transaction = value(wanted, STATE), value(wanted, TRANSACTION)
        with self._turn:
            if not transaction:
                raise Refused(400, "no Transaction UID")
            if not self.may_follow(value(what, STATE), state):
                raise Refused(409, f"{state} does not follow {value(what, STATE)}")
            if value(what, STATE) == IN_PROGRESS and not self.owns(what, transaction):
                raise Refused(409, "the workitem is somebody else's")
            if state == COMPLETED and not self.is_whole(what):
                raise Refused(409, "what was performed is not told")
            what[STATE] = {"vr": "CS", "Value": [state]}
            what[TRANSACTION] = {"vr": "UI", "Value": [transaction]}
            self.work_moved(uid)
        return Told(200)

    def may_follow(self, state: str, wanted: str) -> bool:
        """Return whether a state follows another (PS3.4 table CC.1.1-2)."""
        return wanted == IN_PROGRESS if state == SCHEDULED else state == IN_PROGRESS and wanted in FINAL

    def owns(self, what: Json, transaction: str) -> bool:
        """Return whether a transaction is the one that claimed a workitem."""
        return transaction == value(what, TRANSACTION)

    def is_whole(self, what: Json) -> bool:
        """Return whether a workitem has what it must have when it is completed (PS3.4 CC.2.1.3)."""
        return bool(what.get(PERFORMED, {}).get("Value"))

    def cancel_workitem(self, asked: Asked, uid: str) -> Told:
        """Cancel a workitem nobody has claimed; pass the wish on where somebody has (11.8; PS3.4 CC.2.2.3)."""
        what = self.known(uid)
        with self._turn:
            if value(what, STATE) in FINAL:
                raise Refused(409, "the workitem is over")
            self.work_unwanted(uid, self.workitem_sent(asked) if asked.body else {})
            if value(what, STATE) == SCHEDULED:
                for state in (IN_PROGRESS, CANCELED):
                    self.cancel_unclaimed(what, state)
                    self.work_moved(uid)
        return Told(202)

    def cancel_unclaimed(self, what: Json, state: str) -> None:
        """Bring a workitem to a state on its way to being canceled."""
        what[STATE] = {"vr": "CS", "Value": [state]}

    def work_created(self, uid: str) -> None:
        """Take notice of a new workitem."""

    def work_updated(self, uid: str, changes: Json) -> None:
        """Take notice of what was changed in a workitem."""

    def work_moved(self, uid: str) -> None:
        """Take notice of the state a workitem is in now."""

    def work_unwanted(self, uid: str, why: Json) -> None:
        """Take notice of a wish that a workitem be canceled."""

    def workitem_sent(self, asked: Asked) -> Json:
        """Return the one object of a payload; raise Refused when there is none."""
        try:
            sent: Any = json.loads(asked.body)
        except ValueError:
            raise Refused(400, "the payload is no JSON") from None
        if isinstance(sent, list):
            sent = sent[0] if len(sent) == 1 else None
        if not isinstance(sent, dict):
            raise Refused(400, "the payload is not one object")
        return sent


def value(what: Json, tag: str) -> str:
    """Return the first value of an attribute as text, empty when there is none."""
    told = what.get(tag, {}).get("Value") or [""]
    return str(told[0])
