"""Patients who change: updated and merged by HL7, and what queries show of it (RAD-12, ITI-8, ITI-18)."""

from __future__ import annotations

from dataclasses import replace

from conformance.authoring import scenario
from conformance.hl7 import samples
from conformance.hl7.wire.draft import NULL
from conformance.model import Blocked, NotApplicable
from conformance.workflow import clauses
from conformance.workflow.candidate import demographics
from conformance.workflow.steps import asked
from conformance.xds.actors import where


@scenario(
    "workflow.update-seen-in-query",
    actor="hospital",
    transaction="RAD-12",
    clauses=[clauses.UPDATE_FOLLOWED],
    requires=["hl7v2.in", "dicom"],
)
def test_a_patients_new_name_is_that_of_the_studies(story, hospital, check):
    """A patient's name is changed by HL7: queries show the studies under the new name."""
    her = hospital.person("her")
    hospital.registers(her)
    study = hospital.study("hers", her)
    hospital.archive.holds(*study.instances)
    hospital.shows(her, study)
    renamed = replace(her, family=f"ZZNEW{story.token('married', 4)}")
    wanted = f"{renamed.family}^{renamed.given}"

    told = hospital.port.offering("ADT^A08").tell(hospital.about(samples.admission(story, renamed, "A08"), renamed))
    seen = hospital.settled(
        lambda: hospital.studies_of(her),
        lambda now: {demographics(one)[0] for one in now.matches} == {wanted},
        "the studies show the new name",
    )

    with check(clauses.UPDATE_FOLLOWED, expected=f"the study is {wanted}'s"):
        names = [demographics(one)[0] for one in seen.matches]
        assert names == [wanted], f"query: {seen.outcome}, names {names}; the update was answered {told.code}"


@scenario(
    "workflow.update-absent-and-null",
    actor="hospital",
    transaction="RAD-12",
    clauses=[clauses.ABSENT_KEPT, clauses.NULL_DELETES],
    requires=["hl7v2.in", "dicom"],
)
def test_an_absent_field_keeps_its_value_and_a_null_deletes_it(story, hospital, check):
    """An update that does not mention the sex and gives the birth date as "" leaves the one and empties the other."""
    her = hospital.person("her")
    hospital.registers(her)
    study = hospital.study("hers", her)
    hospital.archive.holds(*study.instances)
    before = demographics(hospital.shows(her, study).matches[0])
    if before[1:] != (her.birth_date, her.sex):
        raise NotApplicable("the archive's queries do not return birth date and sex, which are optional keys")
    renamed = replace(her, family=f"ZZNEW{story.token('married', 4)}")
    update = hospital.about(samples.admission(story, renamed, "A08"), renamed).putting("PID-7", NULL)

    told = hospital.port.offering("ADT^A08").tell(update.putting("PID-8", None))
    seen = hospital.settled(
        lambda: hospital.studies_of(her),
        lambda now: [demographics(one)[1] for one in now.matches] == [""],
        "the birth date is gone",
    )
    if not seen.matches:
        raise Blocked(f"the study is not found after the update: {seen.outcome}; it was answered {told.code}")

    for match in seen.matches:
        _, birth_date, sex = demographics(match)
        with check(clauses.ABSENT_KEPT, expected=f"Patient's Sex {her.sex}, as the update did not mention it"):
            assert sex == her.sex
        with check(clauses.NULL_DELETES, expected="no Patient's Birth Date"):
            assert birth_date == ""


@scenario(
    "workflow.merge-moves-studies",
    actor="hospital",
    transaction="RAD-12",
    clauses=[clauses.MERGE_ACCEPTED, clauses.STUDIES_MOVED, clauses.STUDIES_LEFT, clauses.BYSTANDERS_STAY],
    requires=["hl7v2.in", "dicom"],
)
def test_a_merge_moves_the_studies_of_one_identifier_to_the_other(hospital, check):
    """Two identifiers are merged: queries find all studies under the surviving one, none under the other."""
    survivor, prior, bystander = (hospital.person(name) for name in ("survivor", "prior", "bystander"))
    hospital.registers(survivor, prior, bystander)
    hers, his, other = (hospital.study(one.id, one) for one in (survivor, prior, bystander))
    hospital.archive.holds(*hers.instances, *his.instances, *other.instances)
    for patient, study in ((survivor, hers), (prior, his), (bystander, other)):
        hospital.shows(patient, study)
    both = {hers.study_uid, his.study_uid}

    told = hospital.merges(survivor, prior)
    seen = hospital.settled(
        lambda: hospital.studies_of(survivor),
        lambda now: now.values("StudyInstanceUID") == both,
        "the surviving patient has both studies",
    )
    left = hospital.settled(
        lambda: hospital.studies_of(prior), lambda now: now.status == 0 and not now.matches, "the prior has none"
    )
    aside = hospital.studies_of(bystander)

    with check(clauses.MERGE_ACCEPTED):
        assert told.code == "AA", told.says
    with check(clauses.STUDIES_MOVED, expected="both studies, each with the surviving Patient ID"):
        assert seen.values("StudyInstanceUID") == both, f"{seen.outcome}: {sorted(seen.values('StudyInstanceUID'))}"
        assert seen.values("PatientID") == {survivor.id}, f"Patient ID {sorted(seen.values('PatientID'))}"
    with check(clauses.STUDIES_LEFT, expected="an answer without matches"):
        assert left.status == 0, left.outcome
        assert not left.matches, f"studies {sorted(left.values('StudyInstanceUID'))} under {prior.id}"
    with check(clauses.BYSTANDERS_STAY):
        assert aside.values("StudyInstanceUID") == {other.study_uid}


