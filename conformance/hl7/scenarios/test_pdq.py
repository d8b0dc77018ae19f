"""The candidate as patient demographics supplier: patients by name, identifier, birth date (ITI-21, ITI-22)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.authoring import scenario
from conformance.hl7 import clauses, querying, samples
from conformance.hl7.samples import queries
from conformance.hl7.samples.people import AUTHORITY
from conformance.hl7.samples.queries import OTHER_AUTHORITY, UNKNOWN_AUTHORITY
from conformance.model import Blocked, NotApplicable

if TYPE_CHECKING:
    from conformance.hl7.client import Sender
    from conformance.hl7.samples import Person
    from conformance.hl7.wire.draft import Draft, Fields
    from conformance.story import Story

ACTOR, TRANSACTION, REQUIRES = "demographics-supplier", "ITI-21", ["hl7v2.in", "hl7v2.pdq"]
MANY, AT_ONCE, MOST_PAGES = 5, 2, 10


def asked(  # noqa: PLR0913 - the ways one query can differ, each named
    story: Story, label: str, parameters: Fields, *, trigger: str = "QBP^Q22", most: int = 0, pointer: str = ""
) -> Draft:
    """Return a query for patients."""
    port = story.system.hl7v2.pdq if story.system.hl7v2 else None
    return queries.query(story, port, trigger, label, parameters, most=most, pointer=pointer)


def named(story: Story, label: str, family: str) -> Draft:
    """Return a query for a family name."""
    return asked(story, label, {3: queries.criteria(PID_5_1_1=family)})


def family_of(story: Story) -> str:
    """Return a family name nobody else has."""
    return f"ZZ{story.token('family', 8)}"


def knows(source: Sender, supplier: Sender, story: Story, *people: Person) -> None:
    """Have patients registered; raise Blocked unless the supplier finds the last of them by identifier."""
    source.offering("ADT^A04")
    for who in people:
        second = queries.identifier(queries.other_id(story, who), OTHER_AUTHORITY)
        source.arrange(queries.fed(story, who, queries.identifier(who.id), second), "register a patient")
    last = people[-1].id
    tries = iter(range(1, 1000))

    def is_found() -> bool:
        query = asked(story, f"control/{last}/{next(tries)}", {3: queries.criteria(PID_3_1=last)})
        return last in {one for one, _ in querying.identifiers(supplier.tell(query))}

    if not story.doors.wait(is_found, story.limits.settle_s, "a registered patient is found by identifier"):
        raise Blocked(f"a patient registered at hl7v2.in is not found by identifier {last}")


@scenario(
    "hl7.pdq.by-identifier",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[
        clauses.QUERY_ANSWERED,
        clauses.TAG_REPEATED,
        clauses.QUERY_ECHOED,
        clauses.RESPONSE_VALID,
        clauses.DEMOGRAPHICS,
        clauses.OTHERS_LEFT,
        clauses.ALL_DOMAINS,
    ],
    requires=REQUIRES,
)
def test_a_patient_is_found_by_identifier(story, adt_receiver, demographics_supplier, check):
    """Asked for an identifier, the supplier returns its patient with name, birth date and sex, and nobody else."""
    hers, his = samples.person(story, "hers"), samples.person(story, "his")
    knows(adt_receiver, demographics_supplier, story, his, hers)
    query = asked(story, "hers", {3: queries.criteria(PID_3_1=hers.id)})

    answer = demographics_supplier.tell(query)
    found = querying.patients(answer)

    with check(clauses.QUERY_ANSWERED):
        assert not querying.kind_trouble(answer, query), querying.kind_trouble(answer, query)
    with check(clauses.TAG_REPEATED):
        assert answer.field("QAK-1") == dict(query.segments)["QPD"][2]
    with check(clauses.QUERY_ECHOED):
        assert not querying.echo_trouble(answer, query), querying.echo_trouble(answer, query)
    with check(clauses.RESPONSE_VALID):
        wrong = querying.structure_trouble(answer, TRANSACTION)
        assert not wrong, wrong
    with check(clauses.DEMOGRAPHICS):
        seen = [(one.family, one.given, one.birth_date, one.sex) for one in found]
        assert seen == [(hers.family, hers.given, hers.birth_date, hers.sex)]
    with check(clauses.ALL_DOMAINS):
        both = {(hers.id, querying.OURS), (queries.other_id(story, hers), querying.OTHER)}
        assert querying.identifiers(answer) >= both, querying.says(answer)
    if nobody := querying.names_nobody(answer):
        check.sets_aside(clauses.OTHERS_LEFT, nobody)
        return
    with check(clauses.OTHERS_LEFT):
        assert not {his.id, queries.other_id(story, his)} & {one for one, _ in querying.identifiers(answer)}


@scenario(
    "hl7.pdq.by-name",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.MATCHED, clauses.OTHERS_LEFT, clauses.PREFIX_NEEDS_WILDCARD],
    requires=REQUIRES,
)
def test_patients_are_found_by_family_name(story, adt_receiver, demographics_supplier, check):
    """Asked for a family name, the supplier returns everybody of that name, and nobody of another."""
    family = family_of(story)
    hers, his = (samples.person(story, name, family=family) for name in ("hers", "his"))
    longer, other = samples.person(story, "longer", family=f"{family}SON"), samples.person(story, "other")
    knows(adt_receiver, demographics_supplier, story, hers, his, longer, other)

    answer = demographics_supplier.tell(named(story, "family", family))
    found = {one for one, _ in querying.identifiers(answer)}

    with check(clauses.MATCHED, expected=f"{hers.id} and {his.id}, with AA and OK"):
        assert querying.status(answer) == ("AA", "OK"), querying.says(answer)
        assert found >= {hers.id, his.id}, querying.says(answer)
    if nobody := querying.names_nobody(answer):
        check.sets_aside(clauses.OTHERS_LEFT, nobody)
        check.sets_aside(clauses.PREFIX_NEEDS_WILDCARD, nobody)
        return
    with check(clauses.OTHERS_LEFT, expected=f"not {other.id}, who has another name"):
        assert other.id not in found, querying.says(answer)
    with check(clauses.PREFIX_NEEDS_WILDCARD, expected=f"not {longer.id}, whose name is longer"):
        assert longer.id not in found, querying.says(answer)


@scenario(
    "hl7.pdq.wildcard",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.WILDCARD, clauses.OTHERS_LEFT],
    requires=REQUIRES,
)
def test_a_name_with_an_asterisk_finds_those_that_begin_so(story, adt_receiver, demographics_supplier, check):
    """Asked for the beginning of a name and an asterisk, the supplier returns all names that begin so."""
    family = family_of(story)
    hers, longer = (samples.person(story, end or "hers", family=f"{family}{end}") for end in ("", "SON"))
    other = samples.person(story, "other")
    knows(adt_receiver, demographics_supplier, story, hers, longer, other)

    answer = demographics_supplier.tell(named(story, "wildcard", f"{family}*"))
    found = {one for one, _ in querying.identifiers(answer)}

    with check(clauses.WILDCARD, expected=f"{hers.id} and {longer.id}"):
        assert found >= {hers.id, longer.id}, querying.says(answer)
    if nobody := querying.names_nobody(answer):
        check.sets_aside(clauses.OTHERS_LEFT, nobody)
        return
    with check(clauses.OTHERS_LEFT, expected=f"not {other.id}, who has another name"):
        assert other.id not in found, querying.says(answer)


@scenario(
    "hl7.pdq.by-name-and-birth-date",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.MATCHED, clauses.OTHERS_LEFT],
    requires=REQUIRES,
)
def test_every_criterion_narrows_what_is_found(story, adt_receiver, demographics_supplier, check):
    """Asked for name and birth date, the supplier returns whom both fit, not whom one of them fits."""
    family = family_of(story)
    hers = samples.person(story, "hers", family=family)
    others = [samples.person(story, f"other{number}", family=family) for number in range(4)]
    his = next(one for one in others if one.birth_date != hers.birth_date)
    knows(adt_receiver, demographics_supplier, story, his, hers)
    both = queries.criteria(PID_5_1_1=family, PID_7_1=hers.birth_date)

    answer = demographics_supplier.tell(asked(story, "both", {3: both}))
    found = {one for one, _ in querying.identifiers(answer)}

    with check(clauses.MATCHED, expected=hers.id):
        assert hers.id in found, querying.says(answer)
    if nobody := querying.names_nobody(answer):
        check.sets_aside(clauses.OTHERS_LEFT, nobody)
        return
    with check(clauses.OTHERS_LEFT, expected=f"not {his.id}, who was born another day"):
        assert his.id not in found, querying.says(answer)


@scenario(
    "hl7.pdq.nobody-found",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.NOT_FOUND],
    requires=REQUIRES,
)
def test_a_name_nobody_has_finds_nobody(story, adt_receiver, demographics_supplier, check):
    """Asked for a name nobody has, the supplier says that it found nobody, which is no error."""
    knows(adt_receiver, demographics_supplier, story, samples.person(story, "hers"))

    answer = demographics_supplier.tell(named(story, "nobody", family_of(story)))

    with check(clauses.NOT_FOUND, expected="AA, QAK-2 NF, no PID"):
        assert querying.status(answer) == ("AA", "NF"), querying.says(answer)
        assert not querying.patients(answer), querying.says(answer)


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
    knows(adt_receiver, demographics_supplier, story, hers)

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
    knows(adt_receiver, demographics_supplier, story, hers)
    parameters = {3: queries.criteria(PID_3_1=hers.id), 8: queries.domains(UNKNOWN_AUTHORITY)}

    answer = demographics_supplier.tell(asked(story, "unknown", parameters))
    knows(adt_receiver, demographics_supplier, story, samples.person(story, "after"))

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
    family = family_of(story)
    everybody = [samples.person(story, f"one{number}", family=family) for number in range(MANY)]
    knows(adt_receiver, demographics_supplier, story, *everybody)
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
    knows(adt_receiver, demographics_supplier, story, his, hers)
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
