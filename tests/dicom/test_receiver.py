"""Our receiver against second implementations that send to it."""

import shutil
import subprocess
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.filewriter import dcmwrite
from pynetdicom import AE

from conformance.dicom import uids
from conformance.dicom.client import Association, Proposal, Request
from conformance.dicom.receiver import Rules, StoreReceiver
from conformance.dicom.wire import (
    Reject,
    Release,
    command,
    data_set,
    message_pdus,
    read_data_set,
    write_data_set,
)
from conformance.dicom.wire.command import C_STORE
from conformance.dicom.wire.pdu import Pdu
from conformance.dicom.wire.syntaxes import EXPLICIT_LITTLE, IMPLICIT_LITTLE
from conformance.guarded import Deadline, LinkFault


def image(uid):
    one = Dataset()
    one.SOPClassUID, one.SOPInstanceUID, one.PatientID = uids.CT, uid, "ZZ1"
    one.file_meta = FileMetaDataset()
    one.file_meta.TransferSyntaxUID = EXPLICIT_LITTLE
    one.file_meta.MediaStorageSOPClassUID, one.file_meta.MediaStorageSOPInstanceUID = uids.CT, uid
    return one


def connected(receiver, *syntaxes):
    ae = AE("SENDER")
    ae.add_requested_context(uids.VERIFICATION)
    ae.add_requested_context(uids.CT, list(syntaxes or (EXPLICIT_LITTLE, IMPLICIT_LITTLE)))
    return ae.associate("127.0.0.1", receiver.address.port, ae_title="HARNESS")


def test_what_pynetdicom_sends_is_kept_in_order_with_who_sent_it(doors):
    receiver = StoreReceiver(doors(), "HARNESS")
    association = connected(receiver)
    assert association.send_c_echo().Status == 0
    for number in (1, 2):
        answer = association.send_c_store(image(f"2.25.{number}"), originator_aet="MOVER", originator_id=9)
        assert answer.Status == 0
    association.release()

    received = receiver.finished()

    assert [one.sop_instance for one in received] == ["2.25.1", "2.25.2"]
    first = received[0]
    assert (first.called, first.calling, first.transfer_syntax, first.sop_class) == (
        "HARNESS", "SENDER", EXPLICIT_LITTLE, uids.CT,
    )  # fmt: skip
    assert first.message.command.text("MoveOriginatorApplicationEntityTitle") == "MOVER"
    assert first.message.command.number("MoveOriginatorMessageID") == 9
    assert read_data_set(first.data, first.transfer_syntax).text("PatientID") == "ZZ1"
    assert receiver.visits[0].clean


def test_associations_side_by_side_are_kept_in_order_of_arrival(doors):
    receiver = StoreReceiver(doors(), "HARNESS")
    first, second = connected(receiver), connected(receiver)
    assert second.send_c_store(image("2.25.2")).Status == 0
    assert first.send_c_store(image("2.25.1")).Status == 0
    second.release()
    first.release()

    assert [(one.association, one.sop_instance) for one in receiver.finished()] == [(0, "2.25.1"), (1, "2.25.2")]


def test_rules_decide_status_syntax_and_class(doors):
    rules = Rules(status=lambda _: 0xA700, syntaxes=frozenset({IMPLICIT_LITTLE}))
    with StoreReceiver(doors(), "HARNESS", rules=rules) as receiver:
        association = connected(receiver)
        (context,) = [one for one in association.accepted_contexts if one.abstract_syntax == uids.CT]
        assert context.transfer_syntax == [IMPLICIT_LITTLE]
        implicit = image("2.25.1")
        implicit.file_meta.TransferSyntaxUID = IMPLICIT_LITTLE
        assert association.send_c_store(implicit).Status == 0xA700
        association.release()
    with StoreReceiver(doors(), "HARNESS", rules=Rules(sop_classes=frozenset())) as receiver:
        association = connected(receiver)
        assert [one.abstract_syntax for one in association.accepted_contexts] == []
        association.release()


