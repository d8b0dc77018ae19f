"""The candidate as patient demographics supplier: patients by name, identifier, birth date (ITI-21)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.authoring import scenario
from conformance.hl7 import clauses, querying, samples
from conformance.hl7.feeding import asked, by_name, registered
from conformance.hl7.samples import queries

if TYPE_CHECKING:
    from conformance.story import Story

ACTOR, TRANSACTION, REQUIRES = "demographics-supplier", "ITI-21", ["hl7v2.in", "hl7v2.pdq"]


def family_of(story: Story) -> str:
    """Return a family name nobody else has."""
    return f"ZZ{story.token('family', 8)}"


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
    registered(adt_receiver, demographics_supplier, story, his, hers)
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
    registered(adt_receiver, demographics_supplier, story, hers, his, longer, other)

    answer = demographics_supplier.tell(by_name(story, "family", family))
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
    registered(adt_receiver, demographics_supplier, story, hers, longer, other)

    answer = demographics_supplier.tell(by_name(story, "wildcard", f"{family}*"))
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
    registered(adt_receiver, demographics_supplier, story, his, hers)
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
    registered(adt_receiver, demographics_supplier, story, samples.person(story, "hers"))

    answer = demographics_supplier.tell(by_name(story, "nobody", family_of(story)))

    with check(clauses.NOT_FOUND, expected="AA, QAK-2 NF, no PID"):
        assert querying.status(answer) == ("AA", "NF"), querying.says(answer)
        assert not querying.patients(answer), querying.says(answer)
