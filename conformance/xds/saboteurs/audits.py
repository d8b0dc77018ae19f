"""Audit trails with one vice each (ITI-20, ITI-1)."""

from __future__ import annotations

import socket
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from conformance.xds import clauses as c
from conformance.xds.saboteurs.naming import oddity, vice
from conformance.xds.simulator import AffinityDomain

if TYPE_CHECKING:
    from lxml import etree

    from conformance.xds.simulator.auditing import Event
    from conformance.xds.simulator.serving import Told
    from conformance.xds.wire.soap import Message

REGISTRY, REPOSITORY = "document-registry", "document-repository"


class RecordsNoQueries(AffinityDomain):
    """Records nothing of queries."""

    class Auditor(AffinityDomain.Auditor):
        def records(self, event: Event, outcome: str) -> bool:
            return event.transaction != "ITI-18"


class MistypesMessageId(AffinityDomain):
    """Writes the MSGID without its hyphen."""

    class Auditor(AffinityDomain.Auditor):
        def message_id(self) -> str:
            return "IHE+RFC3881"


class CountsFailuresAsSuccess(AffinityDomain):
    """Records a refused transaction with outcome 0."""

    class Auditor(AffinityDomain.Auditor):
        def outcome(self, told: Told) -> str:
            return "0"


class NamesAnotherPatient(AffinityDomain):
    """Names another patient in its records."""

    class Auditor(AffinityDomain.Auditor):
        def patients(self, message: Message) -> list[str]:
            return ["ZZ0000000000^^^&1.2.3&ISO"]


class KnowsNoZone(AffinityDomain):
    """Records local times without a zone."""

    class Auditor(AffinityDomain.Auditor):
        def event_time(self) -> str:
            return self.time().removesuffix("Z")


class NamesOneEnd(AffinityDomain):
    """Names only one end of a transaction."""

    class Auditor(AffinityDomain.Auditor):
        def participants(self, event: Event) -> list[tuple[str, str, str]]:
            return super().participants(event)[:1]


class SaysNotWho(AffinityDomain):
    """Does not say who recorded."""

    class Auditor(AffinityDomain.Auditor):
        def source(self) -> str:
            return ""


class CallsEverythingExport(AffinityDomain):
    """Records every transaction as an export that was read."""

    class Auditor(AffinityDomain.Auditor):
        def event(self, action: str) -> Event | None:
            event = super().event(action)
            return event._replace(code="110106", action="E") if event else None


class RecordsNoExports(AffinityDomain):
    """Records nothing of retrievals."""

    class Auditor(AffinityDomain.Auditor):
        def records(self, event: Event, outcome: str) -> bool:
            return event.transaction != "ITI-43"


class RecordsNoFailures(AffinityDomain):
    """Records only what succeeded."""

    class Auditor(AffinityDomain.Auditor):
        def records(self, event: Event, outcome: str) -> bool:
            return outcome == "0"


class WritesTheEventOut(AffinityDomain):
    """Writes what an event is called where its code belongs."""

    class Auditor(AffinityDomain.Auditor):
        def identified(self, about: etree._Element, event: Event) -> None:
            super().identified(about, event)
            about[0].set("csd-code", about[0].get("originalText", ""))


class CodesOfNoSystem(AffinityDomain):
    """Leaves out of which code system the code of an event is."""

    class Auditor(AffinityDomain.Auditor):
        def identified(self, about: etree._Element, event: Event) -> None:
            super().identified(about, event)
            del about[0].attrib["codeSystemName"]


class LeavesTheUserEmpty(AffinityDomain):
    """Leaves the UserID of the caller empty."""

    class Auditor(AffinityDomain.Auditor):
        def participants(self, event: Event) -> list[tuple[str, str, str]]:
            return [(role, user if process else "", process) for role, user, process in super().participants(event)]


class NamesItsProcessThere(AffinityDomain):
    """Names its own process as that of the other end."""

    class Auditor(AffinityDomain.Auditor):
        def process(self, role: str, ours: str) -> str:
            return super().process(ours, ours) if role != ours else ""


class SaysNotWhatWasRead(AffinityDomain):
    """Does not say which document was retrieved, but for whom."""

    class Auditor(AffinityDomain.Auditor):
        def message(self, event: Event, message: Message, told: Told) -> bytes:
            written = super().message(event, message, told)
            return written.replace(b'TypeCode="2" ParticipantObjectTypeCodeRole="3"', b'TypeCode="4" X="3"')


class LosesWhatCouldNotBeSent(AffinityDomain):
    """Drops a record that can't be sent at once."""

    class Auditor(AffinityDomain.Auditor):
        def lets_wait(self) -> bool:
            return False


class StopsWithoutASink(AffinityDomain):
    """Refuses every transaction while the sink is down."""

    class Auditor(AffinityDomain.Auditor):
        def told(self, told: Told) -> Told:
            self.flush()
            return replace(told, status=500, body=b"no audit", media_type="text/plain") if self.waits else told


class IsAheadOfTime(AffinityDomain):
    """Has a clock that is a minute and a half ahead."""

    class Auditor(AffinityDomain.Auditor):
        def time(self) -> str:
            return _written(datetime.now(UTC) + timedelta(seconds=90))


