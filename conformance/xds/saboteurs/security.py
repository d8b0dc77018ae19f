"""Secured nodes with one vice each (ITI-19)."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

from conformance import ajar
from conformance.certificates import certificates
from conformance.xds import clauses as c
from conformance.xds.saboteurs.naming import oddity, vice
from conformance.xds.simulator import AffinityDomain
from conformance.xds.simulator.serving import Told

if TYPE_CHECKING:
    import socket

NODE = "secure-node"


class AsksForNoCertificate(AffinityDomain):
    """Lets in who shows no certificate."""

    class SecureNode(ajar.AsksForNoCertificate, AffinityDomain.SecureNode):
        """Its door."""


class TrustsStrangers(AffinityDomain):
    """Lets in who shows a certificate of an authority nobody told it of."""

    class SecureNode(ajar.TrustsStrangers, AffinityDomain.SecureNode):
        """Its door."""


class PassesOverDates(AffinityDomain):
    """Lets in who shows a certificate that has expired."""

    class SecureNode(ajar.PassesOverDates, AffinityDomain.SecureNode):
        """Its door."""


class SpeaksOldTls(AffinityDomain):
    """Speaks TLS 1.0 and 1.1 as well."""

    class SecureNode(ajar.SpeaksOldTls, AffinityDomain.SecureNode):
        """Its door."""


class AnswersPlainly(AffinityDomain):
    """Answers who speaks no TLS in the clear."""

    class SecureNode(ajar.AnswersPlainly, AffinityDomain.SecureNode):
        """Its door."""


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

    class SecureNode(ajar.NewestOnly, AffinityDomain.SecureNode):
        """Its door."""


class SpeaksTheOlderOnly(AffinityDomain):
    """Speaks TLS 1.2 only."""

    class SecureNode(ajar.OlderOnly, AffinityDomain.SecureNode):
        """Its door."""


class RefusesAfterTheHandshake(AffinityDomain):
    """Ends the handshake with anybody, and answers who showed no certificate by 400 alone, as some web servers do."""

    class SecureNode(ajar.AsksForNoCertificate, AffinityDomain.SecureNode):
        """Its door."""

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
