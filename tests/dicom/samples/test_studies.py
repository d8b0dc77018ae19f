"""Samples are the same for the same story, valid, and read without a problem by the room's own reader."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydicom import config

from conformance.dicom import samples
from conformance.dicom.samples.studies import SCRIPTS
from conformance.dicom.wire import read_data_set
from conformance.model import Blocked
from conformance.story import Story, moment

NATIVE = (
    samples.ImplicitVRLittleEndian,
    samples.ExplicitVRLittleEndian,
    samples.ExplicitVRBigEndian,
    samples.DeflatedExplicitVRLittleEndian,
)
VARIANTS = (
    samples.private,
    samples.unknown_vr,
    samples.nested,
    samples.deep(30),
    samples.odd_lengths,
    samples.multi_valued,
    samples.empty_type_2,
    samples.undefined_lengths,
)


def told(seed="ab"):
    return Story("samples", seed, moment("2026-11-24T10:00:00Z"), None, None, None)


def combinations():
    for uid, one in samples.SOP_CLASSES.items():
        for syntax in (*NATIVE, *sorted(samples.ENCAPSULATED)):
            narrow = syntax in samples.EIGHT_BIT_ONLY and one.bits != 8 and not one.either
            if not narrow and (one.bits or syntax not in samples.ENCAPSULATED):
                yield pytest.param(uid, syntax, id=f"{one.title}-{syntax}")


@pytest.fixture
def strict(monkeypatch):
    """Make pydicom raise where a value does not fit its VR."""
    monkeypatch.setattr(config.settings, "_writing_validation_mode", config.RAISE)
    monkeypatch.setattr(config.settings, "reading_validation_mode", config.RAISE)


@pytest.mark.parametrize(("uid", "syntax"), list(combinations()))
def test_each_class_in_each_syntax_reads_without_a_problem(strict, uid, syntax):
    instance = samples.study(told(), sop_class=uid, transfer_syntax=syntax, series=1, images=1).instances[0]
    read = read_data_set(instance.data, syntax)

    assert not read.problems
    assert read.text("SOPInstanceUID") == instance.sop_instance
    assert samples.encoded(samples.decoded(instance.data, syntax), syntax) == instance.data


@settings(max_examples=15, deadline=None)
@given(st.text("0123456789abcdef", min_size=2, max_size=8), st.text("abcXYZ-09", min_size=1, max_size=12))
def test_a_study_is_the_same_for_the_same_story_and_name_and_another_for_another(seed, name):
    first, again = samples.study(told(seed), name), samples.study(told(seed), name)

    assert first == again
    assert first.study_uid != samples.study(told(seed + "0"), name).study_uid
    assert first.study_uid != samples.study(told(seed), name + "x").study_uid
    assert len({one.sop_instance for one in first.instances}) == 4
    assert re.fullmatch("ZZ[0-9A-F]{10}", first.patient_id)
    assert first.patient_name.startswith("ZZ")


@pytest.mark.parametrize("script", SCRIPTS)
def test_names_of_each_script_come_back_as_the_same_characters(script):
    who = samples.patient(told(), "hers", script=script)
    instance = samples.study(told(), patient=who, series=1, images=1, variants=VARIANTS).instances[0]
    read = read_data_set(instance.data, instance.transfer_syntax)

    assert not read.problems
    assert read.text("PatientName") == who.name == instance.get("PatientName")


@pytest.mark.parametrize("syntax", NATIVE)
@pytest.mark.parametrize("variant", VARIANTS[:-1])
def test_each_variant_reads_without_a_problem_with_lengths_closed_and_open(syntax, variant):
    for variants in ([variant], [variant, samples.undefined_lengths]):
        made = samples.study(told(), transfer_syntax=syntax, variants=variants, series=1, images=1).instances[0]
        assert not read_data_set(made.data, syntax).problems


def test_series_take_their_modalities_in_turn_and_attributes_go_everywhere():
    study = samples.study(told(), modality=("CT", "MR"), series=3, images=1, StudyDate="20200229")

    assert [one.modality for one in study.series] == ["CT", "MR", "CT"]
    assert {one.get("StudyDate") for one in study.instances} == {"20200229"} == {study.get("StudyDate")}
    assert study.instances[0].get("NoSuchKeyword") == ""


def test_a_document_refers_to_the_instances_of_the_study_it_joins():
    images = samples.study(told(), "images")
    document = samples.study(told(), "document", sop_class=samples.KOS, of=images, series=1, images=1)
    evidence = document.instances[0].get("CurrentRequestedProcedureEvidenceSequence")[0]
    referred = {
        item["ReferencedSOPInstanceUID"]
        for series in evidence["ReferencedSeriesSequence"]
        for item in series["ReferencedSOPSequence"]
    }

    assert document.study_uid == images.study_uid == evidence["StudyInstanceUID"]
    assert document.patient == images.patient
    assert referred == {one.sop_instance for one in images.instances}


@pytest.mark.parametrize(
    ("choice", "says"),
    [
        ({"sop_class": samples.CT, "transfer_syntax": samples.JPEGBaseline8Bit}, "8 bits"),
        ({"sop_class": samples.KOS, "transfer_syntax": samples.RLELossless}, "no picture"),
        ({"sop_class": "1.2.3"}, "no samples"),
    ],
)
def test_a_combination_that_does_not_exist_is_refused_in_words(choice, says):
    with pytest.raises(ValueError, match=says):
        samples.study(told(), **choice)


def test_a_syntax_of_8_bits_chooses_a_class_of_8_bits_by_itself():
    assert samples.study(told(), transfer_syntax=samples.JPEGBaseline8Bit).instances[0].sop_class == samples.US
    assert not issubclass(ValueError, Blocked)
