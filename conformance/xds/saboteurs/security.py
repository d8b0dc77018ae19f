"""Secured nodes with one vice each (ITI-19)."""

from __future__ import annotations

import socket
import ssl
import warnings

from conformance.certificates import certificates
from conformance.xds import clauses as c
from conformance.xds.saboteurs.naming import oddity, vice
from conformance.xds.simulator import AffinityDomain
from conformance.xds.simulator.serving import Told

NODE = "secure-node"
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


class LeavesTheRepositoryOpen(AffinityDomain):
    """Asks at the registry for a certificate, and at the repository for none."""

    class SecureRepository(AffinityDomain.SecureRepository):
        def context(self) -> ssl.SSLContext:
            context = super().context()
            context.verify_mode = ssl.CERT_NONE
            return context


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
    vice(
        "SE03.repository",
        LeavesTheRepositoryOpen,
        [c.SECURE_NO_CERTIFICATE, c.SECURE_EXPIRED, c.SECURE_STRANGER],
        actor=NODE,
    ),
    oddity("xds.refuses-after-the-handshake", RefusesAfterTheHandshake, actor=NODE),
    oddity("BV44", SpeaksTheNewestOnly, actor=NODE),
    oddity("BV44.older", SpeaksTheOlderOnly, actor=NODE),
)
