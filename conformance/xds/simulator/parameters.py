"""The parameters of stored queries: which a query takes, and how values are written (ITI TF-2 3.18.4.1.2.3.5)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_ONE = r"(?:'(?:[^']|'')*'|[+-]?\d+(?:\.\d+)?)"
_SINGLE = re.compile(rf"\s*({_ONE})\s*")
_LIST = re.compile(rf"\s*\(\s*{_ONE}(?:\s*,\s*{_ONE})*\s*\)\s*")
_EACH = re.compile(_ONE)


class Refused(Exception):  # noqa: N818 - a query or submission the standard tells a registry to refuse
    """A request that must fail, with the error code of ITI TF-3 table 4.2.4.1-2 and the reason in words."""

    def __init__(self, code: str, why: str, location: str = "") -> None:
        super().__init__(f"{code}: {why}")
        self.code = code
        self.why = why
        self.location = location


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: required or not, several values or one, several slots (AND) or one, coded or not."""

    name: str
    required: bool = False
    many: bool = False
    anding: bool = False
    coded: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """The parameters of one stored query; of each pair in ``either`` exactly one must be there."""

    name: str
    parameters: tuple[Parameter, ...]
    either: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asking:
    """The parameters of one request: per name its slots (AND), each a list of values (OR)."""

    form: Form
    values: Mapping[str, list[list[str]]] = field(default_factory=dict)

    def one(self, name: str) -> str | None:
        """Return the value of a single-valued parameter, or None when it was not given."""
        slots = self.values.get(name)
        return slots[0][0] if slots else None

    def any_of(self, name: str) -> list[str] | None:
        """Return the alternatives of a parameter, or None when it was not given."""
        slots = self.values.get(name)
        return [value for slot in slots for value in slot] if slots else None

    def all_of(self, name: str) -> list[list[str]]:
        """Return the slots that must all match, each with its alternatives."""
        return self.values.get(name, [])


def _parameters(prefix: str, *names: str) -> tuple[Parameter, ...]:
    """Read ``Name!*&#``: required, many values, many slots, coded."""
    found = []
    for name in names:
        plain = name.rstrip("!*&#")
        marks = name[len(plain) :]
        found.append(Parameter(f"{prefix}{plain}", "!" in marks, "*" in marks, "&" in marks, "#" in marks))
    return tuple(found)


_ENTRY, _SET, _FOLDER = "$XDSDocumentEntry", "$XDSSubmissionSet", "$XDSFolder"
_CONTENT_FILTERS = _parameters(_ENTRY, "FormatCode*#", "ConfidentialityCode*&#", "Type*")
_FIND = _parameters(
    _ENTRY,
    *("PatientId!", "Status!*", "ClassCode*#", "TypeCode*#", "PracticeSettingCode*#", "HealthcareFacilityTypeCode*#"),
    *("FormatCode*#", "EventCodeList*&#", "ConfidentialityCode*&#", "AuthorPerson*", "Type*"),
    *("CreationTimeFrom", "CreationTimeTo", "ServiceStartTimeFrom", "ServiceStartTimeTo"),
    *("ServiceStopTimeFrom", "ServiceStopTimeTo"),
)
_ONE_ENTRY = _parameters(_ENTRY, "EntryUUID", "UniqueId")
_ENTRIES = _parameters(_ENTRY, "EntryUUID*", "UniqueId*")
_EITHER_ENTRY = (f"{_ENTRY}EntryUUID", f"{_ENTRY}UniqueId")
_EITHER_FOLDER = (f"{_FOLDER}EntryUUID", f"{_FOLDER}UniqueId")
_EITHER_SET = (f"{_SET}EntryUUID", f"{_SET}UniqueId")

