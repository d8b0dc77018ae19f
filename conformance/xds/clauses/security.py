"""Secured nodes (ITI-19) and their audit records (ITI-20)."""

from __future__ import annotations

from conformance.model import Clause, Level
from conformance.xds.clauses.sources import two


def audit(id_: str, section: str, says: str, level: Level = Level.MUST) -> Clause:
    """Return a clause of DICOM PS3.15: the audit messages ITI-20 sends; table A.5.2-1 has their fields."""
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
    "audit.event",
    "A.5.2 (table A.5.2-1)",
    "The record has the event, action and outcome that the transaction's audit section wants.",
)
AUDIT_PATIENT = audit(
    "audit.patient", "A.5.2 (table A.5.2-1)", "The record names the patient the transaction was about."
)
AUDIT_PARTICIPANTS = audit(
    "audit.participants",
    "A.5.2 (table A.5.2-1)",
    "The record names source and destination (110153, 110152), each with a UserID.",
)
AUDIT_SOURCE = audit("audit.source", "A.5.2 (table A.5.2-1)", "The record names who recorded it: AuditSourceID.")
AUDIT_FAILURE = audit(
    "audit.failure",
    "A.5.2 (table A.5.2-1)",
    "A refused transaction is recorded with an outcome that is not success (0).",
)
AUDIT_SYSLOG = audit(
    "audit.syslog",
    "A.6",
    "The record travels as RFC 5424 version 1, facility 10, with MSGID IHE+RFC-3881 or DICOM+RFC3881.",
)
AUDIT_CODED = audit(
    "audit.coded",
    "A.5.1",
    "The EventID is a coded value: a code of the system DCM, with the system's name and its original text.",
)
AUDIT_PROCESS = two(
    "audit.process",
    "3.43.6.1.2",
    "The repository names the process it ran in as AlternativeUserID of the source, which is its own end.",
)
AUDIT_DOCUMENT = two(
    "audit.document", "3.43.6.1.2", "The record of a retrieval names the document, as a report (type 2, role 3)."
)
AUDIT_KEPT = two(
    "audit.kept",
    "3.20.4.1.1",
    "A record that can't be sent is stored, and sent when the sink is there again.",
)
AUDIT_UNHINDERED = two(
    "audit.unhindered", "3.20.4.1.1", "While the sink is down a transaction goes on, its record stored.", Level.MAY
)
CLOCK = two(
    "clock", "3.1.4.1.2", "The clock follows a time server, with a median error of less than one second (ITI-1)."
)
AUDIT_TIME = audit("audit.time", "A.5.2.5", "The time of the event has a zone.", Level.SHOULD)

__all__ = [
    "AUDIT_CODED",
    "AUDIT_DOCUMENT",
    "AUDIT_EVENT",
    "AUDIT_FAILURE",
    "AUDIT_KEPT",
    "AUDIT_PARTICIPANTS",
    "AUDIT_PATIENT",
    "AUDIT_PROCESS",
    "AUDIT_RECORDED",
    "AUDIT_SOURCE",
    "AUDIT_SYSLOG",
    "AUDIT_TIME",
    "AUDIT_UNHINDERED",
    "CLOCK",
    "SECURE_EXPIRED",
    "SECURE_NO_CERTIFICATE",
    "SECURE_OLD",
    "SECURE_OPENS",
    "SECURE_PLAIN",
    "SECURE_STRANGER",
]