class TakesLocalTimeForUtc(AffinityDomain):
    """Writes the time of Athens and calls it UTC."""

    class Auditor(AffinityDomain.Auditor):
        def event_time(self) -> str:
            return _written(datetime.now(UTC) + timedelta(hours=2))


class FramesDatagrams(AffinityDomain):
    """Counts octets before a datagram, as for TLS."""

    class Auditor(AffinityDomain.Auditor):
        transport = "udp"

        def transmit(self, frames: tuple[bytes, ...]) -> None:
            _datagrams(self.port, frames)

        def profile(self) -> dict[str, Any]:
            return _unkept(super().profile())


# Unusual and right.


class RecordsAsDicomSays(AffinityDomain):
    """Sends records under DICOM's own MSGID and severity, one twice."""

    class Auditor(AffinityDomain.Auditor):
        def message_id(self) -> str:
            return "DICOM+RFC3881"

        def priority(self) -> int:
            return 10 * 8 + 6

        def framed(self, message: bytes) -> bytes:
            return super().framed(message) * 2


class RecordsByDatagram(AffinityDomain):
    """Sends its records as datagrams, and does not know whether they arrive."""

    class Auditor(AffinityDomain.Auditor):
        transport = "udp"

        def transmit(self, frames: tuple[bytes, ...]) -> None:
            _datagrams(self.port, tuple(one.partition(b" ")[2] for one in frames))

        def profile(self) -> dict[str, Any]:
            return _unkept(super().profile())


class RecordsInTheClear(AffinityDomain):
    """Leaves TLS to what stands before it, writes local time with its zone and whole seconds, and no BOM."""

    class Auditor(AffinityDomain.Auditor):
        transport = "tcp"

        def transmit(self, frames: tuple[bytes, ...]) -> None:
            with socket.create_connection(("127.0.0.1", self.port), timeout=0.5) as link:
                link.sendall(b"".join(frames))

        def event_time(self) -> str:
            return datetime.now(timezone(timedelta(hours=5, minutes=45))).isoformat(timespec="seconds")


def _written(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _unkept(profile: dict[str, Any]) -> dict[str, Any]:
    """Return a profile that does not say that records are sent again: who sends datagrams does not know."""
    return {name: value for name, value in profile.items() if name != "resends_within_s"}


def _datagrams(port: int, messages: tuple[bytes, ...]) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as door:
        for one in messages:
            door.sendto(one, ("127.0.0.1", port))


AUDITS = (
    vice("SE10", RecordsNoQueries, [c.AUDIT_RECORDED], actor=REGISTRY),
    vice("SE10.export", RecordsNoExports, [c.AUDIT_RECORDED], actor=REPOSITORY),
    vice("SE11", MistypesMessageId, [c.AUDIT_SYSLOG], actor=REGISTRY),
    vice("SE13", WritesTheEventOut, [c.AUDIT_EVENT], actor=REGISTRY),
    vice("SE13.system", CodesOfNoSystem, [c.AUDIT_CODED], actor=REGISTRY),
    vice("SE14", LeavesTheUserEmpty, [c.AUDIT_PARTICIPANTS], actor=REGISTRY),
    vice("SE14.process", NamesItsProcessThere, [c.AUDIT_PROCESS], actor=REPOSITORY),
    vice("SE15", CountsFailuresAsSuccess, [c.AUDIT_FAILURE], actor=REGISTRY),
    vice("SE15.silent", RecordsNoFailures, [c.AUDIT_RECORDED], actor=REGISTRY),
    vice("SE16", NamesAnotherPatient, [c.AUDIT_PATIENT], actor=REGISTRY),
    vice("SE23", LosesWhatCouldNotBeSent, [c.AUDIT_KEPT], actor=REGISTRY),
    vice("SE23.stops", StopsWithoutASink, [c.AUDIT_UNHINDERED], actor=REGISTRY, told=["xds.audit.sink-down"]),
    vice("TI02", KnowsNoZone, [c.AUDIT_TIME], actor=REGISTRY),
    vice("TI02.local", TakesLocalTimeForUtc, [c.CLOCK], actor=REGISTRY),
    vice("xds.is-ahead-of-time", IsAheadOfTime, [c.CLOCK], actor=REGISTRY),
    vice("xds.frames-datagrams", FramesDatagrams, [c.AUDIT_SYSLOG], actor=REGISTRY),
    vice("xds.names-one-end", NamesOneEnd, [c.AUDIT_PARTICIPANTS], actor=REGISTRY),
    vice("xds.says-not-who", SaysNotWho, [c.AUDIT_SOURCE], actor=REGISTRY),
    vice("xds.says-not-what-was-read", SaysNotWhatWasRead, [c.AUDIT_DOCUMENT], actor=REPOSITORY),
    vice("xds.calls-everything-export", CallsEverythingExport, [c.AUDIT_EVENT], [c.AUDIT_PROCESS], actor=REGISTRY),
    oddity("xds.records-as-dicom-says", RecordsAsDicomSays, actor=REGISTRY),
    oddity("xds.records-by-datagram", RecordsByDatagram, actor=REGISTRY),
    oddity("xds.records-in-the-clear", RecordsInTheClear, actor=REGISTRY),
)
