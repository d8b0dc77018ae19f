"""The archive's TLS door: who gets an association with which certificate, and what is agreed on first (BCP 195)."""

from __future__ import annotations

from conformance import hello
from conformance.authoring import scenario
from conformance.bcp195 import judge_extras, judge_let_in, judge_suites, judge_turned_away, judge_versions
from conformance.dicom import clauses

ACTOR, TRANSACTION = "archive", "ITI-19"
REQUIRES = ["dicom.secure"]
MUTUAL = [*REQUIRES, "dicom.secure.mutual"]


@scenario("dicom.secure.opens", actor=ACTOR, transaction=TRANSACTION, clauses=[clauses.SECURE_OPENS], requires=REQUIRES)
def test_a_good_certificate_opens_the_door(secure_archive, check):
    """A modality with a certificate the archive trusts gets its association over TLS 1.2 or newer, and its echo."""
    visit = secure_archive.good()

    judge_let_in(check, clauses.SECURE_OPENS, visit, "C-ECHO answered with success")


@scenario(
    "dicom.secure.no-certificate",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.SECURE_NO_CERTIFICATE],
    requires=MUTUAL,
)
def test_who_shows_no_certificate_is_turned_away(secure_archive, check):
    """A visitor that shows no certificate gets no association; before and after, one with a good certificate does."""
    visit = secure_archive.turned_away(None, None)

    judge_turned_away(check, clauses.SECURE_NO_CERTIFICATE, visit, "no association")


@scenario(
    "dicom.secure.expired",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.SECURE_EXPIRED],
    requires=[*MUTUAL, "dicom.secure.expired_cert"],
)
def test_an_expired_certificate_is_turned_away(secure_archive, check):
    """A visitor whose certificate has expired gets no association; one with a good certificate does."""
    about = secure_archive.about
    visit = secure_archive.turned_away(about.expired_cert, about.expired_key)

    judge_turned_away(check, clauses.SECURE_EXPIRED, visit, "no association")


@scenario(
    "dicom.secure.stranger",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.SECURE_STRANGER],
    requires=[*MUTUAL, "dicom.secure.stranger_cert"],
)
def test_a_strangers_certificate_is_turned_away(secure_archive, check):
    """A visitor whose certificate no trusted authority signed gets no association; one with a good one does."""
    about = secure_archive.about
    visit = secure_archive.turned_away(about.stranger_cert, about.stranger_key)

    judge_turned_away(check, clauses.SECURE_STRANGER, visit, "no association")


@scenario(
    "dicom.secure.old-versions",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.SECURE_OLD_VERSIONS, clauses.SECURE_SSL],
    requires=REQUIRES,
)
def test_old_versions_are_not_spoken(secure_archive, check):
    """To a visitor that offers SSL 3.0, TLS 1.0 or TLS 1.1 and nothing newer the archive agrees to nothing."""
    judge_versions(check, secure_archive, clauses.SECURE_SSL, clauses.SECURE_OLD_VERSIONS)


@scenario(
    "dicom.secure.suites",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.SECURE_WEAK_SUITES, clauses.SECURE_ADVISED_SUITES],
    requires=REQUIRES,
)
def test_weak_suites_are_not_agreed_to(secure_archive, check):
    """To a visitor that offers only suites that protect nothing, or little, the archive agrees to nothing."""
    judge_suites(check, secure_archive, clauses.SECURE_WEAK_SUITES, clauses.SECURE_ADVISED_SUITES)


@scenario(
    "dicom.secure.extras",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.SECURE_COMPRESSION, clauses.SECURE_RENEGOTIATION],
    requires=REQUIRES,
)
def test_nothing_is_compressed_and_renegotiation_is_safe(secure_archive, check):
    """Offered compression beside none, the archive takes none; and it knows how renegotiation is made safe."""
    judge_extras(check, secure_archive, clauses.SECURE_COMPRESSION, clauses.SECURE_RENEGOTIATION)


@scenario("dicom.secure.plain", actor=ACTOR, transaction=TRANSACTION, clauses=[clauses.SECURE_PLAIN], requires=REQUIRES)
def test_nothing_is_accepted_in_the_clear(secure_archive, check):
    """A request for an association that comes without TLS at the secured port is not accepted."""
    visit = secure_archive.plainly_between(secure_archive.about.port)

    judge_turned_away(check, clauses.SECURE_PLAIN, visit, "no association")


@scenario(
    "dicom.secure.no-fallback",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.SECURE_NO_FALLBACK],
    requires=REQUIRES,
)
def test_a_failed_handshake_is_the_end(secure_archive, check):
    """Where no version was agreed on, a request in the clear on the same connection is not accepted."""
    visit = secure_archive.refused_and_gone_on("fallback", version=hello.SSL_3)

    judge_turned_away(check, clauses.SECURE_NO_FALLBACK, visit, "no association")


@scenario(
    "dicom.secure.closed-port",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.SECURE_CLOSED_PORT],
    requires=[*REQUIRES, "dicom.secure.closed_port"],
)
def test_the_old_port_is_closed(secure_archive, check):
    """Where the archive says it answers nobody without TLS any more, a request without TLS is not accepted."""
    visit = secure_archive.plainly_between(secure_archive.about.closed_port)

    judge_turned_away(check, clauses.SECURE_CLOSED_PORT, visit, "no association")
