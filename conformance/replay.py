"""Tell a recorded story again without the candidate: doors that give back what each connection gave, in order."""

from __future__ import annotations

import json
import re
from collections import defaultdict, deque
from typing import TYPE_CHECKING, Any

from conformance.evidence import RECEIVED, SENT, Recorder, Tape
from conformance.guarded import Address, Connection, Deadline, Ended, Listener, Severed, Silent, Unreachable
from conformance.journal import Stretch

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from conformance.asking import Deed
    from conformance.limits import Limits

_DIGEST = re.compile(r"[0-9a-f]{64}")
_ENDINGS = {"eof", "reset", "deadline"}


class Diverged(Exception):  # noqa: N818 - a fact about the replay
    """The story did not do what it did when it was recorded: the recording can't judge it."""


class Recording:
    """The transcript of one attempt, read back from an evidence folder."""

    def __init__(self, folder: Path, transcript: str) -> None:
        body = json.loads((folder / transcript).read_bytes())
        self.folder = folder
        self.connections: list[dict[str, Any]] = body["connections"]
        self.notes: dict[str, deque[object]] = defaultdict(deque)
        for text, value in body["notes"]:
            self.notes[text].append(value)
        for one in self.connections:
            if not all(_DIGEST.fullmatch(digest) for digest in (*one[SENT], *one[RECEIVED])):
                raise Diverged("the transcript names octets by what is no digest: do not trust this run")

    def stream(self, number: int, direction: str) -> bytes:
        """Return all octets that went one way over one connection."""
        return b"".join((self.folder / digest).read_bytes() for digest in self.connections[number][direction])


class ReplayOctets:
    """Octets out of a recording: what we send must be what was sent, what we receive is what came."""

    def __init__(self, recording: Recording, number: int, tape: Tape) -> None:
        self._tape = tape
        self._peer = tape.peer
        self._events = deque(
            tuple(event[::2])
            for event in recording.connections[number]["events"]
            if event[0] in _ENDINGS | {SENT, RECEIVED}
        )
        self._sent = memoryview(recording.stream(number, SENT))
        self._received = memoryview(recording.stream(number, RECEIVED))

    def send(self, octets: bytes | memoryview, deadline: Deadline) -> None:
        """Compare with what was sent, octet for octet."""
        self._tape.octets(SENT, octets)
        self._compare(octets, deadline)
        self._break(deadline)

    def send_parts(self, parts: Sequence[bytes | memoryview | Stretch], deadline: Deadline) -> None:
        """Compare the parts one after the other."""
        self._tape.parts(parts)
        for part in parts:
            for piece in part.pieces() if isinstance(part, Stretch) else (part,):
                self._compare(piece, deadline)
        self._break(deadline)

    def _compare(self, octets: bytes | memoryview, deadline: Deadline) -> None:
        """Compare with what was sent next, in however many pieces that was."""
        at = 0
        while at < len(octets) or not octets:
            if self._events and self._events[0][0] != SENT:
                self._break(deadline)
            name, size = self._next("send")
            taken = min(size, len(octets) - at)
            if name != SENT or self._sent[:taken] != octets[at : at + taken]:
                raise Diverged(f"to {self._peer} something else was sent than when it was recorded")
            self._sent = self._sent[taken:]
            at += taken
            if size > taken:
                self._events.appendleft((SENT, size - taken))
            if not octets:
                return

    def _break(self, deadline: Deadline) -> None:
        """End sending where it ended then."""
        if self._events and self._events[0][0] in {"reset", "deadline"} and self._broke_in_sending():
            name, text = self._events.popleft()
            if name == "deadline":
                raise Silent(f"the peer stopped taking octets for {deadline.seconds:g} s")
            raise Severed(str(text))

    def _broke_in_sending(self) -> bool:
        name, text = self._events[0]
        return str(text).startswith("the connection broke while we sent" if name == "reset" else "sending")

    def receive(self, most: int, deadline: Deadline) -> tuple[bytes | memoryview, int]:
        """Return the recorded octets, or end as the recording did."""
        if not self._events:
            raise Silent(f"nothing came within {deadline.seconds:g} s")
        name, value = self._next("receive")
        if name == "deadline":
            raise Silent(f"nothing came within {deadline.seconds:g} s")
        if name == "reset":
            raise Severed(str(value))
        if name == "eof":
            return b"", 0
        if name != RECEIVED:
            raise Diverged(f"from {self._peer} something was awaited that was not awaited when it was recorded")
        octets, rest = self._received[: min(value, most)], self._received[min(value, most) :]
        self._received = rest
        if value > most:
            self._events.appendleft((RECEIVED, value - most))
        return octets, self._tape.octets(RECEIVED, octets)

    def _next(self, what: str) -> tuple[str, Any]:
        if not self._events:
            raise Diverged(f"the recording of {self._peer} is over, yet the story wants to {what}")
        name, value = self._events.popleft()
        return name, value

    def end_sending(self) -> None:
        """Nothing to do: no candidate listens."""

    def close(self, *, reset: bool) -> None:
        """Nothing to let go of."""


