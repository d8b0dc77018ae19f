"""Secured nodes (ITI-19) and their audit records (ITI-20)."""

from __future__ import annotations

from conformance.model import Clause, Level
from conformance.xds.clauses.sources import two


def audit(id_: str, section: str, says: str, level: Level = Level.MUST) -> Clause:
    """Return a clause of DICOM PS3.15: the audit messages ITI-20 sends."""
    return Clause(f"xds.{id_}", "DICOM PS3.15", "2024e", section, says, level)


SECURE_OPENS = two(
    "secure.opens",
    "3.19.6.1.1",
    "Who shows a certificate the node trusts is connected by TLS 1.2 or newer and answered.",
)
SECURE_NO_CERTIFICATE = two(
    "secure.no-certificate",
    "3.19.6.1.1",
    "Who shows no certificate gets no answer but a refusal: both ends are authenticated.",
)
SECURE_EXPIRED = two("secure.expired", "3.19.6.1.1", "Who shows an expired certificate gets no answer.")
SECURE_STRANGER = two(
    "secure.stranger", "3.19.6.1.1", "Who shows a certificate of an authority the node does not know gets no answer."
)
SECURE_OLD = two("secure.old-protocol", "3.19.6.2", "TLS 1.0 and 1.1 are not spoken (RFC 8996, BCP 195).")
SECURE_PLAIN = two(
    "secure.plain", "3.19.6.1.1", "A request without TLS at the secured address is not answered with success."
)
AUDIT_RECORDED = two(
    "audit.recorded", "3.20.4.1", "A transaction is recorded: a record of that event and transaction reaches the sink."
)
AUDIT_EVENT = audit(
    "audit.event", "A.5.2", "The record has the event, action and outcome that the transaction's audit section wants."
)
AUDIT_PATIENT = audit("audit.patient", "A.5.2.6", "The record names the patient the transaction was about.")
AUDIT_PARTICIPANTS = audit(
    "audit.participants", "A.5.2.3", "The record names source and destination (110153, 110152), each with a UserID."
)
AUDIT_SOURCE = audit("audit.source", "A.5.2.4", "The record names who recorded it: AuditSourceID.")
AUDIT_FAILURE = audit(
    "audit.failure", "A.5.2.1", "A refused transaction is recorded with an outcome that is not success (0)."
)
AUDIT_SYSLOG = audit(
    "audit.syslog",
    "A.6",
    "The record travels as RFC 5424 version 1, facility 10, with MSGID IHE+RFC-3881 or DICOM+RFC3881.",
)
AUDIT_TIME = audit("audit.time", "A.5.2.1", "The time of the event has a zone.", Level.SHOULD)

__all__ = [
    "AUDIT_EVENT",
    "AUDIT_FAILURE",
    "AUDIT_PARTICIPANTS",
    "AUDIT_PATIENT",
    "AUDIT_RECORDED",
    "AUDIT_SOURCE",
    "AUDIT_SYSLOG",
    "AUDIT_TIME",
    "SECURE_EXPIRED",
    "SECURE_NO_CERTIFICATE",
    "SECURE_OLD",
    "SECURE_OPENS",
    "SECURE_PLAIN",
    "SECURE_STRANGER",
]
