"""Who is told of workitems over the web, as a story sees it: subscriptions and channels (PS3.18 11.10 to 11.13)."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from conformance.dicom import uids
from conformance.dicom.samples.workitems import IN_PROGRESS, SCHEDULED, workitem
from conformance.dicom.web import media
from conformance.dicom.web.answers import WebAnswer
from conformance.dicom.web.channel import Channel
from conformance.dicom.web.events import reports
from conformance.dicom.web.workitems import DONE, WorkitemsUnderTest
from conformance.http import exchange
from conformance.model import Blocked

if TYPE_CHECKING:
    from conformance.dicom.samples.workitems import Json
    from conformance.story import Story
    from conformance.systems import Dicom

_OWNED: Final = ("transaction-uid={}", "Transaction-uid={}", "transaction={}", "{}", "")
"""How editions of PS3.18 11.6.1 name the transaction of an update; the last sends it in the payload alone."""


class SubscriptionsUnderTest(WorkitemsUnderTest):
    """The unified worklist with its event channels; what a story subscribed to is unsubscribed when it ends."""

    def __init__(self, story: Story, profile: Dicom) -> None:
        super().__init__(story, profile)
        web = profile.web
        if web is None or web.events is None:
            raise Blocked("the profile names no dicom.web.events")
        self.aet = profile.calling_aet
        named = quote(self.aet, safe="")
        place = web.events.replace("{aetitle}", named)
        self.channel_url = place if place != web.events else f"{place.rstrip('/')}/subscribers/{named}"
        self.settle_s, self.quiet_s = story.limits.settle_s, story.limits.quiet_s / 5
        self._channels: list[Channel] = []
        self._subscribed: list[str] = []

    def open(self) -> Channel:
        """Open the event channel (8.10.4), whatever comes of it.

        A server may enter a channel only after it has said that it is open: a ping that is answered shows that it has.
        """
        channel = Channel(self.story, self.channel_url, self._tls)
        self._channels.append(channel)
        channel.ping(b"open?")
        channel.until(lambda: bool(channel.pongs), self.story.limits.quiet_s)
        return channel

    def listening(self) -> Channel:
        """Arrange an open channel; Blocked when it is not opened."""
        channel = self.open()
        if not channel.opened:
            raise Blocked(channel.trouble)
        return channel

    def subscribe(self, uid: str, query: str = "") -> WebAnswer:
        """Subscribe to a workitem, or to the worklist by its UID (11.10)."""
        answer = self._asked("POST", self._subscription(uid) + (f"?{query}" if query else ""))
        if answer.status in {200, 201}:
            self._subscribed.append(uid)
        return answer

    def subscribed(self, uid: str) -> None:
        """Arrange a subscription; Blocked when there is none."""
        answer = self.subscribe(uid)
        if answer.status not in {200, 201}:
            raise Blocked(f"could not subscribe: {answer.outcome}")

    def filtered(self, match: str) -> WebAnswer:
        """Subscribe to what matches.

        Whether its keys are parameters themselves or the value of one called filter is read in different ways
        (11.10.1.2; 6.9.7.1 of 2019a): both stand in the query, since parameters nobody knows are to be ignored (8.3.1),
        and who does not is asked in each way.
        """
        for query in (f"{match}&filter={match}", match, f"filter={match}"):
            answer = self.subscribe(uids.MATCHING_WORKITEMS, query)
            if answer.status != 400:  # noqa: PLR2004 - Bad Request
                break
        return answer

    def unsubscribe(self, uid: str) -> WebAnswer:
        """End a subscription (11.11)."""
        answer = self._asked("DELETE", self._subscription(uid))
        if answer.status in DONE and uid in self._subscribed:
            self._subscribed.remove(uid)
        return answer

    def suspend(self) -> WebAnswer:
        """End a subscription to new workitems alone (11.12)."""
        return self._asked("POST", f"{self._subscription(uids.ALL_WORKITEMS)}/suspend")

    def new(self, name: str) -> tuple[str, str]:
        """Arrange a workitem; return its UID and its address."""
        uid = self.story.uid(name)
        return uid, self.created(uid, workitem(self.story, name))

    def followed(self, name: str = "workitem") -> tuple[Channel, str, str]:
        """Arrange a workitem we are subscribed to, and an open channel; return that, its UID and its address."""
        uid, url = self.new(name)
        channel = self.listening()
        self.subscribed(uid)
        return channel, uid, url

    def settled(self, channel: Channel, uid: str, state: str = SCHEDULED) -> None:
        """Arrange that a state has been told of a workitem; Blocked when it was not."""
        if channel.heard(reports(uid, state), self.settle_s) is None:
            raise Blocked(f"nothing was told of a workitem we are subscribed to: {channel.told}")

    def advanced(self, url: str, what: Json, transaction: str) -> WebAnswer:
        """Arrange that the owner of a workitem changes it (11.6), in whatever way the transaction is taken."""
        whole = dict(sorted({**what, "00081195": {"vr": "UI", "Value": [transaction]}}.items()))
        for query in _OWNED:
            named = f"?{query.format(transaction)}" if query else ""
            answer = self._send("POST", f"{url}{named}", whole if not query else what)
            if answer.status in DONE:
                return answer
        raise Blocked(f"the owner could not change a workitem: {answer.outcome}")

    def claim(self, url: str, name: str) -> None:
        """Arrange that a workitem is claimed, under the transaction of a name."""
        answer = self.change(url, IN_PROGRESS, self.story.uid(name))
        if answer.status not in DONE:
            raise Blocked(f"could not claim a workitem: {answer.outcome}")

    def leave(self) -> None:
        """End what was subscribed to, and the channels."""
        for uid in dict.fromkeys(self._subscribed):
            with contextlib.suppress(Blocked):
                self.unsubscribe(uid)
        for channel in self._channels:
            channel.cut()

    def _subscription(self, uid: str) -> str:
        return f"{self.base}/workitems/{uid}/subscribers/{quote(self.aet, safe='')}"

    def _asked(self, method: str, url: str) -> WebAnswer:
        response = exchange(self.story.doors, method, url, [("Accept", media.JSON)], tls=self._tls)
        return WebAnswer(url, response, self.story.limits)
