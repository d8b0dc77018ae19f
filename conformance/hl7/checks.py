"""Judgements on an acknowledgement that are too long for one assert: each says what is wrong, or nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from conformance.hl7 import message_profiles
from conformance.hl7.validation import findings
from conformance.hl7.wire.charsets import UNCHECKED, codec, undeclared
from conformance.hl7.wire.message import parse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conformance.hl7.answers import Answer
    from conformance.hl7.samples import Batch, File
    from conformance.hl7.wire.draft import Draft
    from conformance.hl7.wire.message import Message
    from conformance.hl7.wire.mllp import Frame

ORIGINAL = frozenset({"AA", "AE", "AR"})
_BUILT = frozenset({"structure", "cardinality", "profile"})
_VERSION = re.compile(r"2\.(\d)(?:\.\d)?")
_TIME = re.compile(r"\d{4}(?:\d\d(?:\d\d(?:\d\d(?:\d\d(?:\d\d(?:\.\d{1,4})?)?)?)?)?)?(?:[+-]\d{4})?")


class Came(Protocol):
    """What came in a block, as an answer or by itself."""

    @property
    def frame(self) -> Frame:
        """Return the block."""

    @property
    def message(self) -> Message | None:
        """Return the message in it, if there is one."""

    @property
    def trouble(self) -> str:
        """Return why there is none."""


def minor(message: Message) -> int | None:
    """Return the minor version a message declares in MSH-12: 3 for 2.3.1, None when it declares none we know."""
    found = _VERSION.fullmatch(message["MSH-12.1"])
    return int(found[1]) if found else None


def answers_to(told: Draft) -> frozenset[str]:
    """Return the message types that answer a message: ACK, and for an order its order response."""
    return frozenset({"ACK"} | {"ORM": {"ORR"}, "OMI": {"ORI"}}.get(told.trigger.split("^")[0], set()))


def outside_the_block(answer: Answer) -> str:
    """Return what is wrong with the block around an acknowledgement."""
    return answer.frame.trouble


def structure(answer: Answer) -> str:
    """Return what is wrong with the order of segments: MSH, MSA, anything else between only SFT (2.13.1)."""
    if answer.message is None:
        return answer.trouble
    if answer.message.preamble:
        return f"{answer.message.preamble[:20]!r} before the MSH"
    names = [segment.name for segment in answer.message.segments_in_order if segment.octets]
    heads = [name for name in names if name in {"MSH", "MSA"}]
    core = [name for name in names if name not in {"SFT", "UAC"}]
    return "" if heads == ["MSH", "MSA"] and core[:2] == ["MSH", "MSA"] else f"the segments are {' '.join(names)}"


def missing_header_fields(answer: Answer) -> str:
    """Return which required fields of the header are empty, or a time that is none (2.15.9)."""
    if answer.message is None:
        return answer.trouble
    wrong = empty_header_fields(answer.message)
    time = answer.message["MSH-7.1"]
    if time and not _TIME.fullmatch(time):
        wrong.append(f"MSH-7 {time!r} is no time")
    return "; ".join(wrong)


def empty_header_fields(message: Message) -> list[str]:
    """Return which required fields of a header are empty (2.15.9); MSH-7 is required from version 2.4 on."""
    found = minor(message)
    dated = ["MSH-7"] if found is not None and found > 3 else []  # noqa: PLR2004 - minor version
    return [f"{path} is empty" for path in [*dated, "MSH-9", "MSH-10", "MSH-11", "MSH-12"] if not message.get(path)]


def event_and_structure(answer: Answer, told: Draft) -> str:
    """Return what MSH-9 lacks; up to version 2.4 the type alone will do."""
    if answer.message is None:
        return answer.trouble
    found = minor(answer.message)
    if found is not None and found < 5:  # noqa: PLR2004 - the three components are required from 2.5 on
        return ""
    kind, event, structure = (answer.message[f"MSH-9.{number}"] for number in (1, 2, 3))
    whole = event == told.trigger.split("^")[1] and bool(kind) and structure.startswith(kind)
    return "" if whole else f"MSH-9 is {answer.message['MSH-9'] or 'empty'}"


def segment_ends(answer: Answer) -> str:
    """Return which segments end with something other than a carriage return (2.5.4)."""
    if answer.message is None:
        return answer.trouble
    segments = answer.message.segments_in_order
    wrong = [f"{segment.name} ends with {segment.end!r}" for segment in segments if segment.end not in {b"\r", b""}]
    wrong += [f"{segment.name} holds a line feed" for segment in segments if b"\n" in segment.octets]
    return "; ".join(wrong)


def last_segment(answer: Answer) -> str:
    """Return whether the last segment is not ended at all (2.5.4)."""
    if answer.message is None:
        return answer.trouble
    last = answer.message.segments_in_order[-1]
    return "" if last.end else f"nothing ends the last segment, {last.octets[-40:]!r}"


def outside_charset(came: Came) -> str:
    """Return where a message leaves the character set it declares (2.15.9.18)."""
    if came.message is None:
        return came.trouble
    declared = came.message.charset
    if declared in UNCHECKED:
        return ""
    at = undeclared(came.frame.content, declared if codec(declared) else "")
    if at is None:
        return ""
    return f"octet {at} is 0x{came.frame.content[at]:02X}, and MSH-18 is {declared or 'empty'}"


def error_shape(answer: Answer) -> str:
    """Return what an ERR lacks that its version requires (2.15.5; ERR-1 alone up to version 2.4)."""
    if answer.message is None:
        return answer.trouble
    found = minor(answer.message)
    wrong: list[str] = []
    for segment in answer.message.segments("ERR"):
        if found is not None and found < 5:  # noqa: PLR2004 - ERR-3 and ERR-4 came with 2.5
            wrong += [] if segment["1"] else ["ERR-1 is empty"]
        else:
            wrong += [] if segment["3.1"] else ["ERR-3 is empty"]
            wrong += [] if segment["4"] in {"E", "W", "I"} else [f"ERR-4 is {segment['4']!r}"]
    return "; ".join(wrong)


def message_faults(answer: Answer, transaction: str = "") -> tuple[list[str], list[str]]:
    """Return what is wrong with an answer as a whole message: with its structure, and with its values.

    ``transaction`` names the one whose profile holds the answer too, where there is such a profile.
    """
    if answer.message is None:
        return [answer.trouble], []
    kind = f"{answer.message['MSH-9.1']}^{answer.message['MSH-9.2']}"
    profile = message_profiles.transaction(transaction, kind, answer.message["MSH-12.1"]) if transaction else None
    found = findings(answer.message, profile)
    built = [str(fault) for fault in found if fault.kind in _BUILT]
    return built, [str(fault) for fault in found if fault.kind not in _BUILT]


def has_error(answer: Answer) -> bool:
    """Return whether an answer holds an ERR segment."""
    return answer.message is not None and bool(answer.message.segments("ERR"))


def errors_told(answer: Answer, told: Draft) -> bool:
    """Return whether an error is told in an ERR; up to version 2.4 that is left to the receiver."""
    declared = minor(parse(told.octets()))
    return has_error(answer) or (declared is not None and declared < 5)  # noqa: PLR2004 - ERR tells errors from 2.5 on


def error_place(answer: Answer, segment: str) -> str:
    """Return what the ERRs name instead of the segment that is wrong, as ERR-2.1 or, before 2.5, ERR-1.1."""
    if answer.message is None:
        return answer.trouble
    named = [error["2.1"] or error["1.1"] for error in answer.message.segments("ERR")]
    return "" if segment in named else f"ERR names {', '.join(name or 'no place' for name in named)}, not {segment}"


def not_in_order(answers: Iterable[Answer], told: Iterable[Draft]) -> str:
    """Return where a row of answers leaves the order of the messages, by MSA-2."""
    heard, asked = list(answers), list(told)
    for number, (answer, draft) in enumerate(zip(heard, asked, strict=False), 1):
        if answer.control_id != draft.control_id:
            what = f"MSA-2 {answer.control_id!r}" if answer.came else answer.trouble
            return f"answer {number} of {len(asked)} should name {draft.control_id!r}: {what}"
    return "" if len(heard) == len(asked) else f"{len(heard)} answers to {len(asked)} messages"


@dataclass(frozen=True, slots=True)
class BatchTold:
    """What was answered to a batch: MSA-1 by MSA-2, and the batches and files that answers name in BHS-12, FHS-12."""

    codes: dict[bytes, str]
    batches: frozenset[bytes]
    trouble: str

    @classmethod
    def of(cls, answers: Iterable[Answer]) -> BatchTold:
        """Read every MSA, BHS and FHS of every block, alone or in a batch."""
        heard = list(answers)
        lines = [line for one in heard for line in re.split(rb"[\r\n]+", one.frame.content)]
        rows = [(line[:3], [*line.split(line[3:4]), *[b""] * 12]) for line in lines if line[3:4]]
        return cls(
            {fields[2]: fields[1].decode("ascii", "replace") for name, fields in rows if name == b"MSA"},
            frozenset(fields[11] for name, fields in rows if name in {b"BHS", b"FHS"} and fields[11]),
            "; ".join(one.trouble for one in heard if not one.frame.octets),
        )

    def unanswered(self, batch: Batch, *holds: bytes) -> str:
        """Return which messages nobody answered, empty when none is left; ``holds`` names a file around the batch.

        A batch of negative acknowledgements, or of none, implies that all else was taken; so does a file of them.
        """
        implied = {batch.control_id, *holds} & self.batches and not {"AA", "CA"} & set(self.codes.values())
        if implied:
            return ""
        missing = [one.control_id for one in batch.messages if one.control_id not in self.codes]
        return f"no acknowledgement of {missing}: {self.says}" if missing else ""

    def refused(self, messages: Iterable[Draft], *holds: bytes) -> list[str] | None:
        """Return which codes other than AA and CA these messages have.

        None when nothing was said of any of them, nor of the batches or the file that ``holds`` names.
        """
        said = [self.codes[one.control_id] for one in messages if one.control_id in self.codes]
        return sorted(set(said) - {"AA", "CA"}) if said or {*holds} & self.batches else None

    def unanswered_in(self, file: File) -> str:
        """Return which messages of a file nobody answered, empty when none is left."""
        return "; ".join(filter(None, (self.unanswered(one, file.control_id) for one in file.batches)))

    @property
    def says(self) -> str:
        """Return what was answered, in one line of words."""
        told = ", ".join(
            f"{code or 'no code'} for {name.decode('ascii', 'replace')}" for name, code in self.codes.items()
        )
        return told or self.trouble or "no MSA"
