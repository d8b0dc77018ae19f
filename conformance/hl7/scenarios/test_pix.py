"""The candidate as PIX manager: which identifiers belong to one patient (ITI-8, ITI-9)."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

from conformance.authoring import scenario
from conformance.hl7 import clauses, querying, samples
from conformance.hl7.feeding import corresponding
from conformance.hl7.samples import queries
from conformance.hl7.samples.people import AUTHORITY
from conformance.hl7.samples.queries import OTHER_AUTHORITY, UNKNOWN_AUTHORITY
from conformance.model import Blocked

if TYPE_CHECKING:
    from conformance.hl7.client import Sender
    from conformance.hl7.samples import Person
    from conformance.hl7.wire.draft import Value
    from conformance.story import Story

ACTOR, TRANSACTION, REQUIRES = "pix-manager", "ITI-9", ["hl7v2.in", "hl7v2.pix"]


def feeds(source: Sender, story: Story, who: Person, *identifiers: Value) -> None:
    """Have a patient registered under these identifiers; raise Blocked when that is refused."""
    source.offering("ADT^A04").arrange(queries.fed(story, who, *identifiers), "register a patient")


def linked(source: Sender, manager: Sender, story: Story, who: Person) -> set[tuple[str, str]]:
    """Have a patient with identifiers in two domains; raise Blocked when the manager does not link them."""
    second = queries.other_id(story, who)
    feeds(source, story, who, queries.identifier(who.id), queries.identifier(second, OTHER_AUTHORITY))
    numbers = count(1)

    def is_linked() -> bool:
        query = corresponding(story, f"control/{who.id}/{next(numbers)}", queries.identifier(who.id), OTHER_AUTHORITY)
        return (second, querying.OTHER) in querying.identifiers(manager.tell(query))

    if not story.doors.wait(is_linked, story.limits.settle_s, "the two identifiers of one message are linked"):
        raise Blocked("two identifiers that one registration gives are not linked: enter both domains at the manager")
    return {(second, querying.OTHER)}


@scenario(
    "hl7.pix.corresponding",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[
        clauses.QUERY_ANSWERED,
        clauses.TAG_REPEATED,
        clauses.QUERY_ECHOED,
        clauses.RESPONSE_VALID,
        clauses.CORRESPONDING,
        clauses.NOBODY_ELSE,
    ],
    requires=REQUIRES,
)
def test_the_identifiers_of_a_patient_in_other_domains_are_returned(story, adt_receiver, pix_manager, check):
    """Asked with a patient's identifier, the manager returns this patient's other identifier, and nobody else's."""
    hers, his = samples.person(story, "hers"), samples.person(story, "his")
    wanted = linked(adt_receiver, pix_manager, story, hers)
    linked(adt_receiver, pix_manager, story, his)
    query = corresponding(story, "hers", queries.identifier(hers.id))

    answer = pix_manager.tell(query)

    with check(clauses.QUERY_ANSWERED):
        assert not querying.kind_trouble(answer, query), querying.kind_trouble(answer, query)
    with check(clauses.TAG_REPEATED):
        assert answer.field("QAK-1") == dict(query.segments)["QPD"][2]
    with check(clauses.QUERY_ECHOED):
        assert not querying.echo_trouble(answer, query), querying.echo_trouble(answer, query)
    with check(clauses.RESPONSE_VALID):
        wrong = querying.structure_trouble(answer, TRANSACTION)
        assert not wrong, wrong
    with check(clauses.CORRESPONDING, expected="AA, QAK-2 OK, and the other identifier in one PID"):
        assert querying.status(answer) == ("AA", "OK"), querying.says(answer)
        assert querying.identifiers(answer) >= wanted, querying.says(answer)
        assert len(querying.patients(answer)) == 1, f"{len(querying.patients(answer))} PID segments"
    if nobody := querying.names_nobody(answer):
        check.sets_aside(clauses.NOBODY_ELSE, nobody)
        return
    with check(clauses.NOBODY_ELSE):
        assert not {his.id, queries.other_id(story, his)} & {one for one, _ in querying.identifiers(answer)}


