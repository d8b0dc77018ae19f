"""The hospital as a whole: what is told at one door has its effect behind every other."""

from __future__ import annotations

import threading
import time

import pytest
from arena import profile_of

from conformance.hl7 import samples
from conformance.hospital import Hospital
from conformance.systems import SystemProfile


@pytest.fixture
def pair(visitor):
    return visitor.person("survivor"), visitor.person("prior")


def admitted(visitor, *people):
    """Register at the HL7 port alone."""
    for one in people:
        visitor.port.arrange(visitor.about(samples.admission(visitor.story, one), one), "register")


def merged(visitor, survivor, prior):
    """Merge at the HL7 port alone."""
    return visitor.port.tell(visitor.about(samples.merge(visitor.story, survivor, prior), survivor, prior))


def test_it_starts_at_once_and_leaves_no_thread_behind():
    before = set(threading.enumerate())
    began = time.monotonic()
    with Hospital() as hospital:
        profile = SystemProfile.model_validate(profile_of(hospital.profile()))
        started = time.monotonic() - began

    assert started < 2
    for part in ("dicom", "dicom.store_back", "dicom.worklist", "hl7v2.in", "xds.registry", "xds.repository"):
        assert profile.offers(part)
    assert profile.offers("xds.imaging_source")
    assert profile.offers("xds.patient_feed")
    assert set(threading.enumerate()) - before == set()


def test_two_hospitals_stand_side_by_side():
    with Hospital() as one, Hospital() as other:
        ports = [
            (hospital.archive.port, hospital.receiver.address[1], hospital.domain.feed.port)
            for hospital in (one, other)
        ]

    assert len({port for each in ports for port in each}) == 6


def test_an_admission_at_the_hl7_port_makes_the_patient_known_to_the_registry(hospital, visitor):
    her = visitor.person("her")
    known_before = hospital.domain.registry.patients.knows(visitor.domain_id(her))

    admitted(visitor, her)

    assert not known_before
    assert hospital.domain.registry.patients.knows(visitor.domain_id(her))


def test_a_merge_at_the_hl7_port_alone_reaches_archive_worklist_and_registry(hospital, visitor, pair):
    survivor, prior = pair
    admitted(visitor, *pair)
    study = visitor.study("his", prior)
    visitor.archive.holds(*study.instances)
    visitor.has_work(prior, visitor.about(samples.order(visitor.story, prior), prior))
    document = visitor.document("his", prior)
    visitor.holds(document)

    told = merged(visitor, survivor, prior)

    assert told.code == "AA"
    assert visitor.studies_of(survivor).values("StudyInstanceUID") == {study.study_uid}
    assert visitor.studies_of(survivor).values("PatientName") == {f"{survivor.family}^{survivor.given}"}
    assert visitor.studies_of(prior).matches == ()
    assert visitor.work_of(survivor).ids
    assert not visitor.work_of(prior).ids
    assert document.entry.unique_id in visitor.documents_of(survivor).objects.unique_ids()
    assert visitor.documents_of(prior).objects.entries == ()


def test_images_that_come_later_under_the_prior_identifier_are_the_survivors(visitor, pair):
    survivor, prior = pair
    admitted(visitor, *pair)
    merged(visitor, survivor, prior)
    late = visitor.study("late", prior)

    answers = visitor.archive.store(*late.instances)

    assert {one.status for one in answers} == {0xB000}
    assert visitor.studies_of(survivor).values("StudyInstanceUID") == {late.study_uid}


@pytest.mark.parametrize("told", ["the merge again", "the survivor into itself", "an admission", "an order"])
def test_nothing_is_accepted_about_an_identifier_that_is_nobodys(visitor, pair, told):
    survivor, prior = pair
    admitted(visitor, *pair)
    assert merged(visitor, survivor, prior).code == "AA"
    third = visitor.person("third")
    admitted(visitor, third)
    story = visitor.story
    message = {
        "the merge again": visitor.about(samples.merge(story, third, prior), third, prior),
        "the survivor into itself": visitor.about(samples.merge(story, survivor, survivor), survivor, survivor),
        "an admission": visitor.about(samples.admission(story, prior, "A01"), prior),
        "an order": visitor.about(samples.order(story, prior), prior),
    }[told]

    answer = visitor.port.tell(message)

    assert answer.code == "AE"
    assert answer.message["ERR-3.1"] == "204"


def test_an_order_without_study_uid_gets_one_that_depends_on_the_order_alone(visitor):
    her = visitor.person("her")
    admitted(visitor, her)
    order = visitor.about(samples.order(visitor.story, her), her).without("ZDS")
    changed = visitor.about(samples.order(visitor.story, her, control="XO"), her).without("ZDS")

    first = visitor.port.tell(order) and visitor.work_of(her).steps[0].step
    second = visitor.port.tell(changed) and visitor.work_of(her).steps[0].step

    assert first.study_uid.startswith("2.25.")
    assert first.study_uid == second.study_uid


def test_a_completed_order_leaves_the_worklist(visitor):
    her = visitor.person("her")
    admitted(visitor, her)
    order = visitor.about(samples.order(visitor.story, her), her)
    visitor.has_work(her, order)

    answer = visitor.port.tell(
        visitor.about(samples.order(visitor.story, her, control="XO", status="CM", label="done"), her)
    )

    assert answer.code == "AA"
    assert visitor.work_of(her).ids == []


def test_a_new_name_reaches_what_is_scheduled(visitor):
    her = visitor.person("her")
    admitted(visitor, her)
    visitor.has_work(her, visitor.about(samples.order(visitor.story, her), her))
    update = visitor.about(samples.admission(visitor.story, her, "A08"), her).putting("PID-5", ("ZZNEW", "NAME"))

    visitor.port.tell(update)

    assert [one.patient_name for one in visitor.work_of(her).steps] == ["ZZNEW^NAME"]


def test_a_study_is_shared_once_its_patient_is_known_and_its_association_over(hospital, visitor):
    her, stranger = visitor.person("her"), visitor.person("stranger")
    admitted(visitor, her)
    hers, theirs = visitor.study("hers", her), visitor.study("theirs", stranger)

    visitor.archive.holds(*hers.instances)
    visitor.archive.holds(*theirs.instances)
    found = visitor.settled(lambda: visitor.documents_of(her), lambda now: bool(now.objects.entries), "shared")

    assert len(found.objects.entries) == 1
    assert found.objects.entries[0].mime_type == "application/dicom"
    assert len(hospital.domain.registry.holdings.entries) == 1


def test_the_sample_study_of_the_profile_is_in_the_archive_too(hospital, visitor):
    sample = hospital.profile()["xds"]["sample_study"]

    found = visitor.archive.find("STUDY", PatientID=sample["patient_id"], StudyInstanceUID="")

    assert found.values("StudyInstanceUID") == {sample["study_uid"]}
