"""What a response says is read from whatever came, and never raises."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.hl7 import querying, samples
from conformance.hl7.answers import Answer
from conformance.hl7.client import Sender
from conformance.hl7.samples import queries
from conformance.hl7.simulator import Receiver
from conformance.hl7.wire.mllp import Frame, framed
from conformance.model import Blocked, NotApplicable


def answered(octets):
    return Answer.of(Frame(framed(octets), octets))


def test_an_identifier_is_of_the_domain_its_oid_names():
    [found] = querying.patients(
        answered(
            b"MSH|^~\\&|A|B|C|D|20261124||RSP^K22^RSP_K21|1|P|2.5\r"
            b"PID|||1^^^HARNESS~2^^^&2.25.178032692466928039321704704240483858286&ISO~3^^^NHS||ZZONE&X^ADA||19600102|F\r"
        )
    )
    assert found.identifiers == {("1", querying.OURS), ("2", querying.OTHER), ("3", "NHS")}
    assert found.domains == {querying.OURS, querying.OTHER, "NHS"}
    assert (found.family, found.given, found.birth_date, found.sex) == ("ZZONE", "ADA", "19600102", "F")


@given(octets=st.binary(max_size=200) | st.binary(max_size=120).map(lambda rest: b"MSH|^~\\&|" + rest))
def test_any_answer_can_be_read(octets):
    answer = answered(octets)

    assert isinstance(querying.says(answer), str)
    assert isinstance(querying.error_trouble(answer, "3"), str)
    assert isinstance(querying.structure_trouble(answer, "ITI-9"), str)
    assert querying.identifiers(answer) == {one for found in querying.patients(answer) for one in found.identifiers}


def test_an_honest_response_has_nothing_wrong(told):
    with Receiver() as receiver:
        story = told(receiver)
        hers = samples.person(story, "hers")
        asked = queries.query(story, story.system.hl7v2.pdq, "QBP^Q22", "one", {3: queries.criteria(PID_3_1=hers.id)})
        with Sender.to(story) as source, Sender.asking(story, story.system.hl7v2.pdq, "hl7v2.pdq") as supplier:
            source.arrange(queries.fed(story, hers, queries.identifier(hers.id)), "register a patient")
            answer = supplier.tell(asked)

    assert querying.status(answer) == ("AA", "OK")
    assert querying.identifiers(answer) == {(hers.id, querying.OURS)}
    assert querying.kind_trouble(answer, asked) == ""
    assert querying.echo_trouble(answer, asked) == ""
    assert querying.structure_trouble(answer, "ITI-21") == ""


def test_nobody_to_ask_is_a_block_and_a_claim_not_made_is_none_of_ours(told):
    with Receiver() as receiver:
        story = told(receiver)
        with pytest.raises(Blocked, match=r"hl7v2\.pix"):
            Sender.asking(story, None, "hl7v2.pix")
        with Sender.to(story) as sender:
            assert sender.claiming("enhanced_mode") is sender
            with pytest.raises(NotApplicable, match="telepathy"):
                sender.claiming("telepathy")
