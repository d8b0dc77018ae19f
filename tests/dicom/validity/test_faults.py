import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.dicom import samples
from conformance.dicom.validity import MULTIPLICITY, REPRESENTATION, REQUIRED, Fault, faults, known, new_faults
from conformance.dicom.validity.faults import count
from conformance.dicom.validity.table import Allowed, allowed, asked_of, standard
from conformance.dicom.wire import DataSet, element, read_data_set
from conformance.story import Story, moment

FIELDS = st.builds(Fault, st.sampled_from([REQUIRED, REPRESENTATION]), st.sampled_from("abc"), st.text(max_size=3))


def content(sop_class=samples.CT):
    story = Story("objects", "ab", moment("2026-11-24T10:00:00Z"), None, None, None)
    context = samples.study(story, "context", series=1, images=1)
    one = samples.study(story, "one", series=1, images=1, sop_class=sop_class, of=context).instances[0]
    return read_data_set(one.data, one.transfer_syntax)


def found(data, sop_class=samples.CT, *, explicit=True):
    return {(one.kind, one.path) for one in faults(data, sop_class, explicit=explicit)}


@pytest.mark.parametrize("sop_class", samples.SOP_CLASSES)
def test_every_sample_is_what_its_class_asks(sop_class):
    assert known(sop_class)
    assert [str(one) for one in faults(content(sop_class), sop_class, explicit=True)] == []


def test_a_missing_element_of_type_1_or_2_is_told():
    data = content().without("StudyDate", "Modality")

    assert found(data) == {(REQUIRED, "StudyDate"), (REQUIRED, "Modality")}


def test_an_empty_element_is_wrong_of_type_1_only():
    data = content().replacing(element(0x00080020, "", "DA"), element(0x00080060, "", "CS"))

    assert found(data) == {(REQUIRED, "Modality")}


def test_what_an_item_must_have_is_told_by_its_number():
    data = content(samples.KOS)
    study = data.sequence("CurrentRequestedProcedureEvidenceSequence")[0]
    bare = data.replacing(element(0x0040A375, [study, study.without("ReferencedSeriesSequence")], "SQ"))

    path = "CurrentRequestedProcedureEvidenceSequence[2].ReferencedSeriesSequence"
    assert found(bare, samples.KOS) == {(REQUIRED, path)}


def test_a_vr_is_judged_where_it_was_written_and_unknown_passes():
    data = content()
    wrong = data.replacing(element(0x00081030, "CHEST ", "SH"))

    assert found(wrong) == {(REPRESENTATION, "StudyDescription")}
    assert found(wrong, explicit=False) == set()
    assert found(data.replacing(element(0x00081030, "CHEST ", "UN"))) == set()


def test_too_many_values_are_told_and_a_backslash_in_a_character_is_none():
    data = content()

    assert found(data.replacing(element(0x00081030, "A\\B ", "LO"))) == {(MULTIPLICITY, "StudyDescription")}
    assert found(data.replacing(element(0x00081030, b"\x83\\", "LO"))) == set()
    assert found(data.replacing(element(0x00280002, b"\1\0\1\0", "US"))) == {(MULTIPLICITY, "SamplesPerPixel")}


def test_private_elements_and_unknown_classes_ask_nothing():
    data = DataSet((element(0x00190010, "ANYBODY ", "LO"), element(0x00191001, "A\\B ", "SH")))

    assert not known("1.2.3")
    assert found(data, "1.2.3") == set()


def test_frames_pixels_and_sequences_have_no_count():
    data = content()

    assert count(data.get("PixelData")) == 0
    assert count(element(0x00081030, "", "LO")) == 0


@pytest.mark.parametrize(
    ("multiplicity", "fits", "not_"),
    [("1", (1,), (2,)), ("1-3", (1, 3), (4,)), ("2-n", (2, 9), (1,)), ("2-2n", (2, 4), (3,)), ("3-3n", (3, 6), (4,))],
)
def test_multiplicities_are_read_as_the_dictionary_writes_them(multiplicity, fits, not_):
    rule = Allowed(frozenset({"LO"}), (multiplicity,))

    assert all(rule.takes(one) for one in fits)
    assert not any(rule.takes(one) for one in not_)


def test_the_milder_of_two_modules_counts_and_reports_ask_nothing_by_value_type():
    asked = asked_of(samples.BASIC_TEXT_SR)

    assert asked.within[0x00080060].type == 1
    assert 0x0040A730 not in asked.within
    assert allowed(0x00280106).vrs == {"US", "SS"}
    assert len(standard().classes) > 100


@given(st.lists(FIELDS), st.lists(FIELDS))
def test_nothing_that_was_there_before_is_new(came, before):
    fresh = new_faults(came, before)

    assert new_faults(came, came) == []
    assert new_faults(fresh, before) == fresh
    assert set(fresh) <= set(came)
