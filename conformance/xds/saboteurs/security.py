"""Secured nodes and audit trails with one vice each (ITI-19, ITI-20)."""

from __future__ import annotations

import socket
import ssl
import warnings
from typing import TYPE_CHECKING

from conformance.certificates import certificates
from conformance.xds import clauses as c
from conformance.xds.saboteurs.naming import oddity, vice
from conformance.xds.simulator import AffinityDomain
from conformance.xds.simulator.serving import Told

if TYPE_CHECKING:
    from conformance.xds.simulator.auditing import Event
    from conformance.xds.wire.soap import Message

NODE, RECORDER = "secure-node", "document-registry"
_NO_CHECK_TIME = 0x200000
"""X509_V_FLAG_NO_CHECK_TIME of OpenSSL."""
_HANDSHAKE = b"\x16"


class AsksForNoCertificate(AffinityDomain):
    """Lets in who shows no certificate."""

    class SecureNode(AffinityDomain.SecureNode):
        def context(self) -> ssl.SSLContext:
            context = super().context()
            context.verify_mode = ssl.CERT_OPTIONAL
            return context


class TrustsStrangers(AffinityDomain):
    """Lets in who shows a certificate of an authority nobody told it of."""

    class SecureNode(AffinityDomain.SecureNode):
        def context(self) -> ssl.SSLContext:
            context = super().context()
            context.load_verify_locations(certificates().strangers)
            return context


class PassesOverDates(AffinityDomain):
    """Lets in who shows a certificate that has expired."""

    class SecureNode(AffinityDomain.SecureNode):
        def context(self) -> ssl.SSLContext:
            context = super().context()
            context.verify_flags |= ssl.VerifyFlags(_NO_CHECK_TIME)
            return context


class SpeaksOldTls(AffinityDomain):
    """Speaks TLS 1.0 and 1.1 as well."""

    class SecureNode(AffinityDomain.SecureNode):
        def context(self) -> ssl.SSLContext:
            context = super().context()
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)
                context.minimum_version = ssl.TLSVersion.TLSv1
            context.set_ciphers("ALL:@SECLEVEL=0")
            return context


class AnswersPlainly(AffinityDomain):
    """Answers who speaks no TLS in the clear."""

    class SecureNode(AffinityDomain.SecureNode):
        def secured(self, link: socket.socket) -> socket.socket | None:
            link.settimeout(5.0)
            if link.recv(1, socket.MSG_PEEK) == _HANDSHAKE:
                return super().secured(link)
            return link.dup()


class OpensToNobody(AffinityDomain):
    """Trusts strangers only, and so opens to nobody it should."""

    class SecureNode(AffinityDomain.SecureNode):
        def context(self) -> ssl.SSLContext:
            known = certificates()
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(known.server.cert, known.server.key)
            context.load_verify_locations(known.strangers)
            context.verify_mode = ssl.CERT_REQUIRED
            return context


# Audit trails.


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
        def participants(self) -> list[tuple[str, str]]:
            return super().participants()[:1]


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


# Unusual and right.


class SpeaksTheNewestOnly(AffinityDomain):
    """Speaks TLS 1.3 only."""

    class SecureNode(AffinityDomain.SecureNode):
        def context(self) -> ssl.SSLContext:
            context = super().context()
            context.minimum_version = ssl.TLSVersion.TLSv1_3
            return context


class SpeaksTheOlderOnly(AffinityDomain):
    """Speaks TLS 1.2 only."""

    class SecureNode(AffinityDomain.SecureNode):
        def context(self) -> ssl.SSLContext:
            context = super().context()
            context.maximum_version = ssl.TLSVersion.TLSv1_2
            return context


class RecordsAsDicomSays(AffinityDomain):
    """Sends records under DICOM's own MSGID and severity, one twice."""

    class Auditor(AffinityDomain.Auditor):
        def message_id(self) -> str:
            return "DICOM+RFC3881"

        def priority(self) -> int:
            return 10 * 8 + 6

        def framed(self, message: bytes) -> bytes:
            return super().framed(message) * 2


class RefusesAfterTheHandshake(AffinityDomain):
    """Ends the handshake with anybody, and answers who showed no certificate by 400 alone, as some web servers do."""

    class SecureNode(AffinityDomain.SecureNode):
        def context(self) -> ssl.SSLContext:
            context = super().context()
            context.verify_mode = ssl.CERT_OPTIONAL
            return context

        def refusal(self, link: socket.socket) -> Told | None:
            shown = isinstance(link, ssl.SSLSocket) and link.getpeercert()
            return None if shown else Told(400, b"No required certificate was sent", "text/plain")


SECURITY = (
    vice("SE03", AsksForNoCertificate, [c.SECURE_NO_CERTIFICATE], actor=NODE),
    vice("SE04", TrustsStrangers, [c.SECURE_STRANGER], actor=NODE),
    vice("xds.passes-over-dates", PassesOverDates, [c.SECURE_EXPIRED], actor=NODE),
    vice("SE01", SpeaksOldTls, [c.SECURE_OLD], actor=NODE),
    vice("SE07", AnswersPlainly, [c.SECURE_PLAIN], actor=NODE),
    vice("xds.opens-to-nobody", OpensToNobody, [c.SECURE_OPENS], actor=NODE),
    vice("SE10", RecordsNoQueries, [c.AUDIT_RECORDED], actor=RECORDER),
    vice("SE11", MistypesMessageId, [c.AUDIT_SYSLOG], actor=RECORDER),
    vice("SE15", CountsFailuresAsSuccess, [c.AUDIT_FAILURE], actor=RECORDER),
    vice("SE16", NamesAnotherPatient, [c.AUDIT_PATIENT], actor=RECORDER),
    vice("TI02", KnowsNoZone, [c.AUDIT_TIME], actor=RECORDER),
    vice("xds.names-one-end", NamesOneEnd, [c.AUDIT_PARTICIPANTS], actor=RECORDER),
    vice("xds.says-not-who", SaysNotWho, [c.AUDIT_SOURCE], actor=RECORDER),
    vice("xds.calls-everything-export", CallsEverythingExport, [c.AUDIT_EVENT], actor=RECORDER),
    oddity("xds.refuses-after-the-handshake", RefusesAfterTheHandshake, actor=NODE),
    oddity("BV44", SpeaksTheNewestOnly, actor=NODE),
    oddity("BV44.older", SpeaksTheOlderOnly, actor=NODE),
    oddity("xds.records-as-dicom-says", RecordsAsDicomSays, actor=RECORDER),
)
