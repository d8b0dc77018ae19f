"""Judgements too long for one assert: pure functions on what came, which say in words what is not right."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from conformance.xds import vocabulary as v
from conformance.xds.client.answers import QueryAnswer, RetrieveAnswer
from conformance.xds.wire.part10 import read_head

if TYPE_CHECKING:
    from conformance.xds.client.answers import Answer
    from conformance.xds.wire.ebrim import Author, Code, DocumentEntry, SubmissionSet
    from conformance.xds.wire.repository import DocumentRequest, RetrievedDocument

_WESTERNMOST = 12
"""The time zone furthest behind UTC, in hours."""
_SEVERITIES = {v.ERROR, v.WARNING}


def refused(answer: Answer, *codes: str) -> bool:
    """Return whether the answer is a Failure, with one of the error codes if any are named, and carries nothing."""
    carries = (isinstance(answer, QueryAnswer) and len(answer.objects) > 0) or (
        isinstance(answer, RetrieveAnswer) and len(answer.documents) > 0
    )
    named = not codes or bool(answer.codes & set(codes))
    return answer.status == v.FAILURE and bool(answer.errors) and named and not carries


def went_on(answer: Answer) -> bool:
    """Return whether a request was carried out, in whole or in part: it carries something, or does not fail."""
    carries = (isinstance(answer, QueryAnswer) and len(answer.objects) > 0) or (
        isinstance(answer, RetrieveAnswer) and len(answer.documents) > 0
    )
    return carries or answer.status in {v.SUCCESS, v.PARTIAL_SUCCESS}


def status_troubles(answer: Answer) -> list[str]:
    """Say where errors and status do not go together (ITI TF-3 4.2.4.2)."""
    errors = [error for error in answer.errors if error.severity != v.WARNING]
    if answer.status == v.SUCCESS and errors:
        return [f"Success, yet with {errors[0]}"]
    if answer.status in {v.FAILURE, v.PARTIAL_SUCCESS} and not errors:
        return [f"{v.short(answer.status)} without any error"]
    if answer.status not in {v.SUCCESS, v.FAILURE, v.PARTIAL_SUCCESS}:
        return [f"the status is {answer.status[:120] or answer.said!r}"]
    return []


def error_troubles(answer: Answer) -> list[str]:
    """Say which errors are not written as ITI TF-3 4.2.4.1 wants them."""
    troubles: list[str] = []
    for number, error in enumerate(answer.errors, 1):
        if not error.code:
            troubles.append(f"error {number} has no errorCode")
        if not error.context:
            troubles.append(f"error {number}, {error.code}, has no codeContext")
        if error.severity not in _SEVERITIES:
            troubles.append(f"error {number}, {error.code}, has the severity {error.severity}")
    if answer.highest is not None and answer.errors:
        severe = v.ERROR if any(error.severity == v.ERROR for error in answer.errors) else v.WARNING
        if answer.highest != severe:
            troubles.append(f"highestSeverity is {v.short(answer.highest)}, though the worst is {v.short(severe)}")
    return troubles


def unlike(submitted: DocumentEntry, returned: DocumentEntry) -> list[str]:
    """Say which attributes of an entry came back other than they were submitted.

    Order, display names and ids are free; hash is compared without regard to case; the repositoryUniqueId,
    which a repository sets, and the referenceIdList, which is an option, are left out.
    """
    pairs = {
        name: (getattr(submitted, name), getattr(returned, name))
        for name in (
            *("unique_id", "patient_id", "mime_type", "object_type", "title", "comments", "creation_time"),
            *("service_start", "service_stop", "size", "language", "legal_authenticator", "source_patient_id"),
        )
    }
    pairs |= {
        name: (_key(getattr(submitted, name)), _key(getattr(returned, name)))
        for name in ("class_code", "type_code", "format_code", "facility_code", "practice_code")
    }
    pairs |= {
        name: (_keys(getattr(submitted, name)), _keys(getattr(returned, name)))
        for name in ("confidentiality_codes", "event_codes")
    }
    pairs["hash"] = ((submitted.hash or "").lower(), (returned.hash or "").lower())
    pairs["authors"] = (_authors(submitted.authors), _authors(returned.authors))
    pairs["source_patient_info"] = (_fields(submitted.source_patient_info), _fields(returned.source_patient_info))
    return [f"{name} was {one!r} and came back {other!r}" for name, (one, other) in pairs.items() if one != other]


def _key(code: Code | None) -> tuple[str, str | None] | None:
    return code.key if code else None


def _keys(codes: tuple[Code, ...]) -> list[tuple[str, str | None]]:
    return sorted((code.key for code in codes), key=str)


def _authors(authors: tuple[Author, ...]) -> list[tuple[object, ...]]:
    plain = [
        (one.person, sorted(one.institutions), sorted(one.roles), sorted(one.specialties), sorted(one.telecoms))
        for one in authors
    ]
    return sorted(plain, key=repr)


def _fields(values: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return sourcePatientInfo as (field, repetition) pairs: repetitions may stand in one value or in several."""
    found: list[tuple[str, str]] = []
    for value in values:
        name, _, content = value.partition("|")
        found += [(name, one.rstrip("^")) for one in content.split("~")]
    return sorted(found)


def lacking(entry: DocumentEntry) -> list[str]:
    """Say which of the attributes every entry has (ITI TF-3 4.3.1) are not there: who returns a stub lacks them."""
    required = (
        *("unique_id", "patient_id", "mime_type", "object_type", "creation_time", "hash", "size", "language"),
        *("class_code", "type_code", "format_code", "facility_code", "practice_code", "confidentiality_codes"),
        *("repository_unique_id", "source_patient_id"),
    )
    return [name for name in required if not getattr(entry, name)]


