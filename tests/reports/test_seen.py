"""What a system said of itself: read from its own octets, whatever shape they are in."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conformance.model import Evidence
from conformance.reports.cover import cover, identity
from conformance.reports.seen import LONGEST, seen
from conformance.runs import EVIDENCE

PDU, MLLP, HTTP = "application/vnd.dicom.pdu", "application/vnd.hl7.mllp", "application/http"


def item(kind, octets):
    return bytes([kind, 0]) + len(octets).to_bytes(2, "big") + octets


def acceptance(name=b"ORTHANC_1.10.1", uid=b"1.2.826.0.1", kind=2):
    inside = item(0x51, bytes(4)) + item(0x52, uid) + item(0x55, name)
    body = bytes(68) + item(0x10, b"1.2.840.10008.3.1.1.1") + item(0x21, bytes(4)) + item(0x50, inside)
    return bytes([kind, 0]) + len(body).to_bytes(4, "big") + body


def run_with(run, folder, *messages, direction="received"):
    (folder / EVIDENCE).mkdir(exist_ok=True)
    evidence = []
    for at, (media, octets) in enumerate(messages):
        digest = hashlib.sha256(octets).hexdigest()
        (folder / EVIDENCE / digest).write_bytes(octets)
        summary = "A-ASSOCIATE-AC, 1 of 1 contexts accepted" if media == PDU else "a message"
        evidence.append(Evidence(f"c0.r{at}", "", direction, "", summary, media, digest, len(octets)))
    return replace(run, folder=folder, results=(replace(run.results[0], evidence=tuple(evidence)),))


@pytest.mark.parametrize(
    ("media", "octets", "says"),
    [
        (PDU, acceptance(), ("DICOM implementation version ORTHANC_1.10.1", "DICOM implementation class 1.2.826.0.1")),
        (PDU, acceptance(kind=1)[:90], ()),
        (PDU, acceptance(kind=3), ()),
        (HTTP, b"HTTP/1.1 200 OK\r\nserver: Mongoose/6.0 \r\n\r\nServer: in the body", ("HTTP server Mongoose/6.0",)),
        (HTTP, b"HTTP/1.1 200 OK\r\n\r\n\r\nServer: x", ()),
        (
            MLLP,
            b"\x0bMSH|^~\\&|RIS|X\rSFT|Maker|4.2|RisWare|b\r\x1c\r",
            ("HL7 sending application RIS", "HL7 software RisWare, version 4.2"),
        ),
        (MLLP, b"\x0bMSH\r\x1c\r", ()),
        ("text/plain", b"Server: x", ()),
    ],
)
def test_each_protocol_has_its_place_for_it(run, tmp_path, media, octets, says):
    assert seen(run_with(run, tmp_path, (media, octets))) == says


def test_what_we_sent_says_nothing_of_the_system(run, tmp_path):
    assert seen(run_with(run, tmp_path, (PDU, acceptance()), direction="sent")) == ()


def test_evidence_that_is_gone_is_passed_over(run, tmp_path):
    made = run_with(run, tmp_path, (PDU, acceptance()))
    next((tmp_path / EVIDENCE).iterdir()).unlink()

    assert seen(made) == ()


def test_a_long_name_is_cut(run, tmp_path):
    [said, _] = seen(run_with(run, tmp_path, (PDU, acceptance(name=b"x" * 5000))))

    assert said.startswith(f"DICOM implementation version {'x' * LONGEST} … [cut here")


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(octets=st.binary(max_size=200), media=st.sampled_from([PDU, MLLP, HTTP]), first=st.sampled_from([b"", b"\x02"]))
def test_no_octets_break_it(run, tmp_path, octets, media, first):
    assert isinstance(seen(run_with(run, tmp_path, (media, first + octets))), tuple)


def facts(run, *, blind=False):
    return {one.name: one.value for one in cover(run, identity(run.header, blind=blind), None, None).facts}


def test_the_cover_sets_the_claimed_version_beside_it(run, tmp_path):
    made = run_with(run, tmp_path, (PDU, acceptance(b"EXAMPLE_9.4.1")))

    assert facts(made)["Version claimed"] == "9.4.1; found in what was seen"
    assert facts(made)["Seen on the wire"].startswith("DICOM implementation version EXAMPLE_9.4.1; ")
    other = run_with(run, tmp_path, (PDU, acceptance(b"EXAMPLE_8.0")))
    assert facts(other)["Version claimed"] == "9.4.1; not found in what was seen"
    assert "Seen on the wire" not in facts(made, blind=True)


@pytest.mark.parametrize(("name", "found"), [(b"EX_9.4.10", False), (b"EX_19.4.1", False), (b"EX 9.4.1-b2", True)])
def test_a_version_is_found_whole_or_not_at_all(run, tmp_path, name, found):
    made = run_with(run, tmp_path, (PDU, acceptance(name)))

    assert facts(made)["Version claimed"] == f"9.4.1; {'found' if found else 'not found'} in what was seen"


def test_a_version_is_not_found_in_a_uid(run, tmp_path):
    system = run.header["system"]
    system = system | {"system": system["system"] | {"version": "1.2"}}
    made = run_with(replace(run, header=run.header | {"system": system}), tmp_path, (PDU, acceptance(b"EX")))

    assert "1.2" in facts(made)["Seen on the wire"]
    assert facts(made)["Version claimed"] == "1.2; not found in what was seen"


def test_the_cover_says_who_ran_it_and_who_witnessed_it(run):
    made = replace(run, header=run.header | {"status": "witnessed", "by": "Dee Engineer", "witness": "Cay Chair"})

    assert facts(made)["Status"] == "witnessed by the buyer"
    assert (facts(made)["Run by"], facts(made)["Witnessed by"]) == ("Dee Engineer", "Cay Chair")
    assert "Run by" not in facts(run)