FORMS: Mapping[str, Form] = {
    "urn:uuid:14d4debf-8f97-4251-9a74-a90016b0af0d": Form("FindDocuments", _FIND),
    "urn:uuid:f26abbcb-ac74-4422-8a30-edb644bbc1a9": Form(
        "FindSubmissionSets",
        _parameters(
            _SET,
            *("PatientId!", "Status!*", "SourceId*", "SubmissionTimeFrom", "SubmissionTimeTo"),
            *("AuthorPerson", "ContentType*#"),
        ),
    ),
    "urn:uuid:958f3006-baad-4929-a4de-ff1114824431": Form(
        "FindFolders",
        _parameters(_FOLDER, "PatientId!", "Status!*", "LastUpdateTimeFrom", "LastUpdateTimeTo", "CodeList*&#"),
    ),
    "urn:uuid:10b545ea-725c-446d-9b95-8aeb444eddf3": Form(
        "GetAll",
        (
            *_parameters("$", "patientId!"),
            *_parameters(_ENTRY, "Status!*"),
            *_parameters(_SET, "Status!*"),
            *_parameters(_FOLDER, "Status!*"),
            *_CONTENT_FILTERS,
        ),
    ),
    "urn:uuid:5c4f972b-d56b-40ac-a5fc-c8ca9b40b9d4": Form("GetDocuments", _ENTRIES, _EITHER_ENTRY),
    "urn:uuid:5737b14c-8a1a-4539-b659-e03a34a5e1e4": Form(
        "GetFolders", _parameters(_FOLDER, "EntryUUID*", "UniqueId*"), _EITHER_FOLDER
    ),
    "urn:uuid:a7ae438b-4bc2-4642-93e9-be891f7bb155": Form("GetAssociations", _parameters("$", "uuid!*")),
    "urn:uuid:bab9529a-4a10-40b3-a01f-f68a615d247a": Form("GetDocumentsAndAssociations", _ENTRIES, _EITHER_ENTRY),
    "urn:uuid:51224314-5390-4169-9b91-b1980040715a": Form("GetSubmissionSets", _parameters("$", "uuid!*")),
    "urn:uuid:e8e3cb2c-e39c-46b9-99e4-c12f57260b83": Form(
        "GetSubmissionSetAndContents", (*_parameters(_SET, "EntryUUID", "UniqueId"), *_CONTENT_FILTERS), _EITHER_SET
    ),
    "urn:uuid:b909a503-523d-4517-8acf-8e5834dfc4c7": Form(
        "GetFolderAndContents", (*_parameters(_FOLDER, "EntryUUID", "UniqueId"), *_CONTENT_FILTERS), _EITHER_FOLDER
    ),
    "urn:uuid:10cae35a-c7f9-4cf5-b61e-fc3278ffb578": Form("GetFoldersForDocument", _ONE_ENTRY, _EITHER_ENTRY),
    "urn:uuid:d90e5407-b356-4d91-a89f-873917b4b0e6": Form(
        "GetRelatedDocuments",
        (*_ONE_ENTRY, *_parameters("$", "AssociationTypes!*"), *_parameters(_ENTRY, "Type*")),
        _EITHER_ENTRY,
    ),
    "urn:uuid:12941a89-e02e-4be5-967c-ce4bfc8fe492": Form(
        "FindDocumentsByReferenceId", (*_FIND, *_parameters(_ENTRY, "ReferenceIdList!*&"))
    ),
}


def tokens(text: str, *, many: bool) -> list[str] | None:
    """Return the values written in one rim:Value, or None when they are not written as the standard says.

    A string is in single quotes, a quote inside is doubled, a number stands bare; a parameter of several
    values is always a list in parentheses, one of a single value never is.
    """
    if many:
        return [_plain(token) for token in _EACH.findall(text)] if _LIST.fullmatch(text) else None
    found = _SINGLE.fullmatch(text)
    return [_plain(found[1])] if found else None


def _plain(token: str) -> str:
    return token[1:-1].replace("''", "'") if token.startswith("'") else token


def read(form: Form, slots: Iterable[tuple[str, list[str]]]) -> Asking:
    """Read the slots of a query; raise Refused when a parameter is missing, doubled or miswritten.

    Parameters that the query does not define are ignored.
    """
    known = {parameter.name: parameter for parameter in form.parameters}
    values: dict[str, list[list[str]]] = {}
    for name, written in slots:
        parameter = known.get(name)
        if parameter is None:
            continue
        if name in values and not parameter.anding:
            raise Refused("XDSStoredQueryParamNumber", f"{name} is given in several slots, which means nothing for it")
        values.setdefault(name, []).append(_slot(parameter, written))
    for parameter in form.parameters:
        if parameter.required and parameter.name not in values:
            raise Refused("XDSStoredQueryMissingParam", f"{form.name} requires {parameter.name}")
    given = [name for name in form.either if name in values]
    if form.either and not given:
        raise Refused("XDSStoredQueryMissingParam", f"{form.name} requires {' or '.join(form.either)}")
    if len(given) > 1:
        raise Refused("XDSStoredQueryParamNumber", f"{form.name} takes only one of {' and '.join(form.either)}")
    return Asking(form, values)


def _slot(parameter: Parameter, written: list[str]) -> list[str]:
    if not written or (len(written) > 1 and not parameter.many):
        raise Refused("XDSStoredQueryParamNumber", f"{parameter.name} takes one value and has {len(written)}")
    found: list[str] = []
    for text in written:
        plain = tokens(text, many=parameter.many)
        if plain is None and not parameter.many and tokens(text, many=True):
            raise Refused("XDSStoredQueryParamNumber", f"{parameter.name} takes one value, not a list: {text[:80]}")
        if plain is None:
            form = "a list in parentheses" if parameter.many else "one quoted string or one number"
            raise Refused("XDSRegistryError", f"{parameter.name} must be written as {form}: {text[:80]}")
        found += plain
    for value in found:
        if parameter.coded and not all(value.partition("^^")[::2]):
            raise Refused("XDSRegistryError", f"{parameter.name} needs code^^codingScheme: {value[:80]}")
    return found
