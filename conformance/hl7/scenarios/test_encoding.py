"""Delimiters, character sets, escape sequences, and content nobody expected."""

from __future__ import annotations

from codecs import BOM_UTF8
from typing import TYPE_CHECKING

from conformance.authoring import scenario
from conformance.hl7 import checks, clauses, samples
from conformance.hl7.wire.delimiters import Delimiters
from conformance.hl7.wire.draft import Raw
from conformance.hl7.wire.mllp import Flaw

if TYPE_CHECKING:
    from collections.abc import Callable

OTHERS = Delimiters(b"#", b"*", b"!", b"\\", b"%")

UNTIDY: dict[str, Callable[[bytes], bytes]] = {
    "line feeds": lambda octets: octets.replace(b"\r", b"\n"),
    "carriage returns and line feeds": lambda octets: octets.replace(b"\r", b"\r\n"),
    "no last carriage return": lambda octets: octets.removesuffix(b"\r"),
    "a byte order mark": lambda octets: BOM_UTF8 + octets,
}
"""How messages are spoilt in practice, by what is wrong with them."""

ANSWER_OR_END = "an answer to this message, or the end of the connection"


@scenario(
    "hl7.encoding.other-delimiters",
    actor="mllp-receiver",
    transaction="ACK",
    clauses=[
        clauses.ANSWERED,
        clauses.OTHER_DELIMITERS_ACCEPTED,
        clauses.NAMES_THE_MESSAGE,
        clauses.IN_RECEIVED_DELIMITERS,
    ],
    requires=["hl7v2.in"],
)
def test_a_message_in_other_delimiters_is_read(story, mllp_receiver, check):
    """A message that declares other delimiters than the recommended ones is read by those it declares."""
    message = samples.plain(story, "other").spoken(OTHERS)

    answer = mllp_receiver.tell(message)

    with check(clauses.ANSWERED):
        assert answer.came, answer.trouble
    with check(clauses.OTHER_DELIMITERS_ACCEPTED):
        assert answer.code == "AA", answer.says
    if answer.came:
        with check(clauses.NAMES_THE_MESSAGE):
            assert answer.control_id == message.control_id
        with check(clauses.IN_RECEIVED_DELIMITERS):
            assert answer.field("MSH-1") == "#"


@scenario(
    "hl7.encoding.utf-8",
    actor="mllp-receiver",
    transaction="ACK",
    clauses=[clauses.ANSWERED, clauses.CHARSET_ACCEPTED, clauses.IN_DECLARED_CHARSET],
    requires=["hl7v2.in"],
)
def test_a_message_in_utf_8_is_accepted(story, mllp_receiver, check):
    """A message in Unicode (MSH-18 UNICODE UTF-8), with Polish and Chinese names, is accepted."""
    answer = mllp_receiver.tell(samples.plain(story, "utf-8", charset="UNICODE UTF-8", family="ZZŁÓDŹ 王"))

    with check(clauses.ANSWERED):
        assert answer.came, answer.trouble
    with check(clauses.CHARSET_ACCEPTED):
        assert answer.code == "AA", answer.says
    if answer.came:
        with check(clauses.IN_DECLARED_CHARSET):
            assert not checks.outside_charset(answer), checks.outside_charset(answer)


@scenario(
    "hl7.encoding.latin-1",
    actor="mllp-receiver",
    transaction="ACK",
    clauses=[clauses.ANSWERED, clauses.CHARSET_ACCEPTED, clauses.IN_DECLARED_CHARSET],
    requires=["hl7v2.in"],
)
def test_a_message_in_latin_1_is_accepted(story, mllp_receiver, check):
    """A message in Latin alphabet No. 1 (MSH-18 8859/1), with accents, is accepted."""
    answer = mllp_receiver.tell(samples.plain(story, "latin-1", charset="8859/1", family="ZZMÜLLER-RENÉ"))

    with check(clauses.ANSWERED):
        assert answer.came, answer.trouble
    with check(clauses.CHARSET_ACCEPTED):
        assert answer.code == "AA", answer.says
    if answer.came:
        with check(clauses.IN_DECLARED_CHARSET):
            assert not checks.outside_charset(answer), checks.outside_charset(answer)


