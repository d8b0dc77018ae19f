"""Results: reports, preliminary, final and corrected, and documents in them (RAD-28)."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.hl7 import arranging, clauses, samples

DOCUMENT = 70_000
"""Octets; in base64 more than 64 KiB and less than the 99,999 that version 2.5.1 gives OBX-5."""


@scenario(
    "hl7.result.preliminary-final-corrected",
    actor="result-receiver",
    transaction="RAD-28",
    clauses=[clauses.REPORTED, clauses.NAMES_THE_MESSAGE],
    requires=["hl7v2.in"],
)
def test_a_report_is_accepted_preliminary_final_and_corrected(story, result_receiver, check):
    """A report is accepted when it is preliminary (P), when it is final (F) and when it is corrected (C)."""
    hers = samples.person(story, "hers")
    arranging.scheduled(result_receiver.offering("ORU^R01"), story, hers)
    messages = [samples.result(story, hers, status, lines=(f"Report of status {status}.",)) for status in "PFC"]

    told = [(message, result_receiver.tell(message)) for message in messages]

    for status, (message, answer) in zip("PFC", told, strict=True):
        with check(clauses.REPORTED, where=f"OBR-25 {status}", evidence=answer.evidence):
            assert answer.code == "AA", answer.says
        if answer.came:
            with check(clauses.NAMES_THE_MESSAGE, where=f"OBR-25 {status}", evidence=answer.evidence):
                assert answer.control_id == message.control_id


@scenario(
    "hl7.result.large-document",
    actor="result-receiver",
    transaction="RAD-28",
    clauses=[clauses.LARGE_ACCEPTED],
    requires=["hl7v2.in"],
)
def test_a_report_with_a_large_document_is_taken_whole(story, result_receiver, check):
    """A report that carries a document of 70,000 octets (base64 in one OBX) is taken whole and accepted."""
    hers = samples.person(story, "hers")
    arranging.scheduled(result_receiver.offering("ORU^R01"), story, hers)
    message = samples.result(story, hers).adding("OBX", samples.pdf(story, DOCUMENT))

    answer = result_receiver.tell(message)
    extra = result_receiver.extra()

    with check(clauses.LARGE_ACCEPTED):
        assert (answer.control_id, answer.code) == (message.control_id, "AA"), answer.says
    with check(clauses.LARGE_ACCEPTED, where="after the answer"):
        assert len(extra) == 0, f"{len(extra)} more answers, the first with {extra[0].says}"
