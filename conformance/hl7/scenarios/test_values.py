"""Values as other systems write them: nulls, times of every precision, many observations."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.hl7 import arranging, clauses, samples
from conformance.hl7.wire.draft import NULL

TIMES = ("%Y%m%d%H%M%S", "%Y%m%d%H%M", "%Y%m%d%H%M%S.0000", "%Y%m%d%H%M%S+0100", "%Y%m%d%H%M-0500")
OBSERVATIONS = 300
ADMISSIONS = ("ADT^A04", "ADT^A01", "ADT^A08")


@scenario(
    "hl7.encoding.null-values",
    actor="mllp-receiver",
    transaction="ACK",
    clauses=[clauses.NULL_ACCEPTED],
    requires=["hl7v2.in"],
)
def test_a_message_that_deletes_values_is_accepted(story, mllp_receiver, check):
    """Two quotation marks in optional fields tell the receiver to delete them, and are no error."""
    mllp_receiver.offering(*ADMISSIONS)
    message = samples.plain(story, "null")
    for path in ("PID-11", "PID-13", "PID-16", "PV1-10"):
        message = message.putting(path, NULL)

    answer = mllp_receiver.tell(message)

    with check(clauses.NULL_ACCEPTED):
        assert answer.code == "AA", answer.says


@scenario(
    "hl7.encoding.time-precision",
    actor="mllp-receiver",
    transaction="ACK",
    clauses=[clauses.TIMES_ACCEPTED],
    requires=["hl7v2.in"],
)
def test_times_are_accepted_in_every_precision(story, mllp_receiver, check):
    """A time to the minute, second or fraction, with and without offset from UTC, is accepted."""
    mllp_receiver.offering(*ADMISSIONS)
    told = []
    for number, form in enumerate(TIMES):
        time = f"{story.now:{form}}"
        message = samples.plain(story, f"time{number}").putting("MSH-7", time).putting("EVN-2", time)
        told.append((time, mllp_receiver.tell(message)))

    for time, answer in told:
        with check(clauses.TIMES_ACCEPTED, where=time, evidence=answer.evidence):
            assert answer.code == "AA", answer.says


@scenario(
    "hl7.result.many-observations",
    actor="result-receiver",
    transaction="RAD-28",
    clauses=[clauses.LONG_ACCEPTED],
    requires=["hl7v2.in"],
)
def test_a_report_of_many_observations_is_accepted(story, result_receiver, check):
    """A report of three hundred lines, one OBX each, is accepted and answered once."""
    hers = samples.person(story, "hers")
    arranging.scheduled(result_receiver.offering("ORU^R01"), story, hers)
    lines = tuple(f"Line {number} of the report." for number in range(OBSERVATIONS))
    message = samples.result(story, hers, lines=lines, label="many")

    answer = result_receiver.tell(message)
    extra = result_receiver.extra()

    with check(clauses.LONG_ACCEPTED):
        assert (answer.control_id, answer.code) == (message.control_id, "AA"), answer.says
        assert len(extra) == 0, f"{len(extra)} more answers, the first with {extra[0].says}"
