"""The client against second implementations: pynetdicom always, DCMTK where it is installed."""

import io
import resource
import shutil
import socket
import subprocess
from contextlib import contextmanager

import pytest
from pydicom.dataset import Dataset
from pynetdicom import AE, evt

from conformance.dicom import uids
from conformance.dicom.client import Association, Proposal, Request, echo, find, get, keys, storage_proposals, store
from conformance.dicom.wire import Role, data_set, write_data_set
from conformance.dicom.wire.syntaxes import EXPLICIT_LITTLE, IMPLICIT_LITTLE
from conformance.evidence import Recorder
from conformance.limits import Limits
from conformance.network import Network


@contextmanager
def pynetdicom(*handlers, contexts=(uids.VERIFICATION,), maximum=16382):
    ae = AE("PEER")
    ae.maximum_pdu_size = maximum
    for one in contexts:
        ae.add_supported_context(one, [IMPLICIT_LITTLE, EXPLICIT_LITTLE], scu_role=True, scp_role=True)
    server = ae.start_server(("127.0.0.1", 0), block=False, evt_handlers=list(handlers))
    try:
        yield server.server_address
    finally:
        server.shutdown()


def instance(uid="2.25.1", size=0, syntax=IMPLICIT_LITTLE):
    made = data_set(SOPClassUID=uids.CT, SOPInstanceUID=uid, PatientID="ZZ1", PixelData=bytes(size) or None)
    return write_data_set(made, syntax)


def opened(doors, address, *proposals, **more):
    return Association.requested(doors, *address, Request(tuple(proposals), "PEER", "US", **more))


def test_pynetdicom_answers_our_echoes_in_any_fragments(doors):
    with pynetdicom() as address, opened(doors(), address, Proposal(uids.VERIFICATION)) as association:
        assert echo(association).status == 0
        assert echo(association, most=8).status == 0
        assert association.acceptance.user.maximum_length == 16382


@pytest.mark.parametrize("syntax", [IMPLICIT_LITTLE, EXPLICIT_LITTLE])
@pytest.mark.parametrize("most", [8, 64, 1000, None])
def test_pynetdicom_receives_what_we_store(doors, syntax, most):
    got = []

    def keep(event):
        got.append(
            (event.request.AffectedSOPInstanceUID, event.context.transfer_syntax, event.request.DataSet.getvalue())
        )
        return 0xB000

    data = instance(size=3000, syntax=syntax)
    with (
        pynetdicom((evt.EVT_C_STORE, keep), contexts=[uids.CT]) as address,
        opened(doors(), address, *storage_proposals([(uids.CT, syntax)])) as association,
    ):
        answer = store(association, uids.CT, "2.25.1", syntax, data, most=most)

    assert answer.outcome == "warning B000"
    assert got == [("2.25.1", syntax, data)]


def test_a_context_that_was_not_accepted_is_trouble(doors):
    with pynetdicom() as address, opened(doors(), address, Proposal(uids.CT), Proposal(uids.VERIFICATION)) as one:
        answer = store(one, uids.CT, "2.25.1", IMPLICIT_LITTLE, instance())

    assert answer.trouble.endswith("was not accepted")
    assert answer.responses == ()


def test_pynetdicom_finds_for_us(doors):
    asked = []

    def answer_with(event):
        asked.append(str(event.identifier.PatientID))
        for number in range(3):
            match = Dataset()
            match.QueryRetrieveLevel, match.StudyInstanceUID = "STUDY", f"2.25.{number}"
            yield 0xFF00, match

    with (
        pynetdicom((evt.EVT_C_FIND, answer_with), contexts=[uids.STUDY_ROOT_FIND]) as address,
        opened(doors(), address, Proposal(uids.STUDY_ROOT_FIND)) as association,
    ):
        answer = find(association, uids.STUDY_ROOT_FIND, keys("STUDY", PatientID="ZZ1", StudyInstanceUID=""))

    assert asked == ["ZZ1"]
    assert answer.status == 0
    assert answer.values("StudyInstanceUID") == {"2.25.0", "2.25.1", "2.25.2"}


def test_pynetdicom_sends_us_what_we_get(doors):
    def give(event):
        del event
        yield 2
        for number in (1, 2):
            one = Dataset()
            one.SOPClassUID, one.SOPInstanceUID, one.PatientID = uids.CT, f"2.25.{number}", "ZZ1"
            one.ensure_file_meta()
            one.file_meta.TransferSyntaxUID = EXPLICIT_LITTLE
            yield 0xFF00, one

    with (
        pynetdicom((evt.EVT_C_GET, give), contexts=[uids.STUDY_ROOT_GET, uids.CT]) as address,
        opened(
            doors(), address, Proposal(uids.STUDY_ROOT_GET), Proposal(uids.CT, (EXPLICIT_LITTLE,)),
            roles=(Role(uids.CT, 0, 1),),
        ) as association,
    ):  # fmt: skip
        answer = get(
            association,
            uids.STUDY_ROOT_GET,
            keys("STUDY", StudyInstanceUID="2.25.9"),
            storing=lambda message: 0xA700 if message.command.text("AffectedSOPInstanceUID") == "2.25.2" else 0,
        )

    assert answer.storing == {uids.CT}
    assert [(one.sop_instance, one.status) for one in answer.received] == [("2.25.1", 0), ("2.25.2", 0xA700)]
    assert answer.received[0].data == write_data_set(
        data_set(SOPClassUID=uids.CT, SOPInstanceUID="2.25.1", PatientID="ZZ1"), EXPLICIT_LITTLE
    )
    assert answer.final.number("NumberOfFailedSuboperations") == 1


class Nowhere(io.RawIOBase):
    """A journal that keeps nothing, so that only the client's own memory counts."""

    def writable(self):
        return True

    def write(self, octets):
        return len(octets)


def test_a_large_data_set_costs_no_copies(scripted, request_to):
    data = bytes(64 << 20)

    def swallow(script):
        script.accept(maximum=131072)
        while script.link.recv(1 << 20):
            pass

    network = Network(Recorder(Nowhere()), Limits(pdu_s=1))
    with scripted(swallow) as address:
        association = Association.requested(network, *address, request_to(uids.CT))
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        store(association, uids.CT, "2.25.1", IMPLICIT_LITTLE, data)
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        network.close()

    assert (after - before) / 1024 < 16


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as door:
        return door.getsockname()[1]


@pytest.mark.peer
@pytest.mark.skipif(shutil.which("storescp") is None, reason="DCMTK's storescp is not installed")
def test_storescp_takes_what_we_store(doors, tmp_path):
    port = free_port()
    storescp = next(one for one in ("/usr/bin/storescp", shutil.which("storescp")) if one)
    with subprocess.Popen([storescp, "-od", tmp_path, str(port)], stderr=subprocess.DEVNULL) as server:
        network = doors(connect_s=5, pdu_s=5)
        try:
            up = network.wait(lambda: _listening(port), 5, "storescp listens")
            assert up
            with opened(network, ("127.0.0.1", port), *storage_proposals([(uids.CT, EXPLICIT_LITTLE)])) as association:
                answer = store(association, uids.CT, "2.25.1", EXPLICIT_LITTLE, instance(syntax=EXPLICIT_LITTLE))
            assert answer.outcome == "success 0000"
        finally:
            server.terminate()


def _listening(port):
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True
