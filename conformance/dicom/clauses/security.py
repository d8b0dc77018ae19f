"""The sentences secured associations are judged by (PS3.15 B.12, BCP 195; PS3.7 D.3.3.7)."""

from __future__ import annotations

from conformance.bcp195 import asked
from conformance.dicom.clauses.citing import cited as _clause
from conformance.model import Clause, Level

_BCP_195 = asked("dicom")

SECURE_OPENS = _clause(
    "secure.opens", "PS3.15 B.12", "With a certificate the archive trusts, an association comes about over TLS"
)
SECURE_NO_CERTIFICATE = _clause(
    "secure.no-certificate",
    "PS3.15 B.12",
    "Where the archive says that both sides are authenticated, who shows no certificate gets no association",
)
SECURE_EXPIRED = _clause(
    "secure.expired", "PS3.15 B.12", "Who shows a certificate that has expired gets no association (RFC 5280 6.1.3)"
)
SECURE_STRANGER = _clause(
    "secure.stranger",
    "PS3.15 B.12",
    "Who shows a certificate of an authority the archive does not know gets no association (RFC 5280 6.1)",
)
SECURE_OLD_VERSIONS = _BCP_195.old_versions
SECURE_SSL = _BCP_195.ssl
SECURE_WEAK_SUITES = _BCP_195.weak_suites
SECURE_ADVISED_SUITES = _BCP_195.advised_suites
SECURE_COMPRESSION = _BCP_195.compression
SECURE_RENEGOTIATION = _BCP_195.renegotiation
SECURE_PLAIN = _clause("secure.plain", "PS3.15 B.12", "A request without TLS at the secured port gets no association")
SECURE_NO_FALLBACK = _clause(
    "secure.no-fallback",
    "PS3.15 B.12",
    "Where the handshake failed, nothing is accepted in the clear on the same connection",
)
SECURE_CLOSED_PORT = _clause(
    "secure.closed-port",
    "PS3.15 B.12",
    "Where the archive says it answers nobody without TLS any more, it does not",
    Level.MAY,
)
CALLER_REJECTED = _clause(
    "association.caller-rejected",
    "PS3.8 9.3.4",
    "Where the archive says that only callers it knows may call, a calling AE title nobody entered is rejected",
)
CALLER_COMPARED = _clause(
    "association.caller-compared",
    "PS3.5 6.2",
    "A calling AE title that only resembles one it knows, by case or by its beginning, is another, and is rejected",
)
PASSCODE_CHECKED = _clause(
    "association.passcode-checked",
    "PS3.7 D.3.3.7",
    "A user whose passcode is wrong, or whose name is not known, gets no association",
)
WEB_GUARDED = Clause(
    "dicom.web.guarded",
    "RFC 9110",
    "2022",
    "15.5.2",
    "Where the archive says that credentials are needed, who has none, or wrong ones, is told nothing",
    Level.MUST,
)
AUDIT_RECORDED = _clause(
    "audit.recorded", "PS3.15 A.5.3", "Instances received and sent, and queries, are recorded, each as its own event"
)
AUDIT_EVENT = _clause("audit.event", "PS3.15 A.5.2", "The record has the action and the outcome its event may have")
AUDIT_CODED = _clause(
    "audit.coded", "PS3.15 A.5.1", "The event is a code of DCM with its meaning, not text in the place of one"
)
AUDIT_PATIENT = _clause(
    "audit.patient", "PS3.15 A.5.3.7", "The record of a transfer names the patient whose instances they were, alone"
)
AUDIT_STUDY = _clause("audit.study", "PS3.15 A.5.3.7", "The record of a transfer names the study")
AUDIT_PARTICIPANTS = _clause(
    "audit.participants", "PS3.15 A.5.2", "The record names both ends (110153, 110152), each with a UserID"
)
AUDIT_SYSLOG = _clause(
    "audit.syslog",
    "PS3.15 A.6",
    "The record travels as RFC 5424 version 1, facility 10, with MSGID DICOM+RFC3881 or IHE+RFC-3881",
)
AUDIT_KEPT = Clause(
    "dicom.audit.kept",
    "IHE ITI TF-2",
    "Rev. 20.0 (2023)",
    "3.20.4.1.1",
    "A record that can't be sent is stored, and sent when the sink is there again",
    Level.MUST,
)
AUDIT_UNHINDERED = Clause(
    "dicom.audit.unhindered",
    "IHE ITI TF-2",
    "Rev. 20.0 (2023)",
    "3.20.4.1.1",
    "While the sink is down instances are stored, and the record of it with them",
    Level.MAY,
)
AUDIT_FAILURE = _clause(
    "audit.failure", "PS3.15 A.5.3.12", "Who was not let in is recorded, with an outcome that is not success"
)
