"""A secured node visited with a good certificate, with none, with an expired and with a stranger's one (ITI-19)."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.xds import clauses

ACTOR, TRANSACTION = "secure-node", "ITI-19"
REQUIRES = ["xds.secure"]


@scenario("xds.secure.opens", actor=ACTOR, transaction=TRANSACTION, clauses=[clauses.SECURE_OPENS], requires=REQUIRES)
def test_a_good_certificate_opens_the_door(secure_node, check):
    """A visitor with a certificate the node trusts is answered over TLS 1.2 or newer."""
    status, saw, evidence = secure_node.good()

    with check(clauses.SECURE_OPENS, evidence=evidence):
        assert status, saw


@scenario(
    "xds.secure.no-certificate",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.SECURE_NO_CERTIFICATE],
    requires=REQUIRES,
    source="toolkit2 12028",
)
def test_a_visitor_without_certificate_is_turned_away(secure_node, check):
    """A visitor that shows no certificate is not answered; one with a good certificate is."""
    status, saw, evidence = secure_node.turned_away(None, None)

    with check(clauses.SECURE_NO_CERTIFICATE, evidence=evidence):
        assert status == 0, saw


@scenario(
    "xds.secure.expired",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.SECURE_EXPIRED],
    requires=[*REQUIRES, "xds.secure.expired_cert"],
    source="toolkit2 12028",
)
def test_an_expired_certificate_is_turned_away(secure_node, check):
    """A visitor whose certificate has expired is not answered; one with a good certificate is."""
    about = secure_node.about
    status, saw, evidence = secure_node.turned_away(about.expired_cert, about.expired_key)

    with check(clauses.SECURE_EXPIRED, evidence=evidence):
        assert status == 0, saw


@scenario(
    "xds.secure.stranger",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.SECURE_STRANGER],
    requires=[*REQUIRES, "xds.secure.stranger_cert"],
    source="toolkit2 12028",
)
def test_a_strangers_certificate_is_turned_away(secure_node, check):
    """A visitor whose certificate no trusted authority signed is not answered; one with a good certificate is."""
    about = secure_node.about
    status, saw, evidence = secure_node.turned_away(about.stranger_cert, about.stranger_key)

    with check(clauses.SECURE_STRANGER, evidence=evidence):
        assert status == 0, saw


@scenario(
    "xds.secure.old-protocol",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.SECURE_OLD],
    requires=REQUIRES,
)
def test_an_old_protocol_is_not_spoken(secure_node, check):
    """A visitor that speaks TLS 1.1 at most is not answered; one with newer TLS is."""
    about = secure_node.about
    status, saw, evidence = secure_node.turned_away(about.cert, about.key, old=True)

    with check(clauses.SECURE_OLD, evidence=evidence):
        assert status == 0, saw


@scenario(
    "xds.secure.plain",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.SECURE_PLAIN],
    requires=REQUIRES,
)
def test_nothing_is_told_in_the_clear(secure_node, check):
    """A request without TLS at the secured address is not answered, or answered by an error or a way to TLS."""
    secure_node.control("before")
    status, saw, evidence = secure_node.plainly()
    secure_node.control("afterwards")

    with check(clauses.SECURE_PLAIN, evidence=evidence):
        assert status not in range(200, 300), saw


@scenario(
    "xds.secure.repository",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[
        clauses.SECURE_OPENS,
        clauses.SECURE_NO_CERTIFICATE,
        clauses.SECURE_EXPIRED,
        clauses.SECURE_STRANGER,
    ],
    requires=[*REQUIRES, "xds.secure.repository", "xds.secure.expired_cert", "xds.secure.stranger_cert"],
    source="toolkit2 12028",
)
def test_the_repository_is_guarded_alike(secure_node, check):
    """The repository opens to a good certificate, and to none, an expired and a stranger's it does not."""
    about, repository = secure_node.about, secure_node.at_the_repository()
    status, saw, evidence = repository.good()
    with check(clauses.SECURE_OPENS, evidence=evidence):
        assert status, saw
    visits = (
        (clauses.SECURE_NO_CERTIFICATE, None, None),
        (clauses.SECURE_EXPIRED, about.expired_cert, about.expired_key),
        (clauses.SECURE_STRANGER, about.stranger_cert, about.stranger_key),
    )

    for clause, cert, key in visits:
        status, saw, evidence = repository.turned_away(cert, key)
        with check(clause, evidence=evidence):
            assert status == 0, saw
