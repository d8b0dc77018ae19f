"""Archives with one vice at their TLS door."""

from __future__ import annotations

from conformance import ajar
from conformance.dicom import clauses as c
from conformance.dicom.saboteurs.entries import vice
from conformance.dicom.simulator import Archive


class AsksForNoCertificateArchive(Archive):
    """Lets in by TLS who shows no certificate."""

    class SecureDoor(ajar.AsksForNoCertificate, Archive.SecureDoor):
        """Its TLS door."""


class TrustsStrangersArchive(Archive):
    """Lets in by TLS who shows a certificate of an authority nobody told it of."""

    class SecureDoor(ajar.TrustsStrangers, Archive.SecureDoor):
        """Its TLS door."""


class PassesOverDatesArchive(Archive):
    """Lets in by TLS who shows a certificate that has expired."""

    class SecureDoor(ajar.PassesOverDates, Archive.SecureDoor):
        """Its TLS door."""


class SpeaksOldTlsArchive(Archive):
    """Speaks TLS 1.0 and 1.1 as well."""

    class SecureDoor(ajar.SpeaksOldTls, Archive.SecureDoor):
        """Its TLS door."""


class EncryptsNothingArchive(Archive):
    """Agrees to suites that encrypt nothing."""

    class SecureDoor(ajar.EncryptsNothing, Archive.SecureDoor):
        """Its TLS door."""


class OpensToNobodyArchive(Archive):
    """Lets in nobody by TLS."""

    class SecureDoor(ajar.OpensToNobody, Archive.SecureDoor):
        """Its TLS door."""


class AnswersPlainlyArchive(Archive):
    """Answers in the clear who speaks no TLS at the secured port."""

    class SecureDoor(ajar.AnswersPlainly, Archive.SecureDoor):
        """Its TLS door."""


class FallsBackArchive(Archive):
    """Goes on in the clear where TLS fails."""

    class SecureDoor(ajar.FallsBack, Archive.SecureDoor):
        """Its TLS door."""


class SpeaksSslArchive(Archive):
    """Speaks SSL 3.0 as well."""

    class SecureDoor(ajar.SpeaksSsl, Archive.SecureDoor):
        """Its TLS door."""


class TakesLegacySuitesArchive(Archive):
    """Agrees to 3DES with who offers nothing better."""

    class SecureDoor(ajar.TakesLegacySuites, Archive.SecureDoor):
        """Its TLS door."""


class CompressesArchive(Archive):
    """Agrees to compression."""

    class SecureDoor(ajar.Compresses, Archive.SecureDoor):
        """Its TLS door."""


class RenegotiatesUnsafelyArchive(Archive):
    """Knows nothing of how renegotiation is made safe."""

    class SecureDoor(ajar.RenegotiatesUnsafely, Archive.SecureDoor):
        """Its TLS door."""


class StaysOpenArchive(Archive):
    """Answers without TLS where it says that it does not any more."""

    def closed_port(self) -> int:
        """Name the port that is open."""
        return int(self.port)


# Unusual and right.


class NewestOnlyArchive(Archive):
    """Speaks TLS 1.3 only."""

    class SecureDoor(ajar.NewestOnly, Archive.SecureDoor):
        """Its TLS door."""


class OlderOnlyArchive(Archive):
    """Speaks TLS 1.2 only."""

    class SecureDoor(ajar.OlderOnly, Archive.SecureDoor):
        """Its TLS door."""


class RejectsAfterTheHandshakeArchive(Archive):
    """Ends the handshake with anybody, and closes on who showed no certificate."""

    class SecureDoor(ajar.ClosesAfterTheHandshake, Archive.SecureDoor):
        """Its TLS door."""


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
