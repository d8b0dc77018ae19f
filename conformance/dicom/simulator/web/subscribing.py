"""Subscriptions to workitems and their event channels (PS3.18 8.10, 11.10 to 11.13; PS3.4 CC.2.3, CC.2.4)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from conformance.dicom import uids
from conformance.dicom.simulator.web.channels import PROTOCOL_ERROR, Listeners, Listening
from conformance.dicom.simulator.web.negotiating import Refused
from conformance.dicom.simulator.web.service import BASE
from conformance.dicom.simulator.web.site import Asked, Told
from conformance.dicom.simulator.web.working import STATE, Working
from conformance.dicom.web import frames
from conformance.dicom.web.channel import digest
from conformance.dicom.web.events import (
    AFFECTED_CLASS,
    AFFECTED_INSTANCE,
    ASSIGNED,
    CANCEL_REQUESTED,
    EVENT_TYPE,
    MESSAGE,
    PROGRESS_REPORT,
    STATE_REPORT,
)
from conformance.dicom.wire import dictionary

if TYPE_CHECKING:
    import socket

    from conformance.dicom.samples.workitems import Json
    from conformance.dicom.simulator.archive import Archive
    from conformance.dicom.web.frames import Frame

STANDING: Final = frozenset({uids.ALL_WORKITEMS, uids.MATCHING_WORKITEMS})
READINESS: Final = "00404041"
PROGRESS: Final = "00741002"
STATIONS: Final = "00404025"
REQUESTING: Final = "00741236"
REASONS: Final = ("00741238", "0074100E", "0074100A", "0074100C")
"""What of a wish for cancellation is passed on (PS3.4 table CC.2.4-1)."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A subscription to workitems that are still to come: with a lock or without, of those with certain values."""

    lock: bool
    keys: tuple[tuple[str, str], ...] = ()


