"""Who is whom after a feed: one patient admitted twice, one number of two authorities, one patient of many numbers."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from conformance.authoring import scenario
from conformance.hl7 import clauses, querying
from conformance.hl7.receiving import someone
from conformance.hl7.samples import queries
from conformance.hl7.samples.people import AUTHORITY
from conformance.hl7.samples.queries import OTHER_AUTHORITY
from conformance.model import Blocked

if TYPE_CHECKING:
    from collections.abc import Callable

    from conformance.hl7.answers import Answer
    from conformance.hl7.client import Sender
    from conformance.hl7.samples import Person
    from conformance.hl7.wire.draft import Draft, Value
    from conformance.story import Story

Known = tuple[str, str]
"""An identifier as a response is read: value, domain."""


def corresponding(story: Story, label: str, identifier: Value) -> Draft:
    """Return a PIX query for all that corresponds to an identifier."""
    port = story.system.hl7v2.pix if story.system.hl7v2 else None
    return queries.query(story, port, "QBP^Q23", label, {3: identifier})


def by_number(story: Story, label: str, value: str) -> Draft:
    """Return a demographics query for an identifier, of whichever domain."""
    port = story.system.hl7v2.pdq if story.system.hl7v2 else None
    return queries.query(story, port, "QBP^Q22", label, {3: queries.criteria(PID_3_1=value)})


def answered(story: Story, peer: Sender, label: str, ask: Callable[[str], Draft], wanted: set[Known]) -> Answer:
    """Ask until the wanted identifiers are among those returned, or the time an effect may take is over."""
    numbers = count(1)
    seen: list[Answer] = []

    def is_there() -> bool:
        seen[:] = [peer.tell(ask(f"{label}/{next(numbers)}"))]
        return wanted <= querying.identifiers(seen[0])

    story.doors.wait(is_there, story.limits.settle_s, "the identifiers are known")
    return seen[0]


def registered(source: Sender, supplier: Sender, story: Story, who: Person) -> None:
    """Have a patient registered under two identifiers; raise Blocked unless the first one finds her."""
    second = queries.identifier(queries.other_id(story, who), OTHER_AUTHORITY)
    fed = queries.fed(story, who, queries.identifier(who.id), second)
    source.offering("ADT^A04").arrange(fed, "register a patient")
    wanted = {(who.id, querying.OURS)}
    answer = answered(story, supplier, f"known/{who.id}", lambda label: by_number(story, label, who.id), wanted)
    if not wanted <= querying.identifiers(answer):
        raise Blocked(f"a patient registered at hl7v2.in is not found by identifier {who.id}: {querying.says(answer)}")


@scenario(
    "hl7.pdq.admitted-after-registration",
    actor="demographics-supplier",
    transaction="ITI-8",
    clauses=[clauses.ADMITTED_ONCE],
    requires=["hl7v2.in", "hl7v2.pdq"],
)
def test_a_patient_who_is_admitted_after_registration_is_one_patient(story, adt_receiver, demographics_supplier, check):
    """A patient is registered as an outpatient and then admitted under the same identifiers: she is found once."""
    hers = someone(story, "hers")
    adt_receiver.offering("ADT^A01")
    registered(adt_receiver, demographics_supplier, story, hers)
    second = queries.identifier(queries.other_id(story, hers), OTHER_AUTHORITY)
    admission = queries.fed(story, hers, queries.identifier(hers.id), second, event="A01", label="admitted")

    adt_receiver.arrange(admission, "have a registered patient admitted")
    answer = demographics_supplier.tell(by_number(story, "admitted", hers.id))
    found = [one for one in querying.patients(answer) if (hers.id, querying.OURS) in one.identifiers]

    with check(clauses.ADMITTED_ONCE, expected=f"one patient with identifier {hers.id}"):
        assert len(found) == 1, f"{len(found)} patients: {querying.says(answer)}"


@scenario(
    "hl7.pdq.by-each-identifier",
    actor="demographics-supplier",
    transaction="ITI-21",
    clauses=[clauses.EVERY_IDENTIFIER, clauses.ALL_DOMAINS],
    requires=["hl7v2.in", "hl7v2.pdq"],
)
def test_a_patient_is_found_by_each_of_her_identifiers(story, adt_receiver, demographics_supplier, check):
    """A patient is registered under identifiers of two domains: she is found by the second one as by the first."""
    hers = someone(story, "hers")
    registered(adt_receiver, demographics_supplier, story, hers)
    second = queries.other_id(story, hers)
    both = {(hers.id, querying.OURS), (second, querying.OTHER)}

    answers = {one: demographics_supplier.tell(by_number(story, f"each/{one}", one)) for one in (hers.id, second)}

    with check(clauses.EVERY_IDENTIFIER, where=second, evidence=answers[second].evidence):
        families = [one.family for one in querying.patients(answers[second])]
        assert hers.family in families, querying.says(answers[second])
    with check(clauses.ALL_DOMAINS, where=hers.id, evidence=answers[hers.id].evidence):
        assert querying.identifiers(answers[hers.id]) >= both, querying.says(answers[hers.id])


@scenario(
    "hl7.pix.one-number-two-authorities",
    actor="pix-manager",
    transaction="ITI-9",
    clauses=[clauses.AUTHORITIES_APART],
    requires=["hl7v2.in", "hl7v2.pix"],
)
def test_one_number_of_two_authorities_is_of_two_patients(story, adt_receiver, pix_manager, check):
    """Two hospitals gave the same number to two people: each number leads to its own person's other identifier."""
    hers, his = someone(story, "hers"), someone(story, "his")
    shared, her_other, his_first = (story.patient_id(name) for name in ("shared", "her-other", "his-first"))
    adt_receiver.offering("ADT^A04")
    first = (queries.identifier(shared), queries.identifier(her_other, OTHER_AUTHORITY))
    adt_receiver.arrange(queries.fed(story, hers, *first), "register a patient")
    wanted = {(her_other, querying.OTHER)}
    before = answered(
        story, pix_manager, "before", lambda label: corresponding(story, label, queries.identifier(shared)), wanted
    )
    if not wanted <= querying.identifiers(before):
        raise Blocked("two identifiers that one registration gives are not linked: enter both domains at the manager")

    second = (queries.identifier(his_first), queries.identifier(shared, OTHER_AUTHORITY))
    told = adt_receiver.tell(queries.fed(story, his, *second))
    there = answered(
        story,
        pix_manager,
        "his",
        lambda label: corresponding(story, label, queries.identifier(his_first)),
        {(shared, querying.OTHER)},
    )
    ours = pix_manager.tell(corresponding(story, "ours", queries.identifier(shared, AUTHORITY)))
    theirs = pix_manager.tell(corresponding(story, "theirs", queries.identifier(shared, OTHER_AUTHORITY)))

    with check(clauses.AUTHORITIES_APART, where="the second registration", evidence=told.evidence):
        assert told.code == "AA", told.says
    for answer, where, right, wrong in (
        (there, f"{his_first} of {querying.OURS}", (shared, querying.OTHER), her_other),
        (ours, f"{shared} of {querying.OURS}", (her_other, querying.OTHER), his_first),
        (theirs, f"{shared} of {querying.OTHER}", (his_first, querying.OURS), her_other),
    ):
        with check(clauses.AUTHORITIES_APART, where=where, evidence=answer.evidence, expected=f"{right[0]} alone"):
            found = querying.identifiers(answer)
            assert right in found, querying.says(answer)
            assert wrong not in {value for value, _ in found}, querying.says(answer)
