"""The archive's TLS door: who gets an association with which certificate, and what is agreed on first (BCP 195)."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.dicom import clauses
from conformance.dicom.wire import hello
from conformance.model import Blocked, NotApplicable

ACTOR, TRANSACTION = "archive", "ITI-19"
REQUIRES = ["dicom.secure"]
MUTUAL = [*REQUIRES, "dicom.secure.mutual"]
OLD = {"TLS 1.0": hello.TLS_1_0, "TLS 1.1": hello.TLS_1_1}
SSL_3 = 0x0300
WEAK = {"no encryption": hello.NULL, "export strength": hello.EXPORT, "RC4": hello.RC4, "DES": hello.DES}
LEGACY = {"3DES": hello.TRIPLE_DES, "keys under the server's RSA key alone": hello.STATIC_RSA}
NOTHING = "nothing agreed to"


def _agreed(door, name, **offer):
    """Return what is agreed to of TLS 1.2; raise NotApplicable where the archive speaks only newer."""
    greeted = door.greet(name, version=hello.TLS_1_2, **offer)
    if greeted.agreed is None:
        raise NotApplicable(f"the archive agrees to no TLS 1.2, and newer has neither ({greeted.saw})")
    return greeted


@scenario("dicom.secure.opens", actor=ACTOR, transaction=TRANSACTION, clauses=[clauses.SECURE_OPENS], requires=REQUIRES)
def test_a_good_certificate_opens_the_door(secure_archive, check):
    """A modality with a certificate the archive trusts gets its association over TLS 1.2 or newer, and its echo."""
    visit = secure_archive.good()

    with check(clauses.SECURE_OPENS, expected="C-ECHO answered with success", evidence=visit.evidence):
        assert visit.echoed, visit.saw


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

    with check(clauses.SECURE_NO_CERTIFICATE, expected="no association", evidence=visit.evidence):
        assert not visit.accepted, visit.saw


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

    with check(clauses.SECURE_EXPIRED, expected="no association", evidence=visit.evidence):
        assert not visit.accepted, visit.saw


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

    with check(clauses.SECURE_STRANGER, expected="no association", evidence=visit.evidence):
        assert not visit.accepted, visit.saw


@scenario(
    "dicom.secure.old-versions",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.SECURE_OLD_VERSIONS, clauses.SECURE_SSL],
    requires=REQUIRES,
)
def test_old_versions_are_not_spoken(secure_archive, check):
    """To a visitor that offers SSL 3.0, TLS 1.0 or TLS 1.1 and nothing newer the archive agrees to nothing."""
    secure_archive.control("before")
    told = {name: secure_archive.greet(name, version=version) for name, version in OLD.items()}
    ssl_3 = secure_archive.greet("SSL 3.0", version=SSL_3)
    secure_archive.control("afterwards")

    for name, greeted in told.items():
        with check(clauses.SECURE_OLD_VERSIONS, where=name, expected=NOTHING, evidence=greeted.evidence):
            assert greeted.agreed is None, greeted.saw
    with check(clauses.SECURE_SSL, where="SSL 3.0", expected=NOTHING, evidence=ssl_3.evidence):
        assert ssl_3.agreed is None, ssl_3.saw


@scenario(
    "dicom.secure.suites",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.SECURE_WEAK_SUITES, clauses.SECURE_ADVISED_SUITES],
    requires=REQUIRES,
)
def test_weak_suites_are_not_agreed_to(secure_archive, check):
    """To a visitor that offers only suites that protect nothing, or little, the archive agrees to nothing."""
    secure_archive.control("before")
    weak = {name: secure_archive.greet(name, suites=suites) for name, suites in WEAK.items()}
    legacy = {name: secure_archive.greet(name, suites=suites) for name, suites in LEGACY.items()}
    secure_archive.control("afterwards")

    for name, greeted in weak.items():
        with check(clauses.SECURE_WEAK_SUITES, where=name, expected=NOTHING, evidence=greeted.evidence):
            assert greeted.agreed is None, greeted.saw
    for name, greeted in legacy.items():
        with check(clauses.SECURE_ADVISED_SUITES, where=name, expected=NOTHING, evidence=greeted.evidence):
            assert greeted.agreed is None, greeted.saw


@scenario(
    "dicom.secure.extras",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.SECURE_COMPRESSION, clauses.SECURE_RENEGOTIATION],
    requires=REQUIRES,
)
def test_nothing_is_compressed_and_renegotiation_is_safe(secure_archive, check):
    """Offered compression beside none, the archive takes none; and it knows how renegotiation is made safe."""
    greeted = _agreed(secure_archive, "extras", compressions=(hello.DEFLATE, 0))

    with check(clauses.SECURE_COMPRESSION, expected="compression method 0", evidence=greeted.evidence):
        assert greeted.agreed.compression == 0, f"compression method {greeted.agreed.compression}"
    with check(clauses.SECURE_RENEGOTIATION, expected="the extension renegotiation_info", evidence=greeted.evidence):
        assert hello.RENEGOTIATION_INFO in greeted.agreed.extensions, f"{greeted.saw}, without it"


@scenario("dicom.secure.plain", actor=ACTOR, transaction=TRANSACTION, clauses=[clauses.SECURE_PLAIN], requires=REQUIRES)
def test_nothing_is_accepted_in_the_clear(secure_archive, check):
    """A request for an association that comes without TLS at the secured port is not accepted."""
    secure_archive.control("before")
    visit = secure_archive.plainly(secure_archive.about.port)
    secure_archive.control("afterwards")

    with check(clauses.SECURE_PLAIN, expected="no association", evidence=visit.evidence):
        assert not visit.accepted, visit.saw


@scenario(
    "dicom.secure.no-fallback",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.SECURE_NO_FALLBACK],
    requires=REQUIRES,
)
def test_a_failed_handshake_is_the_end(secure_archive, check):
    """Where no version was agreed on, a request in the clear on the same connection is not accepted."""
    secure_archive.control("before")
    greeted, visit = secure_archive.greet_and_go_on("fallback", version=SSL_3)
    secure_archive.control("afterwards")

    if greeted.agreed is not None:
        raise Blocked(f"a handshake that was to fail did not: {greeted.saw}")
    with check(clauses.SECURE_NO_FALLBACK, expected="no association", evidence=visit.evidence):
        assert not visit.accepted, visit.saw


@scenario(
    "dicom.secure.closed-port",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.SECURE_CLOSED_PORT],
    requires=[*REQUIRES, "dicom.secure.closed_port"],
)
def test_the_old_port_is_closed(secure_archive, check):
    """Where the archive says it answers nobody without TLS any more, a request without TLS is not accepted."""
    secure_archive.control("before")
    visit = secure_archive.plainly(secure_archive.about.closed_port)
    secure_archive.control("afterwards")

    with check(clauses.SECURE_CLOSED_PORT, expected="no association", evidence=visit.evidence):
        assert not visit.accepted, visit.saw