class ReplayListener:
    """A listener whose visitors come out of the recording, in the order they came."""

    def __init__(self, replay: Replay, number: int, address: Address) -> None:
        self._replay = replay
        self._number = number
        self.address = address

    def accept(self, seconds: float) -> Connection:
        """Return the next recorded visitor, or say that none came."""
        queue = self._replay.recording.notes[f"accept {self._number}"]
        number = queue.popleft() if queue else "closed"
        if number is None:
            raise Silent(f"nobody connected to us within {seconds:g} s")
        if not isinstance(number, int):
            raise Ended("our listener was closed")
        return self._replay.opened(number)

    def close(self) -> None:
        """Nothing to let go of."""


class ReplayedAsks:
    """Answers about the candidate's own deeds as they were answered when the story was recorded."""

    def __init__(self, recording: Recording) -> None:
        self._notes = recording.notes

    def ask(self, deed: Deed) -> str:
        """Return what was answered then."""
        return self._then(f"ask {deed.id}")

    def trouble(self) -> str:
        """Return what was known then."""
        return self._then("trouble")

    def _then(self, what: str) -> str:
        queue = self._notes[what]
        if not queue:
            raise Diverged(f"the story asks ({what}) once more than when it was recorded")
        return str(queue.popleft())


class Replay:
    """Doors that lead into a recording."""

    def __init__(self, recording: Recording, recorder: Recorder, limits: Limits) -> None:
        self.recording = recording
        self.limits = limits
        self._recorder = recorder
        self._outbound = deque(n for n, one in enumerate(recording.connections) if one["kind"] == "outbound")
        self._listeners = 0

    def opened(self, number: int) -> Connection:
        """Return one recorded connection."""
        recorded = self.recording.connections[number]
        tape = self._recorder.open(recorded["peer"], recorded["kind"], number)
        return Connection(ReplayOctets(self.recording, number, tape), tape, self.limits)

    def connect(self, host: str, port: int, tls: ssl.SSLContext | None = None) -> Connection:  # noqa: ARG002 - as Doors
        """Return the next connection we opened then, to the same place."""
        if not self._outbound:
            raise Diverged(f"the story connects to {host}:{port} once more than when it was recorded")
        number = self._outbound.popleft()
        recorded = self.recording.connections[number]
        if recorded["peer"] != f"{host}:{port}":
            raise Diverged(f"the story connects to {host}:{port}; recorded is {recorded['peer']}")
        failed = next((text for name, _, text in recorded["events"] if name == "unreachable"), None)
        if failed is not None:
            self._recorder.open(recorded["peer"], recorded["kind"], number).event("unreachable", failed)
            raise Unreachable(failed)
        return self.opened(number)

    def once(self, what: str, make: Callable[[], str]) -> str:  # noqa: ARG002 - what was made then counts
        """Return what was made then."""
        queue = self.recording.notes[f"once {what}"]
        if not queue:
            raise Diverged(f"the story makes {what} once more than when it was recorded")
        made = str(queue.popleft())
        self._recorder.note(f"once {what}", made)
        return made

    def listen(
        self,
        host: str = "127.0.0.1",
        port: int = 0,
        tls: ssl.SSLContext | None = None,  # noqa: ARG002 - as Doors
        *,
        datagrams: bool = False,  # noqa: ARG002 - as Doors
    ) -> Listener:
        """Return a listener at the address it had then."""
        queue = self.recording.notes[f"listen {self._listeners}"]
        known = queue.popleft() if queue else [host, port]
        number, self._listeners = self._listeners, self._listeners + 1
        if not isinstance(known, list):
            raise Diverged("the recording holds no address for this listener")
        return ReplayListener(self, number, Address(*known))

    def wait(self, happened: Callable[[], bool], within: float, what: str, pause: float = 0.05) -> bool:  # noqa: ARG002
        """Ask as often as was asked then."""
        queue = self.recording.notes[what]
        while True:
            yes = happened()
            then = queue.popleft() if queue else "over"
            if (then == "yes") is not yes:
                raise Diverged(
                    f"{what}: the answer was {then} when it was recorded and is {'yes' if yes else 'no'} now"
                )
            if then in {"yes", "over"}:
                return yes
