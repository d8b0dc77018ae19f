"""Data units on an association: cut anywhere, out of place, or not what they say (PS3.8 9.1, 9.2.3, 9.3.5, E)."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.dicom import clauses, samples, uids
from conformance.dicom.client import Asked, Link, Proposal, find, keys
from conformance.dicom.wire import Abort, Data, Pdu, Pdv, command, message_pdus
from conformance.dicom.wire.command import C_ECHO, C_FIND, NO_DATA_SET
from conformance.guarded import LinkFault
from conformance.model import Blocked

ECHO = Proposal(uids.VERIFICATION)
UNDEFINED = 0x0666
PAUSE_S = 0.02
"""Long enough that what is there is read alone, and no longer: no clause says how long a peer waits for the rest."""


def asking(field=C_ECHO, number=1):
    """Return the command set of a request without data set, C-ECHO or another."""
    return command(
        AffectedSOPClassUID=uids.VERIFICATION, CommandField=field, MessageID=number, CommandDataSetType=NO_DATA_SET
    )


def ended(came):
    """Return whether the association was aborted or the connection closed."""
    return isinstance(came.read, Abort) or came.ended


def met(came):
    """Return what came, in words."""
    if isinstance(came.read, Abort):
        return f"A-ABORT source {came.read.source}, reason {came.read.reason}"
    return came.trouble or (came.pdu.name if came.pdu else "nothing")


def opened(archive):
    """Return an association for verification; raise Blocked when there is none to do anything on."""
    association = archive.associate(ECHO)
    if not association.usable:
        raise Blocked(f"no association for verification: {association.told}")
    return association


def judge_alive(archive, check):
    """Judge that the next association is served as usual."""
    afterwards = archive.echo()
    with check(clauses.ALIVE_AFTERWARDS, expected="C-ECHO answered with success"):
        assert afterwards.status == 0, afterwards.outcome


@scenario(
    "dicom.association.request-first",
    actor="archive",
    transaction="A-ASSOCIATE",
    clauses=[clauses.REQUEST_COMES_FIRST, clauses.ALIVE_AFTERWARDS],
    requires=["dicom"],
)
def test_data_before_an_association_ends_the_connection(archive, story, check):
    """Who sends data without having asked for an association is shown the door, and the others are served."""
    archive.alive()

    link = Link(story.doors.connect(archive.profile.host, archive.profile.port, archive.tls))
    link.send(message_pdus(asking(), 1, most=16384), "C-ECHO-RQ without an association")
    came = link.receive(story.limits.release_s)
    link.close()

    with check(clauses.REQUEST_COMES_FIRST, expected="A-ABORT, or the connection closed", evidence=came.evidence):
        assert ended(came), met(came)
    judge_alive(archive, check)


@scenario(
    "dicom.association.second-request",
    actor="archive",
    transaction="A-ABORT",
    clauses=[clauses.UNEXPECTED_PDU_ABORTED, clauses.ALIVE_AFTERWARDS],
    requires=["dicom"],
)
def test_a_second_request_on_one_association_is_answered_by_an_abort(archive, story, check):
    """An association is asked for once: a second A-ASSOCIATE-RQ on it is answered by an A-ABORT."""
    archive.alive()

    association = opened(archive)
    association.send(archive.request(ECHO).pdu(), says="a second A-ASSOCIATE-RQ")
    came = association.receive(story.limits.release_s)
    association.link.close()

    with check(clauses.UNEXPECTED_PDU_ABORTED, expected="A-ABORT"):
        assert isinstance(came.read, Abort), met(came)
    judge_alive(archive, check)


@scenario(
    "dicom.association.unknown-context",
    actor="archive",
    transaction="A-ABORT",
    clauses=[clauses.UNKNOWN_CONTEXT_NOT_SERVED, clauses.ALIVE_AFTERWARDS],
    requires=["dicom"],
)
def test_a_request_on_a_context_nobody_accepted_is_not_served(archive, story, check):
    """A C-ECHO on a presentation context that was never proposed gets no success."""
    archive.alive()

    association = opened(archive)
    association.send(*message_pdus(asking(), 99, most=16384), says="C-ECHO-RQ on context 99")
    came = association.receive(story.limits.release_s)
    association.link.close()

    served = [one.command.status for one in came.messages]
    with check(clauses.UNKNOWN_CONTEXT_NOT_SERVED, expected="A-ABORT, or no success"):
        assert 0 not in served, "C-ECHO-RSP with success"
    judge_alive(archive, check)


@scenario(
    "dicom.association.torn-data",
    actor="archive",
    transaction="A-ABORT",
    clauses=[clauses.INVALID_DATA_ENDS, clauses.ALIVE_AFTERWARDS],
    requires=["dicom"],
)
def test_a_value_longer_than_its_data_unit_ends_the_association(archive, story, check):
    """A presentation data value that claims more octets than its P-DATA-TF has is not waited for."""
    archive.alive()

    association = opened(archive)
    torn = Pdv(1, 3, asking().encode(), length=40_000)
    association.send(Data((torn,)).pdu(), says="a P-DATA-TF with a value of 40000 octets that are not there")
    came = association.receive(story.limits.release_s)
    association.link.close()

    with check(clauses.INVALID_DATA_ENDS, expected="A-ABORT, or the connection closed"):
        assert ended(came), met(came)
    judge_alive(archive, check)


@scenario(
    "dicom.association.over-maximum",
    actor="archive",
    transaction="A-ABORT",
    clauses=[clauses.ALIVE_AFTERWARDS],
    requires=["dicom"],
)
def test_a_data_unit_of_enormous_length_does_no_harm(archive, story, check):
    """A P-DATA-TF that claims four billion octets takes neither the archive's memory nor its service."""
    archive.alive()

    association = archive.associate(ECHO)
    association.send(Pdu(0x04, bytes(64), length=0xFFFFFFF0), says="a P-DATA-TF of 4294967280 octets, 64 of them sent")
    association.receive(story.limits.quiet_s)
    association.link.close()

    judge_alive(archive, check)


