"""The candidate as sender in the NHS, where its profile claims so: NHS number, ODS code, NICIP and SNOMED CT."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.hl7 import british, clauses
from conformance.hl7.receiving import someone

UK = ["hl7v2.out", "hl7v2.out.claims.uk"]


@scenario(
    "hl7.sender.uk-nhs-number",
    actor="mllp-sender",
    transaction="RAD-1",
    clauses=[
        clauses.NHS_NUMBER_VALID,
        clauses.NHS_NUMBER_MARKED,
        clauses.NHS_NUMBER_STATUS,
        clauses.NHS_NUMBER_NOT_ALONE,
    ],
    requires=[*UK, "asked.hl7.send.uk-admission"],
)
def test_the_nhs_number_is_right_and_marked_and_not_alone(story, inbox, check):
    """A registration with an NHS number sends it right, marked as such, with its status, beside the hospital's own."""
    hers = someone(story, "hers")
    inbox.ask("uk-admission", f"Register this patient with the NHS number {hers.nhs_number}, verified", hers)
    arrival = inbox.first()
    inbox.settle(arrival)

    found = british.identifiers(arrival)
    numbers = [one for one in found if british.is_nhs(one, hers.nhs_number)]
    with check(clauses.NHS_NUMBER_VALID, evidence=arrival.evidence):
        wrong = [british.nhs_number(value) for value, *_ in numbers if british.nhs_number(value)]
        assert numbers, f"PID-3 holds no NHS number: {found}"
        assert wrong == []
    with check(clauses.NHS_NUMBER_MARKED, evidence=arrival.evidence):
        assert any(british.is_marked(one) for one in numbers), f"PID-3 is {found}"
    with check(clauses.NHS_NUMBER_STATUS, evidence=arrival.evidence, expected="two digits in PID-32"):
        status = arrival.field("PID-32.1")
        assert len(status) == 2, f"PID-32 is {status!r}"
        assert status.isdecimal(), f"PID-32 is {status!r}"
    with check(clauses.NHS_NUMBER_NOT_ALONE, evidence=arrival.evidence):
        assert len(found) > len(numbers), f"PID-3 is {found}"


@scenario(
    "hl7.sender.uk-ods-code",
    actor="mllp-sender",
    transaction="RAD-1",
    clauses=[clauses.ODS_CODE],
    requires=[*UK, "asked.hl7.send.uk-admission"],
)
def test_the_sending_facility_is_an_ods_code(story, inbox, check):
    """The message says by an ODS code which organisation sends it, so that routing needs no private list."""
    inbox.ask("uk-admission", "Register this patient", someone(story, "hers"))
    arrival = inbox.first()
    inbox.settle(arrival)

    with check(clauses.ODS_CODE, evidence=arrival.evidence):
        facility = arrival.field("MSH-4.1")
        assert not british.ods_code(facility), f"MSH-4: {british.ods_code(facility)}"


@scenario(
    "hl7.sender.uk-examination-code",
    actor="mllp-sender",
    transaction="RAD-4",
    clauses=[clauses.BOTH_CODES, clauses.NICIP_CODE, clauses.SNOMED_CODE],
    requires=[*UK, "asked.hl7.send.uk-order"],
)
def test_the_examination_is_told_in_national_codes(story, inbox, check):
    """An order tells its examination (OBR-4) in NICIP, SNOMED CT, or both, each well formed."""
    accession = f"ZZ{story.token('accession', 10)}"
    inbox.ask("uk-order", "Schedule a CT of the head for this patient", someone(story, "hers"), accession=accession)
    arrival = inbox.first()
    inbox.settle(arrival)

    found = british.services(arrival)
    nicip = [code for code, system in found if system in british.NICIP]
    snomed = [code for code, system in found if system in british.SNOMED]
    with check(clauses.BOTH_CODES, evidence=arrival.evidence):
        assert nicip or snomed, f"OBR-4 holds {found}"
    for clause, codes, wrong in (
        (clauses.NICIP_CODE, nicip, british.nicip_code),
        (clauses.SNOMED_CODE, snomed, british.sctid),
    ):
        if not codes:
            check.sets_aside(clause, f"no such code came: OBR-4 holds {found}", evidence=arrival.evidence)
            continue
        with check(clause, evidence=arrival.evidence):
            assert [wrong(code) for code in codes if wrong(code)] == []
