"""Patients: what a message leaves, changes and deletes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from conformance.hl7.simulator import Identifier, Patient
from conformance.hospital.patients import PatientIndex, Person

TEXTS = st.none() | st.sampled_from(["", "A", "B"])
PATIENTS = st.builds(
    Patient,
    st.just((Identifier("ZZ1", "", "1.2.3"),)),
    family=TEXTS,
    given=TEXTS,
    birth_date=st.none() | st.sampled_from(["", "19700101"]),
    sex=st.none() | st.sampled_from(["", "F", "M"]),
)


def patient(id_="ZZ1", **more):
    return Patient((Identifier(id_, "", "1.2.3"),), **more)


def test_an_absent_value_stays_and_a_null_value_is_deleted():
    index = PatientIndex()
    index.heard(patient(family="OLD", given="G", birth_date="19700101", sex="F"))

    person = index.heard(patient(family="NEW", birth_date=""))

    assert person.demographics == {"PatientName": "NEW^G", "PatientBirthDate": "", "PatientSex": "F"}


def test_what_nobody_ever_said_is_not_told():
    assert PatientIndex().heard(patient()).demographics == {}


@given(st.lists(PATIENTS, max_size=6))
def test_what_is_known_is_what_was_said_last(messages):
    index, wanted = PatientIndex(), {}
    for one in messages:
        person = index.heard(one)
        said = {name: getattr(one, name) for name in ("family", "given", "birth_date", "sex")}
        wanted |= {name: value for name, value in said.items() if value is not None}
        assert {name: getattr(person, name) for name in said} == {name: wanted.get(name) for name in said}


def test_a_merged_identifier_is_no_patients():
    index = PatientIndex()
    index.heard(patient("ZZ2", family="PRIOR"))

    index.merge(Identifier("ZZ2"), "ZZ1")

    assert index.survivor("ZZ2") == "ZZ1"
    assert index.survivor("ZZ1") is None


def test_a_name_has_no_trailing_separator():
    assert Person("ZZ1", family="ONLY", given="").demographics["PatientName"] == "ONLY"