@scenario(
    "hl7.pix.wanted-domain",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.WANTED_ONLY, clauses.CORRESPONDING],
    requires=REQUIRES,
)
def test_identifiers_of_other_domains_than_those_asked_for_are_left_out(story, adt_receiver, pix_manager, check):
    """Asked for the identifiers of one domain, the manager leaves out those of every other."""
    hers = samples.person(story, "hers")
    wanted = linked(adt_receiver, pix_manager, story, hers)

    there = pix_manager.tell(corresponding(story, "there", queries.identifier(hers.id), OTHER_AUTHORITY))
    back = pix_manager.tell(
        corresponding(story, "back", queries.identifier(queries.other_id(story, hers), OTHER_AUTHORITY), AUTHORITY)
    )

    for answer, domain, expected in (
        (there, querying.OTHER, wanted),
        (back, querying.OURS, {(hers.id, querying.OURS)}),
    ):
        with check(clauses.CORRESPONDING, where=f"asked for {domain}", evidence=answer.evidence):
            assert querying.identifiers(answer) >= expected, querying.says(answer)
        if nobody := querying.names_nobody(answer):
            check.sets_aside(clauses.WANTED_ONLY, nobody, evidence=answer.evidence)
            continue
        with check(clauses.WANTED_ONLY, where=f"asked for {domain}", evidence=answer.evidence):
            assert {found for _, found in querying.identifiers(answer)} <= {domain}, querying.says(answer)


@scenario(
    "hl7.pix.no-identifier-there",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.NONE_FOUND],
    requires=REQUIRES,
)
def test_a_patient_without_identifier_in_the_wanted_domain_is_not_found(story, adt_receiver, pix_manager, check):
    """A patient known in one domain alone has no identifier in another: the answer is NF, and no error."""
    linked(adt_receiver, pix_manager, story, samples.person(story, "his"))
    hers = samples.person(story, "hers")
    feeds(adt_receiver, story, hers, queries.identifier(hers.id))

    answer = pix_manager.tell(corresponding(story, "hers", queries.identifier(hers.id), OTHER_AUTHORITY))

    with check(clauses.NONE_FOUND, expected="AA, QAK-2 NF, no PID"):
        assert querying.status(answer) == ("AA", "NF"), querying.says(answer)
        assert not querying.patients(answer), querying.says(answer)


@scenario(
    "hl7.pix.unknown-identifier",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.UNKNOWN_IDENTIFIER, clauses.ERROR_IS_KEY],
    requires=REQUIRES,
)
def test_an_identifier_nobody_has_is_an_error(story, adt_receiver, pix_manager, check):
    """Asked with an identifier nobody has, the manager tells an error, and names nobody."""
    linked(adt_receiver, pix_manager, story, samples.person(story, "before"))

    answer = pix_manager.tell(
        corresponding(story, "nobody", queries.identifier(story.patient_id("nobody")), OTHER_AUTHORITY)
    )
    linked(adt_receiver, pix_manager, story, samples.person(story, "after"))

    with check(clauses.UNKNOWN_IDENTIFIER, evidence=answer.evidence, expected="AE (or AR), QAK-2 AE, no PID"):
        assert answer.code in querying.REFUSED, querying.says(answer)
        assert answer.field("QAK-2") in {"", *querying.REFUSED}, querying.says(answer)
        assert not querying.patients(answer), querying.says(answer)
    with check(clauses.ERROR_IS_KEY, evidence=answer.evidence):
        assert not querying.error_trouble(answer, "3"), querying.error_trouble(answer, "3")


@scenario(
    "hl7.pix.unknown-domain",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.UNKNOWN_DOMAIN, clauses.ERROR_IS_KEY],
    requires=REQUIRES,
)
def test_a_domain_nobody_knows_is_an_error(story, adt_receiver, pix_manager, check):
    """An unknown domain, of the identifier or among those wanted, is told as an error, not as nothing found."""
    hers = samples.person(story, "hers")
    linked(adt_receiver, pix_manager, story, hers)

    whose = pix_manager.tell(
        corresponding(story, "whose", queries.identifier(hers.id, UNKNOWN_AUTHORITY), OTHER_AUTHORITY)
    )
    wanted = pix_manager.tell(corresponding(story, "wanted", queries.identifier(hers.id), UNKNOWN_AUTHORITY))
    linked(adt_receiver, pix_manager, story, samples.person(story, "after"))

    for answer, field in ((whose, "3"), (wanted, "4")):
        where = f"an unknown domain in QPD-{field}"
        with check(
            clauses.UNKNOWN_DOMAIN, where=where, evidence=answer.evidence, expected="AE (or AR), QAK-2 AE, no PID"
        ):
            assert answer.code in querying.REFUSED, querying.says(answer)
            assert answer.field("QAK-2") in {"", *querying.REFUSED}, querying.says(answer)
            assert not querying.patients(answer), querying.says(answer)
        with check(clauses.ERROR_IS_KEY, where=where, evidence=answer.evidence):
            assert not querying.error_trouble(answer, field), querying.error_trouble(answer, field)


