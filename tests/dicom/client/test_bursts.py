"""A burst of matches is taken at once, and told as if each had come alone."""

import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.dicom import uids
from conformance.dicom.accepting import acceptance
from conformance.dicom.client import Association, Proposal, Request, find, keys
from conformance.dicom.client.bursts import alike
from conformance.dicom.client.link import Link
from conformance.dicom.wire import Abort, Data, Pdv, command, data_set, message_pdus, write_data_set
from conformance.dicom.wire.command import C_FIND, HAS_DATA_SET, NO_DATA_SET, RESPONSE
from conformance.dicom.wire.syntaxes import EXPLICIT_LITTLE
from conformance.evidence import RECEIVED, SENT, Recorder
from conformance.guarded import Connection, Silent
from conformance.limits import Limits
from conformance.sealing import seal

REQUEST = Request((Proposal(uids.STUDY_ROOT_FIND, (EXPLICIT_LITTLE,)),), "PEER", "US", maximum_length=200)
IDENTIFIER = keys("STUDY", PatientID="")


class Script:
    """Octets that come in pieces, whatever is sent; then silence."""

    def __init__(self, tape, pieces):
        self.tape, self.pieces, self.sent = tape, list(pieces), []

    def send(self, octets, deadline):
        self.tape.octets(SENT, octets)
        self.sent.append(bytes(octets))

    def receive(self, most, deadline):
        if not self.pieces:
            self.tape.event("deadline")
            raise Silent("nothing came")
        piece, rest = self.pieces[0][:most], self.pieces[0][most:]
        self.pieces[:1] = [rest] if rest else []
        return memoryview(piece), self.tape.octets(RECEIVED, piece)

    def close(self, *, reset):
        self.tape.event("aborted" if reset else "closed")


class Doors:
    def __init__(self, limits):
        self.limits = limits


def told(pieces, limits, cancel_after, folder):
    """Ask on an association whose peer says these octets; return all there is to know of it afterwards."""
    journal = io.BytesIO()
    recorder = Recorder(journal)
    tape = recorder.open("peer:1", "outbound")
    accepted = acceptance(REQUEST.associate(), lambda _: True, {EXPLICIT_LITTLE}).pdu().encode()
    script = Script(tape, (accepted, *pieces))
    association = Association.over(Doors(limits), Connection(script, tape, limits), REQUEST)
    answer = find(association, uids.STUDY_ROOT_FIND, IDENTIFIER, cancel_after=cancel_after)
    latest = recorder.latest()
    sealed = seal(journal, folder)
    evidence = [(one.id, one.direction, one.summary, one.size, one.sha256) for one in sealed.evidence]
    association.link.close()
    return answer, association.link.seen, association.open, latest, evidence, script.sent, script.pieces


def response(status, message, octets):
    kind = NO_DATA_SET if octets is None else HAS_DATA_SET
    return command(
        AffectedSOPClassUID=uids.STUDY_ROOT_FIND,
        CommandField=C_FIND | RESPONSE,
        MessageIDBeingRespondedTo=message,
        CommandDataSetType=kind,
        Status=status,
    )


def match(number, patient="ZZ1"):
    return write_data_set(data_set(PatientID=patient, StudyID=str(number)), EXPLICIT_LITTLE)


def joined(asked, data, context=1, *, reserved=0, **how):
    made = message_pdus(asked, context, data, **{"most": 200, "together": False, **how})
    return b"".join(replace(one, reserved=reserved).encode() for one in made)


def alone(asked, data):
    """Return a command set and a data set in a PDU each, whatever the one says of the other."""
    return b"".join(Data((one,)).pdu().encode() for one in (Pdv(1, 3, asked.encode()), Pdv(1, 2, data)))


def pdus(kind, number):
    """Return the octets of one response, usual or odd."""
    data = match(number, "ZZ" * (number % 7))
    usual = response(0xFF00, 1, data)
    made = {
        "odd": lambda: alone(usual, data + b"\0"),
        "unannounced": lambda: alone(response(0xFF00, 1, None), data),
        "reserved": lambda: joined(usual, data, reserved=1),
        "abort": lambda: Abort(0, 0).pdu().encode(),
        "long": lambda: joined(usual, match(number, "Z" * 300), most=16384),
        "elsewhere": lambda: joined(usual, data, context=3),
        "pieces": lambda: joined(usual, data, most=60),
        "together": lambda: joined(usual, data, together=True),
        "warned": lambda: joined(response(0xFF01, 1, data), data),
        "other": lambda: joined(response(0xFF00, 9, data), data),
        "final": lambda: joined(response(0, 1, None), None),
        "usual": lambda: joined(usual, data),
    }
    return made[kind]()


ODD = ["odd", "reserved", "unannounced", "abort", "long", "elsewhere", "pieces", "together", "warned", "other", "final"]
KINDS = st.lists(st.one_of(*[st.just("usual")] * 4, st.sampled_from(ODD)), max_size=12)
CAPS = st.sampled_from([{}, {"responses": 3}, {"responses_bytes": 60}, {"pdu_bytes": 110}])


@given(KINDS, st.lists(st.integers(1, 400), max_size=4), st.sampled_from([None, None, 1, 2, 3]), CAPS)
def test_a_burst_is_told_as_if_each_match_came_alone(tmp_path_factory, kinds, cuts, cancel_after, caps):
    octets = b"".join(pdus(kind, number) for number, kind in enumerate(kinds))
    pieces, start = [], 0
    for size in (*cuts, len(octets)):
        pieces.append(octets[start : start + size])
        start += size
    pieces = [one for one in pieces if one]
    limits, folder = Limits(**caps), tmp_path_factory.mktemp("evidence")
    quick = told(pieces, limits, cancel_after, folder)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Link, "likewise", lambda *_: ([], []))
        patched.setattr(Link, "_whole", lambda *_: None)
        slow = told(pieces, limits, cancel_after, folder)

    assert quick == slow


def test_what_lies_behind_the_same_command_is_taken_until_anything_else():
    usual = [pdus("usual", number) for number in (1, 2, 10, 11)]
    head = usual[0][: len(usual[0]) - len(match(1, "ZZ")) - 12]

    data, sizes = alike(b"".join(usual) + pdus("final", 0), head, 200, 9, 999)

    assert data == [match(number, "ZZ" * (number % 7)) for number in (1, 2, 10, 11)]
    assert sizes == [len(one) for one in usual]
    assert alike(b"".join(usual), head, 200, 3, 999)[0] == data[:3]
    assert alike(b"".join(usual), head, 200, 9, len(data[0]))[0] == data[:2]
    assert alike(b"".join(usual)[:-1], head, 200, 9, 999)[0] == data[:3]


def test_a_burst_is_taken_at_once(monkeypatch, tmp_path):
    taken = []
    likewise = Link.likewise
    monkeypatch.setattr(Link, "likewise", lambda *given: (taken.append(likewise(*given)), taken[-1])[1])
    octets = b"".join(pdus("usual", number) for number in range(50)) + pdus("final", 50)

    answer = told([octets], Limits(), None, tmp_path)[0]

    assert answer.status == 0
    assert len(answer.matches) == 50
    assert len(taken[0][0]) == 49
