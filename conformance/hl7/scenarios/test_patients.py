"""Patients: admitted, registered, updated, merged (RAD-1, RAD-12, ITI-8)."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.hl7 import arranging, clauses, samples
from conformance.model import NotApplicable

OLDEST = "2.3.1"


@scenario(
    "hl7.adt.a01",
    actor="adt-receiver",
    transaction="RAD-1",
    clauses=[clauses.REGISTERED, clauses.NAMES_THE_MESSAGE],
    requires=["hl7v2.in"],
)
def test_an_admission_is_accepted(story, adt_receiver, check):
    """An inpatient's admission (ADT^A01) is accepted."""
    message = samples.admission(story, samples.person(story, "hers"), "A01")

    answer = adt_receiver.offering("ADT^A01").tell(message)

    with check(clauses.REGISTERED):
        assert answer.code == "AA", answer.says
    if answer.came:
        with check(clauses.NAMES_THE_MESSAGE):
            assert answer.control_id == message.control_id


@scenario(
    "hl7.adt.a04",
    actor="adt-receiver",
    transaction="RAD-1",
    clauses=[clauses.REGISTERED, clauses.NAMES_THE_MESSAGE],
    requires=["hl7v2.in"],
)
def test_a_registration_is_accepted(story, adt_receiver, check):
    """An outpatient's registration (ADT^A04) is accepted."""
    message = samples.admission(story, samples.person(story, "hers"), "A04")

    answer = adt_receiver.offering("ADT^A04").tell(message)

    with check(clauses.REGISTERED):
        assert answer.code == "AA", answer.says
    if answer.came:
        with check(clauses.NAMES_THE_MESSAGE):
            assert answer.control_id == message.control_id


@scenario(
    "hl7.adt.type-in-two-parts",
    actor="adt-receiver",
    transaction="ITI-8",
    clauses=[clauses.TYPE_IN_TWO_PARTS],
    requires=["hl7v2.in"],
)
def test_a_registration_of_version_2_3_1_need_not_name_its_structure(story, adt_receiver, check):
    """A registration of version 2.3.1 that says ADT^A04 and no structure is accepted like one that says it all."""
    hers, his = samples.person(story, "hers"), samples.person(story, "his")
    whole = adt_receiver.offering("ADT^A04").tell(samples.admission(story, his, "A04", version=OLDEST))
    if whole.code != "AA":
        raise NotApplicable(f"version {OLDEST} is not taken: {whole.says}")
    message = samples.admission(story, hers, "A04", version=OLDEST).putting("MSH-9", ("ADT", "A04"))

    answer = adt_receiver.tell(message)

    with check(clauses.TYPE_IN_TWO_PARTS):
        assert answer.code == "AA", answer.says


@scenario(
    "hl7.adt.a08",
    actor="adt-receiver",
    transaction="RAD-12",
    clauses=[clauses.UPDATED, clauses.NAMES_THE_MESSAGE],
    requires=["hl7v2.in"],
)
def test_an_update_is_accepted(story, adt_receiver, check):
    """A change of a registered patient's details (ADT^A08) is accepted."""
    hers = samples.person(story, "hers")
    arranging.registered(adt_receiver.offering("ADT^A08"), story, hers)
    message = samples.admission(story, hers, "A08").putting("PID-11", ("2 TEST STREET", None, "TESTTOWN"))

    answer = adt_receiver.tell(message)

    with check(clauses.UPDATED):
        assert answer.code == "AA", answer.says
    if answer.came:
        with check(clauses.NAMES_THE_MESSAGE):
            assert answer.control_id == message.control_id


@scenario(
    "hl7.adt.a40",
    actor="adt-receiver",
    transaction="RAD-12",
    clauses=[clauses.MERGED, clauses.NAMES_THE_MESSAGE],
    requires=["hl7v2.in"],
)
def test_a_merge_is_accepted(story, adt_receiver, check):
    """The merge of two registered patients (ADT^A40) is accepted."""
    hers, twin = samples.person(story, "hers"), samples.person(story, "twin")
    arranging.registered(adt_receiver.offering("ADT^A40"), story, hers, twin)
    message = samples.merge(story, hers, twin)

    answer = adt_receiver.tell(message)

    with check(clauses.MERGED):
        assert answer.code == "AA", answer.says
    if answer.came:
        with check(clauses.NAMES_THE_MESSAGE):
            assert answer.control_id == message.control_id


@scenario(
    "hl7.adt.a40-without-prior",
    actor="adt-receiver",
    transaction="RAD-12",
    clauses=[clauses.MERGE_NEEDS_PRIOR, clauses.ANSWERED],
    requires=["hl7v2.in"],
)
def test_a_merge_that_does_not_say_whom_it_gives_up_is_refused(story, adt_receiver, check):
    """A merge without prior patient (no MRG) is refused, while whole merges before and after are accepted."""
    hers, before, after = (samples.person(story, name) for name in ("hers", "before", "after"))
    arranging.registered(adt_receiver.offering("ADT^A40"), story, hers, before, after)
    adt_receiver.arrange(samples.merge(story, hers, before), "have a whole merge accepted before")

    answer = adt_receiver.tell(samples.merge(story, hers, after, label="torn").without("MRG"))
    adt_receiver.arrange(samples.merge(story, hers, after), "have a whole merge accepted after")

    with check(clauses.ANSWERED, evidence=answer.evidence):
        assert answer.came, answer.trouble
    with check(clauses.MERGE_NEEDS_PRIOR, evidence=answer.evidence):
        assert answer.code not in {"AA", "CA"}, answer.says
