"""What a receiver is judged by that is reached over TLS (IHE ITI-19, BCP 195; RFC 8446)."""

from __future__ import annotations

from conformance.bcp195 import asked
from conformance.hl7.clauses.citing import iti
from conformance.model import Clause, Level

_BCP_195 = asked("hl7")

SECURE_OPENS = iti(
    "secure.opens",
    "3.19.6.1.1",
    "Who shows a certificate the receiver trusts is connected by TLS 1.2 or newer, and its message is accepted.",
)
SECURE_NO_CERTIFICATE = iti(
    "secure.no-certificate",
    "3.19.6.1.1",
    "Where the receiver says that both sides are authenticated, who shows no certificate has no message answered.",
)
SECURE_EXPIRED = iti(
    "secure.expired",
    "3.19.6.1.1",
    "Who shows a certificate that has expired has no message answered (RFC 5280 6.1.3).",
)
SECURE_STRANGER = iti(
    "secure.stranger",
    "3.19.6.1.1",
    "Who shows a certificate of an authority the receiver does not know has no message answered (RFC 5280 6.1).",
)
SECURE_OLD_VERSIONS = _BCP_195.old_versions
SECURE_SSL = _BCP_195.ssl
SECURE_WEAK_SUITES = _BCP_195.weak_suites
SECURE_ADVISED_SUITES = _BCP_195.advised_suites
SECURE_COMPRESSION = _BCP_195.compression
SECURE_RENEGOTIATION = _BCP_195.renegotiation
SECURE_PLAIN = iti("secure.plain", "3.19.6.1.1", "A message without TLS at the secured port is not answered.")
SECURE_NO_FALLBACK = iti(
    "secure.no-fallback",
    "3.19.6.1.1",
    "Where the handshake failed, no message is answered in the clear on the same connection.",
)
SECURE_CLOSED_PORT = iti(
    "secure.closed-port",
    "3.19.6.1.1",
    "Where the receiver says it answers nobody without TLS any more, it does not.",
    Level.MAY,
)
SECURE_RECORDS = Clause(
    "hl7.secure.records",
    "RFC 8446",
    "2018",
    "5.1",
    "Messages are found by their blocks, whatever records carry them: several in one record, one in several.",
    Level.MUST,
)
SECURE_ROW = Clause(
    "hl7.secure.row",
    "HL7 MLLP",
    "Release 1",
    "block format",
    "Over TLS, too, messages that follow one another are each answered under their own name.",
    Level.MUST,
)
SECURE_NOT_HELD_UP = iti(
    "secure.not-held-up",
    "3.19.6.1.1",
    "Somebody who connects and says nothing keeps nobody else from being served.",
    Level.MAY,
)
