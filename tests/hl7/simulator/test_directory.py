"""The directory keeps what belongs to one patient together, and what does not apart."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from conformance.hl7.simulator.directory import Directory
from conformance.hl7.simulator.events import Identifier, Patient

A, B = Identifier("1", "A", "1.2"), Identifier("2", "B", "1.3")


def patient(*identifiers, **said):
    return Patient(identifiers, **said)


def test_identifiers_of_one_message_are_of_one_patient():
    directory = Directory()
    directory.heard(patient(A, family="ONE", sex="F"))
    directory.heard(patient(A, B, family="TWO"))

    [entry] = directory.entries
    assert (entry.identifiers, entry.family, entry.sex) == ((A, B), "TWO", "F")


def test_the_same_number_of_another_domain_is_somebody_else():
    directory = Directory()
    directory.heard(patient(A))
    directory.heard(patient(Identifier("1", "B", "1.3")))

    assert len(directory.entries) == 2
    assert directory.find(Identifier("1", "", "1.3")) is directory.entries[1]
    assert not directory.knows(Identifier("", "C"))


def test_a_merge_moves_all_but_the_identifier_that_is_given_up():
    directory = Directory()
    directory.heard(patient(A, family="SURVIVOR"))
    directory.heard(patient(Identifier("9", "A", "1.2"), B, family="PRIOR"))
    directory.merged(Identifier("9", "A", "1.2"), patient(A))

    [entry] = directory.entries
    assert (entry.identifiers, entry.family) == ((A, B), "SURVIVOR")


@given(told=st.lists(st.sets(st.integers(0, 5), min_size=1, max_size=3), max_size=8))
def test_no_identifier_is_ever_two_patients(told):
    directory = Directory()
    for numbers in told:
        directory.heard(patient(*(Identifier(str(one), "A") for one in sorted(numbers))))

    every = [one for entry in directory.entries for one in entry.identifiers]
    assert len(every) == len(set(every))
    assert {one.value for one in every} == {str(one) for numbers in told for one in numbers}
