"""An invented run of two invented systems, from which the golden pages are made: every outcome once at least."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import asdict
from pathlib import Path

from conformance.limits import Limits
from conformance.model import Clause, Evidence, Finding, Level, Result, Scenario, Verdict, outcome_of
from conformance.runs import EVIDENCE, RunLog

HERE = Path(__file__).parent
MLLP, PDU, HTTP = "application/vnd.hl7.mllp", "application/vnd.dicom.pdu", "application/http"
F, P, B, E, N = Verdict.FAILED, Verdict.PASSED, Verdict.BLOCKED, Verdict.ERROR, Verdict.NOT_APPLICABLE


def clause(name, standard, section, says, level=Level.MUST, edition="2024e"):  # noqa: PLR0913 - a clause has six
    return Clause(name, standard, edition, section, says, level)


ENDS = clause(
    "dicom.find.ends-with-success", "PS3.4", "C.4.1.1.4", "A search ends with one final response of status success"
)
ONLY = clause("dicom.find.matches-single-value", "PS3.4", "C.2.2.2.1", "Every match holds the value that was asked for")
WHERE = clause(
    "dicom.find.names-retrieve-ae", "PS3.4", "C.4.1.1.3.2", "Every match says where its images can be fetched"
)
UTF = clause(
    "dicom.find.names-character-set",
    "PS3.4",
    "C.4.1.1.3.1",
    "A match with other letters names its character set",
    Level.SHOULD,
)
ECHO = clause("dicom.echo.answers", "PS3.4", "A.4", "A verification request is answered with status success")
SAME = clause("dicom.roundtrip.every-element", "PS3.4", "B.4.1.3", "Every element comes back as it was stored")
LIST = clause("dicom.worklist.matches-date", "PS3.4", "K.2.2.1.1", "Only procedures of the day asked for are listed")
ACK = clause("hl7.ack.msa-1", "HL7 v2.5.1", "2.9.2.2", "The acknowledgement says AA, AE or AR", edition="2007")
BACK = clause(
    "hl7.ack.control-id", "HL7 v2.5.1", "2.14.8.2", "The acknowledgement names the message it answers", edition="2007"
)
MERGE = clause(
    "hl7.merge.visible",
    "IHE RAD TF-2",
    "4.12",
    "After a merge the images are found under the surviving patient",
    edition="Rev. 21",
)
FIND = clause(
    "xds.iti18.success",
    "IHE ITI TF-2",
    "3.18.4.1.3",
    "A stored query is answered with a result and its status",
    edition="Rev. 20",
)
MANIFEST = clause(
    "xds.rad68.manifest", "IHE RAD TF-2", "4.68", "A manifest lists every image of the study", edition="Rev. 21"
)
ORDER = clause(
    "workflow.order.on-worklist",
    "IHE RAD TF-1",
    "3.3",
    "An order placed by message stands on the scanner's worklist",
    edition="Rev. 21",
)
TIME = clause("dicom.robust.survives-garbage", "PS3.8", "9.2", "Junk ends one connection and no more", Level.SHOULD)

TOLD = {
    one.id: one
    for one in (
        Scenario(
            "dicom.echo",
            "the archive answers",
            "dicom",
            "archive",
            "RAD-14",
            (ECHO,),
            ("dicom",),
            "",
            "Asked whether it is there, the archive says yes.",
        ),
        Scenario(
            "dicom.query.by-patient-id",
            "a patient query",
            "dicom",
            "archive",
            "RAD-14",
            (ENDS, ONLY, WHERE, UTF),
            ("dicom",),
            "",
            "Asked for one patient's studies, the archive returns those and no others.",
        ),
        Scenario(
            "dicom.query.other-letters",
            "other letters",
            "dicom",
            "archive",
            "RAD-14",
            (ENDS, UTF),
            ("dicom",),
            "",
            "A name in Greek or Japanese letters is found, and comes back as it was stored.",
        ),
        Scenario(
            "dicom.roundtrip.bit-exact",
            "round trip",
            "dicom",
            "archive",
            "RAD-8",
            (SAME,),
            ("dicom",),
            "",
            "An image that was stored comes back whole, to the last bit.",
        ),
        Scenario(
            "dicom.worklist.by-date",
            "worklist",
            "dicom",
            "worklist",
            "RAD-5",
            (LIST,),
            ("dicom.worklist",),
            "",
            "A scanner that asks for today's list gets today's examinations only.",
        ),
        Scenario(
            "dicom.robust.garbage",
            "garbage",
            "dicom",
            "archive",
            "PS3.8",
            (TIME,),
            ("dicom",),
            "",
            "Octets that are no DICOM at all do not bring the archive down.",
        ),
        Scenario(
            "hl7.adt.a08",
            "update",
            "hl7",
            "adt-receiver",
            "RAD-12",
            (ACK, BACK),
            ("hl7v2.in",),
            "",
            "A corrected patient name is accepted, and the answer says to which message it belongs.",
        ),
        Scenario(
            "hl7.adt.a40",
            "merge",
            "hl7",
            "adt-receiver",
            "RAD-12",
            (ACK, MERGE),
            ("hl7v2.in",),
            "",
            "Two records of one patient are merged, and the images follow.",
        ),
        Scenario(
            "hl7.oru.r01",
            "report",
            "hl7",
            "report-receiver",
            "RAD-28",
            (ACK, BACK),
            ("hl7v2.in",),
            "",
            "A report is accepted and answered.",
        ),
        Scenario(
            "xds.iti18.find-documents",
            "find documents",
            "xds",
            "document-registry",
            "ITI-18",
            (FIND,),
            ("xds.registry",),
            "",
            "Asked for a patient's documents, the registry lists them.",
        ),
        Scenario(
            "xds.rad68.manifest",
            "manifest",
            "xds",
            "imaging-source",
            "RAD-68",
            (MANIFEST,),
            ("xds.imaging_source",),
            "",
            "A study that was finished is announced to the shared record with all its images.",
        ),
        Scenario(
            "workflow.order-to-worklist",
            "order to worklist",
            "workflow",
            "hospital",
            "RAD-4/RAD-5",
            (ORDER,),
            ("hl7v2.in", "dicom.worklist"),
            "",
            "An order from the ward is on the scanner's list within seconds.",
        ),
    )
}

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

NAMES = {
    "bidder-a": ("Another Imaging Ltd", "OtherPACS", "3.0"),
    "bidder-b": ("Example Imaging Ltd", "ExamplePACS", "9.4.1"),
}


def header(label, needs_digest):
    supplier, product, version = NAMES[label]
    return {
        "suite": "2026.12.0",
        "system": {
            "schema": "sut/1",
            "system": {
                "id": label,
                "supplier": supplier,
                "product": product,
                "version": version,
                "roles": ["pacs", "vna"],
            },
            "safety": {"environment": "test", "allow_hosts": ["127.0.0.1/32"]},
            "dicom": {"host": "127.0.0.1", "port": 11112, "called_aet": "EXAMPLEPACS1"},
            "claim": [
                {"transaction": "RAD-14", "level": "yes", "source": "Conformance statement v9.4, 4.2.1.3"},
                {"transaction": "RAD-8", "level": "yes", "source": "Conformance statement v9.4, 4.2.1.1"},
                {"transaction": "RAD-68", "level": "roadmap", "due": "2027-06-30", "source": "Answer 14"},
                {"transaction": "ITI-18", "level": "yes", "source": "Answer 15"},
            ],
        },
        "folder": "/invented",
        "needs": needs_digest,
        "seed": "5eed" * 8,
        "options": {"isolation": "process"},
        "limits": asdict(Limits()),
        "weaker": ["memory and CPU limits of a scenario are not enforced on this platform; the wall clock is"],
        "started": "2026-11-24T10:00:00Z",
    }


def stamp(second):
    return f"2026-11-24T10:{second // 60:02d}:{second % 60:02d}.250Z"


def message(number, second, item, folder):
    direction, media, summary, octets = item
    digest = hashlib.sha256(octets).hexdigest()
    (folder / EVIDENCE / digest).write_bytes(octets)
    return Evidence(
        f"c0.{direction[0]}{number}", stamp(second), direction, "127.0.0.1:11112", summary, media, digest, len(octets)
    )


def attempts(name, story, second, folder):
    scenario = TOLD[name]
    tries, items = story
    for number, findings in enumerate(tries, 1):
        evidence = tuple(message(at, second + number, item, folder) for at, item in enumerate(items, 1))
        pointed = tuple(f"sha256:{one.sha256}" for one in evidence)
        found = tuple(
            Finding(one, verdict, expected or one.says, saw, where, pointed)
            for one, verdict, saw, where, expected in findings
        )
        outcome = outcome_of(found)
        reason = found[0].saw if outcome.value in {"blocked", "error", "not-applicable"} else ""
        yield Result(
            name,
            scenario.kit,
            scenario.actor,
            scenario.transaction,
            scenario.title,
            outcome,
            found,
            evidence,
            stamp(second + number),
            0.25,
            number,
            reason,
        )


def write(folder, label, stories, needs_digest="", *, end=True):
    """Write one run folder, the same octets every time."""
    shutil.rmtree(folder, ignore_errors=True)
    log = RunLog.create(folder, header(label, needs_digest))
    for at, (name, story) in enumerate(stories.items()):
        for result in attempts(name, story, at * 7, folder):
            log.add(result)
    if end:
        log.finish()
    else:
        log.close()


def explain(media_type, octets):
    """Decode as a room would, for the golden pages alone: HL7 by field, nothing else."""
    if media_type != MLLP:
        return None
    segments = [line.split("|") for line in octets.decode("utf-8", "replace").strip("\x0b\x1c\r").split("\r")]
    return [f"{name}-{at}: {field}" for name, *fields in segments for at, field in enumerate(fields, 1) if field]
