"""Our sink for audit records, over TCP with octet counting as RFC 5425 has it inside TLS (ITI-20)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.guarded import Deadline, LinkFault
from conformance.model import Blocked
from conformance.xds.wire.audit import AuditRecord, read_record

if TYPE_CHECKING:
    from conformance.guarded import Connection
    from conformance.story import Story

SYSLOG = "application/vnd.syslog"
VISITS_MOST, FRAME_MOST, DIGITS_MOST = 12, 1 << 20, 8


class AuditSink:
    """Listens where the profile says the candidate sends its records, and keeps those that came."""

    def __init__(self, story: Story) -> None:
        audit = story.system.xds.audit if story.system.xds else None
        if audit is None:
            raise Blocked("the profile names no xds.audit")
        self.story = story
        self._door = story.doors.listen(audit.listen, audit.port)
        self.records: list[AuditRecord] = []

    def record_of(self, transaction: str) -> AuditRecord | None:
        """Wait as long as the candidate may take to settle, and return the first record of a transaction, or None."""
        for _ in range(VISITS_MOST):
            known = next((one for one in self.records if transaction in one.transactions), None)
            if known is not None:
                self.records.remove(known)
                return known
            try:
                link = self._door.accept(self.story.limits.settle_s)
            except LinkFault:
                return None
            self._take(link, transaction)
        return None

    @property
    def said(self) -> str:
        """Return in words what came so far."""
        came = ", ".join(f"{one.event or 'no event'} {' '.join(one.transactions)}" for one in self.records)
        return f"no such record came; what came: {came or 'nothing'}"

    def _take(self, link: Connection, transaction: str) -> None:
        """Read records until the one wanted came, or the visitor leaves or falls silent."""
        deadline = Deadline(self.story.limits.settle_s)
        try:
            while not any(transaction in one.transactions for one in self.records):
                frame = _frame(link, deadline)
                self.records.append(read_record(frame, (link.mark_received("audit record", SYSLOG),)))
        except LinkFault:
            link.mark_received("the end of the audit records", SYSLOG)
        finally:
            link.close()


def _frame(link: Connection, deadline: Deadline) -> bytes:
    """Return one message: as long as the number before it says, else all up to the next line end or the end."""
    head = link.read_exactly(1, deadline)
    while head[-1:].isdigit() and len(head) <= DIGITS_MOST:
        head += link.read_exactly(1, deadline)
    if head[:-1].isdigit() and head.endswith(b" "):
        return link.read_exactly(min(int(head), FRAME_MOST), deadline)
    held = bytearray(head)
    while len(held) < FRAME_MOST and not held.endswith(b"\n"):
        octets = link.read_some(64 * 1024, deadline)
        if not octets:
            break
        held += octets
    return bytes(held)
