"""The candidate as patient demographics supplier: domains wanted, a few records at a time, visits (ITI-21, ITI-22)."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.hl7 import clauses, querying, samples
from conformance.hl7.feeding import asked, registered
from conformance.hl7.samples import queries
from conformance.hl7.samples.people import AUTHORITY
from conformance.hl7.samples.queries import OTHER_AUTHORITY, UNKNOWN_AUTHORITY
from conformance.model import NotApplicable

ACTOR, TRANSACTION, REQUIRES = "demographics-supplier", "ITI-21", ["hl7v2.in", "hl7v2.pdq"]
MANY, AT_ONCE, MOST_PAGES = 5, 2, 10


@scenario(
    "hl7.pdq.wanted-domain",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.DOMAINS_ONLY, clauses.MATCHED],
    requires=REQUIRES,
)
def test_only_identifiers_of_the_wanted_domain_are_returned(story, adt_receiver, demographics_supplier, check):
    """Asked for one domain (QPD-8), the supplier returns the patient's identifier there and no other."""
    hers = samples.person(story, "hers")
    registered(adt_receiver, demographics_supplier, story, hers)

    for authority, wanted in ((AUTHORITY, hers.id), (OTHER_AUTHORITY, queries.other_id(story, hers))):
        parameters = {3: queries.criteria(PID_3_1=hers.id), 8: queries.domains(authority)}
        answer = demographics_supplier.tell(asked(story, authority[0], parameters))
        with check(clauses.MATCHED, where=authority[0], evidence=answer.evidence, expected=wanted):
            assert (wanted, authority[0]) in querying.identifiers(answer), querying.says(answer)
        if nobody := querying.names_nobody(answer):
            check.sets_aside(clauses.DOMAINS_ONLY, nobody, evidence=answer.evidence)
            continue
        with check(clauses.DOMAINS_ONLY, where=authority[0], evidence=answer.evidence):
            assert {one for _, one in querying.identifiers(answer)} <= {authority[0]}, querying.says(answer)


@scenario(
    "hl7.pdq.unknown-domain",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.DOMAIN_UNKNOWN, clauses.ERROR_IS_KEY],
    requires=REQUIRES,
)
def test_an_unknown_domain_is_an_error(story, adt_receiver, demographics_supplier, check):
    """Asked for identifiers of a domain nobody knows, the supplier tells an error, and names nobody."""
    hers = samples.person(story, "hers")
    registered(adt_receiver, demographics_supplier, story, hers)
    parameters = {3: queries.criteria(PID_3_1=hers.id), 8: queries.domains(UNKNOWN_AUTHORITY)}

    answer = demographics_supplier.tell(asked(story, "unknown", parameters))
    registered(adt_receiver, demographics_supplier, story, samples.person(story, "after"))

    with check(clauses.DOMAIN_UNKNOWN, evidence=answer.evidence, expected="AE (or AR), QAK-2 AE, no PID"):
        assert answer.code in querying.REFUSED, querying.says(answer)
        assert answer.field("QAK-2") in {"", *querying.REFUSED}, querying.says(answer)
        assert not querying.patients(answer), querying.says(answer)
    with check(clauses.ERROR_IS_KEY, evidence=answer.evidence):
        assert not querying.error_trouble(answer, "8"), querying.error_trouble(answer, "8")


@scenario(
    "hl7.pdq.continuation",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.NO_MORE_THAN_ASKED, clauses.CONTINUED],
    requires=REQUIRES,
)
def test_many_matches_come_a_few_at_a_time_and_all_come(story, adt_receiver, demographics_supplier, check):
    """Asked for two records at a time, the supplier returns five in three answers: each once, none left out."""
    family = f"ZZ{story.token('family', 8)}"
    everybody = [samples.person(story, f"one{number}", family=family) for number in range(MANY)]
    registered(adt_receiver, demographics_supplier, story, *everybody)
    parameters = {3: queries.criteria(PID_5_1_1=family)}

    answers = [demographics_supplier.tell(asked(story, "many", parameters, most=AT_ONCE))]
    while (pointer := answers[-1].field("DSC-1")) and len(answers) < MOST_PAGES:
        answers.append(demographics_supplier.tell(asked(story, "many", parameters, most=AT_ONCE, pointer=pointer)))
    seen = [one for answer in answers for found in querying.patients(answer) for one, _ in found.identifiers]
    mine = sorted(one for one in seen if one in {who.id for who in everybody})

    pages = [(number, answer) for number, answer in enumerate(answers, 1) if querying.patients(answer)]
    if not pages:
        check.sets_aside(clauses.NO_MORE_THAN_ASKED, querying.names_nobody(answers[0]), evidence=answers[0].evidence)
    for number, answer in pages:
        with check(clauses.NO_MORE_THAN_ASKED, where=f"answer {number}", evidence=answer.evidence):
            assert len(querying.patients(answer)) <= AT_ONCE
    with check(clauses.CONTINUED, expected=f"{MANY} patients, each once", evidence=answers[-1].evidence):
        assert mine == sorted(who.id for who in everybody), f"in {len(answers)} answers: {', '.join(mine) or 'nobody'}"


@scenario(
    "hl7.pdq.visit",
    actor=ACTOR,
    transaction="ITI-22",
    clauses=[clauses.QUERY_ANSWERED, clauses.VISIT_RETURNED, clauses.OTHERS_LEFT],
    requires=REQUIRES,
)
def test_a_patient_is_returned_with_the_visit(story, adt_receiver, demographics_supplier, check):
    """Asked for demographics and visit, the supplier returns the patient with where the patient is (PV1)."""
    if not (story.system.hl7v2 and story.system.hl7v2.pdq and story.system.hl7v2.pdq.visits):
        raise NotApplicable("the profile's hl7v2.pdq does not claim visits (ITI-22)")
    hers, his = samples.person(story, "hers"), samples.person(story, "his")
    registered(adt_receiver, demographics_supplier, story, his, hers)
    query = asked(story, "visit", {3: queries.criteria(PID_3_1=hers.id)}, trigger="QBP^ZV1")

    answer = demographics_supplier.tell(query)
    visits = [one["2"] for one in answer.message.segments("PV1")] if answer.message else []

    with check(clauses.QUERY_ANSWERED):
        assert not querying.kind_trouble(answer, query), querying.kind_trouble(answer, query)
    with check(clauses.VISIT_RETURNED, expected="one PV1, of an outpatient"):
        assert visits == ["O"], f"{querying.says(answer)}; PV1-2 {visits}"
    if nobody := querying.names_nobody(answer):
        check.sets_aside(clauses.OTHERS_LEFT, nobody)
        return
    with check(clauses.OTHERS_LEFT):
        assert his.id not in {one for one, _ in querying.identifiers(answer)}
