"""What an archive keeps: octets as they came, patients that are merged, a worklist that follows its orders."""

from __future__ import annotations

import pytest

from conformance.dicom import samples
from conformance.dicom.samples.modules import item
from conformance.dicom.simulator import InstanceStore, Worklist
from conformance.dicom.simulator.stores import kept
from conformance.story import Story, moment

TOLD = Story("stores", "ab", moment("2026-11-24T10:00:00Z"), None, None, None)


def stored(*studies):
    store = InstanceStore()
    for study in studies:
        for one in study.instances:
            store.keep(kept(one.data, one.transfer_syntax))
    return store


@pytest.mark.parametrize("syntax", [samples.ExplicitVRLittleEndian, samples.ExplicitVRBigEndian, samples.RLELossless])
def test_what_is_kept_are_the_octets_that_came(syntax):
    study = samples.study(TOLD, transfer_syntax=syntax, variants=[samples.private])
    store = stored(study)

    assert [one.data for one in store.all()] == [one.data for one in study.instances]
    assert store.get(study.instances[0].sop_instance).study_uid == study.study_uid
    assert store.get("1.2.3") is None
    store.remove([study.instances[0].sop_instance])
    assert len(store) == 3


def test_a_merge_moves_studies_in_queries_and_in_objects_and_also_those_that_come_later():
    hers, his = samples.study(TOLD, "hers"), samples.study(TOLD, "his")
    store = stored(hers)

    assert store.merge(hers.patient_id, his.patient_id, "ZZSURVIVOR^NAME") == 4
    late = samples.study(TOLD, "late", patient=hers.patient, series=1, images=1).instances[0]
    store.keep(kept(late.data, late.transfer_syntax))

    assert {one.patient_id for one in store.all()} == {his.patient_id}
    for one in store.all():
        read = samples.decoded(one.data, one.transfer_syntax)
        assert (read.PatientID, str(read.PatientName)) == (his.patient_id, "ZZSURVIVOR^NAME")
    assert store.merge(his.patient_id, "ZZ0000000000") == 5
    store.keep(kept(late.data, late.transfer_syntax))
    assert {one.patient_id for one in store.all()} == {"ZZ0000000000"}


def test_a_watcher_hears_of_each_instance():
    store, heard = InstanceStore(), []
    store.watch(heard.append)
    one = samples.study(TOLD).instances[0]
    store.keep(kept(one.data, one.transfer_syntax))

    assert [each.sop_instance for each in heard] == [one.sop_instance]


def scheduled(step, accession="A1"):
    return item(AccessionNumber=accession, ScheduledProcedureStepSequence=[item(ScheduledProcedureStepID=step)])


def test_a_worklist_follows_its_orders():
    worklist = Worklist()
    worklist.schedule(scheduled("S1"))
    worklist.schedule(scheduled("S2"))

    assert worklist.replace(scheduled("S1", "A2"))
    assert not worklist.replace(scheduled("S3"))
    assert [one.AccessionNumber for one in worklist.items()] == ["A2", "A1", "A1"]
    assert worklist.cancel("S2")
    assert worklist.complete("S3")
    assert not worklist.complete("S3")
    assert [one.ScheduledProcedureStepSequence[0].ScheduledProcedureStepID for one in worklist.items()] == ["S1"]
