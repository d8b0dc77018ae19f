"""Audit records as they travel: RFC 5424 with octet counting (RFC 5425, RFC 6587) around PS3.15 A.5 messages."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml import etree

MESSAGE_IDS = frozenset({"IHE+RFC-3881", "DICOM+RFC3881", "DICOM"})
"""ITI TF-2 3.20 names the first for IHE's events, PS3.15 A.6 the second; IPF and others send the third."""
FACILITY = 10
_STRUCTURED = rb'(?:\[(?:[^\]"]|"(?:[^"\\]|\\.)*+")*+\])++'
"""Elements in brackets, whose quoted values may hold one (RFC 5424 6.3); read in one way only, so in linear time."""
_HEADER = re.compile(rb"<(\d{1,3})>(\S*) (\S+) (\S+) (\S+) (\S+) (\S+) (-|" + _STRUCTURED + rb")(?: |$)", re.DOTALL)
_ZONED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Participant:
    """One ActiveParticipant: who, in which roles, by which name, and under which process (AlternativeUserID)."""

    user: str
    roles: tuple[str, ...] = ()
    name: str = ""
    process: str = ""


@dataclass(frozen=True, slots=True)
class AuditRecord:
    """What a record says; ``problems`` says in words what is not as RFC 5424 and PS3.15 A.6 want it.

    ``coded`` is code, code system and original text of the EventID; ``purposes`` the codes of PurposeOfUse.
    """

    event: str = ""
    coded: tuple[str, str, str] = ("", "", "")
    purposes: tuple[tuple[str, str], ...] = ()
    action: str = ""
    outcome: str = ""
    time: str = ""
    transactions: tuple[str, ...] = ()
    participants: tuple[Participant, ...] = ()
    source: str = ""
    objects: tuple[tuple[str, str, str], ...] = ()
    problems: tuple[str, ...] = ()
    evidence: tuple[str, ...] = field(default=())
    text: str = field(default="", repr=False)

    def names(self, what: str) -> bool:
        """Return whether an identifier stands anywhere in the record."""
        return what in self.text

    def end(self, role: str) -> Participant | None:
        """Return the participant of a role, None when there is none."""
        return next((one for one in self.participants if role in one.roles), None)

    @property
    def documents(self) -> tuple[str, ...]:
        """Return the identifiers of the objects that are reports (type 2, role 3)."""
        return tuple(name for name, type_, role in self.objects if (type_, role) == ("2", "3"))

    @property
    def patients(self) -> tuple[str, ...]:
        """Return the identifiers of the objects that are patients (type 1, role 1)."""
        return tuple(name for name, type_, role in self.objects if (type_, role) == ("1", "1"))

    @property
    def roles(self) -> frozenset[str]:
        """Return the roles of the participants that have a UserID."""
        return frozenset(role for one in self.participants if one.user for role in one.roles)

    def off(self, before: datetime, after: datetime) -> float:
        """Return by how many seconds the time of the event lies outside two moments, negative when it is earlier.

        A time without fraction is any moment of its second. Only for a record that is ``zoned``.
        """
        try:
            begins = datetime.fromisoformat(self.time)
        except ValueError:
            return float("inf")
        ends = begins + timedelta(seconds=0 if "." in self.time else 1)
        if ends < before:
            return (ends - before).total_seconds()
        return max(0.0, (begins - after).total_seconds())

    @property
    def zoned(self) -> bool:
        """Return whether the time of the event has a zone."""
        return bool(_ZONED.fullmatch(self.time))


def read_record(frame: bytes, evidence: tuple[str, ...], parse: Callable[[bytes], etree._Element | str]) -> AuditRecord:
    """Read one syslog message; never raises. ``parse`` gives the root of an XML text, or why it can't be read."""
    problems: list[str] = []
    head = _HEADER.match(frame)
    if head is None:
        problems.append(f"no RFC 5424 header: {frame[:80]!r}")
        start = frame.find(b"<?xml")
        text = frame[start if start >= 0 else max(0, frame.find(b"<AuditMessage")) :]
    else:
        text = frame[head.end() :].removeprefix(_BOM)
        problems += _header_problems(head)
    root = parse(text)
    if isinstance(root, str):
        return AuditRecord(problems=(*problems, root), evidence=evidence, text=_plain(text))
    if _local(root) != "AuditMessage":
        problems.append(f"the message is a <{_local(root)}>, not an AuditMessage")
    return replace(_record(root), problems=tuple(problems), evidence=evidence, text=_plain(text))


def _local(element: etree._Element) -> str:
    tag = element.tag
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""


def _called(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    return (one for one in (element if element is not None else ()) if _local(one) == name)


def _plain(text: bytes) -> str:
    return text.decode("utf-8", "replace")


def _header_problems(head: re.Match[bytes]) -> list[str]:
    problems = []
    priority, version, time, message_id = int(head[1]), head[2], head[3], head[7].decode("latin-1")
    if priority >> 3 != FACILITY:
        problems.append(f"the facility is {priority >> 3}, not {FACILITY}")
    if version != b"1":
        problems.append(f"the version is {version[:8]!r}, not 1")
    if time != b"-" and not _ZONED.fullmatch(time.decode("latin-1")):
        problems.append(f"the timestamp is {time[:40]!r}")
    if message_id not in MESSAGE_IDS:
        problems.append(f"the MSGID is {message_id[:40]!r}")
    return problems


def _code(element: etree._Element) -> str:
    return element.get("csd-code") or element.get("code") or ""


def _coded(element: etree._Element) -> tuple[str, str, str]:
    return _code(element), element.get("codeSystemName") or "", element.get("originalText") or ""


def _record(root: etree._Element) -> AuditRecord:
    event = next(_called(root, "EventIdentification"), None)
    source = next(_called(root, "AuditSourceIdentification"), None)
    return AuditRecord(
        event=next((_code(one) for one in _called(event, "EventID")), ""),
        coded=next((_coded(one) for one in _called(event, "EventID")), ("", "", "")),
        purposes=tuple(_coded(one)[:2] for one in _called(event, "PurposeOfUse")),
        action=event.get("EventActionCode", "") if event is not None else "",
        outcome=event.get("EventOutcomeIndicator", "") if event is not None else "",
        time=event.get("EventDateTime", "") if event is not None else "",
        transactions=tuple(_code(one) for one in _called(event, "EventTypeCode")),
        participants=tuple(
            Participant(
                one.get("UserID", ""),
                tuple(_code(role) for role in _called(one, "RoleIDCode")),
                one.get("UserName", ""),
                one.get("AlternativeUserID", ""),
            )
            for one in _called(root, "ActiveParticipant")
        ),
        source=source.get("AuditSourceID", "") if source is not None else "",
        objects=tuple(
            (
                one.get("ParticipantObjectID", ""),
                one.get("ParticipantObjectTypeCode", ""),
                one.get("ParticipantObjectTypeCodeRole", ""),
            )
            for one in _called(root, "ParticipantObjectIdentification")
        ),
    )
