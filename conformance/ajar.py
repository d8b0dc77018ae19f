"""Secured doors of simulators: how an honest one opens, and doors with one vice or one oddity each (BCP 195)."""

from __future__ import annotations

import socket
import ssl
import warnings

from conformance import hello
from conformance.certificates import asking_for_certificates, certificates
from conformance.secured import secured

PATIENCE_S = 5.0
_NO_CHECK_TIME = 0x200000
"""X509_V_FLAG_NO_CHECK_TIME of OpenSSL."""
_PEEKED = 4096


class Secured:
    """Asks each visitor for a certificate of an authority it trusts."""

    def context(self) -> ssl.SSLContext:
        """Return what is asked of a peer."""
        return asking_for_certificates()

    def secured(self, link: socket.socket) -> socket.socket | None:
        """Return a connection once both ends have shown who they are; raise OSError when that fails."""
        link.settimeout(PATIENCE_S)
        return secured(link, self.context())


class AsksForNoCertificate(Secured):
    """Lets in who shows no certificate."""

    def context(self) -> ssl.SSLContext:
        """Ask, and do not insist."""
        context = super().context()
        context.verify_mode = ssl.CERT_OPTIONAL
        return context


class TrustsStrangers(Secured):
    """Lets in who shows a certificate of an authority nobody told it of."""

    def context(self) -> ssl.SSLContext:
        """Trust it too."""
        context = super().context()
        context.load_verify_locations(certificates().strangers)
        return context


class PassesOverDates(Secured):
    """Lets in who shows a certificate that has expired."""

    def context(self) -> ssl.SSLContext:
        """Look at no dates."""
        context = super().context()
        context.verify_flags |= ssl.VerifyFlags(_NO_CHECK_TIME)
        return context


class SpeaksOldTls(Secured):
    """Speaks TLS 1.0 and 1.1 as well."""

    def context(self) -> ssl.SSLContext:
        """Take what is old, with suites that are not."""
        context = super().context()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            context.minimum_version = ssl.TLSVersion.TLSv1
        context.set_ciphers("DEFAULT:!kRSA:@SECLEVEL=0")
        return context


class EncryptsNothing(Secured):
    """Agrees to suites that encrypt nothing."""

    def context(self) -> ssl.SSLContext:
        """Take them beside good ones."""
        context = super().context()
        context.set_ciphers("ECDHE+HIGH:eNULL:@SECLEVEL=0")
        return context


class OpensToNobody(Secured):
    """Lets in nobody."""

    def secured(self, link: socket.socket) -> socket.socket | None:
        """Close on everybody."""
        opened = super().secured(link)
        if opened is not None:
            opened.close()
        return None


class AnswersPlainly(Secured):
    """Answers in the clear who speaks no TLS."""

    def secured(self, link: socket.socket) -> socket.socket | None:
        """Look who speaks what."""
        link.settimeout(PATIENCE_S)
        if link.recv(1, socket.MSG_PEEK)[:1] == bytes([hello.HANDSHAKE]):
            return super().secured(link)
        return link


class FallsBack(Secured):
    """Goes on in the clear where TLS fails."""

    def secured(self, link: socket.socket) -> socket.socket | None:
        """Keep a way back."""
        link.settimeout(PATIENCE_S)
        spare = link.dup()
        if link.recv(1, socket.MSG_PEEK)[:1] != bytes([hello.HANDSHAKE]):
            spare.close()
            return super().secured(link)
        try:
            opened = super().secured(link)
        except ssl.SSLError:
            return spare
        spare.close()
        return opened


class Agreeing(Secured):
    """Agrees to a first word on its own, where ``agreed`` says to what; anything else is left to the library."""

    def agreed(self, offer: hello.ClientHello) -> hello.ServerHello | None:
        """Return what is agreed to."""
        raise LookupError(offer.version)

    def secured(self, link: socket.socket) -> socket.socket | None:
        """Look at the first word, and answer it when it is to our liking."""
        link.settimeout(PATIENCE_S)
        offer = hello.read_offer(link.recv(_PEEKED, socket.MSG_PEEK))
        agreed = self.agreed(offer) if offer else None
        if agreed is None:
            return super().secured(link)
        link.recv(_PEEKED)
        link.sendall(agreed.encode(bytes(32)))
        link.close()
        return None


class SpeaksSsl(Agreeing):
    """Speaks SSL 3.0 as well."""

    def agreed(self, offer: hello.ClientHello) -> hello.ServerHello | None:
        """Agree to it."""
        old = offer.version < hello.TLS_1_0
        return hello.ServerHello(offer.version, offer.suites[0], 0, frozenset()) if old else None


class TakesLegacySuites(Agreeing):
    """Agrees to 3DES with who offers nothing better."""

    def agreed(self, offer: hello.ClientHello) -> hello.ServerHello | None:
        """Agree to it."""
        only = set(offer.suites) <= {*hello.TRIPLE_DES}
        return hello.ServerHello(offer.version, offer.suites[0], 0, frozenset()) if only else None


class Compresses(Agreeing):
    """Agrees to compression."""

    def agreed(self, offer: hello.ClientHello) -> hello.ServerHello | None:
        """Agree to it."""
        known = frozenset({hello.RENEGOTIATION_INFO})
        compresses = hello.DEFLATE in offer.compressions
        return hello.ServerHello(offer.version, offer.suites[0], hello.DEFLATE, known) if compresses else None


class RenegotiatesUnsafely(Agreeing):
    """Knows nothing of how renegotiation is made safe."""

    def agreed(self, offer: hello.ClientHello) -> hello.ServerHello | None:
        """Agree to TLS 1.2 without it."""
        usual = offer.suites == hello.USUAL and offer.version == hello.TLS_1_2
        return hello.ServerHello(offer.version, offer.suites[0], 0, frozenset()) if usual else None


# Unusual and right.


class NewestOnly(Secured):
    """Speaks TLS 1.3 only."""

    def context(self) -> ssl.SSLContext:
        """Take nothing older."""
        context = super().context()
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        return context


class OlderOnly(Secured):
    """Speaks TLS 1.2 only."""

    def context(self) -> ssl.SSLContext:
        """Take nothing newer."""
        context = super().context()
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        return context


class ClosesAfterTheHandshake(AsksForNoCertificate):
    """Ends the handshake with anybody, and closes on who showed no certificate."""

    def secured(self, link: socket.socket) -> socket.socket | None:
        """Look at what was shown afterwards."""
        opened = super().secured(link)
        if isinstance(opened, ssl.SSLSocket) and opened.getpeercert():
            return opened
        if opened is not None:
            opened.close()
        return None