class Subscribing(Working):
    """Keeps who is subscribed to what, with a lock or without, and tells them what happens."""

    def __init__(self, archive: Archive) -> None:
        super().__init__(archive)
        self.listeners = Listeners()
        self.subscribers: dict[str, dict[str, bool]] = {}
        self.standing: dict[tuple[str, str], Standing] = {}
        self._messages = count(1)

    @property
    def channels_at(self) -> str:
        """Return the base address of the event channels."""
        return f"ws{self.origin.removeprefix('http')}{BASE}"

    # Transactions

    def subscribe(self, asked: Asked, uid: str, title: str) -> Told:
        """Subscribe a title to a workitem, or to all that match (11.10)."""
        title, lock = unquote(title), "deletionlock=true" in asked.query.split("&")
        with self._turn:
            if uid in STANDING:
                self.subscribe_standing(
                    uid, title, Standing(lock, self.filter_of(asked) if uid == uids.MATCHING_WORKITEMS else ())
                )
            else:
                self.subscribable(uid)
                self.subscribers.setdefault(uid, {})[title] = lock
            told = Told(self.subscribed(), headers=self.channel_told(title))
            if uid not in STANDING:
                self.tell_initially(uid, title)
        return told

    def subscribable(self, uid: str) -> None:
        """Raise Refused when there is no workitem to subscribe to."""
        self.known(uid)

    def subscribed(self) -> int:
        """Return the status of a subscription that was made."""
        return 201

    def channel_told(self, title: str) -> tuple[tuple[str, str], ...]:
        """Return the header fields that say where the channel is (11.10.3.2)."""
        return (("Content-Location", f"{self.channels_at}/subscribers/{title}"),)

    def filter_of(self, asked: Asked) -> tuple[tuple[str, str], ...]:
        """Return the matching keys of a filter by tag; raise Refused where there are none."""
        keys = []
        for name, text in self.parameters(asked):
            if name == "filter":
                keys += [pair.partition("=")[::2] for pair in text.split(",")]
            elif name != "deletionlock":
                keys.append((name, text))
        if not keys:
            raise Refused(400, "a filter has keys")
        return tuple((f"{dictionary.tag(name):08X}", text) for name, text in keys)

    def subscribe_standing(self, uid: str, title: str, standing: Standing) -> None:
        """Subscribe to what there is, and to what comes (PS3.4 table CC.2.3-2)."""
        self.standing[uid, title] = standing
        for one, what in self.workitems.items():
            others = self.subscribers.setdefault(one, {})
            if title not in others and self.is_meant(standing, what):
                others[title] = standing.lock
                if standing.lock:
                    self.tell_initially(one, title)

    def is_meant(self, standing: Standing, what: Json) -> bool:
        """Return whether a workitem is one a subscription is about."""
        return self.workitem_matches(dict(standing.keys), what)

    def unsubscribe(self, _asked: Asked, uid: str, title: str) -> Told:
        """End a subscription; one to all ends every one of a title (11.11; PS3.4 table CC.2.3-2)."""
        title = unquote(title)
        with self._turn:
            if uid in STANDING:
                standing = self.standing.pop((uid, title), None)
                if standing is None and not any(title in others for others in self.subscribers.values()):
                    raise Refused(404, "no such subscription")
                self.forget_all(title)
            else:
                self.known(uid)
                self.forget(uid, title)
        return Told(200)

    def forget_all(self, title: str) -> None:
        """End every subscription of a title."""
        for others in self.subscribers.values():
            others.pop(title, None)

    def forget(self, uid: str, title: str) -> None:
        """End one subscription; raise Refused where there is none."""
        if self.subscribers.get(uid, {}).pop(title, None) is None:
            raise Refused(404, "no such subscription")

    def suspend(self, _asked: Asked, uid: str, title: str) -> Told:
        """Subscribe a title to no more new workitems (11.12)."""
        with self._turn:
            if (uid, unquote(title)) not in self.standing:
                raise Refused(404, "no such subscription")
            self.suspended(uid, unquote(title))
        return Told(200)

    def suspended(self, uid: str, title: str) -> None:
        """Forget a standing subscription, and leave those that came of it."""
        del self.standing[uid, title]

    # Events

    def work_created(self, uid: str) -> None:
        """Subscribe to a new workitem who has a standing subscription, and tell them of it."""
        for (_, title), standing in list(self.standing.items()):
            if self.is_meant(standing, self.workitems[uid]):
                self.subscribers.setdefault(uid, {})[title] = standing.lock
                self.tell_new(uid, title)

    def tell_new(self, uid: str, title: str) -> None:
        """Tell of a new workitem, and to whom it is assigned where it is."""
        self.tell(title, uid, STATE_REPORT, self.state_told(uid))
        if self.workitems[uid].get(STATIONS, {}).get("Value"):
            self.tell(title, uid, ASSIGNED, {STATIONS: self.workitems[uid][STATIONS]})

    def tell_initially(self, uid: str, title: str) -> None:
        """Tell a new subscriber what state a workitem is in."""
        self.tell(title, uid, STATE_REPORT, self.state_told(uid))

    def work_moved(self, uid: str) -> None:
        """Tell of the state a workitem is in now."""
        self.tell_all(uid, STATE_REPORT, self.state_told(uid))

    def state_told(self, uid: str) -> Json:
        """Return what a state report says."""
        empty = {"vr": "CS"}
        return {tag: self.known(uid).get(tag, empty) for tag in (READINESS, STATE)}

    def work_updated(self, uid: str, changes: Json) -> None:
        """Tell of progress, of an assignment and of readiness."""
        if PROGRESS in changes:
            self.tell_progress(uid, changes[PROGRESS])
        if STATIONS in changes:
            self.tell_assigned(uid, changes[STATIONS])
        if READINESS in changes:
            self.work_moved(uid)

    def tell_progress(self, uid: str, progress: Json) -> None:
        """Tell how far a workitem is by now."""
        self.tell_all(uid, PROGRESS_REPORT, {PROGRESS: progress})

    def tell_assigned(self, uid: str, stations: Json) -> None:
        """Tell to which stations a workitem is assigned by now."""
        self.tell_all(uid, ASSIGNED, {STATIONS: stations})

    def work_unwanted(self, uid: str, why: Json) -> None:
        """Tell who may be at work on it that somebody wants a workitem canceled."""
        told = {REQUESTING: {"vr": "AE", "Value": [self.archive.aet]}}
        self.tell_all(uid, CANCEL_REQUESTED, told | {tag: why[tag] for tag in REASONS if tag in why})

    def tell_all(self, uid: str, kind: int, what: Json) -> None:
        """Tell an event to each subscriber of a workitem."""
        for title in self.subscribers.get(uid, ()):
            self.tell(title, uid, kind, what)

    def tell(self, title: str, uid: str, kind: int, what: Json) -> None:
        """Tell an event to one subscriber, on each channel it has open."""
        octets = self.message(json.dumps(self.report(uid, kind, what)).encode())
        for one in self.listeners.of(title):
            self.put(one, octets)

    def put(self, channel: Listening, octets: bytes) -> None:
        """Send octets over a channel."""
        channel.send(octets)

    def report(self, uid: str, kind: int, what: Json) -> Json:
        """Return an event report as an object of the JSON Model (11.13; PS3.7 table 10.3-1)."""
        head = {
            AFFECTED_CLASS: {"vr": "UI", "Value": [uids.WORKITEM_PUSH]},
            MESSAGE: {"vr": "US", "Value": [next(self._messages) & 0xFFFF]},
            AFFECTED_INSTANCE: {"vr": "UI", "Value": [uid]},
            EVENT_TYPE: {"vr": "US", "Value": [kind]},
        }
        return head | dict(sorted(what.items()))

    def message(self, text: bytes) -> bytes:
        """Return the frames of one message (8.10.5.1.1)."""
        return frames.written(frames.TEXT, text)

    # Channels

    def open_channel(self, asked: Asked, title: str) -> Told:
        """Switch to a WebSocket (8.10.4; RFC 6455 4.2)."""
        key = asked.headers.get("sec-websocket-key", "")
        if asked.headers.get("upgrade", "").lower() != "websocket" or not key:
            raise Refused(400, "a channel is a WebSocket")
        if asked.headers.get("sec-websocket-version") != "13":
            return Told(426, headers=(("Sec-WebSocket-Version", "13"),))
        wanted = unquote(title)
        return Told(101, headers=self.handshake(key), then=lambda *given: self.converse(wanted, *given))

    def handshake(self, key: str) -> tuple[tuple[str, str], ...]:
        """Return the header fields of an opening (RFC 6455 4.2.2)."""
        return (("Upgrade", "websocket"), ("Connection", "Upgrade"), ("Sec-WebSocket-Accept", digest(key)))

    def converse(self, title: str, link: socket.socket, head: bytes, came: bytes) -> None:
        """Open a channel, tell events over it and answer what comes, until it is over."""
        channel = Listening(link)
        try:
            channel.begin(head, lambda: self.listeners.add(title, channel))
            reader = channel.frames(came)
            while (frame := reader.next()) is not None and self.answered(channel, frame):
                pass
        finally:
            self.listeners.remove(title, channel)

    def answered(self, channel: Listening, frame: Frame) -> bool:
        """Answer a client's frame; return whether the channel goes on."""
        if not frame.masked:
            return self.undone(channel)
        if frame.opcode == frames.CLOSE:
            self.closed(channel, frame.payload)
            return False
        if frame.opcode == frames.PING:
            channel.send(self.pong(frame.payload))
        return True

    def undone(self, channel: Listening) -> bool:
        """End a channel whose client does not mask what it sends (RFC 6455 5.1); return whether it goes on."""
        channel.send(frames.written(frames.CLOSE, PROTOCOL_ERROR.to_bytes(2, "big")))
        return False

    def pong(self, payload: bytes) -> bytes:
        """Return the answer to a ping (RFC 6455 5.5.3)."""
        return frames.written(frames.PONG, payload)

    def closed(self, channel: Listening, payload: bytes) -> None:
        """Answer a close (RFC 6455 5.5.1)."""
        channel.send(frames.written(frames.CLOSE, payload[:2]))
