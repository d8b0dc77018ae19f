"""What is wrong with the answer to a DIMSE request, clause by clause, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dicom import clauses
from conformance.dicom.client.link import OVER_MAXIMUM
from conformance.dicom.wire.command import C_FIND, C_GET, C_MOVE, NO_DATA_SET, RESPONSE

if TYPE_CHECKING:
    from conformance.dicom.client import Answer, Asked, Response
    from conformance.dicom.wire import Command
    from conformance.model import Clause


RESPONSES = (
    clauses.RESPONSE_NAMES_ITS_REQUEST,
    clauses.RESPONSE_IS_OF_ITS_KIND,
    clauses.RESPONSE_ON_SAME_CONTEXT,
    clauses.RESPONSE_NAMES_SAME_CLASS,
    clauses.RESPONSE_HAS_STATUS,
    clauses.COMMAND_GROUP_LENGTH,
    clauses.COMMAND_IMPLICIT,
    clauses.COMMAND_WELL_FORMED,
    clauses.ONE_FINAL_RESPONSE,
    clauses.FINAL_WITHOUT_DATA_SET,
    clauses.PDU_WITHIN_MAXIMUM,
    clauses.P_DATA_WELL_FORMED,
)
"""What every answer is judged by, whatever was asked."""

NORMALIZED = tuple(one for one in RESPONSES if one is not clauses.FINAL_WITHOUT_DATA_SET)
"""What an answer to a DIMSE-N request is judged by: it may carry attributes or a reply (PS3.7 10.1)."""

_GROUP_LENGTH_WORDS = ("the group length says", "the command set does not begin with its group length")

_EXPLICIT_WORDS = "the command set is in explicit VR"


def responses(answer: Answer) -> dict[Clause, list[str]]:
    """Return what is wrong with an answer by each clause of RESPONSES; nothing when no response came at all."""
    if not answer.responses:
        return {}
    faults: dict[Clause, list[str]] = {clause: [] for clause in RESPONSES}
    for one in answer.responses:
        _response(one, answer.asked, faults)
    for problem in answer.problems:
        over = OVER_MAXIMUM in problem.says
        faults[clauses.PDU_WITHIN_MAXIMUM if over else clauses.P_DATA_WELL_FORMED].append(problem.says)
    for one in answer.extra:
        faults[clauses.ONE_FINAL_RESPONSE].append(f"{one.message.command.name} {one.status} came unasked")
    return faults


def normalized(answer: Answer) -> dict[Clause, list[str]]:
    """Return what is wrong with an answer to a DIMSE-N request, by each clause of NORMALIZED."""
    return {clause: faults for clause, faults in responses(answer).items() if clause in NORMALIZED}


def _response(one: Response, asked: Asked, faults: dict[Clause, list[str]]) -> None:
    def judge(clause: Clause, *, holds: bool, saw: str) -> None:
        if not holds:
            faults[clause].append(saw)

    command = one.message.command
    message_id = command.number("MessageIDBeingRespondedTo")
    judge(
        clauses.RESPONSE_NAMES_ITS_REQUEST,
        holds=message_id == asked.message_id,
        saw=f"response to message {message_id}, the request was {asked.message_id}",
    )
    wanted = asked.command_field | RESPONSE
    judge(clauses.RESPONSE_IS_OF_ITS_KIND, holds=command.number("CommandField") == wanted, saw=command.name)
    judge(
        clauses.RESPONSE_ON_SAME_CONTEXT,
        holds=one.message.context == asked.context,
        saw=f"presentation context {one.message.context}, the request was on {asked.context}",
    )
    for keyword, mine in (("SOPClassUID", asked.sop_class), ("SOPInstanceUID", asked.sop_instance)):
        theirs = command.text(f"Affected{keyword}")
        judge(
            clauses.RESPONSE_NAMES_SAME_CLASS,
            holds=theirs in {None, mine},
            saw=f"Affected {keyword} {theirs}, the request's was {mine}",
        )
    judge(clauses.RESPONSE_HAS_STATUS, holds=one.status is not None, saw="no status")
    _data_set(one, asked, faults)
    faults[clauses.P_DATA_WELL_FORMED] += [problem.says for problem in one.message.problems]
    _command(command, faults)


def _data_set(one: Response, asked: Asked, faults: dict[Clause, list[str]]) -> None:
    """Judge whether a data set may be there: identifiers of pending C-FIND, lists of failed retrieves."""
    kind = one.message.command.number("CommandDataSetType")
    has = one.message.data is not None or kind != NO_DATA_SET
    may = (asked.command_field == C_FIND and one.pending) or (
        asked.command_field in {C_MOVE, C_GET} and not one.pending and one.status != 0
    )
    if has and not may:
        said = "no data set type" if kind is None else f"data set type {kind:04X}"
        faults[clauses.FINAL_WITHOUT_DATA_SET].append(f"{said} in a response with status {one.status}")


def _command(command: Command, faults: dict[Clause, list[str]]) -> None:
    for problem in command.problems:
        if problem.says.startswith(_GROUP_LENGTH_WORDS):
            faults[clauses.COMMAND_GROUP_LENGTH].append(str(problem))
        elif problem.says.startswith(_EXPLICIT_WORDS):
            faults[clauses.COMMAND_IMPLICIT].append(str(problem))
        else:
            faults[clauses.COMMAND_WELL_FORMED].append(str(problem))
