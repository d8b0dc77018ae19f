"""Our sink for the audit records of an affinity domain (ITI-20), and how they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.audits import records, sink
from conformance.audits.sink import SYSLOG
from conformance.limits import Limits
from conformance.model import Blocked
from conformance.xds.wire.unreadable import Unreadable
from conformance.xds.wire.xml import read_xml

if TYPE_CHECKING:
    from lxml import etree

    from conformance.audits.records import AuditRecord
    from conformance.story import Story

__all__ = ["SYSLOG", "AuditSink", "read_record"]


class AuditSink(sink.AuditSink):
    """Listens where ``xds.audit`` says."""

    def __init__(self, story: Story) -> None:
        audit = story.system.xds.audit if story.system.xds else None
        if audit is None:
            raise Blocked("the profile names no xds.audit")
        super().__init__(story, audit, _parsed)


def read_record(frame: bytes, evidence: tuple[str, ...] = ()) -> AuditRecord:
    """Read one syslog message; never raises."""
    return records.read_record(frame, evidence, _parsed)


def _parsed(octets: bytes) -> etree._Element | str:
    try:
        return read_xml(octets, Limits())
    except Unreadable as unreadable:
        return str(unreadable)
