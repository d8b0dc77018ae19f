"""Archives with one vice at their TLS door."""

from __future__ import annotations

import socket
import ssl
import warnings
from typing import TYPE_CHECKING

from conformance.certificates import certificates
from conformance.dicom import clauses as c
from conformance.dicom.saboteurs.entries import vice
from conformance.dicom.simulator import Archive
from conformance.dicom.wire import hello

if TYPE_CHECKING:
    from conformance.dicom.wire.hello import ClientHello

_NO_CHECK_TIME = 0x200000
"""X509_V_FLAG_NO_CHECK_TIME of OpenSSL."""
_PEEKED = 4096


class AsksForNoCertificateArchive(Archive):
    """Lets in by TLS who shows no certificate."""

    class SecureDoor(Archive.SecureDoor):
        def context(self) -> ssl.SSLContext:
            context = super().context()
            context.verify_mode = ssl.CERT_OPTIONAL
            return context


class TrustsStrangersArchive(Archive):
    """Lets in by TLS who shows a certificate of an authority nobody told it of."""

    class SecureDoor(Archive.SecureDoor):
        def context(self) -> ssl.SSLContext:
            context = super().context()
            context.load_verify_locations(certificates().strangers)
            return context


class PassesOverDatesArchive(Archive):
    """Lets in by TLS who shows a certificate that has expired."""

    class SecureDoor(Archive.SecureDoor):
        def context(self) -> ssl.SSLContext:
            context = super().context()
            context.verify_flags |= ssl.VerifyFlags(_NO_CHECK_TIME)
            return context


class SpeaksOldTlsArchive(Archive):
    """Speaks TLS 1.0 and 1.1 as well."""

    class SecureDoor(Archive.SecureDoor):
        def context(self) -> ssl.SSLContext:
            context = super().context()
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)
                context.minimum_version = ssl.TLSVersion.TLSv1
            context.set_ciphers("DEFAULT:!kRSA:@SECLEVEL=0")
            return context


class EncryptsNothingArchive(Archive):
    """Agrees to suites that encrypt nothing."""

    class SecureDoor(Archive.SecureDoor):
        def context(self) -> ssl.SSLContext:
            context = super().context()
            context.set_ciphers("ECDHE+HIGH:eNULL:@SECLEVEL=0")
            return context


class OpensToNobodyArchive(Archive):
    """Lets in nobody by TLS."""

    class SecureDoor(Archive.SecureDoor):
        def secured(self, link: socket.socket) -> socket.socket | None:
            secured = super().secured(link)
            if secured is not None:
                secured.close()
            return None


class AnswersPlainlyArchive(Archive):
    """Answers in the clear who speaks no TLS at the secured port."""

    class SecureDoor(Archive.SecureDoor):
        def secured(self, link: socket.socket) -> socket.socket | None:
            if link.recv(1, socket.MSG_PEEK)[:1] == bytes([hello.HANDSHAKE]):
                return super().secured(link)
            return link


class FallsBackArchive(Archive):
    """Goes on in the clear where TLS fails."""

    class SecureDoor(Archive.SecureDoor):
        def secured(self, link: socket.socket) -> socket.socket | None:
            spare = link.dup()
            if link.recv(1, socket.MSG_PEEK)[:1] != bytes([hello.HANDSHAKE]):
                spare.close()
                return super().secured(link)
            try:
                secured = super().secured(link)
            except ssl.SSLError:
                return spare
            spare.close()
            return secured


class StaysOpenArchive(Archive):
    """Answers without TLS where it says that it does not any more."""

    def closed_port(self) -> int:
        """Name the port that is open."""
        return int(self.port)


class _Agreeing(Archive.SecureDoor):
    """Agrees to a first word on its own, where ``agreed`` says to what; anything else is left to the library."""

    def agreed(self, offer: ClientHello) -> hello.ServerHello | None:
        """Return what is agreed to."""
        raise LookupError(offer.version)

    def secured(self, link: socket.socket) -> socket.socket | None:
        """Look at the first word, and answer it when it is to our liking."""
        offer = hello.read_offer(link.recv(_PEEKED, socket.MSG_PEEK))
        agreed = self.agreed(offer) if offer else None
        if agreed is None:
            return super().secured(link)
        link.recv(_PEEKED)
        link.sendall(agreed.encode(bytes(32)))
        link.close()
        return None