@scenario(
    "hl7.pix.namesakes",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.NAMESAKES_APART],
    requires=REQUIRES,
)
def test_two_patients_of_one_name_and_birth_date_stay_two(story, adt_receiver, pix_manager, check):
    """Two patients who share name and birth date, and differ in sex, address and number, are never linked."""
    linked(adt_receiver, pix_manager, story, samples.person(story, "control"))
    one = samples.person(story, "one", family=f"ZZTWIN{story.token('family', 4)}")
    two = replace(one, id=story.patient_id("two"), sex="M" if one.sex == "F" else "F")
    feeds(adt_receiver, story, one, queries.identifier(one.id))
    second = queries.fed(story, two, queries.identifier(two.id, OTHER_AUTHORITY))
    adt_receiver.arrange(second.putting("PID-11", ("9 OTHER ROAD", None, "ELSEWHERE")), "register a namesake")

    answer = pix_manager.tell(corresponding(story, "one", queries.identifier(one.id), OTHER_AUTHORITY))

    with check(clauses.NAMESAKES_APART, expected=f"not {two.id}, who is somebody else"):
        assert answer.came, answer.trouble
        assert (two.id, querying.OTHER) not in querying.identifiers(answer), querying.says(answer)


@scenario(
    "hl7.pix.after-merge",
    actor=ACTOR,
    transaction="ITI-8",
    clauses=[clauses.MERGE_FOLLOWED],
    requires=REQUIRES,
)
def test_a_merge_gives_the_survivor_the_identifiers_of_the_one_given_up(story, adt_receiver, pix_manager, check):
    """After two patients are merged, the survivor's identifier finds what was linked to the other one."""
    survivor, prior = samples.person(story, "survivor"), samples.person(story, "prior")
    feeds(adt_receiver, story, survivor, queries.identifier(survivor.id))
    [(moved, domain)] = linked(adt_receiver, pix_manager, story, prior)
    merge = samples.merge(story, survivor, prior).putting("PID-3", [queries.identifier(survivor.id)])

    told = adt_receiver.offering("ADT^A40").tell(merge)
    answer = pix_manager.tell(corresponding(story, "survivor", queries.identifier(survivor.id), OTHER_AUTHORITY))

    with check(clauses.MERGE_FOLLOWED, expected=f"{moved} of {domain}"):
        assert (moved, domain) in querying.identifiers(answer), f"{querying.says(answer)}; A40: {told.says}"


@scenario(
    "hl7.pix.link-and-unlink",
    actor=ACTOR,
    transaction="ITI-30",
    clauses=[clauses.LINK_FOLLOWED],
    requires=REQUIRES,
)
def test_linked_identifiers_are_returned_until_they_are_unlinked(story, adt_receiver, pix_manager, check):
    """Two identifiers are linked (A24): one is returned for the other. They are unlinked (A37): no longer."""
    adt_receiver.offering("ADT^A24").offering("ADT^A37")
    linked(adt_receiver, pix_manager, story, samples.person(story, "control"))
    one, other = samples.person(story, "one"), samples.person(story, "other")
    feeds(adt_receiver, story, one, queries.identifier(one.id))
    feeds(adt_receiver, story, other, queries.identifier(other.id, OTHER_AUTHORITY))
    told = {
        event: samples.link(story, one, other, event)
        .putting("PID-3", [queries.identifier(one.id)])
        .putting("PID[2]-3", [queries.identifier(other.id, OTHER_AUTHORITY)])
        for event in ("A24", "A37")
    }

    seen = {}
    for event, message in told.items():
        adt_receiver.arrange(message, f"have {event} accepted")
        seen[event] = pix_manager.tell(corresponding(story, event, queries.identifier(one.id), OTHER_AUTHORITY))

    with check(clauses.LINK_FOLLOWED, where="linked", evidence=seen["A24"].evidence, expected=other.id):
        assert (other.id, querying.OTHER) in querying.identifiers(seen["A24"]), querying.says(seen["A24"])
    with check(clauses.LINK_FOLLOWED, where="unlinked", evidence=seen["A37"].evidence, expected=f"not {other.id}"):
        assert seen["A37"].came, seen["A37"].trouble
        assert (other.id, querying.OTHER) not in querying.identifiers(seen["A37"]), querying.says(seen["A37"])