@scenario(
    "dicom.association.segmented",
    actor="archive",
    transaction="A-ASSOCIATE",
    clauses=[clauses.SEGMENTS_JOINED],
    requires=["dicom"],
)
def test_a_request_is_read_wherever_the_network_cuts_it(archive, check):
    """A C-ECHO that arrives octet by octet, with a pause inside its head, is the same C-ECHO."""
    archive.alive()

    association = archive.associate(ECHO)
    number = association.take_message_id()
    octets = b"".join(one.encode() for one in message_pdus(asking(number=number), 1, most=16384))
    trouble = cut(association, octets[:3])
    came = association.receive(PAUSE_S)
    trouble = trouble or cut(association, octets[3:])
    came = came if came.ended or came.read else association.receive()
    association.link.connection.mark_sent("C-ECHO-RQ, octet by octet", "application/vnd.dicom.pdu")
    association.release()

    told = [one.command.status for one in came.messages]
    with check(clauses.SEGMENTS_JOINED, expected="C-ECHO answered with success", evidence=came.evidence):
        assert told == [0], trouble or met(came)


def cut(association, octets):
    """Send octets one by one; return what stopped us, in words."""
    try:
        for at in range(len(octets)):
            association.link.connection.send(octets[at : at + 1])
    except LinkFault as fault:
        return str(fault)
    return ""


@scenario(
    "dicom.echo.several-values",
    actor="archive",
    transaction="C-ECHO",
    clauses=[clauses.ECHO_FRAGMENTED],
    requires=["dicom"],
)
def test_several_values_in_one_data_unit_are_one_command(archive, check):
    """A command set in two presentation data values of one P-DATA-TF is the same command set."""
    archive.alive()

    association = archive.associate(ECHO)
    number = association.take_message_id()
    octets = asking(number=number).encode()
    values = (Pdv(1, 1, octets[:10]), Pdv(1, 1, octets[10:30]), Pdv(1, 3, octets[30:]))
    association.send(Data(values).pdu(), says="C-ECHO-RQ in three values of one P-DATA-TF")
    came = association.receive()
    association.release()

    told = [one.command.status for one in came.messages]
    with check(clauses.ECHO_FRAGMENTED, expected="C-ECHO answered with success"):
        assert told == [0], met(came)


@scenario(
    "dicom.echo.unknown-operation",
    actor="archive",
    transaction="C-ECHO",
    clauses=[clauses.UNKNOWN_OPERATION_REFUSED, clauses.ALIVE_AFTERWARDS],
    requires=["dicom"],
)
def test_an_operation_nobody_knows_is_refused(archive, check):
    """A request with a command field of no meaning, or one of another service, is refused or cut off, not granted."""
    archive.alive()

    answers = {}
    for name, field in (("command field 0666", UNDEFINED), ("C-FIND for verification", C_FIND)):
        association = opened(archive)
        number = association.take_message_id()
        asked = Asked(field, number, 1, uids.VERIFICATION)
        answers[name] = association.exchange(asked, asking(field, number))
        association.release()

    for name, answer in answers.items():
        at = {"where": name, "expected": "a failure such as 0211, or A-ABORT", "evidence": answer.evidence}
        with check(clauses.UNKNOWN_OPERATION_REFUSED, **at):
            assert answer.status != 0, answer.outcome
            assert not answer.silent, answer.outcome
    judge_alive(archive, check)


@scenario(
    "dicom.query.odd-maximum",
    actor="archive",
    transaction="RAD-14",
    clauses=[clauses.PDU_WITHIN_MAXIMUM, clauses.EVEN_FRAGMENTS],
    requires=["dicom"],
)
def test_an_odd_maximum_length_is_kept_with_even_fragments(archive, story, check):
    """Told to send no more than 269 octets at a time, the archive does, and cuts nothing at an odd place."""
    study = samples.study(story, "odd", series=1, images=1, StudyDescription="ZZ" + "D" * 60)
    archive.holds(*study.instances)

    association = archive.associate(Proposal(uids.STUDY_ROOT_FIND), maximum_length=269)
    wanted = keys("STUDY", StudyInstanceUID=study.study_uid, StudyDescription="", PatientName="", AccessionNumber="")
    answer = find(association, uids.STUDY_ROOT_FIND, wanted)
    association.release()

    if answer.status != 0 or not answer.matches:
        raise Blocked(f"the study was not found: {answer.outcome}")
    with check(clauses.PDU_WITHIN_MAXIMUM, expected="no P-DATA-TF over 269 octets", evidence=answer.evidence):
        assert association.link.seen.longest <= 269, f"a P-DATA-TF of {association.link.seen.longest} octets"
    with check(clauses.EVEN_FRAGMENTS, evidence=answer.evidence):
        assert association.link.seen.odd == 0, f"{association.link.seen.odd} fragments of odd length"
