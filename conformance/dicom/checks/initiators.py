"""What is wrong with what a visitor asked for and sent us, clause by clause, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dicom import clauses, uids
from conformance.dicom.checks.acceptances import LEAST_LENGTH
from conformance.dicom.client.link import OVER_MAXIMUM
from conformance.dicom.wire import charsets
from conformance.dicom.wire.command import C_CANCEL, C_FIND, C_STORE
from conformance.dicom.wire.pdu import APPLICATION_CONTEXT_NAME
from conformance.dicom.wire.syntaxes import IMPLICIT_LITTLE, encapsulated

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conformance.dicom.visiting import Taken, Visit
    from conformance.dicom.wire import Associate, DataSet
    from conformance.model import Clause

REQUESTED = (
    clauses.REQUEST_CONTEXTS,
    clauses.REQUEST_FIXED_FIELDS,
    clauses.REQUEST_IMPLEMENTATION_CLASS,
    clauses.REQUEST_MAXIMUM_LENGTH,
    clauses.REQUEST_WELL_FORMED,
    clauses.REQUEST_DEFAULT_SYNTAX,
)
"""What every request for an association is judged by."""

CARRIED = (
    clauses.SENT_ON_ACCEPTED_CONTEXT,
    clauses.SENT_COMMAND_WELL_FORMED,
    clauses.SENT_WITHIN_MAXIMUM,
    clauses.SENT_P_DATA_WELL_FORMED,
)
"""What every message is judged by, whatever it asks."""

STORED = (clauses.SENT_COMMAND, clauses.SENT_IN_NEGOTIATED_SYNTAX, clauses.SENT_SAME_INSTANCE, clauses.SENT_VALID_UIDS)
"""What every instance is judged by."""

_TEXT = frozenset({"PN", "LO", "SH", "LT", "ST", "UT", "UC"})
_HIGH = 0x80
_PRIORITIES = frozenset({0, 1, 2})


def requested(visits: Iterable[Visit], called: str, calling: str | None) -> dict[Clause, list[str]]:
    """Return what is wrong with each A-ASSOCIATE-RQ; ``called`` is our AE title, ``calling`` theirs where known.

    Where none came at all, nothing but that is told.
    """
    visits = tuple(visits)
    if not any(visit.request for visit in visits):
        return {clauses.REQUEST_WELL_FORMED: [visit.ended for visit in visits]}
    faults: dict[Clause, list[str]] = {clause: [] for clause in REQUESTED}
    for visit in visits:
        if visit.request is None:
            faults[clauses.REQUEST_WELL_FORMED].append(visit.ended)
            continue
        _contexts(visit.request, faults)
        _fixed(visit.request, called, calling, faults)
        _user(visit.request, faults)
    return faults


def _contexts(request: Associate, faults: dict[Clause, list[str]]) -> None:
    ids = [one.id for one in request.contexts]
    for one in request.contexts:
        wrong = []
        if not one.id % 2:
            wrong.append("its id is even")
        if ids.count(one.id) > 1:
            wrong.append("its id is there twice")
        if not one.abstract_syntax:
            wrong.append("it has no abstract syntax")
        if not one.transfer_syntaxes:
            wrong.append("it has no transfer syntax")
        faults[clauses.REQUEST_CONTEXTS] += [f"context {one.id}: {says}" for says in wrong]
        faults[clauses.REQUEST_WELL_FORMED] += [problem.says for problem in one.problems]
    if not ids:
        faults[clauses.REQUEST_CONTEXTS].append("no presentation context is proposed")
    offered: dict[str, set[str]] = {}
    for one in request.contexts:
        offered.setdefault(one.abstract_syntax or "", set()).update(one.transfer_syntaxes)
    for abstract, syntaxes in offered.items():
        if IMPLICIT_LITTLE not in syntaxes and not all(encapsulated(syntax) for syntax in syntaxes):
            said = f"{abstract} is offered in {', '.join(sorted(syntaxes))} alone"
            faults[clauses.REQUEST_DEFAULT_SYNTAX].append(said)


def _fixed(request: Associate, called: str, calling: str | None, faults: dict[Clause, list[str]]) -> None:
    wrong = faults[clauses.REQUEST_FIXED_FIELDS]
    if not request.version & 1:
        wrong.append(f"protocol version {request.version:04X}")
    if request.application_contexts != (APPLICATION_CONTEXT_NAME,):
        wrong.append(f"application context {', '.join(request.application_contexts) or 'missing'}")
    if request.called_title != called:
        wrong.append(f"called AE title {request.called_title!r}, we are {called!r}")
    if not request.calling_title or calling not in {None, request.calling_title}:
        wrong.append(
            f"calling AE title {request.calling_title!r}" + (f", the profile says {calling!r}" if calling else "")
        )
    faults[clauses.REQUEST_WELL_FORMED] += [str(problem) for problem in request.problems]


def _user(request: Associate, faults: dict[Clause, list[str]]) -> None:
    user = request.user
    if not user.implementation_class or not uids.is_uid(user.implementation_class):
        faults[clauses.REQUEST_IMPLEMENTATION_CLASS].append(f"implementation class UID {user.implementation_class!r}")
    if user.maximum_length is None or 0 < user.maximum_length < LEAST_LENGTH:
        faults[clauses.REQUEST_MAXIMUM_LENGTH].append(f"maximum length {user.maximum_length}")
    faults[clauses.REQUEST_WELL_FORMED] += [problem.says for problem in user.problems]


def carried(visits: Iterable[Visit]) -> dict[Clause, list[str]]:
    """Return what is wrong with the messages that came, as messages; nothing by any clause when none did."""
    visits = tuple(visits)
    if not any(visit.taken or (visit.seen and visit.seen.problems) for visit in visits):
        return {}
    faults: dict[Clause, list[str]] = {clause: [] for clause in CARRIED}
    for visit in visits:
        for problem in visit.seen.problems if visit.seen else ():
            over = OVER_MAXIMUM in problem.says
            faults[clauses.SENT_WITHIN_MAXIMUM if over else clauses.SENT_P_DATA_WELL_FORMED].append(problem.says)
        for one in visit.taken:
            named = one.text("AffectedSOPClassUID") or one.text("RequestedSOPClassUID")
            may_not = one.kind == C_CANCEL or (one.answers and not named)  # which need name none (PS3.7 9.3.2.3, 10.3)
            right = named == one.abstract_syntax or may_not
            if not one.transfer_syntax or not right:
                what = f"of {one.abstract_syntax}" if one.transfer_syntax else "that was not accepted"
                said = f"{one.message.command.name} for {named or 'no class'} on context {one.message.context}, {what}"
                faults[clauses.SENT_ON_ACCEPTED_CONTEXT].append(said)
            faults[clauses.SENT_COMMAND_WELL_FORMED] += [str(problem) for problem in one.message.command.problems]
            faults[clauses.SENT_P_DATA_WELL_FORMED] += [problem.says for problem in one.message.problems]
    return faults


def sent(visits: Iterable[Visit]) -> list[Taken]:
    """Return the C-STORE requests that came, in order."""
    return [one for visit in visits for one in visit.taken if one.kind == C_STORE]


def unasked(visits: Iterable[Visit], wanted: int) -> list[str]:
    """Return the requests that came and were not of the kind asked for, by name."""
    taken = [one for visit in visits for one in visit.taken if one.kind != wanted and not one.answers]
    return [one.message.command.name for one in taken]


def stored(images: Iterable[Taken]) -> dict[Clause, list[str]]:
    """Return what is wrong with the instances that came; nothing by any clause when none did."""
    images = tuple(images)
    faults: dict[Clause, list[str]] = {clause: [] for clause in STORED if images}
    for one in images:
        data = content(one)
        _command(one, faults[clauses.SENT_COMMAND])
        if one.transfer_syntax and data.problems:
            said = f"{one.text('AffectedSOPInstanceUID')} as {one.transfer_syntax}: {data.problems[0]}"
            faults[clauses.SENT_IN_NEGOTIATED_SYNTAX].append(said)
        for keyword in ("SOPClassUID", "SOPInstanceUID"):
            told, is_ = one.text(f"Affected{keyword}"), data.text(keyword)
            if told != is_:
                faults[clauses.SENT_SAME_INSTANCE].append(f"{keyword} {is_ or 'missing'}, the command says {told}")
        for keyword in ("SOPClassUID", "SOPInstanceUID", "StudyInstanceUID", "SeriesInstanceUID"):
            value = data.text(keyword)
            if value and not uids.is_uid(value):
                faults[clauses.SENT_VALID_UIDS].append(f"{keyword} {value!r}")
    return faults


def content(one: Taken) -> DataSet:
    """Return an instance's data set, read in the negotiated transfer syntax."""
    return one.data


