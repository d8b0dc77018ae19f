"""What a story can ask of the services around an examination, against the honest simulator."""

import io
from datetime import UTC, datetime

import pytest
from arena import profile_of

from conformance.dicom import samples
from conformance.dicom.client import Answer, Asked
from conformance.dicom.providers import CommitmentProviderUnderTest, StepManagerUnderTest, Transaction, references
from conformance.dicom.reports import Report
from conformance.dicom.simulator import Archive
from conformance.dicom.wire import Message, command, data_set, write_data_set
from conformance.dicom.wire.command import N_ACTION
from conformance.dicom.wire.syntaxes import IMPLICIT_LITTLE
from conformance.dicom.worklist import WorklistUnderTest
from conformance.evidence import Recorder
from conformance.limits import Limits
from conformance.model import Blocked
from conformance.network import Network
from conformance.story import Story
from conformance.systems import SystemProfile


@pytest.fixture(scope="module")
def honest():
    with Archive() as archive:
        yield archive


@pytest.fixture
def story(honest):
    recorder = Recorder(io.BytesIO())
    doors = Network(recorder, Limits(pdu_s=2, release_s=1, quiet_s=0.1, settle_s=1, responses_s=2))
    profile = SystemProfile.model_validate(profile_of(honest.profile()))
    yield Story("dicom.test", "ab", datetime(2026, 11, 24, 10, tzinfo=UTC), doors, recorder, profile)
    doors.close()


def test_two_transactions_get_their_own_reports(story):
    provider = CommitmentProviderUnderTest(story, story.system.dicom)
    one, other = samples.study(story, "one", images=1), samples.study(story, "other", images=2)
    provider.holds(*one.instances)

    told, unstored = provider.commits({"one": references(one.instances), "other": references(other.instances)})

    assert told.report.references("ReferencedSOPSequence") == references(one.instances)
    assert unstored.report.references("FailedSOPSequence") == references(other.instances)
    assert (told.report.event_type, unstored.report.event_type) == (1, 2)
    assert told.outcome == "event 1 was reported"


def report(transaction, instance):
    item = data_set(ReferencedSOPClassUID="1.2", ReferencedSOPInstanceUID=instance)
    octets = write_data_set(data_set(TransactionUID=transaction, ReferencedSOPSequence=[item]), IMPLICIT_LITTLE)
    return Report(Message(1, command(EventTypeID=1), octets), IMPLICIT_LITTLE, "c1.r1")


def test_the_report_on_a_transaction_is_told_from_others_even_when_it_is_misnamed():
    answer = Answer(Asked(N_ACTION, 1, 1, ""))
    foreign, misnamed, right = report("2.25.8", "2.25.99"), report("2.25.9", "2.25.1"), report("2.25.7", "2.25.1")

    def found(*reports):
        return Transaction("2.25.7", (("1.2", "2.25.1"),), answer, reports).report

    assert found(foreign, misnamed, right) is right
    assert found(foreign, misnamed) is misnamed
    assert found(foreign) is None
    assert found() is None


def test_a_step_goes_its_way_and_no_other(story):
    manager = StepManagerUnderTest(story, story.system.dicom)
    manager.begins("step")
    manager.finishes("step")

    assert manager.modify("step", data_set(StudyID="1")).status == 0x0110
    with pytest.raises(Blocked, match="was not created"):
        manager.begins("step")
    with pytest.raises(Blocked, match="was not set to DISCONTINUED"):
        manager.finishes("never", "DISCONTINUED")


def test_the_sample_is_on_the_worklist_and_read_as_the_profile_tells_it(story):
    dicom = story.system.dicom
    provider = WorklistUnderTest(story, dicom, dicom.worklist.sample)

    answer = provider.has_sample()

    (item,) = provider.told(answer)
    assert {keyword: item.text(keyword) for keyword in provider.expected()} == provider.expected()
    assert provider.names() == ("ZZSCHEDULED^*NNE", "ZZS*")
    assert (provider.day(), provider.day(-5)) == ("20260105", "20251231")


def test_a_sample_that_is_not_there_blocks_the_story(story):
    dicom = story.system.dicom
    absent = dicom.worklist.sample.model_copy(update={"step_id": "ZZNONE", "patient_id": "ZZNOBODY"})

    with pytest.raises(Blocked, match=r"dicom.worklist.sample was not found: success 0000"):
        WorklistUnderTest(story, dicom, absent).has_sample()