def sha1(octets: bytes) -> str:
    """Return the hash of a document as metadata give it, in lower-case hex (ITI TF-3 4.2.3.2.10)."""
    return hashlib.sha1(octets, usedforsecurity=False).hexdigest()


def described(octets: bytes) -> str:
    """Return octets in a few words, for comparison in a report: size, digest and both ends."""
    ends = octets if len(octets) <= 32 else octets[:16] + b"..." + octets[-16:]  # noqa: PLR2004 - what fits a line
    return f"{len(octets)} octets, SHA-1 {sha1(octets)}, {ends!r}"


def undescribed(entry: DocumentEntry, octets: bytes) -> list[str]:
    """Say where an entry's hash and size are not those of the octets."""
    troubles = []
    if (entry.hash or "").lower() != sha1(octets):
        troubles.append(f"the registry has hash {entry.hash}, the document {sha1(octets)}")
    if entry.size != str(len(octets)):
        troubles.append(f"the registry has size {entry.size}, the document {len(octets)}")
    return troubles


def is_about_now(dtm: str, now: datetime) -> bool:
    """Return whether a time to the second (DTM) is within a day of ``now``: clocks and time zones may differ."""
    try:
        told = datetime.strptime(dtm, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return False
    return abs(told - now) < timedelta(days=1)


def out_of_zone(dtm: str, now: datetime, *, made_now: bool) -> str:
    """Say how a time to the minute or better is a local one passed off as UTC; empty when it need not be.

    What is ahead of the present is. What was ``made_now`` is too when it is behind by a whole number of hours; by
    anything else it may have been prepared before. Ten minutes are granted to clocks, two to the hours.
    """
    try:
        told = datetime.strptime(dtm[:12], "%Y%m%d%H%M").replace(tzinfo=UTC)
    except ValueError:
        return ""
    behind = now - told
    if behind < -timedelta(minutes=10):
        return f"{dtm} is {-behind.total_seconds() / 3600:.1f} h ahead of the present in UTC"
    hours = round(behind / timedelta(hours=1))
    near = abs(behind - timedelta(hours=hours)) < timedelta(minutes=2)
    if made_now and near and 1 <= hours <= _WESTERNMOST:
        return f"{dtm} is {hours} h behind the present in UTC"
    return ""


def misnamed(asked: DocumentRequest, returned: RetrievedDocument) -> list[str]:
    """Say where a returned document does not repeat the identifiers of its request (ITI TF-2 3.43.4.2.2)."""
    pairs = {
        "RepositoryUniqueId": (asked.repository, returned.repository),
        "DocumentUniqueId": (asked.document, returned.document),
        "HomeCommunityId": (asked.home, returned.home),
    }
    return [f"{name} was {one!r} and came back {other!r}" for name, (one, other) in pairs.items() if one != other]


def no_instance(octets: bytes, sop_uid: str) -> list[str]:
    """Say why octets are not the DICOM file of an instance."""
    head = read_head(octets)
    if head.problem:
        return [head.problem]
    if head.sop_instance != sop_uid:
        return [f"the file is of the instance {head.sop_instance}"]
    return []


def unlisted(octets: bytes, syntaxes: list[str]) -> list[str]:
    """Say why a DICOM file is not in one of the transfer syntaxes asked for."""
    head = read_head(octets)
    if head.problem:
        return [head.problem]
    return [] if head.transfer_syntax in syntaxes else [f"the file is in transfer syntax {head.transfer_syntax}"]


def unlike_provided(sent: DocumentEntry, held: DocumentEntry) -> list[str]:
    """Say which attributes of an entry are not those of the Bundle it was provided by (MHD 3.65.4.1.3.1)."""
    plain = ("unique_id", "patient_id", "mime_type", "title", "language", "size")
    coded = ("class_code", "type_code", "format_code", "facility_code", "practice_code")
    said: dict[str, tuple[Any, Any]] = {name: (getattr(sent, name), getattr(held, name)) for name in plain}
    for name in coded:
        one, other = getattr(sent, name), getattr(held, name)
        said[name] = one.key if one else None, other.key if other else None
    said["hash"] = (sent.hash or "").lower(), (held.hash or "").lower()
    keys = [{code.key for code in one.confidentiality_codes} for one in (sent, held)]
    said["confidentiality_codes"] = keys[0], keys[1]
    return [f"{name} was {one!r} and is {other!r}" for name, (one, other) in said.items() if one != other]


def unlike_set(sent: SubmissionSet, held: SubmissionSet) -> list[str]:
    """Say which attributes of a submission set are not those of the List it was provided by."""
    types = [one.content_type.key if one.content_type else None for one in (sent, held)]
    said = {
        "source_id": (sent.source_id, held.source_id),
        "patient_id": (sent.patient_id, held.patient_id),
        "content_type": (types[0], types[1]),
    }
    return [f"{name} was {one!r} and is {other!r}" for name, (one, other) in said.items() if one != other]


def unanswered(bundle: dict[str, Any], created: list[tuple[str, str]]) -> list[str]:
    """Say which entries of a Bundle have no answer of 201 with a location; a Patient may have been there already."""
    kinds = [one["request"]["url"] for one in bundle["entry"]]
    if len(created) != len(kinds):
        return [f"of {len(kinds)} entries {len(created)} are answered"]
    return [
        f"the answer to the {kind} is {status[:40]!r}, at {where[:80]!r}"
        for kind, (status, where) in zip(kinds, created, strict=True)
        if kind != "Patient" and not (status.startswith("201") and where and (kind in where or kind == "Binary"))
    ]
