"""What a story needs beforehand is told as far as the profile takes it."""

from __future__ import annotations

import pytest

from conformance.hl7 import arranging, samples
from conformance.hl7.client import Sender
from conformance.hl7.simulator import Events, Receiver, Refused
from conformance.model import Blocked


class Diary(Events):
    def __init__(self) -> None:
        self.heard = []

    def patient_registered(self, patient):
        if patient.family == "ZZREFUSED":
            raise Refused("not this one")
        self.heard.append(patient.id)

    def procedure_scheduled(self, order):
        self.heard.append(order.accession)


@pytest.fixture
def scene(told):
    diary = Diary()
    with Receiver(diary) as receiver:
        story = told(receiver)
        with Sender.to(story) as sender:
            yield story, sender, diary.heard


@pytest.mark.parametrize(
    ("triggers", "told_of"),
    [
        ({"ADT^A01", "ADT^A04", "ORM^O01"}, 2),
        ({"ADT^A01", "OMI^O23"}, 2),
        ({"ORM^O01"}, 1),
        ({"ORU^R01"}, 0),
    ],
)
def test_patient_and_order_are_told_where_they_are_taken(scene, triggers, told_of):
    story, sender, heard = scene
    sender.triggers = frozenset(triggers)

    arranging.scheduled(sender, story, samples.person(story, "hers"))

    assert len(heard) == told_of


def test_a_refused_registration_blocks_the_story(scene):
    story, sender, _ = scene
    with pytest.raises(Blocked, match="could not register a patient: MSA-1 is AE: not this one"):
        arranging.registered(sender, story, samples.person(story, "hers", family="ZZREFUSED"))