@scenario(
    "hl7.encoding.undeclared-octets",
    actor="mllp-receiver",
    transaction="ACK",
    clauses=[clauses.UNDECLARED_REFUSED],
    requires=["hl7v2.in"],
)
def test_octets_outside_the_declared_character_set_are_refused(story, mllp_receiver, check):
    """A message that declares UTF-8 and holds Latin-1 octets is refused: a guess would spoil the patient's name."""
    utf_8 = [samples.plain(story, name, charset="UNICODE UTF-8", family="ZZRENÉ") for name in ("before", "after")]
    mllp_receiver.arrange(utf_8[0], "have a message in UTF-8 accepted before")
    spoilt = samples.plain(story, "spoilt", charset="UNICODE UTF-8")

    answer = mllp_receiver.tell(spoilt.putting("PID-5", (b"ZZREN\xe9", "ADA")))
    mllp_receiver.arrange(utf_8[1], "have a message in UTF-8 accepted after")

    with check(clauses.UNDECLARED_REFUSED, evidence=answer.evidence):
        assert answer.code not in {"AA", "CA"}, answer.says


@scenario(
    "hl7.encoding.unexpected-content",
    actor="mllp-receiver",
    transaction="ACK",
    clauses=[clauses.EXTRA_IGNORED],
    requires=["hl7v2.in"],
)
def test_segments_and_fields_nobody_expected_are_ignored(story, mllp_receiver, check):
    """Z segments, an unknown segment, extra fields, components and repetitions don't make a message refused."""
    plain = samples.plain(story, "extra")
    message = plain.adding("ZU1", {1: "1", 2: ("A", "B"), 5: "C"}).adding("QZX", {1: "X"})
    message = message.putting("PID-60", "BEYOND").putting("PID-65", ("A", "B"))
    message = message.putting("PV1-70", ["ONE", "TWO"]).putting("PID-80", None)

    answer = mllp_receiver.tell(message)

    with check(clauses.EXTRA_IGNORED):
        assert answer.code == "AA", answer.says


@scenario(
    "hl7.encoding.escape-sequences",
    actor="mllp-receiver",
    transaction="ACK",
    clauses=[clauses.ESCAPES_ACCEPTED],
    requires=["hl7v2.in"],
)
def test_text_with_escape_sequences_is_accepted(story, mllp_receiver, check):
    """Text with every delimiter escaped, formatting commands, hexadecimal and local sequences is accepted."""
    text = Raw("1 TEST\\F\\ \\S\\ \\T\\ \\R\\ \\E\\ STREET\\.br\\FLAT\\X20\\2\\Zab\\")

    answer = mllp_receiver.tell(samples.plain(story, "escaped").putting("PID-11", (text, None, "TESTTOWN")))

    with check(clauses.ESCAPES_ACCEPTED):
        assert answer.code == "AA", answer.says


@scenario(
    "hl7.encoding.untidy",
    actor="mllp-receiver",
    transaction="ACK",
    clauses=[clauses.UNTIDY_ANSWERED],
    requires=["hl7v2.in"],
)
def test_an_untidy_message_is_not_met_with_silence(story, mllp_receiver, check):
    """Messages whose lines end otherwise, or not at all, are taken or refused: after silence they are sent for ever."""
    told = []
    for name, spoilt in UNTIDY.items():
        mllp_receiver.arrange(samples.plain(story, f"before {name}"), f"have a message accepted before {name}")
        message = samples.plain(story, name)
        told.append((name, message, mllp_receiver.tell(spoilt(message.octets()), f"a message with {name}")))
        if told[-1][2].frame.has(Flaw.SILENCE):
            break
    mllp_receiver.arrange(samples.plain(story, "after"), "have a message accepted after")

    for name, message, answer in told:
        with check(clauses.UNTIDY_ANSWERED, where=name, expected=ANSWER_OR_END, evidence=answer.evidence):
            assert not answer.frame.has(Flaw.SILENCE), answer.says
            assert answer.code != "AA" or answer.control_id == message.control_id, f"AA for {answer.control_id!r}"
