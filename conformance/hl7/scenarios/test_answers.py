"""Answers judged as whole messages: structure, required fields and values of the version they declare."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.hl7 import checks, clauses, samples


@scenario(
    "hl7.ack.whole-message",
    actor="mllp-receiver",
    transaction="ACK",
    clauses=[clauses.ANSWERED, clauses.WHOLE_STRUCTURE, clauses.WHOLE_VALUES],
    requires=["hl7v2.in"],
)
def test_every_answer_is_a_valid_message(story, mllp_receiver, check):
    """What accepts a message and what refuses one are valid messages, segment by segment and field by field."""
    messages = {
        "a valid message": samples.plain(story, "valid"),
        "an unknown type": samples.unknown_type(story),
        "an unknown event": samples.unknown_event(story),
        "a message without patient": samples.plain(story, "nobody").without("PID"),
    }

    answers = {what: mllp_receiver.tell(message) for what, message in messages.items()}

    with check(clauses.ANSWERED):
        assert answers["a valid message"].came, answers["a valid message"].trouble
    for what, answer in answers.items():
        if answer.came:
            built, filled = checks.message_faults(answer)
            with check(clauses.WHOLE_STRUCTURE, where=f"the answer to {what}", evidence=answer.evidence):
                assert len(built) == 0, "; ".join(built)
            with check(clauses.WHOLE_VALUES, where=f"the answer to {what}", evidence=answer.evidence):
                assert len(filled) == 0, "; ".join(filled)
