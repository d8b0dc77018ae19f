"""What is wrong with the acceptance of an association, clause by clause, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dicom import clauses, uids
from conformance.dicom.wire.pdu import APPLICATION_CONTEXT_NAME

if TYPE_CHECKING:
    from conformance.dicom.client import Association
    from conformance.dicom.wire import Associate
    from conformance.model import Clause


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

LEAST_LENGTH = 64


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
    if not user.implementation_class or not uids.is_uid(user.implementation_class):
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
