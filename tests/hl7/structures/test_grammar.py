"""A structure accepts the segments it is made of, in order and number; a step costs the same whatever came before."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.hl7.structures import VERSIONS, edition
from conformance.hl7.structures.grammar import ANY, Element, Structure


def structure(name, version="2.5.1"):
    return edition(version).structure(name)


@pytest.mark.parametrize(
    ("name", "version", "segments", "whole"),
    [
        ("ADT_A01", "2.5.1", "MSH EVN PID PV1", True),
        ("ADT_A01", "2.5.1", "MSH SFT EVN PID PD1 ROL NK1 NK1 PV1 PV2 OBX AL1 DG1 PR1 ROL PR1 IN1 IN2 ACC", True),
        ("ADT_A01", "2.3.1", "MSH SFT EVN PID PV1", False),
        ("ADT_A01", "2.5.1", "MSH EVN PV1 PID", False),
        ("ADT_A01", "2.5.1", "MSH EVN PID", False),
        ("ADT_A01", "2.5.1", "MSH EVN PID PID PV1", False),
        ("ADT_A39", "2.3.1", "MSH EVN PID MRG PID PD1 MRG PV1", True),
        ("ADT_A39", "2.3.1", "MSH EVN PID", False),
        ("ORM_O01", "2.3.1", "MSH PID PV1 ORC OBR NTE ORC RXO ORC", True),
        ("ORM_O01", "2.5.1", "MSH PID ORC OBR RXO", False),
        ("ORM_O01", "2.5.1", "MSH PID PV1 OBR", False),
        ("OMI_O23", "2.5.1", "MSH PID PV1 ORC TQ1 OBR IPC IPC ORC OBR IPC", True),
        ("OMI_O23", "2.5.1", "MSH PID PV1 ORC OBR", False),
        ("ORU_R01", "2.5.1", "MSH PID PV1 OBR NTE OBX NTE OBX OBR OBX", True),
        ("ORU_R01", "2.5.1", "MSH PID PV1 OBX OBR", False),
        ("ACK", "2.5.1", "MSH MSA ERR ERR", True),
        ("ACK", "2.5.1", "MSH MSA MSA", False),
        ("RSP_K22", "2.5", "MSH MSA QAK QPD PID PID QRI DSC", True),
        ("RSP_K22", "2.5.1", "MSH MSA QPD", False),
    ],
)
def test_order_number_and_choice_are_those_of_the_standard(name, version, segments, whole):
    assert structure(name, version).accepts(segments.split()) is whole


@pytest.mark.parametrize("version", VERSIONS)
def test_every_structure_compiles_and_its_shortest_message_is_whole(version):
    for name in edition(version).structures:
        one = structure(name, version)
        shortest, _ = one.way(one.start, "")
        names = ["PID" if segment == ANY else segment for segment in shortest]

        assert one.accepts(names), name
        assert names[:1] == ["MSH"], name


@settings(max_examples=80, deadline=None)
@given(data=st.data(), version=st.sampled_from(VERSIONS))
def test_whatever_walk_is_taken_through_a_structure_is_a_message_of_it(data, version):
    one = structure(data.draw(st.sampled_from(edition(version).structures)), version)
    state, names = one.start, []
    for _ in range(data.draw(st.integers(0, 25))):
        following = [name for name in one.expected(state) if name != ANY]
        if not following:
            break
        names.append(data.draw(st.sampled_from(following)))
        state = one.step(state, names[-1])
    rest, _ = one.way(state, "")

    assert one.accepts([*names, *(segment for segment in rest if segment != ANY)]) or ANY in rest


def test_a_missing_segment_is_named_by_the_shortest_way():
    one = structure("ADT_A01")
    state = one.step(one.step(one.start, "MSH"), "EVN")

    assert one.step(state, "PV1") is None
    assert one.way(state, "PV1")[0] == ("PID",)
    assert one.way(one.way(state, "PV1")[1], "EVN") is None


AMBIGUOUS = (
    "A",
    (
        Element("G", repeats=True, parts=(Element("X", optional=True, repeats=True), Element("X", optional=True))),
        Element("H", optional=True, repeats=True, parts=(Element("X", repeats=True), Element("Y", optional=True))),
        Element("Z9"),
    ),
)


@pytest.mark.parametrize("end", [[], ["Z9"], ["W"]])
def test_a_structure_in_which_a_segment_has_many_places_is_walked_once(end):
    one = Structure(*AMBIGUOUS)
    names = ["X"] * 20_000 + end
    began = process_time()

    assert one.accepts(names) is (end == ["Z9"])
    assert process_time() - began < 0.5


@pytest.mark.parametrize("name", ["OML_O21", "ORU_R01", "RSP_K21", "OUL_R21"])
def test_the_ambiguous_structures_of_the_standard_stay_small(name):
    one = structure(name)
    began = process_time()
    for pattern in ("OBX", "NTE", "OBR", "ORC", "PID", "PV1"):
        one.accepts(["MSH", "PID", "ORC", "OBR", *[pattern] * 5000, "OBX", "NTE"])

    assert process_time() - began < 0.5
    assert len(one._states) < 200
