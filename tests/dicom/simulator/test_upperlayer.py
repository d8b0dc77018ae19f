"""The archive's upper layer, asked in raw octets: order of PDUs, aborts, fragments, and life afterwards."""

from __future__ import annotations

import socket
import struct

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydicom.dataset import Dataset

from conformance.dicom.simulator import Archive, associating, messages
from conformance.dicom.simulator.associating import Proposed

VERIFICATION, IMPLICIT = "1.2.840.10008.1.1", "1.2.840.10008.1.2"


@pytest.fixture(scope="module")
def running():
    with Archive() as archive:
        yield archive
    assert archive.faults == []


class Caller:
    """A raw socket that reads whole PDUs."""

    def __init__(self, archive):
        self.link = socket.create_connection(("127.0.0.1", archive.port), 5)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.link.close()

    def read(self):
        head = self.link.recv(6, socket.MSG_WAITALL)
        if len(head) < 6:
            return None, b""
        return head[0], self.link.recv(struct.unpack_from(">L", head, 2)[0], socket.MSG_WAITALL)

    def associate(self):
        wanted = [Proposed(1, VERIFICATION, (IMPLICIT,))]
        self.link.sendall(associating.request_pdu("REFERENCE", "HARNESS", wanted, 16384, {}))
        return self.read()


def echo(message_id=7):
    command = Dataset()
    command.AffectedSOPClassUID = VERIFICATION
    command.CommandField = messages.C_ECHO
    command.MessageID = message_id
    command.CommandDataSetType = messages.NO_DATA_SET
    return messages.command_octets(command)


def answered(caller):
    kind, value = caller.read()
    assert kind == associating.P_DATA
    return messages.read_command(next(messages.pdvs(value))[2])


@pytest.mark.parametrize("maximum", [8, 10, 64, 0])
def test_a_command_in_fragments_of_any_size_is_one_command(running, maximum):
    with Caller(running) as caller:
        caller.associate()
        for one in messages.pieces(1, echo(), is_command=True, maximum=maximum):
            caller.link.sendall(one)
        command = answered(caller)
        caller.link.sendall(associating.release_pdu(associating.RELEASE_RQ))

        assert (command.Status, command.MessageIDBeingRespondedTo, command.CommandField) == (0, 7, 0x8030)
        assert caller.read() == (associating.RELEASE_RP, b"\0\0\0\0")
        assert caller.read() == (None, b"")


@pytest.mark.parametrize(
    ("octets", "source", "reason"),
    [
        (b"\x99\0" + struct.pack(">L", 4) + b"junk", 2, 1),
        (associating.request_pdu("REFERENCE", "HARNESS", [Proposed(1, VERIFICATION, (IMPLICIT,))], 0, {}), 2, 2),
        (associating.release_pdu(associating.RELEASE_RP), 2, 2),
        (struct.pack(">BBLLBB", 4, 0, 6, 2, 99, 3), 2, 5),
        (struct.pack(">BBLLBB", 4, 0, 6, 20, 1, 3), 2, 6),
        (struct.pack(">BBL", 4, 0, 1 << 30), 2, 6),
        (struct.pack(">BBLLBB", 4, 0, 14, 10, 1, 3) + b"nonsense", 2, 6),
    ],
)
def test_what_has_no_place_on_an_association_is_aborted_and_the_next_one_is_served(running, octets, source, reason):
    with Caller(running) as caller:
        assert caller.associate()[0] == associating.ASSOCIATE_AC
        caller.link.sendall(octets)
        assert caller.read() == (associating.ABORT, bytes((0, 0, source, reason)))
        assert caller.read() == (None, b"")
    with Caller(running) as caller:
        assert caller.associate()[0] == associating.ASSOCIATE_AC


@pytest.mark.parametrize("octets", [associating.release_pdu(5), b"\x99\0\0\0\0\0", associating.abort_pdu(0, 0)])
def test_what_comes_before_an_association_is_aborted(running, octets):
    with Caller(running) as caller:
        caller.link.sendall(octets)
        assert caller.read()[0] == associating.ABORT


def test_an_unknown_operation_is_refused_and_the_association_goes_on(running):
    command = messages.read_command(echo())
    command.CommandField = 0x0666
    del command[0, 0]
    with Caller(running) as caller:
        caller.associate()
        for octets in (messages.command_octets(command), echo(8)):
            caller.link.sendall(b"".join(messages.pieces(1, octets, is_command=True, maximum=0)))

        assert answered(caller).Status == 0x0211
        assert answered(caller).Status == 0x0000


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(min_size=1, max_size=80), st.booleans())
def test_whatever_octets_come_the_archive_ends_that_association_alone(running, octets, associated):
    with Caller(running) as caller:
        if associated:
            caller.associate()
        caller.link.sendall(octets)
        caller.link.shutdown(socket.SHUT_WR)
        while caller.read()[0] is not None:
            pass
    with Caller(running) as caller:
        assert caller.associate()[0] == associating.ASSOCIATE_AC
    assert running.faults == []