class SpeaksSslArchive(Archive):
    """Speaks SSL 3.0 as well."""

    class SecureDoor(_Agreeing):
        def agreed(self, offer: ClientHello) -> hello.ServerHello | None:
            """Agree to it."""
            old = offer.version < hello.TLS_1_0
            return hello.ServerHello(offer.version, offer.suites[0], 0, frozenset()) if old else None


class TakesLegacySuitesArchive(Archive):
    """Agrees to 3DES with who offers nothing better."""

    class SecureDoor(_Agreeing):
        def agreed(self, offer: ClientHello) -> hello.ServerHello | None:
            """Agree to it."""
            only = set(offer.suites) <= {*hello.TRIPLE_DES}
            return hello.ServerHello(offer.version, offer.suites[0], 0, frozenset()) if only else None


class CompressesArchive(Archive):
    """Agrees to compression."""

    class SecureDoor(_Agreeing):
        def agreed(self, offer: ClientHello) -> hello.ServerHello | None:
            """Agree to it."""
            known = frozenset({hello.RENEGOTIATION_INFO})
            compresses = hello.DEFLATE in offer.compressions
            return hello.ServerHello(offer.version, offer.suites[0], hello.DEFLATE, known) if compresses else None


class RenegotiatesUnsafelyArchive(Archive):
    """Knows nothing of how renegotiation is made safe."""

    class SecureDoor(_Agreeing):
        def agreed(self, offer: ClientHello) -> hello.ServerHello | None:
            """Agree to TLS 1.2 without it."""
            usual = offer.suites == hello.USUAL and offer.version == hello.TLS_1_2
            return hello.ServerHello(offer.version, offer.suites[0], 0, frozenset()) if usual else None


# Unusual and right.


class NewestOnlyArchive(Archive):
    """Speaks TLS 1.3 only."""

    class SecureDoor(Archive.SecureDoor):
        def context(self) -> ssl.SSLContext:
            context = super().context()
            context.minimum_version = ssl.TLSVersion.TLSv1_3
            return context


class OlderOnlyArchive(Archive):
    """Speaks TLS 1.2 only."""

    class SecureDoor(Archive.SecureDoor):
        def context(self) -> ssl.SSLContext:
            context = super().context()
            context.maximum_version = ssl.TLSVersion.TLSv1_2
            return context


class RejectsAfterTheHandshakeArchive(Archive):
    """Ends the handshake with anybody, and closes on who showed no certificate."""

    class SecureDoor(Archive.SecureDoor):
        def context(self) -> ssl.SSLContext:
            context = super().context()
            context.verify_mode = ssl.CERT_OPTIONAL
            return context

        def secured(self, link: socket.socket) -> socket.socket | None:
            secured = super().secured(link)
            if isinstance(secured, ssl.SSLSocket) and secured.getpeercert():
                return secured
            if secured is not None:
                secured.close()
            return None


SABOTEURS = (
    vice("SE01.dicom", SpeaksOldTlsArchive, c.SECURE_OLD_VERSIONS),
    vice("SE02.dicom", EncryptsNothingArchive, c.SECURE_WEAK_SUITES),
    vice("SE03.dicom", AsksForNoCertificateArchive, c.SECURE_NO_CERTIFICATE),
    vice("SE04.dicom", TrustsStrangersArchive, c.SECURE_STRANGER),
    vice("SE05.dicom", PassesOverDatesArchive, c.SECURE_EXPIRED),
    vice("SE06.dicom", StaysOpenArchive, c.SECURE_CLOSED_PORT),
    vice("SE07.dicom", FallsBackArchive, c.SECURE_NO_FALLBACK),
    vice("SE09.dicom", RenegotiatesUnsafelyArchive, c.SECURE_RENEGOTIATION),
    vice("SE09.dicom-compresses", CompressesArchive, c.SECURE_COMPRESSION),
    vice("dicom.secure.answers-plainly", AnswersPlainlyArchive, c.SECURE_PLAIN),
    vice("dicom.secure.opens-to-nobody", OpensToNobodyArchive, c.SECURE_OPENS),
    vice("dicom.secure.speaks-ssl", SpeaksSslArchive, c.SECURE_SSL),
    vice("dicom.secure.legacy-suites", TakesLegacySuitesArchive, c.SECURE_ADVISED_SUITES),
    vice("dicom.secure.newest-only", NewestOnlyArchive),
    vice("dicom.secure.older-only", OlderOnlyArchive),
    vice("dicom.secure.closes-after-the-handshake", RejectsAfterTheHandshakeArchive),
)