@scenario(
    "workflow.merge-as-of-old",
    actor="hospital",
    transaction="RAD-12",
    clauses=[clauses.MERGED_AS_OF_OLD],
    requires=["hl7v2.in", "dicom"],
)
def test_a_merge_told_as_of_old_moves_the_studies_too(story, hospital, check):
    """Two identifiers are merged by A34, as HL7 UK keeps it: queries find both studies under the surviving one."""
    survivor, prior = hospital.person("survivor"), hospital.person("prior")
    hospital.port.offering("ADT^A34")
    hospital.registers(survivor, prior)
    hers, his = (hospital.study(one.id, one) for one in (survivor, prior))
    hospital.archive.holds(*hers.instances, *his.instances)
    for patient, study in ((survivor, hers), (prior, his)):
        hospital.shows(patient, study)
    both = {hers.study_uid, his.study_uid}

    merged = samples.merged_as_of_old(story, survivor, prior)
    told = hospital.port.tell(hospital.about(merged, survivor, prior))
    seen = hospital.settled(
        lambda: hospital.studies_of(survivor),
        lambda now: now.values("StudyInstanceUID") == both,
        "the surviving patient has both studies",
    )

    with check(clauses.MERGED_AS_OF_OLD, expected="both studies, under the surviving identifier"):
        found = sorted(seen.values("StudyInstanceUID"))
        assert found == sorted(both), f"{seen.outcome}: {found}; A34 was answered {told.code or told.trouble}"


@scenario(
    "workflow.merge-moves-orders",
    actor="hospital",
    transaction="RAD-12",
    clauses=[clauses.ORDERS_MOVED, clauses.ORDERS_LEFT],
    requires=["hl7v2.in", "dicom.worklist"],
)
def test_a_merge_moves_the_scheduled_steps_too(story, hospital, check):
    """What is scheduled for the prior patient is on the surviving patient's worklist after a merge."""
    survivor, prior = hospital.person("survivor"), hospital.person("prior")
    hospital.registers(survivor, prior)
    hospital.has_no_work(survivor)
    order = hospital.about(samples.order(story, prior), prior)
    hospital.has_work(prior, order)
    step = asked(order).step_id

    told = hospital.merges(survivor, prior)
    seen = hospital.schedule_of(survivor, lambda now: step in now.ids, "the step is the surviving patient's")
    left = hospital.schedule_of(prior, lambda now: not now.steps, "nothing is scheduled under the prior identifier")

    with check(clauses.ORDERS_MOVED, expected=f"step {step} on the worklist of {survivor.id}"):
        assert step in seen.ids, seen.trouble or f"steps {seen.ids}; the merge was answered {told.code}"
    with check(clauses.ORDERS_LEFT, expected=f"nothing on the worklist of {prior.id}"):
        assert not left.trouble, left.trouble
        assert not left.ids, f"steps {', '.join(left.ids)}"


@scenario(
    "workflow.merge-moves-documents",
    actor="hospital",
    transaction="ITI-8",
    clauses=[clauses.MERGE_ACCEPTED, clauses.DOCUMENTS_MOVED, clauses.DOCUMENTS_LEFT, clauses.DOCUMENTS_SAME],
    requires=["hl7v2.in", "xds.registry", "xds.repository"],
)
def test_a_merge_moves_the_documents_in_the_registry(hospital, check):
    """After a merge the registry finds all documents under the surviving identifier, none under the other."""
    survivor, prior = hospital.person("survivor"), hospital.person("prior")
    hospital.registers(survivor, prior)
    hers, his = hospital.document("hers", survivor), hospital.document("his", prior)
    hospital.holds(hers, his)
    both = {hers.entry.unique_id, his.entry.unique_id}
    for patient, document in ((survivor, hers), (prior, his)):
        before = hospital.documents_of(patient)
        if before.objects.unique_ids() != {document.entry.unique_id}:
            raise Blocked(f"the documents of {patient.id} are not found before the merge: {before.said}")

    told = hospital.merges(survivor, prior)
    seen = hospital.settled(
        lambda: hospital.documents_of(survivor),
        lambda now: now.objects.unique_ids() == both,
        "the surviving patient has both documents",
    )
    left = hospital.documents_of(prior)
    moved = seen.objects.entry(his.entry.unique_id)
    again = hospital.repository.retrieve(where(moved)) if moved else None

    with check(clauses.MERGE_ACCEPTED):
        assert told.code == "AA", told.says
    with check(clauses.DOCUMENTS_MOVED, expected="both documents, each with the surviving patientId"):
        assert seen.objects.unique_ids() == both, seen.said
        patients = {one.patient_id for one in seen.objects.entries}
        assert patients == {hospital.domain_id(survivor)}, f"patientId {sorted(map(str, patients))}"
    with check(clauses.DOCUMENTS_LEFT, expected="Success without documents, or XDSUnknownPatientId"):
        assert left.succeeded or left.codes == {"XDSUnknownPatientId"}, left.said
        assert not left.objects.entries, left.said
    if again is not None:
        with check(clauses.DOCUMENTS_SAME, expected="the octets that were provided"):
            got = again.document(his.entry.unique_id)
            assert got is not None, again.said
            assert got.octets == his.content