def _command(one: Taken, wrong: list[str]) -> None:
    command = one.message.command
    missing = [keyword for keyword in ("AffectedSOPClassUID", "AffectedSOPInstanceUID") if not one.text(keyword)]
    missing += [keyword for keyword in ("MessageID",) if command.number(keyword) is None]
    if command.number("Priority") not in _PRIORITIES:
        missing.append("a Priority of 0, 1 or 2")
    if not command.has_data_set:
        missing.append("a Command Data Set Type that says a data set follows")
    wrong += [f"C-STORE-RQ without {keyword}" for keyword in missing]


def unidentified(images: Iterable[Taken]) -> list[str]:
    """Return the instances that do not say whose they are or where they belong (PS3.3 C.7.1.1, C.7.2.1, C.7.3.1)."""
    wrong = []
    for one in images:
        data = content(one)
        lacking = [keyword for keyword in ("PatientName", "PatientID") if keyword not in data]
        lacking += [
            keyword
            for keyword in ("StudyInstanceUID", "SeriesInstanceUID", "Modality")
            if not data.text(keyword).strip()
        ]
        wrong += [f"{one.text('AffectedSOPInstanceUID')} has no {keyword}" for keyword in lacking]
    return wrong


def mislabelled(images: Iterable[Taken]) -> list[str]:
    """Return text that is not of the character set its instance names."""
    return [said for one in images for said in _mislabelled(content(one))]


