"""Our shelf answers a search as an independent reading of the keys says, and a retrieval with what it names alone."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.dicom import samples
from conformance.dicom.shelf import LEVELS, UNIQUE, Shelf
from conformance.dicom.wire import data_set
from conformance.story import derived


@pytest.fixture(scope="module")
def studies(invented):
    accented = samples.patient(invented, "b", script="latin")
    return (
        samples.study(invented, "a", series=2, images=2, StudyDate="20260101", modality=("CT", "MR")),
        samples.study(invented, "b", patient=accented, series=1, images=1, StudyDate="20251231"),
    )


@pytest.fixture(scope="module")
def invented():
    def token(name, length):
        return derived("seed", name).hex()[:length].upper()

    return SimpleNamespace(
        seed="5eed",
        now=datetime(2026, 11, 24, 10, tzinfo=UTC),
        token=token,
        uid=lambda name: f"2.25.{int.from_bytes(derived('seed', name)[:12], 'big')}",
        patient_id=lambda name: f"ZZ{token(name, 10)}",
    )


def found(studies, **keys):
    asked = data_set(**{"QueryRetrieveLevel": "STUDY", "StudyInstanceUID": "", **keys})
    return [one.identifier.text("StudyInstanceUID") for one in Shelf(studies).matches(asked)]


def test_keys_are_matched_by_their_kind(studies):
    a, b = studies
    for keys, wanted in (
        ({}, [a, b]),
        ({"PatientID": a.patient_id}, [a]),
        ({"PatientID": f"{a.patient_id}  "}, [a]),
        ({"PatientID": a.patient_id.lower()}, [] if a.patient_id != a.patient_id.lower() else [a]),
        ({"PatientName": a.patient_name.lower()}, [a]),
        ({"PatientName": f"{a.patient_name[:4]}*", "PatientID": a.patient_id}, [a]),
        ({"StudyDate": "20260101"}, [a]),
        ({"StudyDate": "-20251231"}, [b]),
        ({"StudyDate": "20260101-"}, [a]),
        ({"StudyDate": "20251231-20260101"}, [a, b]),
        ({"StudyInstanceUID": [a.study_uid, b.study_uid]}, [a, b]),
        ({"StudyInstanceUID": f"{a.study_uid[:-1]}"}, []),
        ({"ModalitiesInStudy": "MR"}, [a]),
        ({"PatientID": "*", "StudyDescription": "HARNESS ?"}, [a, b]),
    ):
        assert found(studies, **keys) == [one.study_uid for one in wanted], keys


@pytest.mark.parametrize(("level", "count"), [("PATIENT", 2), ("STUDY", 2), ("SERIES", 3), ("IMAGE", 5)])
def test_each_entity_of_a_level_is_told_once(studies, level, count):
    asked = data_set({"QueryRetrieveLevel": level, UNIQUE[level]: ""})
    matches = Shelf(studies).matches(asked)

    assert len({one.identifier.text(UNIQUE[level]) for one in matches}) == count
    assert {one.identifier.text("QueryRetrieveLevel") for one in matches} == {level}
    assert {one.identifier.text("RetrieveAETitle") for one in matches} == {"HARNESS"}


def test_an_unsupported_key_is_left_out_and_said_to_be(studies):
    (match, _) = Shelf(studies).matches(data_set(QueryRetrieveLevel="STUDY", StudyInstanceUID="", StudyComments=""))

    assert not match.whole
    assert "StudyComments" not in match.identifier


def test_a_name_that_is_not_ascii_says_how_it_is_written(studies):
    names = data_set(QueryRetrieveLevel="STUDY", StudyInstanceUID="", PatientName="")
    plain, accented = (one.identifier for one in Shelf(studies).matches(names))

    assert "SpecificCharacterSet" not in plain
    assert accented.text("SpecificCharacterSet") == "ISO_IR 100"
    assert accented.text("PatientName") == studies[1].patient_name


def test_many_copies_are_so_many_studies(studies):
    asked = data_set(QueryRetrieveLevel="STUDY", StudyInstanceUID="")

    assert len({one.identifier.text("StudyInstanceUID") for one in Shelf(studies, copies=300).matches(asked)}) == 600


@given(level=st.sampled_from((*LEVELS, "")), named=st.sets(st.sampled_from(sorted(UNIQUE.values()))))
def test_a_retrieval_gets_what_it_names_and_never_everything(studies, level, named):
    one = studies[0].instances[0]
    asked = data_set({"QueryRetrieveLevel": level, **{keyword: str(one.get(keyword)) for keyword in named}})
    wanted = Shelf(studies).wanted(asked)

    if UNIQUE.get(level) not in named:
        assert wanted == []
    else:
        assert one in wanted
        assert {str(each.get(keyword)) for each in wanted for keyword in named} == {str(one.get(key)) for key in named}
