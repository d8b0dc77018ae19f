"""Audit records, as they travel and as they are read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.xds.auditing import read_record
from conformance.xds.simulator import AffinityDomain

MESSAGE = (
    b'<AuditMessage><EventIdentification EventActionCode="E" EventDateTime="2026-01-02T03:04:05Z"'
    b' EventOutcomeIndicator="0"><EventID csd-code="110112"/><EventTypeCode csd-code="ITI-18"/></EventIdentification>'
    b'<ActiveParticipant UserID="a"><RoleIDCode csd-code="110153"/></ActiveParticipant>'
    b'<AuditSourceIdentification AuditSourceID="here"/><ParticipantObjectIdentification ParticipantObjectID="ZZ1"'
    b' ParticipantObjectTypeCode="1" ParticipantObjectTypeCodeRole="1"/></AuditMessage>'
)
HEAD = b"<85>1 2026-01-02T03:04:05.000Z host app 1 IHE+RFC-3881 - "


def test_a_record_is_read():
    record = read_record(HEAD + b"\xef\xbb\xbf" + MESSAGE)

    assert (record.event, record.action, record.outcome, record.transactions) == ("110112", "E", "0", ("ITI-18",))
    assert (record.patients, record.source, record.roles, record.zoned) == (("ZZ1",), "here", {"110153"}, True)
    assert record.problems == ()


def test_structured_data_is_passed_over():
    assert read_record(HEAD.replace(b" - ", b' [id@1 a="b \\] c"][x y="z"] ') + MESSAGE).problems == ()


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (b"<85>1", b"<13>1", "the facility is 1"),
        (b"<85>1", b"<85>2", "the version is"),
        (b"IHE+RFC-3881", b"IHE+RFC3881", "the MSGID is"),
        (b"05.000Z", b"05.000", "the timestamp is"),
        (b"<85>1 ", b"Jan  2 ", "no RFC 5424 header"),
    ],
)
def test_what_is_wrong_is_said(before, after, told):
    record = read_record((HEAD + MESSAGE).replace(before, after))
    assert [one for one in record.problems if one.startswith(told)]
    assert record.event == "110112"


def test_who_did_what_why_is_read():
    told = MESSAGE.replace(b'<EventID csd-code="110112"/>', b'<EventID csd-code="110112" codeSystemName="DCM"/>')
    told = told.replace(
        b"</EventIdentification>", b'<PurposeOfUse csd-code="12" codeSystemName="x"/></EventIdentification>'
    )
    told = told.replace(b'UserID="a"', b'UserID="a" UserName="b" AlternativeUserID="7"')
    record = read_record(HEAD + told)
    source = record.end("110153")

    assert (record.coded, record.purposes) == (("110112", "DCM", ""), (("12", "x"),))
    assert source is not None
    assert (source.user, source.name, source.process) == ("a", "b", "7")
    assert (record.end("110152"), record.documents, record.names("ZZ1"), record.names("ZZ2")) == (None, (), True, False)


@pytest.mark.parametrize(
    ("time", "seconds"),
    [
        ("2026-01-02T03:04:05Z", 0.0),
        ("2026-01-02T04:04:05+01:00", 0.0),
        ("2026-01-02T03:04:04Z", 0.0),
        ("2026-01-02T03:04:04.000Z", -0.5),
        ("2026-01-02T03:04:08.250Z", 2.25),
        ("2026-13-02T03:04:08Z", float("inf")),
    ],
)
def test_how_far_a_time_is_off_is_told(time, seconds):
    record = read_record(HEAD + MESSAGE.replace(b"2026-01-02T03:04:05Z", time.encode()))
    before = datetime(2026, 1, 2, 3, 4, 4, 500_000, tzinfo=UTC)
    assert record.off(before, before + timedelta(seconds=1.5)) == seconds


def test_brackets_without_end_are_given_up_at_once():
    assert read_record(HEAD.replace(b" - ", b" " + b"[a]" * 20_000 + b"x ") + MESSAGE).problems


@given(st.integers(0, len(HEAD + MESSAGE)), st.binary(max_size=6))
def test_a_damaged_record_is_read_or_refused(at, octets):
    whole = HEAD + MESSAGE
    record = read_record(whole[:at] + octets + whole[at + len(octets) :])
    assert isinstance(record.problems, tuple)


def test_a_frame_of_the_simulator_is_as_long_as_it_says():
    frame = AffinityDomain().auditor.framed(MESSAGE)
    size, _, rest = frame.partition(b" ")
    assert int(size) == len(rest)
    assert read_record(rest).problems == ()
