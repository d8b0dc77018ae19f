import pytest

from conformance.dicom import samples
from conformance.dicom.claims import NAMES, WRITTEN, by_key, combinations, named_in, unclaimed
from conformance.dicom.wire import read_data_set
from conformance.story import Story, moment

STORY = Story("claims", "ab", moment("2026-11-24T10:00:00Z"), None, None, None)


@pytest.mark.parametrize("term", NAMES)
def test_each_name_is_written_in_its_character_set_and_read_again(term):
    who = named_in(STORY, term)
    one = samples.study(STORY, "name", patient=who, series=1, images=1).instances[0]

    assert read_data_set(one.data, one.transfer_syntax).text("PatientName") == NAMES[term]


def test_there_is_no_name_in_an_unknown_character_set():
    assert named_in(STORY, "ISO_IR 999") is None


@pytest.mark.parametrize("level", ["STUDY", "SERIES", "IMAGE"])
def test_a_pair_differs_in_its_key_and_belongs_together_above_it(level):
    (pair,) = by_key(STORY, level, ["ContentDate"])
    contents = [read_data_set(one.data, one.transfer_syntax) for one in pair.instances]

    assert [one.text("ContentDate") for one in contents] == list(pair.values)
    assert len(set(pair.values.values())) == 2
    assert len({one.text("StudyInstanceUID") for one in contents}) == (2 if level == "STUDY" else 1)
    assert len({one.text("SeriesInstanceUID") for one in contents}) == (1 if level == "IMAGE" else 2)


def test_keys_that_are_counted_or_unknown_make_no_pair():
    assert by_key(STORY, "STUDY", ["ModalitiesInStudy", "NumberOfStudyRelatedSeries", "Nonsense", "PixelData"]) == []


def test_what_nobody_claims_is_all_the_rest():
    assert samples.CT not in unclaimed([samples.CT])
    assert samples.CT in unclaimed([])


def test_each_class_is_made_in_each_syntax_it_can_have_and_no_other():
    context = samples.study(STORY, "context", series=1, images=1)

    made = combinations(STORY, [samples.CT, samples.BASIC_TEXT_SR, "1.2.3"], sorted(WRITTEN), context)

    pairs = {(one.sop_class, one.transfer_syntax) for one in made}
    assert (samples.CT, samples.JPEGLosslessSV1) in pairs
    assert (samples.CT, samples.JPEGBaseline8Bit) not in pairs
    assert {syntax for sop_class, syntax in pairs if sop_class == samples.BASIC_TEXT_SR}.isdisjoint(
        samples.ENCAPSULATED
    )