def test_everybody_can_be_refused(doors, request_to):
    network = doors()
    with StoreReceiver(network, "HARNESS", rules=Rules(reject=Reject(1, 1, 7))) as receiver:
        association = Association.requested(network, "127.0.0.1", receiver.address.port, request_to())

    assert association.told == "rejected: result 1, source 1, reason 7"


def test_a_visitor_that_stays_is_sent_away_when_the_story_ends(doors, request_to):
    network = doors(settle_s=0.2)
    receiver = StoreReceiver(network, "HARNESS")
    association = Association.requested(network, "127.0.0.1", receiver.address.port, request_to())
    assert association.accepted

    receiver.finished()

    assert association.receive(1).pdu is None or receiver.visits[0].trouble


@pytest.mark.parametrize("octets", [b"GET / HTTP/1.1\r\n\r\n", b"", b"\1\0\xff\xff\xff\xff", Pdu(4, b"xx").encode()])
def test_what_is_no_association_is_noted(doors, octets):
    network = doors(pdu_s=0.3)
    receiver = StoreReceiver(network, "HARNESS")
    visitor = network.connect("127.0.0.1", receiver.address.port)
    visitor.send(octets)
    visitor.close()

    assert network.wait(lambda: bool(receiver.visits and receiver.visits[0].trouble), 3, "the visitor was dealt with")
    assert receiver.finished() == ()


@pytest.mark.peer
@pytest.mark.skipif(shutil.which("storescu") is None, reason="DCMTK's storescu is not installed")
def test_storescu_is_served(doors, tmp_path):
    dcmwrite(tmp_path / "one.dcm", image("2.25.1"), enforce_file_format=True)
    receiver = StoreReceiver(doors(), "HARNESS")
    storescu = next(one for one in ("/usr/bin/storescu", shutil.which("storescu")) if one)
    port = str(receiver.address.port)
    done = subprocess.run(
        [storescu, "-aec", "HARNESS", "127.0.0.1", port, tmp_path / "one.dcm"], check=False, timeout=20
    )

    assert done.returncode == 0
    assert [one.sop_instance for one in receiver.finished()] == ["2.25.1"]


def test_a_visitor_without_end_is_aborted(doors):
    receiver = StoreReceiver(doors(responses=2), "HARNESS")
    association = connected(receiver)
    association.send_c_store(image("2.25.1"))
    association.send_c_store(image("2.25.2"))

    assert len(receiver.finished()) == 2
    assert receiver.visits[0].trouble == "the visitor sent 2 instances and had not finished"


def stream():
    """Return what an honest sender sends us: a request, one C-STORE in several PDUs, a release."""
    request = Request((Proposal(uids.CT, (IMPLICIT_LITTLE,)),), "HARNESS", "SENDER")
    store = command(
        AffectedSOPClassUID=uids.CT, CommandField=C_STORE, MessageID=1, Priority=0, CommandDataSetType=1,
        AffectedSOPInstanceUID="2.25.1",
    )  # fmt: skip
    data = write_data_set(data_set(SOPInstanceUID="2.25.1", PatientID="ZZ1"), IMPLICIT_LITTLE)
    pdus = [request.pdu(), *message_pdus(store, 1, data, most=64), Release(5).pdu()]
    return b"".join(pdu.encode() for pdu in pdus)


def test_the_stream_itself_is_received(doors):
    assert [one.sop_instance for one in visited(doors, stream(), pdu_s=5)] == ["2.25.1"]


def visited(doors, octets, pdu_s=0.2):
    network = doors(pdu_s=pdu_s, settle_s=0.3)
    receiver = StoreReceiver(network, "HARNESS")
    visitor = network.connect("127.0.0.1", receiver.address.port)
    visitor.send(octets)
    visitor.end_sending()
    with suppress(LinkFault):
        while visitor.read_some(65536, Deadline(2)):
            continue
    visitor.close()
    return receiver.finished()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10_000), st.binary(max_size=6), st.integers(0, 6))
def test_no_octets_break_the_receiver(doors, at, inserted, cut):
    octets = stream()
    place = at % len(octets)

    visited(doors, octets[:place] + inserted + octets[place + cut :])
