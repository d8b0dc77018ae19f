"""Verification: the smallest question there is, and every field of its answer (PS3.4 Annex A, PS3.7 9.3.5)."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.dicom import checks, clauses, uids
from conformance.dicom.client import Proposal, echo


@scenario(
    "dicom.echo.answered",
    actor="archive",
    transaction="C-ECHO",
    clauses=[clauses.ECHO_SUCCEEDS, *checks.RESPONSES],
    requires=["dicom"],
)
def test_an_echo_is_answered_once_and_right_in_every_field(archive, check):
    """Asked whether it is there, the archive says so once, in a message that is right to the last field."""
    association = archive.associate(Proposal(uids.VERIFICATION))
    with association:
        early = association.listen()
        answer = echo(association)
        late = association.listen()
    answer = answer.with_extra((*early, *late))

    with check(clauses.ECHO_SUCCEEDS, expected="status 0000"):
        assert answer.status == 0, answer.outcome
    for clause, faults in checks.responses(answer).items():
        with check(clause):
            assert not faults, checks.words(faults)


@scenario(
    "dicom.echo.many",
    actor="archive",
    transaction="C-ECHO",
    clauses=[clauses.ECHO_SUCCEEDS, clauses.RESPONSE_NAMES_ITS_REQUEST, clauses.ONE_FINAL_RESPONSE],
    requires=["dicom"],
)
def test_a_hundred_echoes_on_one_association_are_all_answered(archive, check):
    """One association carries as many verifications as a modality cares to send."""
    answer = archive.echo(times=100)

    with check(clauses.ECHO_SUCCEEDS, expected="status 0000, a hundred times"):
        assert answer.status == 0, answer.outcome
    for clause, faults in checks.responses(answer).items():
        if clause in {clauses.RESPONSE_NAMES_ITS_REQUEST, clauses.ONE_FINAL_RESPONSE}:
            with check(clause):
                assert not faults, checks.words(faults)


@scenario(
    "dicom.echo.afresh",
    actor="archive",
    transaction="C-ECHO",
    clauses=[clauses.ECHO_SUCCEEDS],
    requires=["dicom"],
)
def test_ten_associations_one_after_another_are_all_served(archive, check):
    """Modalities come and go all day: each association is served like the first."""
    answers = [archive.echo() for _ in range(10)]

    failed = [one.outcome for one in answers if one.status != 0]
    with check(clauses.ECHO_SUCCEEDS, expected="status 0000 on each of 10 associations"):
        assert not failed, checks.words(failed)


@scenario(
    "dicom.echo.fragmented",
    actor="archive",
    transaction="C-ECHO",
    clauses=[clauses.ECHO_FRAGMENTED],
    requires=["dicom"],
)
def test_a_command_in_fragments_of_two_octets_is_read_as_one(archive, check):
    """A command set that comes in many small fragments is the same command set."""
    archive.alive()

    answer = archive.echo(most=8)

    with check(clauses.ECHO_FRAGMENTED, expected="status 0000 to a C-ECHO-RQ in fragments of two octets"):
        assert answer.status == 0, answer.outcome
