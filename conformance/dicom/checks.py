"""Judgements too long for one assert: what is wrong with an answer, clause by clause, in words."""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING

from conformance.dicom import clauses
from conformance.dicom.wire.command import C_FIND, C_GET, C_MOVE, NO_DATA_SET, RESPONSE
from conformance.dicom.wire.pdu import APPLICATION_CONTEXT_NAME

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conformance.dicom.client import Answer, Asked, Association, Received, Response
    from conformance.dicom.wire import Associate, Command, DataSet
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

ACCEPTANCE = (
    clauses.ONE_ANSWER_PER_CONTEXT,
    clauses.SYNTAX_WAS_PROPOSED,
    clauses.APPLICATION_CONTEXT_RETURNED,
    clauses.TITLES_RETURNED,
    clauses.PROTOCOL_VERSION_ANSWERED,
    clauses.IMPLEMENTATION_CLASS_GIVEN,
    clauses.MAXIMUM_LENGTH_GIVEN,
    clauses.ASSOCIATE_WELL_FORMED,
    clauses.ROLE_WITHIN_PROPOSAL,
    clauses.WINDOW_WITHIN_PROPOSAL,
)
"""What every acceptance is judged by, whatever was proposed."""

ALWAYS_ALLOWED = frozenset(
    {
        "SpecificCharacterSet",
        "TimezoneOffsetFromUTC",
        "QueryRetrieveLevel",
        "RetrieveAETitle",
        "InstanceAvailability",
        "StorageMediaFileSetID",
        "StorageMediaFileSetUID",
        "RetrieveURL",
        "RetrieveURI",
    }
)
"""Attributes a C-FIND response may hold although nobody asked for them (PS3.4 C.4.1.1.3.2)."""

LEAST_LENGTH = 64
_GROUP_LENGTH_WORDS = ("the group length says", "the command set does not begin with its group length")
_EXPLICIT_WORDS = "the command set is in explicit VR"
_OVER_MAXIMUM = "over the maximum of"
_CANCELLED, _COERCED = 0xFE00, 0xB000


def words(faults: Iterable[object]) -> str:
    """Return faults as one line, the first few of many."""
    told = [str(one) for one in faults]
    return "; ".join(told[:5]) + (f"; and {len(told) - 5} more" if len(told) > 5 else "")  # noqa: PLR2004 - the first 5


def responses(answer: Answer) -> dict[Clause, list[str]]:
    """Return what is wrong with an answer by each clause of RESPONSES; nothing when no response came at all."""
    if not answer.responses:
        return {}
    faults: dict[Clause, list[str]] = {clause: [] for clause in RESPONSES}
    for one in answer.responses:
        _response(one, answer.asked, faults)
    for problem in answer.problems:
        over = _OVER_MAXIMUM in problem.says
        faults[clauses.PDU_WITHIN_MAXIMUM if over else clauses.P_DATA_WELL_FORMED].append(problem.says)
    for one in answer.extra:
        faults[clauses.ONE_FINAL_RESPONSE].append(f"{one.message.command.name} {one.status} came unasked")
    return faults


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


def acceptance(association: Association) -> dict[Clause, list[str]]:
    """Return what is wrong with an A-ASSOCIATE-AC by each clause of ACCEPTANCE; nothing when there is none."""
    accepted = association.acceptance
    if accepted is None:
        return {}
    faults: dict[Clause, list[str]] = {clause: [] for clause in ACCEPTANCE}
    _contexts(association, accepted, faults)
    _fixed_fields(association, accepted, faults)
    _user_information(association, accepted, faults)
    return faults


def _contexts(association: Association, accepted: Associate, faults: dict[Clause, list[str]]) -> None:
    asked = association.request.ids()
    answered = [one.id for one in accepted.contexts]
    for number in sorted({*asked, *answered}):
        if answered.count(number) != (number in asked):
            said = f"context {number} was answered {answered.count(number)} times"
            faults[clauses.ONE_ANSWER_PER_CONTEXT].append(f"{said}, proposed {int(number in asked)}")
    for one in accepted.contexts:
        offered = asked[one.id].transfer_syntaxes if one.id in asked else ()
        if one.accepted and (len(one.transfer_syntaxes) != 1 or one.transfer_syntaxes[0] not in offered):
            chosen = ", ".join(one.transfer_syntaxes) or "no transfer syntax"
            faults[clauses.SYNTAX_WAS_PROPOSED].append(f"context {one.id} accepted in {chosen}")
        faults[clauses.ASSOCIATE_WELL_FORMED] += [problem.says for problem in one.problems]


def _fixed_fields(association: Association, accepted: Associate, faults: dict[Clause, list[str]]) -> None:
    request = association.request.associate()
    names = accepted.application_contexts
    if names != (APPLICATION_CONTEXT_NAME,):
        faults[clauses.APPLICATION_CONTEXT_RETURNED].append(f"application context {', '.join(names) or 'missing'}")
    for kind, sent, came in (
        ("called", request.called, accepted.called),
        ("calling", request.calling, accepted.calling),
    ):
        if sent != came:
            faults[clauses.TITLES_RETURNED].append(f"{kind} AE title {came!r}, sent was {sent!r}")
    if not accepted.version & 1:
        faults[clauses.PROTOCOL_VERSION_ANSWERED].append(f"protocol version {accepted.version:04X}")
    faults[clauses.ASSOCIATE_WELL_FORMED] += [str(problem) for problem in accepted.problems]


