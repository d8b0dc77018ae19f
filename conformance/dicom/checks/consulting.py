"""What is wrong with how a visitor searched or retrieved, clause by clause, in words."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from conformance.dicom import clauses
from conformance.dicom.checks.initiators import mislabelled
from conformance.dicom.shelf import LEVELS, NO_KEYS, ROOTS, UNIQUE
from conformance.dicom.wire.command import C_CANCEL, C_FIND, C_GET, C_MOVE, NO_DATA_SET

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from conformance.dicom.visiting import Taken, Visit
    from conformance.dicom.wire import DataSet, Element
    from conformance.model import Clause

SEARCHED = (
    clauses.LOOKUP_IDENTIFIER,
    clauses.LOOKUP_LEVEL,
    clauses.LOOKUP_UPPER_KEYS,
    clauses.LOOKUP_UNIQUE_KEY,
    clauses.LOOKUP_WILDCARDS,
    clauses.LOOKUP_PADDED,
)
"""What every search is judged by."""

RETRIEVED = (clauses.RETRIEVAL_KEYS, clauses.RETRIEVAL_NO_MORE_KEYS)
"""What every retrieval is judged by."""

_OF_LEVEL = {
    "PATIENT": ("PatientName", "PatientBirthDate", "PatientSex", "PatientBirthTime", "OtherPatientIDs"),
    "STUDY": ("StudyDate", "StudyTime", "AccessionNumber", "StudyID", "StudyDescription", "ModalitiesInStudy"),
    "SERIES": ("Modality", "SeriesNumber", "SeriesDescription", "BodyPartExamined"),
}
"""Keys of whose level there is no doubt, beside the unique ones (PS3.4 C.6.1.1, C.6.2.1)."""
_WILD = frozenset({"AE", "CS", "LO", "LT", "PN", "SH", "ST", "UC", "UR", "UT"})
_NUMBERS = frozenset({"US", "SS", "UL", "SL", "FL", "FD", "AT", "UV", "SV"})
_ODD = "has the odd length"
"""What says of a problem that a value is not padded, which has a clause of its own."""
_OCTETS = frozenset({"OB", "OW", "OF", "OD", "OL", "OV", "UN", "SQ"})


def searches(visits: Iterable[Visit]) -> list[Taken]:
    """Return the C-FIND requests of a query model that came, in order."""
    taken = [one for visit in visits for one in visit.taken if one.kind == C_FIND]
    return [one for one in taken if one.text("AffectedSOPClassUID") in ROOTS]


def searched(sent: Iterable[Taken]) -> dict[Clause, list[str]]:
    """Return what is wrong with the identifiers of searches; nothing by any clause when none came."""
    sent = tuple(sent)
    faults: dict[Clause, list[str]] = {clause: [] for clause in SEARCHED if sent}
    for one in sent:
        if not one.message.data:
            faults[clauses.LOOKUP_IDENTIFIER].append("no identifier came")
            continue
        identifier = one.data
        unreadable = [each for each in identifier.problems if _ODD not in each.says]
        if unreadable:
            faults[clauses.LOOKUP_IDENTIFIER].append(f"as {one.transfer_syntax}: {unreadable[0]}")
            continue
        faults[clauses.LOOKUP_WILDCARDS] += _wild(identifier)
        faults[clauses.LOOKUP_PADDED] += _padding(identifier)
        levels, level = _levels(one), identifier.text("QueryRetrieveLevel")
        if level not in levels:
            said = f"level {level!r} in a model that has {', '.join(levels)}"
            faults[clauses.LOOKUP_LEVEL].append(said)
            continue
        if UNIQUE[level] not in identifier:
            faults[clauses.LOOKUP_UNIQUE_KEY].append(f"a search at the level {level} without {UNIQUE[level]}")
        faults[clauses.LOOKUP_UPPER_KEYS] += _upper(identifier, levels, level)
    return faults


def unasked_well(sent: Iterable[Taken]) -> list[str]:
    """Return what the commands of searches lack (PS3.7 9.3.2.1)."""
    wrong = []
    for one in sent:
        command = one.message.command
        lacking = [keyword for keyword in ("MessageID",) if command.number(keyword) is None]
        lacking += ["a Priority of 0, 1 or 2"] * (command.number("Priority") not in {0, 1, 2})
        lacking += ["a Command Data Set Type that says a data set follows"] * (not command.has_data_set)
        wrong += [f"{command.name} without {keyword}" for keyword in lacking]
    return wrong


def _levels(one: Taken) -> Sequence[str]:
    return ROOTS.get(one.text("AffectedSOPClassUID"), LEVELS)


def _upper(identifier: DataSet, levels: Sequence[str], level: str) -> list[str]:
    """Return what is wrong with the keys of the levels above; what Study Root calls a study has its patient too."""
    wrong = []
    above = levels[: levels.index(level)]
    for one in above:
        values = identifier.texts(UNIQUE[one])
        if len(values) != 1 or not values[0] or any(letter in values[0] for letter in "*?"):
            said = "\\".join(values) or "nothing"
            wrong.append(f"at the level {level} {UNIQUE[one]} is {said}")
    others = [keyword for one in above for keyword in _keys_of(one, levels)]
    wrong += [f"{keyword} is a key above the level {level}" for keyword in others if keyword in identifier]
    return wrong


def _keys_of(level: str, levels: Sequence[str]) -> Sequence[str]:
    with_patient = level == "STUDY" and levels[0] == "STUDY"
    return (*_OF_LEVEL[level], *((*_OF_LEVEL["PATIENT"], UNIQUE["PATIENT"]) if with_patient else ()))


def _elements(identifier: DataSet) -> list[Element]:
    inner = [each for one in identifier for item in one.items or () for each in _elements(item.data)]
    return [*identifier, *inner]


def _wild(identifier: DataSet) -> list[str]:
    found = [
        one
        for one in _elements(identifier)
        if one.vr not in _WILD | _NUMBERS | _OCTETS and (b"*" in one.value or b"?" in one.value)
    ]
    return [f"{one.keyword} ({one.vr}) is {one.value.decode('latin-1')!r}" for one in found]


def _padding(identifier: DataSet) -> list[str]:
    wrong = []
    for one in _elements(identifier):
        if one.vr in _NUMBERS | _OCTETS or not one.value:
            continue
        if len(one.value) % 2:
            wrong.append(f"{one.keyword} has the odd length {len(one.value)}")
        elif one.vr == "UI" and (one.value.endswith(b" ") or one.value.endswith(b"\0\0")):
            wrong.append(f"{one.keyword} ends with {one.value[-2:]!r}")
        elif one.vr != "UI" and b"\0" in one.value:
            wrong.append(f"{one.keyword} holds a NUL")
    return wrong


def unlabelled(sent: Iterable[Taken], name: str) -> list[str]:
    """Return text of identifiers that is not of the character set they name, or reads as letters no ``name`` has.

    Without a character set they are ASCII. Case and composition of letters are the candidate's own choice.
    """
    sent = [one for one in sent if one.message.data]
    letters = set(_composed(name))
    wrong = mislabelled(sent)
    for one in sent:
        told = one.data.text("PatientName")
        strange = {letter for letter in _composed(told) if not letter.isascii() and letter not in letters}
        wrong += [f"Patient's Name reads {told!r}, asked for was {name!r}"] * bool(strange and not wrong)
    return wrong


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


def spoken(sent: Iterable[Taken]) -> list[Taken]:
    """Return the searches that have a key which is not ASCII."""
    return [
        one
        for one in sent
        if any(octet >= 0x80 or octet == 0x1B for each in _elements(one.data) for octet in each.value)  # noqa: PLR2004 - ASCII
    ]


def cancelled(visits: Iterable[Visit]) -> tuple[list[Taken], list[str]]:
    """Return the C-CANCEL requests that came, and what is wrong with them."""
    found, wrong = [], []
    for visit in visits:
        asked = {one.message.command.number("MessageID"): one for one in visit.taken if one.kind == C_FIND}
        for one in visit.taken:
            if one.kind != C_CANCEL:
                continue
            found.append(one)
            number = one.message.command.number("MessageIDBeingRespondedTo")
            if number not in asked:
                wrong.append(f"it names message {number}, the search was {', '.join(map(str, asked))}")
            elif asked[number].message.context != one.message.context:
                wrong.append(f"it came on context {one.message.context}, the search on {asked[number].message.context}")
            if one.message.command.number("CommandDataSetType") != NO_DATA_SET:
                wrong.append("it says that a data set follows")
    return found, wrong


def retrieves(visits: Iterable[Visit]) -> list[Taken]:
    """Return the C-MOVE and C-GET requests that came, in order."""
    return [one for visit in visits for one in visit.taken if one.kind in {C_MOVE, C_GET}]


def retrieved(sent: Iterable[Taken]) -> dict[Clause, list[str]]:
    """Return what is wrong with the identifiers of retrievals; nothing by any clause when none came."""
    sent = tuple(sent)
    faults: dict[Clause, list[str]] = {clause: [] for clause in RETRIEVED if sent}
    for one in sent:
        identifier, levels = one.data, _levels(one)
        level = identifier.text("QueryRetrieveLevel")
        if not one.message.data or identifier.problems or level not in levels:
            said = f"level {level!r}" if one.message.data else "no identifier"
            faults[clauses.RETRIEVAL_KEYS].append(str(identifier.problems[0]) if identifier.problems else said)
            continue
        faults[clauses.RETRIEVAL_KEYS] += _pinned(identifier, levels, level)
        unique = {UNIQUE[each] for each in LEVELS}
        more = [each.keyword for each in identifier if each.keyword not in unique | NO_KEYS and each.tag & 0xFFFF]
        faults[clauses.RETRIEVAL_NO_MORE_KEYS] += [f"{keyword} is there" for keyword in more]
    return faults


def _pinned(identifier: DataSet, levels: Sequence[str], level: str) -> list[str]:
    wrong = []
    for one in levels[: levels.index(level) + 1]:
        values = identifier.texts(UNIQUE[one])
        several = one == level and level != "PATIENT"
        if not all(values) or not values or (len(values) > 1 and not several):
            said = "\\".join(values) or "nothing"
            wrong.append(f"at the level {level} {UNIQUE[one]} is {said}")
    return wrong
