"""Our sink for audit records (ITI-20): syslog over TLS or TCP with octet counting (RFC 5425), or UDP (RFC 5426)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from conformance.audits.records import AuditRecord, read_record
from conformance.guarded import Deadline, LinkFault, Silent
from conformance.model import Blocked

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable

    from lxml import etree

    from conformance.guarded import Connection, Listener
    from conformance.story import Story
    from conformance.systems import Audit

SYSLOG = "application/vnd.syslog"
READS_MOST, FRAME_MOST, OCTETS_MOST, DIGITS_MOST = 4096, 1 << 20, 8 << 20, 8
LONGEST = 10
"""How many times as long as one record the records that waited may take in all."""


class AuditSink:
    """Listens where the profile says the candidate sends its records, and keeps those that came.

    A candidate may hold one connection for all its records or open one for each, and may send first what waited.
    """

    def __init__(self, story: Story, about: Audit, parse: Callable[[bytes], etree._Element | str]) -> None:
        self.about = about
        self.story = story
        self._parse = parse
        self.records: list[AuditRecord] = []
        self._door: Listener | None = None
        self._link: Connection | None = None
        self._trouble = ""
        self._octets = 0

    def open(self) -> None:
        """Begin to listen: until then the sink is down."""
        datagrams = self.about.transport == "udp"
        self._door = self.story.doors.listen(self.about.listen, self.about.port, self._tls(), datagrams=datagrams)

    def record_of(self, transaction: str, *about: str, within: float | None = None) -> AuditRecord | None:
        """Wait for a record of a transaction that names one of ``about``; return it, None when none came.

        Where none names what it is about once the candidate is silent, the newest one of the transaction counts.
        The candidate may take ``within`` seconds, else as long as it takes to settle, after each record that came: a
        queue of what waited while nobody listened may be long.
        """
        return self._heard(lambda one: transaction in one.transactions, about, within)

    def record_of_event(self, codes: frozenset[str], *about: str, within: float | None = None) -> AuditRecord | None:
        """Wait for a record of an event of one of these codes, as ``record_of`` does for a transaction's."""
        return self._heard(lambda one: one.event in codes, about, within)

    def _heard(
        self, wanted: Callable[[AuditRecord], bool], about: tuple[str, ...], within: float | None
    ) -> AuditRecord | None:
        pause = self.story.limits.settle_s if within is None else within
        end, deadline = Deadline(LONGEST * pause), Deadline(pause)
        for _ in range(READS_MOST):
            known = [one for one in self.records if wanted(one)]
            for one in known:
                if not about or any(one.names(name) for name in about):
                    self.records.remove(one)
                    return one
            came = len(self.records)
            if not self._more(deadline):
                if known:
                    self.records.remove(known[-1])
                    return known[-1]
                return None
            if len(self.records) > came:
                deadline = Deadline(min(pause, end.remaining()))
        return None

    def event(self, *codes: str) -> AuditRecord | None:
        """Wait for a record of an event of one of these codes that did not succeed; return it, None when none came."""
        deadline = Deadline(self.story.limits.settle_s)
        for _ in range(READS_MOST):
            for one in self.records:
                if one.event in codes and one.outcome != "0":
                    self.records.remove(one)
                    return one
            if not self._more(deadline):
                return None
        return None

    def forget(self) -> None:
        """Let go of what came so far: what is older than the record last asked for has come before it."""
        self.records.clear()

    def moment(self, what: str) -> datetime:
        """Return the time of day by our own clock."""
        return datetime.fromisoformat(self.story.once(f"the time {what}", lambda: datetime.now(UTC).isoformat()))

    @property
    def said(self) -> str:
        """Return in words what came so far."""
        came = ", ".join(f"{one.event or 'no event'} {' '.join(one.transactions)}" for one in self.records[-12:])
        return f"no such record came; what came: {came or self._trouble or 'nothing'}"

    def _tls(self) -> ssl.SSLContext | None:
        if self.about.transport != "tls" or self.story.replayed:
            return None
        try:
            return self.about.context(self.story.folder)
        except OSError as error:
            raise Blocked(f"a certificate of the audit sink can't be read: {error}") from None

    def _more(self, deadline: Deadline) -> bool:
        """Read one record more, or let one visitor more in; return whether anything happened in time."""
        if self._octets > OCTETS_MOST:
            self._trouble = f"more than {OCTETS_MOST} octets of records"
            return False
        if self._link is None:
            return self._entered(deadline.remaining())
        link = self._link
        try:
            frame = self._frame(link, deadline)
        except Silent:
            return self._entered(self.story.limits.quiet_s)
        except LinkFault as fault:
            self._trouble = str(fault)
            link.mark_received("the end of the audit records", SYSLOG)
            link.close()
            self._link = None
        else:
            self._octets += len(frame)
            self.records.append(read_record(frame, (link.mark_received("audit record", SYSLOG),), self._parse))
        return True

    def _entered(self, seconds: float) -> bool:
        if self._door is None:
            raise Blocked("our sink was asked for a record before it listened")
        try:
            self._link = self._door.accept(seconds)
        except LinkFault:
            return False
        return True

    def _frame(self, link: Connection, deadline: Deadline) -> bytes:
        """Return one message: a datagram, as long as the number before it says, or up to the next line end."""
        head = link.read_exactly(1, deadline)
        if self.about.transport == "udp":
            return head + _rest(link, deadline, b"")
        while head[-1:].isdigit() and len(head) <= DIGITS_MOST:
            head += link.read_exactly(1, deadline)
        if head[:-1].isdigit() and head.endswith(b" "):
            return link.read_exactly(min(int(head), FRAME_MOST), deadline)
        return head + _rest(link, deadline, b"\n")


def _rest(link: Connection, deadline: Deadline, end: bytes) -> bytes:
    held = bytearray()
    while len(held) < FRAME_MOST and not (end and held.endswith(end)):
        octets = link.read_some(64 * 1024, deadline)
        if not octets:
            break
        held += octets
    return bytes(held)