def _mislabelled(data: DataSet) -> list[str]:
    terms = tuple(one for one in data.character_sets if one)
    wrong = [f"Specific Character Set {one!r} is unknown" for one in terms if not charsets.known(one)]
    for element in data:
        if element.vr in _TEXT and any(octet >= _HIGH for octet in element.value):
            decoded = charsets.decode(element.value, data.character_sets, b"\\^=" if element.vr == "PN" else b"\\")
            if decoded.count("\\x") > element.value.count(b"\\x"):
                names = "\\".join(terms) or "none"
                wrong.append(
                    f"({element.tag >> 16:04X},{element.tag & 0xFFFF:04X}) {decoded[:60]!r} in character set {names}"
                )
        for item in element.items or ():
            wrong += _mislabelled(item.data)
    return wrong


ASKED = (clauses.WORKLIST_IDENTIFIER, clauses.WORKLIST_KEYS)
"""What every query of the worklist is judged by."""

_OF_THE_STEP = ("ScheduledStationAETitle", "ScheduledProcedureStepStartDate", "ScheduledProcedureStepStartTime")


def queries(visits: Iterable[Visit]) -> list[Taken]:
    """Return the C-FIND requests to the worklist that came, in order."""
    taken = [one for visit in visits for one in visit.taken if one.kind == C_FIND]
    return [one for one in taken if one.text("AffectedSOPClassUID") == uids.MODALITY_WORKLIST_FIND]


def asked(sent: Iterable[Taken]) -> dict[Clause, list[str]]:
    """Return what is wrong with the identifiers of worklist queries; nothing by any clause when none came."""
    sent = tuple(sent)
    faults: dict[Clause, list[str]] = {clause: [] for clause in ASKED if sent}
    for one in sent:
        if not one.message.data:
            faults[clauses.WORKLIST_IDENTIFIER].append("no identifier came")
            continue
        identifier = content(one)
        if identifier.problems:
            faults[clauses.WORKLIST_IDENTIFIER].append(f"as {one.transfer_syntax}: {identifier.problems[0]}")
        steps = identifier.get("ScheduledProcedureStepSequence")
        items = len(identifier.sequence("ScheduledProcedureStepSequence"))
        if steps is not None and items != 1:
            faults[clauses.WORKLIST_KEYS].append(f"the scheduled procedure step sequence has {items} items")
        astray = [keyword for keyword in _OF_THE_STEP if keyword in identifier]
        faults[clauses.WORKLIST_KEYS] += [f"{keyword} stands outside the sequence" for keyword in astray]
    return faults
