"""Audit records, as they travel and as they are read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.xds.simulator import AffinityDomain
from conformance.xds.wire.audit import read_record

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
