"""What the two invented systems answered, scenario by scenario: every outcome once at least."""

from __future__ import annotations

from invented_scenarios import (
    ACK,
    BACK,
    ECHO,
    ENDS,
    FIND,
    LIST,
    MANIFEST,
    MERGE,
    ONLY,
    ORDER,
    SAME,
    TIME,
    TOLD,
    UTF,
    WHERE,
)

from conformance.model import Verdict

MLLP, PDU, HTTP = "application/vnd.hl7.mllp", "application/vnd.dicom.pdu", "application/http"
F, P, B, E, N = Verdict.FAILED, Verdict.PASSED, Verdict.BLOCKED, Verdict.ERROR, Verdict.NOT_APPLICABLE

ACKED = "\x0bMSH|^~\\&|CANDIDATE|HOSPITAL|HARNESS|HOSPITAL|20261124100007||ACK^A08|A1|P|2.5.1\rMSA|CA|\r\x1c\r"
ASKED = (
    "\x0bMSH|^~\\&|HARNESS|HOSPITAL|CANDIDATE|HOSPITAL|20261124100007||ADT^A08|ZZ77|P|2.5.1\r"
    "PID|1||ZZ00A1B2C3D4^^^HARNESS||ZZTEST^Ada\r\x1c\r"
)
MATCH = bytes(range(256)) * 2
SOAP = "HTTP/1.1 200 OK\r\nContent-Type: application/soap+xml\r\n\r\n<Envelope><Body/></Envelope>"

# Of each scenario: its attempts, each a list of (clause, verdict, saw, where, expected); and its messages, each
# (direction, media type, summary, octets).
STORY_B = {
    "dicom.echo": (
        [[(ECHO, P, "as expected", None, "")]],
        [
            ("sent", PDU, "C-ECHO-RQ, message 1", b"\x04\0"),
            ("received", PDU, "C-ECHO-RSP success 0000, message 1", b"\x04\1"),
        ],
    ),
    "dicom.query.by-patient-id": (
        [
            [
                (ENDS, P, "as expected", None, ""),
                (
                    ONLY,
                    F,
                    "{'2.25.17', '2.25.99'}",
                    "Study Instance UID 2.25.99",
                    "{'2.25.17'}: the study of patient ZZ00A1B2C3D4 and no other",
                ),
                (ONLY, F, "DOE^JANE <b>PASSED</b> \u202eDESSAP", "(0010,0010)", "the patient's own name"),
                (WHERE, F, "''", "(0008,0054)", "the application entity the images can be fetched from"),
                (UTF, P, "as expected", None, ""),
            ]
        ],
        [
            ("sent", PDU, "C-FIND-RQ STUDY, message 1", MATCH[:90]),
            ("received", PDU, "C-FIND-RSP pending FF00, message 1", MATCH[90:400]),
            ("received", PDU, "C-FIND-RSP pending FF00, message 1", MATCH[91:401]),
            ("received", PDU, "C-FIND-RSP success 0000, message 1", MATCH[:64]),
        ],
    ),
    "dicom.query.other-letters": (
        [[(ENDS, P, "as expected", None, ""), (UTF, F, "''", "(0008,0005)", "ISO_IR 192")]],
        [
            ("sent", PDU, "C-FIND-RQ STUDY, message 1", MATCH[:80]),
            ("received", PDU, "C-FIND-RSP pending FF00, message 1", MATCH[:200]),
        ],
    ),
    "dicom.roundtrip.bit-exact": (
        [[(SAME, P, "as expected, in 112 places", None, "")]],
        [
            ("sent", PDU, "C-STORE-RQ CT image, message 1", MATCH),
            ("received", PDU, "C-STORE-RSP success 0000, message 1", b"\x04\2"),
        ],
    ),
    "dicom.worklist.by-date": (
        [[(LIST, N, "the profile names no dicom.worklist: neither offered nor asked for", None, "")]],
        [],
    ),
    "dicom.robust.garbage": ([[(TIME, P, "as expected", None, "")]], [("sent", PDU, "512 octets of junk", MATCH)]),
    "hl7.adt.a08": (
        [[(ACK, F, "'CA'", "MSA-1", "one of AA, AE, AR"), (BACK, F, "''", "MSA-2", "'ZZ77'")]],
        [
            ("sent", MLLP, "ADT^A08, control id ZZ77", ASKED.encode()),
            ("received", MLLP, "ACK with MSA-1 CA", ACKED.encode()),
        ],
    ),
    "hl7.adt.a40": (
        [
            [
                (ACK, B, "could not register the patient: the peer closed the connection", None, ""),
                (MERGE, B, "could not register the patient: the peer closed the connection", None, ""),
            ]
        ],
        [("sent", MLLP, "ADT^A04, control id ZZ78", ASKED.replace("ZZ77", "ZZ78").encode())],
    ),
    "hl7.oru.r01": (
        [
            [
                (ACK, E, "TimeoutError: the scenario was stopped after 120 s of wall-clock time", None, ""),
                (BACK, E, "TimeoutError: the scenario was stopped after 120 s of wall-clock time", None, ""),
            ],
            [(ACK, P, "as expected", None, ""), (BACK, P, "as expected", None, "")],
        ],
        [
            ("sent", MLLP, "ORU^R01, control id ZZ79", ASKED.replace("A08", "R01").encode()),
            ("received", MLLP, "ACK with MSA-1 AA", ACKED.replace("CA", "AA").encode()),
        ],
    ),
    "xds.iti18.find-documents": (
        [[(FIND, B, "127.0.0.1:8443 was not reachable when the run began: Connection refused", None, "")]],
        [],
    ),
    "xds.rad68.manifest": (
        [[(MANIFEST, E, "KeyError: 'manifest'", None, "")]],
        [("received", HTTP, "200 OK, SOAP", SOAP.encode())],
    ),
    "workflow.order-to-worklist": (
        [[(ORDER, B, "the profile names no dicom.worklist, yet the statement of needs asks for it", None, "")]],
        [],
    ),
}


def all_passed(name):
    return ([[(one, P, "as expected", None, "") for one in TOLD[name].clauses]], STORY_B[name][1])


STORY_A = {name: all_passed(name) for name in TOLD} | {
    "dicom.query.other-letters": STORY_B["dicom.query.other-letters"],
    "xds.rad68.manifest": (
        [[(MANIFEST, F, "11 of 12 images", "2.25.31", "12 images")]],
        STORY_B["xds.rad68.manifest"][1],
    ),
}
