"""The samples are synthetic, the same for the same seed, and well formed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.hl7 import samples
from conformance.hl7.message_profiles import transaction
from conformance.hl7.samples import queries
from conformance.hl7.samples.queries import OTHER_AUTHORITY
from conformance.hl7.simulator import Receiver
from conformance.hl7.simulator.acceptance import content_fault, control_fault
from conformance.hl7.validation import findings
from conformance.hl7.wire.message import parse
from conformance.hl7.wire.mllp import Frame, Scanner


def every(story):
    hers, his = samples.person(story, "hers"), samples.person(story, "his")
    return [
        *(samples.admission(story, hers, event) for event in ("A01", "A04", "A08")),
        samples.merge(story, hers, his),
        samples.order(story, hers),
        samples.order_2_5_1(story, hers),
        *(samples.result(story, hers, status) for status in "PFC"),
    ]


MOVEMENTS = ("A02", "A03", "A05", "A06", "A07", "A11", "A12", "A13", "A38")


def happening(story):
    """Return what happens to patients beyond registration."""
    hers, his = samples.person(story, "hers"), samples.person(story, "his")
    return [
        *(
            samples.movement(story, hers, one)
            for one in ("A02", "A03", "A05", "A06", "A07", "A11", "A12", "A13", "A38")
        ),
        *(samples.identity(story, hers, event) for event in ("A28", "A31")),
        samples.renumbered(story, hers, his),
        *(samples.link(story, hers, his, event) for event in ("A24", "A37")),
        *(samples.appointment(story, hers, event) for event in ("S12", "S13", "S14", "S15")),
        *(samples.charge(story, hers, kind) for kind in ("CG", "CD")),
        samples.encounter(story, hers, "A02"),
        samples.notified(story, hers, *hers.identifiers),
        *(samples.moved(story, hers, his, event) for event in ("A43", "A44")),
        samples.report(story, hers, "F", samples.Line("A", ("one", "two")), samples.Line("B", ("1.5",), units="mm")),
    ]


def between(story):
    """Return what placers and fillers tell one another, with its transaction."""
    hers = samples.person(story, "hers")
    placed = [make(story, hers, control) for make in (samples.placed, samples.placed_2_5_1) for control in ("NW", "CA")]
    filled = [samples.filled(story, hers, *told) for told in (("SN",), ("SC", "IP"), ("OC", "CA"))]
    return [*(("RAD-2", one) for one in placed), *(("RAD-3", one) for one in filled)]


def asked(story):
    """Return a query of each kind."""
    port, hers = story.system.hl7v2.pix, samples.person(story, "hers")
    domains = queries.domains(OTHER_AUTHORITY)
    named = queries.criteria(PID_5_1_1=hers.family, PID_7_1=hers.birth_date)
    return [
        queries.query(story, port, "QBP^Q23", "pix", {3: queries.identifier(hers.id), 4: domains}),
        queries.query(story, port, "QBP^Q22", "pdq", {3: named, 8: domains}, most=2),
        queries.query(story, port, "QBP^Q22", "pdq", {3: named}, most=2, pointer="P2"),
        queries.query(story, port, "QBP^ZV1", "visit", {3: named}),
    ]


@pytest.fixture
def story(told):
    with Receiver() as receiver:
        return told(receiver)


def test_every_sample_holds_what_its_trigger_needs(story):
    for draft in every(story):
        message = parse(draft.octets())
        assert message.encode() == draft.octets()
        assert content_fault(message) is None
        assert control_fault(message) is None
        assert len(message["MSH-10"]) <= 20


TRANSACTIONS = {
    "ADT^A01": "RAD-1",
    "ADT^A04": "RAD-1",
    "ADT^A08": "RAD-12",
    "ADT^A40": "RAD-12",
    "ORM^O01": "RAD-4",
    "OMI^O23": "RAD-4",
    "ORU^R01": "RAD-28",
    "SIU^S12": "RAD-48",
    "DFT^P03": "RAD-35",
    "QBP^Q23": "ITI-9",
    "QBP^Q22": "ITI-21",
}


class Speaking(Receiver):
    version = "2.5.1"

    def profile(self):
        sections = super().profile()
        sections["hl7v2"]["in"]["version"] = self.version
        return sections


@pytest.mark.parametrize("version", ["2.3.1", "2.4", "2.5", "2.5.1"])
def test_nothing_is_wrong_with_any_sample_nor_with_what_an_honest_receiver_answers(told, version):
    with Speaking() as receiver:
        receiver.version = version
        story = told(receiver)
        mine = (*every(story), *happening(story), *asked(story), samples.plain(story, "plain"))
        told_of = [(TRANSACTIONS.get(draft.trigger, ""), draft) for draft in mine]
        for of, draft in (*told_of, *between(story)):
            message = parse(draft.octets())
            profile = transaction(of, draft.trigger, message["MSH-12"])
            assert [str(one) for one in findings(message, profile)] == []
            answer = receiver.answer(Frame(b"", draft.octets()))
            scanner = Scanner(1 << 20)
            scanner.feed(answer)
            assert [str(one) for one in findings(parse(scanner.next().content))] == []


def test_the_same_story_says_the_same_and_another_something_else(told):
    with Receiver() as receiver:
        one, same, other = (told(receiver, seed=seed) for seed in ("ab", "ab", "cd"))
    texts = [[draft.octets() for draft in every(story)] for story in (one, same, other)]
    assert texts[0] == texts[1]
    assert not set(texts[0]) & set(texts[2])


def test_no_two_messages_share_a_control_id(story):
    drafts = [*every(story), samples.unknown_type(story)]
    assert len({draft.control_id for draft in drafts}) == len(drafts)


@given(name=st.text(max_size=5))
def test_nhs_numbers_are_of_the_range_never_issued_and_check(name):
    class Seeded:
        def token(self, name: str, length: int) -> str:
            return f"{abs(hash(name)):016x}"[:length]

    digits = samples.nhs_number(Seeded(), name)
    assert len(digits) == 10
    assert digits[0] == "9"
    assert sum(int(digit) * (10 - place) for place, digit in enumerate(digits)) % 11 == 0


def test_a_document_is_as_large_as_asked(story):
    observation = samples.pdf(story, 65536)
    assert len(observation[5][4]) > 65536
