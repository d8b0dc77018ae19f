"""Who is whom after a feed: one patient admitted twice, one number of two authorities, one patient of many numbers."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.hl7 import clauses, querying
from conformance.hl7.feeding import answered, by_number, corresponding, registered
from conformance.hl7.receiving import someone
from conformance.hl7.samples import queries
from conformance.hl7.samples.people import AUTHORITY
from conformance.hl7.samples.queries import OTHER_AUTHORITY
from conformance.model import Blocked


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
