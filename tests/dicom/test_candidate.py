"""What a story can ask of the archive under test, against the honest simulator."""

import io
from datetime import UTC, datetime

import pytest
from arena import profile_of

from conformance.dicom import samples, uids
from conformance.dicom.candidate import ArchiveUnderTest
from conformance.dicom.instances import contents, stored_well
from conformance.dicom.simulator import Archive
from conformance.dicom.wire.syntaxes import JPEG_LOSSLESS
from conformance.evidence import Recorder
from conformance.guarded import Unreachable
from conformance.limits import Limits
from conformance.model import Blocked, NotApplicable
from conformance.network import Network
from conformance.story import Story
from conformance.systems import SystemProfile


@pytest.fixture(scope="module")
def honest():
    with Archive() as archive:
        yield archive


@pytest.fixture
def archive_of(honest):
    """Return a function that begins a story with the simulator, its profile changed at will."""
    opened = []

    def begin(**changes):
        sections = honest.profile()
        sections["dicom"] = {**sections["dicom"], **changes}
        if changes.get("store_back", True) is None:
            del sections["dicom"]["store_back"]
        profile = SystemProfile.model_validate(profile_of(sections))
        recorder = Recorder(io.BytesIO())
        doors = Network(recorder, Limits(pdu_s=2, release_s=1, quiet_s=0.1, settle_s=1, responses_s=2))
        opened.append(doors)
        story = Story("dicom.test", "ab", datetime(2026, 11, 24, 10, tzinfo=UTC), doors, recorder, profile)
        return ArchiveUnderTest(story, profile.dicom)

    yield begin
    for one in opened:
        one.close()


def test_what_it_holds_it_finds_and_gives_back(archive_of):
    archive = archive_of()
    study = samples.study(archive.story, "held", series=1, images=2)

    answers = archive.holds(*study.instances)
    found = archive.find("STUDY", PatientID=study.patient_id, StudyInstanceUID="")
    fetched = archive.fetched(study.study_uid, study.instances)

    assert all(stored_well(one) for one in answers)
    assert found.values("StudyInstanceUID") == {study.study_uid}
    assert {one.sop_instance for one in fetched} == {one.sop_instance for one in study.instances}
    assert contents(fetched[0]).text("PatientID") == study.patient_id


def test_it_is_fetched_by_move_where_there_is_no_get(archive_of, monkeypatch):
    archive = archive_of()
    study = samples.study(archive.story, "moved", series=1, images=2)
    archive.holds(*study.instances)
    monkeypatch.setitem(uids.GET, "study", "2.25.404")

    fetched = archive.fetched(study.study_uid, study.instances)

    assert len(fetched) == 2
    with pytest.raises(Blocked, match="offers no C-GET, and the profile names no move destination"):
        archive_of(store_back=None).fetched(study.study_uid, study.instances)


def test_a_query_about_everybody_is_not_sent(archive_of):
    with pytest.raises(ValueError, match="a query of ours names one of PatientID"):
        archive_of().find("STUDY", PatientID="", StudyInstanceUID="")


def test_what_the_profile_does_not_claim_does_not_apply(archive_of):
    claims = {"sop_classes": [samples.CT], "transfer_syntaxes": ["1.2.840.10008.1.2.1"]}
    archive = archive_of(claims=claims)

    with pytest.raises(NotApplicable, match="does not claim SOP class"):
        archive.holds(*samples.study(archive.story, "mr", modality="MR", series=1, images=1).instances)
    jpeg = samples.study(archive.story, "jpeg", series=1, images=1, transfer_syntax=JPEG_LOSSLESS, sop_class=samples.CT)
    with pytest.raises(NotApplicable, match="does not claim transfer syntax"):
        archive.holds(*jpeg.instances)


class Strange:
    """An instance of a class no archive takes."""

    sop_class, sop_instance, transfer_syntax, data = "2.25.404", "2.25.405", "1.2.840.10008.1.2", b""


def test_what_is_refused_is_not_applicable_unless_it_was_claimed(archive_of):
    with pytest.raises(NotApplicable, match="its profile does not claim it"):
        archive_of(claims={}).holds(Strange())
    with pytest.raises(Blocked, match="which its profile claims"):
        archive_of(claims={"sop_classes": ["2.25.404"]}).holds(Strange())


def test_a_move_needs_a_destination_of_ours(archive_of):
    archive = archive_of(store_back=None)

    with pytest.raises(NotApplicable):
        archive.move("STUDY", StudyInstanceUID="2.25.1")
    with pytest.raises(NotApplicable):
        archive.receiver()


def test_services_are_asked_for(archive_of):
    archive = archive_of()

    assert archive.offers(uids.STUDY_ROOT_FIND)
    assert not archive.offers("2.25.404")
    assert archive.alive().status == 0


def test_nobody_there_blocks_the_story(archive_of):
    with pytest.raises(Unreachable):
        archive_of(port=1).echo()


def test_a_question_that_met_silence_is_not_asked_again(archive_of, scripted):
    def deaf(script):
        script.accept()
        script.read()
        script.read()

    with scripted(deaf, deaf) as (host, port):
        archive = archive_of(host=host, port=port)
        first = archive.find("STUDY", PatientID="ZZ1")
        second = archive.find("STUDY", PatientID="ZZ2")
        other = archive.move("STUDY", StudyInstanceUID="2.25.1")

    assert first.trouble == "no response: nothing came in time"
    assert second.trouble == "not asked again: no response: nothing came in time"
    assert second.status is None
    assert not second.unoffered
    assert other.trouble == "no response: nothing came in time"


def test_a_wrong_title_is_no_answer_and_blocks_the_control(archive_of):
    archive = archive_of(called_aet="SOMEBODY")

    assert archive.echo().trouble == "no association: rejected: result 1, source 1, reason 7"
    with pytest.raises(Blocked, match="did not answer C-ECHO as a control"):
        archive.alive()
