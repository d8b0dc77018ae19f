"""A secured node visited with a good certificate, with none, with an expired and with a stranger's one (ITI-19)."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.bcp195 import judge_let_in, judge_nothing_agreed, judge_turned_away
from conformance.hello import OLD
from conformance.xds import clauses

ACTOR, TRANSACTION = "secure-node", "ITI-19"
REQUIRES = ["xds.secure"]
ANSWER, NO_ANSWER = "an answer over HTTP", "no answer over HTTP"


@scenario("xds.secure.opens", actor=ACTOR, transaction=TRANSACTION, clauses=[clauses.SECURE_OPENS], requires=REQUIRES)
def test_a_good_certificate_opens_the_door(secure_node, check):
    """A visitor with a certificate the node trusts is answered over TLS 1.2 or newer."""
    visit = secure_node.good()

    judge_let_in(check, clauses.SECURE_OPENS, visit, ANSWER)


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
    visit = secure_node.turned_away(None, None)

    judge_turned_away(check, clauses.SECURE_NO_CERTIFICATE, visit, NO_ANSWER)


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
    visit = secure_node.turned_away(about.expired_cert, about.expired_key)

    judge_turned_away(check, clauses.SECURE_EXPIRED, visit, NO_ANSWER)


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
    visit = secure_node.turned_away(about.stranger_cert, about.stranger_key)

    judge_turned_away(check, clauses.SECURE_STRANGER, visit, NO_ANSWER)


@scenario(
    "xds.secure.old-protocol",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.SECURE_OLD],
    requires=REQUIRES,
)
def test_an_old_protocol_is_not_spoken(secure_node, check):
    """To a visitor that offers TLS 1.0 or 1.1 and nothing newer the node agrees to nothing."""
    old = {name: offer for name, offer in OLD.items() if name.startswith("TLS")}
    told = secure_node.greetings(old)

    judge_nothing_agreed(check, clauses.SECURE_OLD, told)


@scenario(
    "xds.secure.plain",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.SECURE_PLAIN],
    requires=REQUIRES,
)
def test_nothing_is_told_in_the_clear(secure_node, check):
    """A request without TLS at the secured address is not answered, or answered by an error or a way to TLS."""
    visit = secure_node.plainly_between(secure_node.about.port)

    judge_turned_away(check, clauses.SECURE_PLAIN, visit, "no success")


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
    judge_let_in(check, clauses.SECURE_OPENS, repository.good(), ANSWER)
    visits = (
        (clauses.SECURE_NO_CERTIFICATE, None, None),
        (clauses.SECURE_EXPIRED, about.expired_cert, about.expired_key),
        (clauses.SECURE_STRANGER, about.stranger_cert, about.stranger_key),
    )

    for clause, cert, key in visits:
        judge_turned_away(check, clause, repository.turned_away(cert, key), NO_ANSWER)
