"""Manifests of studies, and the instances they lead to."""

from __future__ import annotations

from io import BytesIO

import pytest
from pydicom import dcmread

from conformance.dicom.simulator.stores import kept
from conformance.hospital.sharing import fixed, uid
from conformance.workflow.checks import manifest, opened
from conformance.xds.vocabulary import APPROVED, DEPRECATED
from conformance.xds.wire.repository import RetrievedDocument


@pytest.fixture
def shared(hospital, visitor):
    """A study of three images whose patient the registry knows, with two of them in the archive."""
    her = visitor.person("her")
    hospital.domain.registry.register_patient(visitor.domain_id(her))
    study = visitor.study("hers", her, each=3)
    for one in study.instances[:2]:
        hospital.instances.keep(kept(one.data, one.transfer_syntax))
    hospital.sharing.share(study.study_uid, hospital.domain)
    return study


def entries(hospital, status):
    return [one for one in hospital.domain.registry.holdings.entries.values() if one.status == status]


def document_of(hospital, entry):
    held = hospital.domain.repository.documents[entry.unique_id]
    return RetrievedDocument("", entry.unique_id, held.mime_type, held.content)


def test_a_manifest_lists_the_instances_and_where_they_are(hospital, shared):
    (entry,) = entries(hospital, APPROVED)

    said = manifest(document_of(hospital, entry))

    assert said.trouble == ""
    assert [one.sop for one in said.instances] == [one.sop_instance for one in shared.instances[:2]]
    assert {one.location for one in said.instances} == {hospital.domain.imaging_source.unique_id}
    assert said.sop_instance == entry.unique_id
    assert said.title == ("113030", "DCM")


def test_nothing_new_is_nothing_to_publish(hospital, shared):
    hospital.sharing.share(shared.study_uid, hospital.domain)

    assert len(hospital.domain.registry.holdings.entries) == 1


def test_a_study_that_grew_has_its_manifest_replaced(hospital, shared):
    (before,) = entries(hospital, APPROVED)
    late = shared.instances[2]
    hospital.instances.keep(kept(late.data, late.transfer_syntax))

    hospital.sharing.share(shared.study_uid, hospital.domain)

    (after,) = entries(hospital, APPROVED)
    assert [one.unique_id for one in entries(hospital, DEPRECATED)] == [before.unique_id]
    assert len(manifest(document_of(hospital, after)).instances) == 3


def test_a_merge_between_two_manifests_is_no_obstacle(hospital, visitor, shared):
    survivor = visitor.person("survivor")
    hospital.domain.registry.register_patient(visitor.domain_id(survivor))
    hospital.domain.registry.merge(visitor.domain_id(visitor.person("her")), visitor.domain_id(survivor))
    hospital.instances.merge(shared.patient_id, survivor.id)
    late = shared.instances[2]
    hospital.instances.keep(kept(late.data, late.transfer_syntax))

    hospital.sharing.share(shared.study_uid, hospital.domain)

    (after,) = entries(hospital, APPROVED)
    assert after.patient_id == visitor.domain_id(survivor)


def test_a_study_of_nobody_is_not_shared(hospital, visitor):
    study = visitor.study("theirs", visitor.person("stranger"))
    for one in study.instances:
        hospital.instances.keep(kept(one.data, one.transfer_syntax))

    hospital.sharing.share(study.study_uid, hospital.domain)
    hospital.sharing.share("2.25.404", hospital.domain)

    assert hospital.domain.registry.holdings.entries == {}


def test_an_instance_is_handed_out_as_a_file_around_what_was_stored(hospital, shared):
    first = shared.instances[0]
    series = shared.series[0].series_uid

    syntax, file = hospital.sharing.fetch(shared.study_uid, series, first.sop_instance)

    assert syntax == first.transfer_syntax
    assert file.endswith(first.data)
    assert opened(file).sop_instance == first.sop_instance
    assert dcmread(BytesIO(file)).file_meta.MediaStorageSOPInstanceUID == first.sop_instance


@pytest.mark.parametrize("wrong", range(3))
def test_an_instance_is_only_where_it_is(hospital, shared, wrong):
    place = [shared.study_uid, shared.series[0].series_uid, shared.instances[0].sop_instance]
    place[wrong] = "2.25.404"

    assert hospital.sharing.fetch(*place) is None


def test_names_give_the_same_identifiers_always():
    assert uid("a", "b") == uid("a", "b") != uid("a", "c")
    assert uid("a") == f"2.25.{fixed('a').int}"
