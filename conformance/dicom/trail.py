"""The archive's audit trail as it reaches our sink (PS3.15 A.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conformance.audits.sink import AuditSink
from conformance.dicom.web.nativexml import root_of
from conformance.dicom.wire import Unreadable
from conformance.limits import Limits
from conformance.model import Blocked

if TYPE_CHECKING:
    from lxml import etree

    from conformance.story import Story

QUERY: Final = frozenset({"110112"})
SENT: Final = frozenset({"110104", "110106"})
"""Instances transferred, which PS3.15 A.5.3.7 has for C-GET and C-MOVE, or export, as some call it."""
RECEIVED: Final = frozenset({"110104", "110107"})
"""Instances transferred, or import."""
REFUSED: Final = ("110114", "110113")
"""User authentication, or security alert (PS3.15 A.5.3.12, A.5.3.11)."""
ROLES: Final = frozenset({"110153", "110152"})


def audit_trail(story: Story) -> AuditSink:
    """Return our sink at ``dicom.audit``, listening."""
    sink = sleeping_trail(story)
    sink.open()
    return sink


def sleeping_trail(story: Story) -> AuditSink:
    """Return our sink at ``dicom.audit``, down until a story opens it."""
    dicom = story.system.dicom
    if dicom is None or dicom.audit is None:
        raise Blocked("the profile names no dicom.audit")
    return AuditSink(story, dicom.audit, _parsed)


def _parsed(octets: bytes) -> etree._Element | str:
    try:
        return root_of(octets, Limits())
    except Unreadable as error:
        return error.says
