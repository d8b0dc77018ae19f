"""The candidate as stories meet it: whom the profile names, what is arranged, and what blocks."""

from __future__ import annotations

import pytest
from visiting import visit

from conformance.hl7 import samples
from conformance.hl7.wire.message import parse
from conformance.hospital import Hospital
from conformance.model import Blocked, NotApplicable
from conformance.workflow.saboteurs.orders import ClosedOrderDesk, DeafScheduler


@pytest.fixture
def hospital():
    with Hospital() as hospital:
        yield hospital


def test_a_feed_that_is_the_hl7_port_is_told_once(hospital):
    sections = hospital.profile()
    port = sections["hl7v2"]["in"]
    sections["xds"]["patient_feed"] = {"host": port["host"], "port": port["port"]}

    with visit(sections) as visitor:
        assert visitor.feed is None
        visitor.registers(visitor.person("her"))


def test_a_feed_of_its_own_is_told_too(hospital):
    with visit(hospital.profile()) as visitor:
        her = visitor.person("her")
        visitor.registers(her)

        assert visitor.feed is not None
        assert hospital.domain.registry.patients.knows(visitor.domain_id(her))


@pytest.mark.parametrize(
    ("dropped", "authority"), [((), "2.16.840.1.113883.2.1.4.1"), (("xds",), samples.people.AUTHORITY[1])]
)
def test_patients_have_one_identifier_in_the_domain_all_parts_share(hospital, dropped, authority):
    sections = {name: value for name, value in hospital.profile().items() if name not in dropped}
    with visit(sections) as visitor:
        her, his = visitor.person("her"), visitor.person("his")
        message = parse(visitor.about(samples.merge(visitor.story, her, his), her, his).octets())

    assert len(message.segment("PID").repetitions(3)) == 1
    assert (message["PID-3.1"], message["PID-3.4.2"]) == (her.id, authority)
    assert (message["MRG-1.1"], message["MRG-1.4.2"]) == (his.id, authority)


@pytest.mark.parametrize(("triggers", "event"), [(["ADT^A01"], "ADT^A01"), (["ADT^A01", "ADT^A04"], "ADT^A04")])
def test_patients_are_registered_by_an_event_the_profile_lists(hospital, triggers, event):
    sections = {"hl7v2": hospital.profile()["hl7v2"]}
    sections["hl7v2"]["in"]["triggers"] = triggers
    told = []

    with visit(sections) as visitor:
        visitor.port.arrange = lambda message, _: told.append(message.trigger)
        visitor.registers(visitor.person("her"))

    assert told == [event]


def test_nobody_to_register_with_is_not_applicable(hospital):
    sections = {"hl7v2": hospital.profile()["hl7v2"]}
    sections["hl7v2"]["in"]["triggers"] = ["ORU^R01"]

    with visit(sections) as visitor, pytest.raises(NotApplicable, match="ADT\\^A04"):
        visitor.registers(visitor.person("her"))


@pytest.mark.parametrize("part", ["port", "archive", "worklist", "domain", "registry", "imaging_source"])
def test_a_part_the_profile_does_not_name_blocks_in_words(part):
    with visit({}) as visitor, pytest.raises(Blocked, match="profile"):
        getattr(visitor, part)


def test_an_order_that_is_refused_or_not_listed_blocks_what_follows():
    for hospital, why in ((ClosedOrderDesk(), "have an order accepted"), (DeafScheduler(), "not on the worklist")):
        with hospital, visit(hospital.profile(), settle_s=0.1) as visitor:
            her = visitor.person("her")
            visitor.registers(her)
            with pytest.raises(Blocked, match=why):
                visitor.has_work(her, visitor.about(samples.order(visitor.story, her), her))


def test_work_or_studies_from_before_block_the_story(hospital):
    with visit(hospital.profile(), settle_s=0.1) as visitor:
        her = visitor.person("her")
        visitor.registers(her)
        visitor.has_work(her, visitor.about(samples.order(visitor.story, her), her))
        with pytest.raises(Blocked, match="before anything was ordered"):
            visitor.has_no_work(her)
        with pytest.raises(Blocked, match="are not found before"):
            visitor.shows(her, visitor.study("never-stored", her))


def test_what_is_awaited_is_asked_for_until_it_is_there(hospital):
    with visit(hospital.profile()) as visitor:
        answers = iter([1, 2, 3, 4])

        assert visitor.settled(lambda: next(answers), lambda seen: seen == 3, "three") == 3
