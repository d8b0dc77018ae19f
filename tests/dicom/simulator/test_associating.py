"""Association PDUs: pynetdicom reads what we write, we read what pynetdicom writes, and junk is malformed."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pynetdicom.pdu import A_ASSOCIATE_AC, A_ASSOCIATE_RJ, A_ASSOCIATE_RQ

from conformance.dicom.simulator import associating
from conformance.dicom.simulator.associating import Acceptance, Answered, Malformed, Proposed

VERIFICATION, IMPLICIT = "1.2.840.10008.1.1", "1.2.840.10008.1.2"
WANTED = [Proposed(1, VERIFICATION, (IMPLICIT, "1.2.840.10008.1.2.1")), Proposed(3, "1.2.3", (IMPLICIT,))]


def asked():
    octets = associating.request_pdu("CALLED", "CALLING", WANTED, 4096, {"1.2.3": (0, 1)})
    return octets, associating.read_request(octets[6:])


def test_a_request_is_read_as_it_was_written_by_us_and_by_pynetdicom():
    octets, request = asked()
    theirs = A_ASSOCIATE_RQ()
    theirs.decode(octets)

    assert request.contexts == WANTED
    assert (request.called, request.calling) == ("CALLED".ljust(16), "CALLING".ljust(16))
    assert (request.version, request.maximum, request.roles) == (1, 4096, {"1.2.3": (0, 1)})
    assert request.application_context == associating.APPLICATION_CONTEXT
    assert (theirs.called_ae_title, theirs.calling_ae_title) == ("CALLED", "CALLING")
    assert [one.context_id for one in theirs.presentation_context] == [1, 3]


def test_an_acceptance_is_read_as_it_was_written_by_us_and_by_pynetdicom():
    _, request = asked()
    answered = [Answered(1, 0, IMPLICIT), Answered(3, 3, IMPLICIT)]
    octets = associating.accept_pdu(
        Acceptance(request, answered, 8192, {"1.2.3": (1, 0)}, {VERIFICATION: b"\0\1"}, window=(1, 1))
    )
    theirs = A_ASSOCIATE_AC()
    theirs.decode(octets)

    assert associating.read_accept(octets[6:]) == (answered, 8192)
    assert octets[10:42] == b"CALLED          CALLING         "
    assert [(one.context_id, one.result) for one in theirs.presentation_context] == [(1, 0), (3, 3)]
    assert theirs.user_information.implementation_class_uid == associating.IMPLEMENTATION_CLASS


def test_items_of_unknown_types_are_skipped_and_counted():
    octets, request = asked()
    more = octets[6:] + b"\x99\0" + struct.pack(">H", 3) + b"abc"

    assert associating.read_request(more).contexts == request.contexts
    assert (request.unknown, associating.read_request(more).unknown) == (0, 1)


def test_a_rejection_is_read_by_pynetdicom():
    theirs = A_ASSOCIATE_RJ()
    theirs.decode(associating.reject_pdu(1, 1, 7))

    assert (theirs.result, theirs.source, theirs.reason_diagnostic) == (1, 1, 7)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 400), st.binary(max_size=6))
def test_a_request_that_is_cut_or_spoilt_is_read_or_malformed(at, junk):
    octets, _ = asked()
    spoilt = octets[6:][:at] + junk + octets[6:][at + len(junk) :] if junk else octets[6:][:at]
    try:
        request = associating.read_request(spoilt)
    except Malformed:
        return
    assert all(one.id % 2 and one.transfer for one in request.contexts)


@pytest.mark.parametrize("most", [64, 128, 4096])
def test_ae_titles_of_any_length_fill_their_field(most):
    octets = associating.request_pdu("X" * min(16, most), "Y", WANTED, most, {})
    assert len(octets) == 6 + struct.unpack_from(">L", octets, 2)[0]