def _user_information(association: Association, accepted: Associate, faults: dict[Clause, list[str]]) -> None:
    user, request = accepted.user, association.request
    if not user.implementation_class or not _UID.fullmatch(user.implementation_class):
        faults[clauses.IMPLEMENTATION_CLASS_GIVEN].append(f"implementation class UID {user.implementation_class!r}")
    if user.maximum_length is None or 0 < user.maximum_length < LEAST_LENGTH:
        faults[clauses.MAXIMUM_LENGTH_GIVEN].append(f"maximum length {user.maximum_length}")
    faults[clauses.ASSOCIATE_WELL_FORMED] += [problem.says for problem in user.problems]
    proposed = {one.sop_class: one for one in request.roles}
    for one in user.roles:
        mine = proposed.get(one.sop_class)
        if mine is None or one.scu > mine.scu or one.scp > mine.scp:
            asked = f"asked was SCU {mine.scu}, SCP {mine.scp}" if mine else "asked was nothing"
            said = f"{one.sop_class}: SCU {one.scu}, SCP {one.scp} granted, {asked}"
            faults[clauses.ROLE_WITHIN_PROPOSAL].append(said)
    wanted = request.window or (1, 1)
    if user.window is not None and any(
        mine and (theirs == 0 or theirs > mine) for theirs, mine in zip(user.window, wanted, strict=True)
    ):
        faults[clauses.WINDOW_WITHIN_PROPOSAL].append(f"window {user.window} granted, asked was {wanted}")


def identifier(match: DataSet, asked: Iterable[str]) -> list[str]:
    """Return the attributes of a C-FIND response nobody asked for, save those always allowed."""
    allowed = {*asked, *ALWAYS_ALLOWED}
    return [one.keyword for one in match if one.keyword not in allowed and one.tag & 0xFFFF]


def values(match: DataSet) -> list[str]:
    """Return the values of a C-FIND response that do not have the form of their VR (PS3.5 6.2)."""
    wrong = []
    for one in match:
        form = _FORMS.get(one.vr)
        if form is None:
            continue
        wrong += [f"{one.keyword} {text!r}" for text in match.texts(one.tag) if text and not form.fullmatch(text)]
    return wrong


_UID = re.compile(r"(0|[1-9][0-9]*)(\.(0|[1-9][0-9]*))*")
_FORMS = {
    "UI": re.compile(r"(?=.{1,64}\Z)(0|[1-9][0-9]*)(\.(0|[1-9][0-9]*))*"),
    "IS": re.compile(r"[+-]?[0-9]{1,11}"),
    "DA": re.compile(r"[0-9]{8}|[0-9]{4}\.[0-9]{2}\.[0-9]{2}"),
    "TM": re.compile(
        r"[0-2][0-9]([0-5][0-9]([0-6][0-9](\.[0-9]{1,6})?)?)?|[0-2][0-9]:[0-5][0-9](:[0-6][0-9](\.[0-9]{1,6})?)?"
    ),
    "CS": re.compile(r"[A-Z0-9 _]{0,16}"),
    "DS": re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?"),
}


def sub_operations(answer: Answer) -> dict[Clause, list[str]]:
    """Return what is wrong with the counts of a C-MOVE or C-GET answer, told ones only (PS3.4 C.4.2.1.6)."""
    faults: dict[Clause, list[str]] = {clauses.RETRIEVE_COUNTS: [], clauses.RETRIEVE_NO_REMAINING: []}
    totals = set()
    for one in answer.responses:
        parts = [one.number(f"NumberOf{part}Suboperations") for part in ("Completed", "Failed", "Warning")]
        remaining = one.number("NumberOfRemainingSuboperations")
        known = [part for part in (*parts, remaining) if part is not None]
        if len(known) == len(parts) + 1 or (not one.pending and None not in parts):
            totals.add(sum(known))
        if not one.pending and one.status != _CANCELLED and remaining is not None:
            faults[clauses.RETRIEVE_NO_REMAINING].append(f"{remaining} remaining with status {one.status:04X}")
    if len(totals) > 1:
        faults[clauses.RETRIEVE_COUNTS].append(f"the counts add up to {sorted(totals)} in turn")
    return faults


def completed(answer: Answer) -> int | None:
    """Return how many sub-operations the final response says went well, warnings included; None when not told."""
    if answer.final is None:
        return None
    done = answer.final.number("NumberOfCompletedSuboperations")
    return None if done is None else done + (answer.final.number("NumberOfWarningSuboperations") or 0)


def instances(wanted: Iterable[str], got: Iterable[Received]) -> list[str]:
    """Return which instances are missing, foreign or came twice, in words."""
    missing = dict.fromkeys(wanted)
    seen: dict[str, int] = {}
    for one in got:
        seen[one.sop_instance] = seen.get(one.sop_instance, 0) + 1
    faults = [f"{uid} did not come" for uid in missing if uid not in seen]
    faults += [f"{uid or 'an instance without UID'} came unasked" for uid in seen if uid not in missing]
    faults += [f"{uid} came {times} times" for uid, times in seen.items() if uid in missing and times > 1]
    return faults


def coerced(answer: Answer) -> tuple[int, ...]:
    """Return the tags a C-STORE said it changed: with warning B000, in Offending Element (PS3.4 B.2.3)."""
    raw = answer.final.message.command.raw("OffendingElement") if answer.final else None
    if answer.status != _COERCED or raw is None:
        return ()
    whole = len(raw) // 4 * 4
    return tuple(group << 16 | number for group, number in struct.iter_unpack("<HH", raw[:whole]))
