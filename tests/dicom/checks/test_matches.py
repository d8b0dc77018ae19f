from conformance.dicom import checks, clauses
from conformance.dicom.client import Answer, Asked, Response
from conformance.dicom.wire import Message, command, data_set, write_data_set
from conformance.dicom.wire.command import C_FIND
from conformance.dicom.wire.syntaxes import IMPLICIT_LITTLE
from conformance.judging import Judge
from conformance.model import Verdict


def test_attributes_nobody_asked_for_are_named():
    match = data_set({0x00100000: 4}, PatientID="A", RetrieveAETitle="X", StudyDate="20200101", PatientSex="O")

    assert checks.identifier(match, ["PatientID"]) == ["StudyDate", "PatientSex"]


def test_values_of_a_wrong_form_are_named():
    match = data_set(SeriesNumber="1.0", StudyDate="2020-01-01", StudyTime="101010.5", StudyInstanceUID="1.02")

    assert checks.values(match) == ["StudyDate '2020-01-01'", "StudyInstanceUID '1.02'", "SeriesNumber '1.0'"]
    assert checks.values(data_set(SeriesNumber=["1", "-2"], StudyDate="", StudyTime="10", Modality="CT")) == []


STORED = {"StudyInstanceUID": "2.25.1", "PatientName": "A^B", "StudyID": "", "StudyTime": "101500"}


def form(level="STUDY", **changes):
    """Return the clauses a match breaks, asked for three keys."""
    values = {"QueryRetrieveLevel": "STUDY", "RetrieveAETitle": "X", **STORED, **changes}
    match = data_set(**{key: value for key, value in values.items() if value is not None})
    octets = write_data_set(match, IMPLICIT_LITTLE)
    message = Message(1, command(Status=0xFF00), octets)
    answer = Answer(Asked(C_FIND, 1, 1, ""), (Response(message),))
    judge = Judge(checks.FORM)
    checks.judge_form(judge, answer, level, tuple(STORED), {"2.25.1": STORED}, "StudyInstanceUID")
    return {one.clause for one in judge.findings() if one.verdict is Verdict.FAILED}


def test_a_right_match_breaks_nothing():
    assert form() == set()
    assert form(PatientName="A^B^^") == set()
    assert form(StudyTime="101500.000") == set()


def test_each_fault_of_a_match_breaks_its_own_clause():
    assert form(QueryRetrieveLevel="SERIES") == {clauses.FIND_ECHOES_LEVEL}
    assert form(QueryRetrieveLevel=None) == {clauses.FIND_ECHOES_LEVEL}
    assert form(RetrieveAETitle=None) == {clauses.FIND_NAMES_RETRIEVE_AE}
    assert form(RetrieveAETitle=None, StorageMediaFileSetID="DISC") == set()
    assert form(PatientSex="O") == {clauses.FIND_RETURNS_ONLY_ASKED}
    assert form(StudyID=None) == {clauses.FIND_RETURNS_REQUIRED_KEYS}
    assert form(StudyTime="101500.5") == {clauses.FIND_RETURNS_REQUIRED_KEYS}
    assert form(PatientName="A^C") == {clauses.FIND_RETURNS_REQUIRED_KEYS}


def test_a_pending_response_without_identifier_is_unreadable():
    judge = Judge(checks.FORM)
    answer = Answer(Asked(C_FIND, 1, 1, ""), (Response(Message(1, command(Status=0xFF00))),))
    checks.judge_form(judge, answer, "STUDY", (), {}, "StudyInstanceUID")

    failed = {one.clause: one.saw for one in judge.findings() if one.verdict is Verdict.FAILED}
    assert failed == {clauses.FIND_READABLE: "no Identifier"}


def test_values_are_told_as_often_as_they_came():
    octets = write_data_set(data_set(PatientID="A"), IMPLICIT_LITTLE)
    twice = (Response(Message(1, command(Status=0xFF00), octets)),) * 2

    assert checks.found(Answer(Asked(C_FIND, 1, 1, ""), twice), "PatientID") == ["A", "A"]
