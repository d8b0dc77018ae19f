"""The reference archive, asked by pynetdicom: every service, what it keeps, and what it refuses."""

from __future__ import annotations

import pytest
from pydicom.dataset import Dataset
from pynetdicom import AE
from pynetdicom.sop_class import (
    StorageCommitmentPushModel,
    StudyRootQueryRetrieveInformationModelFind,
    StudyRootQueryRetrieveInformationModelGet,
    StudyRootQueryRetrieveInformationModelMove,
)

from conformance.dicom import samples
from conformance.dicom.simulator import Archive, InstanceStore


def ask(**keys):
    made = Dataset()
    for keyword, value in keys.items():
        setattr(made, keyword, value)
    return made


def instance(one):
    made = samples.decoded(one.data, one.transfer_syntax)
    made.ensure_file_meta()
    made.file_meta.TransferSyntaxUID = one.transfer_syntax
    return made


@pytest.fixture
def stored(told, visitor):
    """Two patients' studies, CT and compressed MR, stored by pynetdicom."""
    hers = samples.study(told, "hers", patient=samples.patient(told, "hers", script="latin"))
    his = samples.study(told, "his", modality="MR", transfer_syntax=samples.JPEG2000Lossless, StudyDate="20200229")
    for one in (*hers.instances, *his.instances):
        assert visitor.association.send_c_store(instance(one)).Status == 0x0000
    return hers, his


def find(visitor, **keys):
    answers = visitor.association.send_c_find(ask(**keys), StudyRootQueryRetrieveInformationModelFind)
    *pending, (final, _) = [(status.Status, match) for status, match in answers]
    return [match for _, match in pending], {status for status, _ in pending}, final


def test_an_echo_is_answered(visitor):
    assert visitor.association.send_c_echo().Status == 0x0000


def test_what_was_stored_is_kept_octet_for_octet(archive, stored):
    kept = {one.sop_instance: one.data for one in archive.instances.all()}
    assert kept == {one.sop_instance: one.data for study in stored for one in study.instances}


def test_a_query_finds_what_matches_and_counts_it(visitor, stored):
    hers, his = stored
    matches, statuses, final = find(
        visitor, QueryRetrieveLevel="STUDY", PatientName="", StudyInstanceUID=[hers.study_uid, his.study_uid, "1.2"],
        ModalitiesInStudy="", NumberOfStudyRelatedInstances="", StudyDate="20200101-20261231",
    )  # fmt: skip

    assert final == 0x0000
    assert statuses == {0xFF00}
    assert {one.StudyInstanceUID: (str(one.PatientName), one.ModalitiesInStudy) for one in matches} == {
        hers.study_uid: (hers.patient_name, "CT"),
        his.study_uid: (his.patient_name, "MR"),
    }
    assert {int(one.NumberOfStudyRelatedInstances) for one in matches} == {4}
    assert {one.RetrieveAETitle for one in matches} == {"REFERENCE"}
    assert matches[0].SpecificCharacterSet == "ISO_IR 192"


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({"QueryRetrieveLevel": "PATIENT", "PatientID": ""}, 0xA900),
        ({"QueryRetrieveLevel": "NOWHERE"}, 0xA900),
        ({"StudyInstanceUID": ""}, 0xA900),
        ({"QueryRetrieveLevel": "SERIES", "SeriesInstanceUID": ""}, 0xA900),
        ({"QueryRetrieveLevel": "SERIES", "StudyInstanceUID": "1.*", "SeriesInstanceUID": ""}, 0xA900),
        ({"QueryRetrieveLevel": "STUDY", "PatientID": "NOBODY"}, 0x0000),
    ],
)
def test_a_query_the_hierarchy_does_not_allow_is_refused(visitor, stored, keys, expected):
    matches, _, final = find(visitor, **keys)
    assert (matches, final) == ([], expected)


def test_an_optional_key_that_is_not_supported_is_told_and_not_returned(visitor, stored):
    matches, statuses, _ = find(visitor, QueryRetrieveLevel="STUDY", StudyInstanceUID="", InstitutionName="")
    assert statuses == {0xFF01}
    assert not any("InstitutionName" in one for one in matches)


def move(visitor, destination="HARNESS", **keys):
    answers = visitor.association.send_c_move(ask(**keys), destination, StudyRootQueryRetrieveInformationModelMove)
    return [(status, listed) for status, listed in answers]


def test_a_move_sends_what_was_stored_and_says_whose_move_it_is(visitor, destination, stored):
    hers, _ = stored
    answers = move(visitor, QueryRetrieveLevel="STUDY", StudyInstanceUID=hers.study_uid)
    final = answers[-1][0]

    assert (final.Status, final.NumberOfCompletedSuboperations) == (0x0000, 4)
    assert "NumberOfRemainingSuboperations" not in final
    assert [one[0].NumberOfRemainingSuboperations for one in answers[:-1]] == [3, 2, 1]
    assert {one.uid: one.data for one in visitor.received} == {one.sop_instance: one.data for one in hers.instances}
    assert {one.origin[0] for one in visitor.received} == {"HARNESS"}


