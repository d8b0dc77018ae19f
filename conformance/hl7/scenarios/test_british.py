"""The candidate as receiver in the NHS, where its profile claims so: ODS codes, NHS number and status, two codes."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.hl7 import arranging, clauses, samples

ADMISSIONS = ("ADT^A04", "ADT^A01", "ADT^A08")
BOTH_CODES = ("CSKUH", "CT HEAD", "NICIP", "303653007", "CT of head", "SCT")


def national(story, who, status, *, label):
    """Return an admission or registration of version 2.4 as the NHS writes it, with a ZU segment."""
    draft = samples.plain(story, label).putting("MSH-4", "RXX").putting("MSH-12", "2.4")
    event = draft.trigger.split("^")[1]
    draft = draft.putting("PID-3", who.identifiers).putting("PID-5", (who.family, who.given)).putting("PID-32", status)
    return draft.putting("EVN-1", event).adding("ZU1", {1: "1", 2: "N"})


def judged(check, clause, answer, where):
    """Judge that a message was accepted."""
    with check(clause, where=where, evidence=answer.evidence):
        assert answer.code == "AA", answer.says


@scenario(
    "hl7.uk.admission",
    actor="adt-receiver",
    transaction="RAD-1",
    clauses=[clauses.UK_RECEIVED],
    requires=["hl7v2.in"],
)
def test_a_registration_as_the_nhs_writes_it_is_accepted(story, adt_receiver, check):
    """A registration from an ODS code, with a verified NHS number beside the hospital's own and a ZU segment."""
    adt_receiver.claiming("uk").offering(*ADMISSIONS)
    message = national(story, samples.person(story, "verified"), "01", label="verified")

    answer = adt_receiver.tell(message)

    judged(check, clauses.UK_RECEIVED, answer, "PID-32 01, verified")


@scenario(
    "hl7.uk.untraced-patients",
    actor="adt-receiver",
    transaction="RAD-1",
    clauses=[clauses.UK_UNTRACED_RECEIVED],
    requires=["hl7v2.in"],
)
def test_patients_without_a_verified_nhs_number_are_accepted(story, adt_receiver, check):
    """A patient whose NHS number was not verified, and one who has none, are patients nonetheless."""
    adt_receiver.claiming("uk").offering(*ADMISSIONS)
    hers, his = samples.person(story, "hers"), samples.person(story, "his")
    unverified = national(story, hers, "02", label="hers")
    untraced = national(story, his, "03", label="his").putting("PID-3", his.identifiers[:1])

    told = {"02, present but not traced": adt_receiver.tell(unverified)}
    told["03, trace required, and no number"] = adt_receiver.tell(untraced)

    for status, answer in told.items():
        judged(check, clauses.UK_UNTRACED_RECEIVED, answer, f"PID-32 {status}")


@scenario(
    "hl7.uk.order-in-two-codes",
    actor="order-receiver",
    transaction="RAD-4",
    clauses=[clauses.UK_CODES_RECEIVED],
    requires=["hl7v2.in"],
)
def test_an_order_in_nicip_and_snomed_ct_is_accepted(story, order_receiver, check):
    """A scheduled procedure tells its examination in NICIP and in SNOMED CT at once: it is accepted."""
    hers = samples.person(story, "hers")
    arranging.registered(order_receiver.claiming("uk").offering("ORM^O01"), story, hers)

    answer = order_receiver.tell(samples.order(story, hers, of="national").putting("OBR-4", BOTH_CODES))

    with check(clauses.UK_CODES_RECEIVED):
        assert answer.code == "AA", answer.says
