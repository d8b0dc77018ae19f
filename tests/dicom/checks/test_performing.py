from dataclasses import dataclass, field

from conformance.dicom import checks, clauses, samples, uids
from conformance.dicom.answering import committed, failed_in_part
from conformance.dicom.checks.performing import steps
from conformance.dicom.visiting import Taken, Visit
from conformance.dicom.wire import Message, command, data_set, write_data_set
from conformance.dicom.wire.command import N_ACTION, N_CREATE, N_SET
from conformance.dicom.wire.syntaxes import IMPLICIT_LITTLE
from conformance.story import Story, moment

STORY = Story("performing", "ab", moment("2026-11-24T10:00:00Z"), None, None, None)
STEP, TRANSACTION = "1.2.3", "1.2.4"


@dataclass
class Told:
    taken: list = field(default_factory=list)

    def add(self, kind, what, abstract=uids.PERFORMED_STEP, **fields):
        message = Message(1, command(CommandField=kind, **fields), write_data_set(what, IMPLICIT_LITTLE))
        self.taken.append(Taken(message, abstract, IMPLICIT_LITTLE, "c0.r1"))
        return self

    @property
    def visits(self):
        return [Visit(taken=self.taken)]


def performed(*ends, **changes):
    told = Told().add(N_CREATE, samples.begun(STORY, "a", **changes), AffectedSOPInstanceUID=STEP)
    for one in ends:
        told.add(N_SET, samples.finished(STORY, "a", one), RequestedSOPInstanceUID=STEP)
    return told


def wrong(told, ends="COMPLETED"):
    (step,) = steps(told.visits)
    return {clause: says for clause, says in checks.told(step, told.visits, ends).items() if says}


def test_a_step_that_was_told_rightly_has_no_fault():
    assert wrong(performed("COMPLETED")) == {}
    assert wrong(performed("DISCONTINUED"), "DISCONTINUED") == {}


def test_a_step_that_ends_otherwise_or_never_is_told():
    assert set(wrong(performed("COMPLETED"), "DISCONTINUED")) == {clauses.TOLD_ENDED}
    assert set(wrong(performed())) == {clauses.TOLD_ENDED}


def test_a_step_set_after_its_end_is_told():
    assert wrong(performed("COMPLETED", "COMPLETED")) == {clauses.TOLD_ONCE_ENDED: ["1 N-SET after the end"]}


def test_a_step_without_its_id_is_told():
    assert wrong(performed("COMPLETED", PerformedProcedureStepID="")) == {
        clauses.TOLD_COMPLETELY: ["no value of PerformedProcedureStepID"]
    }


def test_an_instance_that_is_not_listed_is_told():
    told = performed("COMPLETED").add(1, data_set(), uids.CT, AffectedSOPClassUID=uids.CT, AffectedSOPInstanceUID="9.9")

    assert wrong(told) == {clauses.TOLD_INSTANCES: ["9.9 was sent and is not listed"]}


def test_a_step_that_names_no_instance_is_known_by_ours():
    told = Told().add(N_CREATE, samples.begun(STORY, "a"))
    told.add(N_SET, samples.finished(STORY, "a"), RequestedSOPInstanceUID="7.7")

    (step,) = steps(told.visits, "7.7")
    assert step.status == "COMPLETED"


def reference(uid):
    return data_set(ReferencedSOPClassUID=uids.CT, ReferencedSOPInstanceUID=uid)


def request(*named, action=1, transaction=TRANSACTION):
    what = data_set(TransactionUID=transaction, ReferencedSOPSequence=[reference(one) for one in named])
    instance = uids.STORAGE_COMMITMENT_INSTANCE
    return Told().add(N_ACTION, what, uids.STORAGE_COMMITMENT, RequestedSOPInstanceUID=instance, ActionTypeID=action)


def test_a_request_for_commitment_is_judged_by_what_it_names():
    good, again = request("1.1", "1.2"), request("1.1", "1.1", transaction="")

    assert not any(checks.asked_to_commit(checks.requests(good.visits), good.visits).values())
    faults = checks.asked_to_commit(checks.requests(again.visits), again.visits)
    assert faults[clauses.COMMITMENT_INFORMATION] == ["Transaction UID ''", "1.1 is named 2 times"]


def test_reports_account_for_every_instance_once():
    asked = request("1.1", "1.2").taken[0].data

    _, good = committed(asked)
    event, bad = failed_in_part(asked)

    assert [one.text("ReferencedSOPInstanceUID") for one in good.sequence("ReferencedSOPSequence")] == ["1.1", "1.2"]
    assert event == 2
    assert [one.text("ReferencedSOPInstanceUID") for one in bad.sequence("ReferencedSOPSequence")] == ["1.1"]
    assert [one.text("ReferencedSOPInstanceUID") for one in bad.sequence("FailedSOPSequence")] == ["1.2"]