def test_a_move_tells_what_the_destination_did_not_take(visitor, destination, stored):
    hers, his = stored
    some = move(visitor, QueryRetrieveLevel="STUDY", StudyInstanceUID=[hers.study_uid, his.study_uid])[-1]
    every = move(visitor, QueryRetrieveLevel="STUDY", StudyInstanceUID=his.study_uid)[-1]

    assert (some[0].Status, some[0].NumberOfCompletedSuboperations, some[0].NumberOfFailedSuboperations) == (
        0xB000,
        4,
        4,
    )
    assert set(some[1].FailedSOPInstanceUIDList) == {one.sop_instance for one in his.instances}
    assert every[0].Status == 0xA702


@pytest.mark.parametrize(
    ("to", "keys", "expected"),
    [
        ("NOWHERE", {"QueryRetrieveLevel": "STUDY", "StudyInstanceUID": "1.2"}, 0xA801),
        ("HARNESS", {"QueryRetrieveLevel": "STUDY", "StudyInstanceUID": ""}, 0xA900),
        ("HARNESS", {"QueryRetrieveLevel": "STUDY", "StudyInstanceUID": "*"}, 0xA900),
        ("HARNESS", {"QueryRetrieveLevel": "STUDY", "StudyInstanceUID": "1.2"}, 0x0000),
        ("HARNESS", {"QueryRetrieveLevel": "SERIES", "SeriesInstanceUID": "1.2"}, 0xA900),
    ],
)
def test_a_move_that_names_nothing_moves_nothing(visitor, stored, to, keys, expected):
    assert [one[0].Status for one in move(visitor, to, **keys)] == [expected]


def test_a_move_to_a_destination_that_is_down_fails(visitor, stored):
    status = move(visitor, QueryRetrieveLevel="STUDY", StudyInstanceUID=stored[0].study_uid)[-1][0]
    assert (status.Status, status.NumberOfFailedSuboperations) == (0xA702, 4)


def test_a_get_counts_what_has_no_context_with_the_role(visitor, stored):
    hers, his = stored
    keys = ask(QueryRetrieveLevel="STUDY", StudyInstanceUID=[hers.study_uid, his.study_uid])
    *_, (final, listed) = visitor.association.send_c_get(keys, StudyRootQueryRetrieveInformationModelGet)

    assert (final.Status, final.NumberOfCompletedSuboperations, final.NumberOfFailedSuboperations) == (0xB000, 4, 4)
    assert set(listed.FailedSOPInstanceUIDList) == {one.sop_instance for one in his.instances}
    assert {one.uid: one.data for one in visitor.received} == {one.sop_instance: one.data for one in hers.instances}


def references(*named):
    return [ask(ReferencedSOPClassUID=uid, ReferencedSOPInstanceUID=one) for uid, one in named]


def test_a_commitment_is_reported_on_an_association_of_its_own(visitor, destination, stored):
    one, two = stored[0].instances[:2]
    asked = ask(
        TransactionUID="2.25.7",
        ReferencedSOPSequence=references(
            (samples.CT, one.sop_instance), (samples.MR, two.sop_instance), ("1.2", "1.3")
        ),
    )
    status, _ = visitor.association.send_n_action(asked, 1, StorageCommitmentPushModel, "1.2.840.10008.1.20.1.1")
    kind, report = destination.get(timeout=5)

    assert (status.Status, kind, report.TransactionUID) == (0x0000, 2, "2.25.7")
    assert [each.ReferencedSOPInstanceUID for each in report.ReferencedSOPSequence] == [one.sop_instance]
    assert {each.ReferencedSOPInstanceUID: each.FailureReason for each in report.FailedSOPSequence} == {
        two.sop_instance: 0x0119,
        "1.3": 0x0112,
    }


def test_another_commitment_action_is_refused(visitor):
    asked = ask(TransactionUID="2.25.7")
    status, _ = visitor.association.send_n_action(asked, 2, StorageCommitmentPushModel, "1.2.840.10008.1.20.1.1")
    assert status.Status == 0x0123


def test_a_called_title_that_is_not_ours_is_rejected(archive):
    entity = AE("HARNESS")
    entity.add_requested_context("1.2.840.10008.1.1")
    association = entity.associate("127.0.0.1", archive.port, ae_title="WRONG")

    assert association.is_rejected
    assert association.acceptor.primitive.diagnostic == 7


def test_an_archive_shares_its_store_and_tells_what_it_stored(told):
    store, heard = InstanceStore(), []
    one = samples.study(told, series=1, images=1).instances[0]
    entity = AE("HARNESS")
    entity.add_requested_context(samples.CT, samples.ExplicitVRLittleEndian)
    with Archive("OTHER", instances=store, on_stored=lambda kept: heard.append(kept.sop_instance)) as archive:
        association = entity.associate("127.0.0.1", archive.port, ae_title="OTHER")
        assert association.send_c_store(instance(one)).Status == 0x0000
        association.release()

    assert heard == [one.sop_instance] == [kept.sop_instance for kept in store.all()]
