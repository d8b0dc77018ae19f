"""An archive's unified worklist over the web as a story sees it (UPS-RS, PS3.18 11)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from conformance.dicom.samples.workitems import IN_PROGRESS, written
from conformance.dicom.web import media
from conformance.dicom.web.answers import WebAnswer
from conformance.http import exchange
from conformance.model import Blocked

if TYPE_CHECKING:
    from conformance.dicom.samples.workitems import Json
    from conformance.story import Story
    from conformance.systems import Dicom

DONE = frozenset({200, 204})
"""Statuses of a change that was made."""


class _Form(NamedTuple):
    """A reading of how a workitem is sent: what stands before its UID, and whether it is an object alone."""

    query: str
    alone: bool


_FORMS = tuple(_Form(query, alone) for query in ("", "workitem=") for alone in (False, True))


class WorkitemsUnderTest:
    """Asks and records; raises Blocked only where a story's precondition can't be made."""

    def __init__(self, story: Story, profile: Dicom) -> None:
        if profile.web is None or profile.web.workitems is None:
            raise Blocked("the profile names no dicom.web.workitems")
        self.story = story
        self.base = profile.web.workitems.rstrip("/")
        self._tls = profile.web.tls.context(story.folder) if profile.web.tls else None
        self._form, self._known = _FORMS[0], False

    def create(self, uid: str, what: Json) -> WebAnswer:
        """Ask for a workitem under a UID (11.4).

        How the UID stands in the query, and whether the object goes alone or in an array, is read in different ways:
        who refuses one is offered the others, and what was taken once is what is sent from then on.
        """
        for form in (self._form, *(one for one in _FORMS if one != self._form)):
            answer = self._send("POST", f"/workitems?{form.query}{uid}", what, form)
            if answer.status not in {400, 415} or self._known:
                self._form, self._known = form, self._known or answer.status in {200, 201}
                break
        return answer

    def at(self, uid: str) -> str:
        """Return the address of a workitem."""
        return f"{self.base}/workitems/{uid}"

    def created(self, uid: str, what: Json) -> str:
        """Arrange a workitem and return its address; Blocked when none is created."""
        answer = self.create(uid, what)
        if answer.status not in {200, 201}:
            raise Blocked(f"could not create a workitem: {answer.outcome}")
        return self.at(uid)

    def claimed(self, uid: str, what: Json, transaction: str) -> str:
        """Arrange a workitem somebody is at work on, and return its address; Blocked when it can't be claimed."""
        url = self.created(uid, what)
        answer = self.change(url, IN_PROGRESS, transaction)
        if answer.status not in DONE:
            raise Blocked(f"could not claim a workitem: {answer.outcome}")
        return url

    def retrieve(self, url: str) -> WebAnswer:
        """Retrieve a workitem (11.5)."""
        return self._got(url, single=True)

    def state(self, url: str) -> str:
        """Return the state a workitem is in, empty when it can't be retrieved."""
        return next((one.text("ProcedureStepState").strip() for one in self.retrieve(url).objects), "")

    def search(self, **match: str) -> WebAnswer:
        """Search for workitems (11.9)."""
        query = "&".join(f"{name}={quote(value, safe='')}" for name, value in match.items())
        return self._got(f"{self.base}/workitems?{query}", single=False)

    def change(self, url: str, state: str, transaction: str) -> WebAnswer:
        """Ask for another state, as the owner of a transaction (11.7)."""
        return self._send("PUT", f"{url}/state", written(TransactionUID=transaction, ProcedureStepState=state))

    def update(self, url: str, what: Json) -> WebAnswer:
        """Ask for other values, without naming a transaction (11.6)."""
        return self._send("POST", url, what)

    def cancel(self, url: str) -> WebAnswer:
        """Ask that a workitem be canceled by whoever has it (11.8)."""
        return self._send("POST", f"{url}/cancelrequest", written(ReasonForCancellation="No longer needed"))

    def _got(self, url: str, *, single: bool) -> WebAnswer:
        response = exchange(self.story.doors, "GET", url, [("Accept", media.JSON)], tls=self._tls)
        return WebAnswer(url, response, self.story.limits, single=single)

    def _send(self, method: str, where: str, what: Json, form: _Form | None = None) -> WebAnswer:
        url = where if where.startswith("http") else f"{self.base}{where}"
        body = json.dumps(what if (form or self._form).alone else [what]).encode()
        headers = [("Accept", media.JSON), ("Content-Type", media.JSON)]
        return WebAnswer(url, exchange(self.story.doors, method, url, headers, body, tls=self._tls), self.story.limits)
