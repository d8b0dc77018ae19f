"""The invented clauses, and the invented scenarios judged by them."""

from __future__ import annotations

from conformance.model import Clause, Level, Scenario


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
