import pytest
from hypothesis import given
from hypothesis import strategies as st
from scripted import peer

from conformance.model import Blocked
from conformance.systems import Hl7In
from conformance.xds.feed import END, START, PatientFeed, acknowledged


def answering(frame):
    def serve(link):
        held = b""
        while END not in held:
            held += link.recv(4096)
        if frame is None:
            serve.heard = held
            frame_ = START + b"MSH|^~\\&|||||||ACK|1|P|2.3.1\rMSA|AA|1\r" + END
        else:
            frame_ = frame
        for at in range(0, len(frame_), 7):
            link.sendall(frame_[at : at + 7])

    return serve


def told(telling, serve):
    with peer(serve) as (host, port):
        PatientFeed(telling(frame_s=0.5), Hl7In(host=host, port=port)).announce("ZZ1^^^&1.2&ISO", "ZZTEST")


def test_a_patient_is_announced_as_the_registry_reads_it(telling):
    serve = answering(None)
    told(telling, serve)
    segments = serve.heard[len(START) : -len(END)].decode().split("\r")
    assert segments[0].startswith("MSH|^~\\&|HARNESS|HOSPITAL|CANDIDATE|HOSPITAL|20260102030405||ADT^A04|")
    assert segments[0].endswith("|P|2.3.1")
    assert segments[2].startswith("PID|||ZZ1^^^&1.2&ISO||ZZTEST^SYNTHETIC")


@pytest.mark.parametrize(
    ("frame", "says"),
    [
        (START + b"MSH|x\rMSA|AE|1|no\r" + END, "answered 'MSA|AE|1|no'"),
        (START + b"MSH|x\r" + END, "no MSA segment"),
        (b"", "no acknowledgement came"),
        (START + b"MSH|x\rMSA|A", "A"),
    ],
)
def test_an_announcement_that_is_not_taken_blocks_the_story(telling, frame, says):
    with pytest.raises(Blocked, match="could not make the patient") as blocked:
        told(telling, answering(frame))
    assert says in str(blocked.value)


@given(st.binary(max_size=60))
def test_no_acknowledgement_makes_the_reader_raise(octets):
    acknowledged(octets)
    acknowledged(START + b"MSH|\rMSA" + octets + END)
