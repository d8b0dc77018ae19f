"""Notices about identifiers, accounts and numbers, and what queries show of them: nobody is taken for another."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.hl7 import samples
from conformance.hl7.samples import queries
from conformance.hl7.samples.queries import OTHER_AUTHORITY
from conformance.model import NotApplicable
from conformance.workflow import clauses
from conformance.workflow.candidate import demographics


def filed(hospital, patient):
    """Have a study of a registered patient stored and found; return it."""
    study = hospital.study(patient.id, patient)
    hospital.archive.holds(*study.instances)
    hospital.shows(patient, study)
    return study


@scenario(
    "workflow.update-account-moved",
    actor="hospital",
    transaction="RAD-12",
    clauses=[clauses.ACCOUNT_NO_MERGE],
    requires=["hl7v2.in", "dicom"],
)
def test_a_moved_account_merges_nobody(story, hospital, check):
    """An account was opened for the wrong patient and is moved (A44): studies that are of no account stay."""
    hers, his = hospital.person("hers"), hospital.person("his")
    hospital.port.offering("ADT^A44")
    hospital.registers(hers, his)
    studies = {one: filed(hospital, one) for one in (hers, his)}

    hospital.port.arrange(hospital.about(samples.moved(story, hers, his, "A44"), hers, his), "have the account moved")
    hospital.lingering(lambda: hospital.studies_of(his), lambda now: not now.matches, "the studies are gone")
    seen = {one: hospital.studies_of(one) for one in (hers, his)}

    for one, study in studies.items():
        with check(clauses.ACCOUNT_NO_MERGE, where=one.id, expected=f"study {study.study_uid} alone"):
            found = seen[one].values("StudyInstanceUID")
            assert found == {study.study_uid}, f"{seen[one].outcome}: {sorted(found)}"


@scenario(
    "workflow.update-notification-keeps-name",
    actor="hospital",
    transaction="ITI-10",
    clauses=[clauses.NOTICE_KEEPS_NAME],
    requires=["hl7v2.in", "dicom"],
)
def test_an_update_notification_takes_no_name_away(story, hospital, check):
    """A PIX manager tells of a second identifier, with a space for the name: the studies keep the name they had."""
    her = hospital.person("her")
    hospital.port.claiming("pix_consumer").offering("ADT^A31")
    hospital.registers(her)
    study = filed(hospital, her)
    wanted = f"{her.family}^{her.given}"
    second = queries.identifier(queries.other_id(story, her), OTHER_AUTHORITY)
    notice = samples.notified(story, her, hospital.identifier(her), second)

    hospital.port.arrange(notice, "have the notification accepted")
    seen = hospital.lingering(
        lambda: hospital.studies_of(her),
        lambda now: [demographics(one)[0] for one in now.matches] != [wanted],
        "the name is gone",
    )

    with check(clauses.NOTICE_KEEPS_NAME, expected=f"study {study.study_uid} of {wanted}"):
        names = [demographics(one)[0] for one in seen.matches]
        assert names == [wanted], f"query: {seen.outcome}, names {names}"


@scenario(
    "workflow.update-shared-nhs-number",
    actor="hospital",
    transaction="RAD-1",
    clauses=[clauses.NUMBER_NOT_ALONE],
    requires=["hl7v2.in", "dicom"],
)
def test_two_patients_with_one_nhs_number_are_not_mixed(story, hospital, check):
    """A clerk enters somebody else's NHS number: the two patients' studies stay apart, each under its own name."""
    hers, his = hospital.person("hers"), hospital.person("his", family=f"ZZ{story.token('other-name', 6)}")
    hospital.port.claiming("uk").offering("ADT^A04")
    number = (hers.nhs_number, None, None, "NHS", "NH")
    told = {
        one: samples.admission(story, one).putting("PID-3", [hospital.identifier(one), number]) for one in (hers, his)
    }
    hospital.port.arrange(told[hers], f"register the patient {hers.id}")
    answer = hospital.port.tell(told[his])
    if answer.code != "AA":
        raise NotApplicable(f"a second patient with one NHS number is not taken: {answer.says}")

    studies = {one: hospital.study(one.id, one) for one in (hers, his)}
    hospital.archive.holds(*(image for study in studies.values() for image in study.instances))
    seen = {
        one: hospital.settled(
            lambda one=one: hospital.studies_of(one),
            lambda now, one=one: now.values("StudyInstanceUID") == {studies[one].study_uid},
            "the study is found",
        )
        for one in (hers, his)
    }

    for one, study in studies.items():
        with check(clauses.NUMBER_NOT_ALONE, where=one.id, expected=f"study {study.study_uid} of {one.family}"):
            found = [(match.text("StudyInstanceUID"), demographics(match)[0]) for match in seen[one].matches]
            assert found == [(study.study_uid, f"{one.family}^{one.given}")], f"{seen[one].outcome}: {found}"
