"""Messages that are easily misread, and what queries show of them: taken back, about oneself, escaped."""

from __future__ import annotations

from dataclasses import replace

from conformance.authoring import scenario
from conformance.hl7 import samples
from conformance.model import Blocked
from conformance.workflow import clauses
from conformance.workflow.candidate import demographics

LATIN = "8859/1"


@scenario(
    "workflow.update-without-visit",
    actor="hospital",
    transaction="ITI-30",
    clauses=[clauses.UPDATE_FOLLOWED],
    requires=["hl7v2.in", "dicom"],
)
def test_a_name_changed_without_a_visit_is_that_of_the_studies(story, hospital, check):
    """A patient's name is changed by A31, which tells of no visit: queries show the studies under the new name."""
    her = hospital.person("her")
    hospital.port.offering("ADT^A31")
    hospital.registers(her)
    study = hospital.study("hers", her)
    hospital.archive.holds(*study.instances)
    hospital.shows(her, study)
    renamed = replace(her, family=f"ZZNEW{story.token('married', 4)}")
    wanted = f"{renamed.family}^{renamed.given}"

    told = hospital.port.tell(hospital.about(samples.identity(story, renamed, "A31"), renamed))
    seen = hospital.settled(
        lambda: hospital.studies_of(her),
        lambda now: [demographics(one)[0] for one in now.matches] == [wanted],
        "the studies show the new name",
    )

    with check(clauses.UPDATE_FOLLOWED, expected=f"the study is {wanted}'s"):
        names = [demographics(one)[0] for one in seen.matches]
        assert names == [wanted], f"query: {seen.outcome}, names {names}; the update was answered {told.code}"


@scenario(
    "workflow.update-identifier",
    actor="hospital",
    transaction="ITI-30",
    clauses=[clauses.NUMBER_FOLLOWED],
    requires=["hl7v2.in", "dicom"],
)
def test_a_patient_with_another_identifier_keeps_the_studies(story, hospital, check):
    """A patient's identifier is changed (A47): queries find the studies under the new one, none under the old."""
    before, after = hospital.person("before"), hospital.person("after")
    after = replace(before, id=after.id)
    hospital.port.offering("ADT^A47")
    hospital.registers(before)
    study = hospital.study("hers", before)
    hospital.archive.holds(*study.instances)
    hospital.shows(before, study)

    told = hospital.port.tell(hospital.about(samples.renumbered(story, after, before), after, before))
    seen = hospital.settled(
        lambda: hospital.studies_of(after),
        lambda now: now.values("StudyInstanceUID") == {study.study_uid},
        "the study is found under the new identifier",
    )
    left = hospital.studies_of(before)

    with check(clauses.NUMBER_FOLLOWED, where="the new identifier", expected=f"study {study.study_uid}"):
        found = seen.values("StudyInstanceUID")
        assert found == {study.study_uid}, f"{seen.outcome}: {sorted(found)}; A47 was answered {told.code}"
    with check(clauses.NUMBER_FOLLOWED, where="the old identifier", expected="no study"):
        assert not left.matches, f"studies {sorted(left.values('StudyInstanceUID'))}"


@scenario(
    "workflow.update-cancelled-admission",
    actor="hospital",
    transaction="RAD-1",
    clauses=[clauses.PATIENT_STAYS],
    requires=["hl7v2.in", "dicom"],
)
def test_a_cancelled_admission_leaves_the_patients_studies(story, hospital, check):
    """An admission is taken back (A11): the patient is still a patient, and the studies are still there."""
    her = hospital.person("her")
    hospital.port.offering("ADT^A11").offering("ADT^A01")
    hospital.registers(her)
    study = hospital.study("hers", her)
    hospital.archive.holds(*study.instances)
    before = demographics(hospital.shows(her, study).matches[0])
    hospital.port.arrange(hospital.about(samples.movement(story, her, "A01"), her), "admit the patient")

    told = hospital.port.tell(hospital.about(samples.movement(story, her, "A11"), her))
    gone = hospital.lingering(lambda: hospital.studies_of(her), lambda now: not now.matches, "the studies are gone")

    with check(clauses.PATIENT_STAYS, expected=f"study {study.study_uid} under the same name"):
        found = [demographics(one) for one in gone.matches]
        assert found == [before], f"query: {gone.outcome}, {found}; A11 was answered {told.code}"


@scenario(
    "workflow.merge-into-itself",
    actor="hospital",
    transaction="RAD-12",
    clauses=[clauses.SELF_MERGE_HARMLESS],
    requires=["hl7v2.in", "dicom"],
)
def test_a_merge_of_a_patient_with_itself_harms_nothing(hospital, check):
    """A merge that names one identifier twice is refused or ignored: the patient's studies stay where they are."""
    her = hospital.person("her")
    hospital.port.offering("ADT^A40")
    hospital.registers(her)
    study = hospital.study("hers", her)
    hospital.archive.holds(*study.instances)
    hospital.shows(her, study)

    told = hospital.merges(her, her)
    gone = hospital.lingering(lambda: hospital.studies_of(her), lambda now: not now.matches, "the studies are gone")

    with check(clauses.SELF_MERGE_HARMLESS, expected=f"study {study.study_uid} of {her.id}"):
        found = gone.values("StudyInstanceUID")
        assert found == {study.study_uid}, f"{gone.outcome}: {sorted(found)}; the merge was answered {told.code}"


@scenario(
    "workflow.order-keeps-escapes",
    actor="hospital",
    transaction="RAD-4",
    clauses=[clauses.ESCAPES_RESOLVED],
    requires=["hl7v2.in", "dicom.worklist"],
)
def test_an_escaped_character_is_itself_on_the_worklist(story, hospital, check):
    """A name with an ampersand, which HL7 has to escape, has an ampersand on the worklist, and no escape."""
    her = hospital.person("her", family=f"ZZSALT&PEPPER{story.token('name', 2)}")
    hospital.registers(her)
    hospital.has_no_work(her)
    hospital.port.offering("ORM^O01").arrange(hospital.about(samples.order(story, her), her), "have the order accepted")

    seen = hospital.schedule_of(her, lambda now: bool(now.steps), "the order is on the worklist")
    if not seen.steps:
        raise Blocked(f"the order is not on the worklist: {seen.trouble or 'no step is'}")

    for item in seen.steps:
        with check(clauses.ESCAPES_RESOLVED):
            assert item.patient_name == f"{her.family}^{her.given}"


@scenario(
    "workflow.order-in-latin-1",
    actor="hospital",
    transaction="RAD-4",
    clauses=[clauses.NAME_KEPT],
    requires=["hl7v2.in", "dicom.worklist"],
)
def test_a_name_in_latin_1_reads_the_same_on_the_worklist(story, hospital, check):
    """A name sent in Latin alphabet No. 1 goes from HL7 to the worklist without losing an accent."""
    her = hospital.person("her", family="ZZMÜLLER-RENÉ")
    hospital.registers(her, charset=LATIN)
    hospital.has_no_work(her)
    order = hospital.about(samples.order(story, her).putting("MSH-18", LATIN), her)
    hospital.port.offering("ORM^O01").arrange(order, f"have an order in {LATIN} accepted")

    seen = hospital.schedule_of(her, lambda now: bool(now.steps), "the order is on the worklist")
    if not seen.steps:
        raise Blocked(f"the order is not on the worklist: {seen.trouble or 'no step is'}")

    for item in seen.steps:
        with check(clauses.NAME_KEPT, where=f"Specific Character Set {item.charset or 'absent'}"):
            assert item.patient_name == f"{her.family}^{her.given}"
