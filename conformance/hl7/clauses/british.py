"""What a sender is judged by that claims to speak as the NHS asks: NHS number, ODS codes, NICIP and SNOMED CT."""

from __future__ import annotations

from conformance.model import Clause, Level


def _uk(id: str, standard: str, edition: str, section: str, says: str, level: Level) -> Clause:  # noqa: A002, PLR0913 - one form
    return Clause(f"hl7.uk.{id}", standard, edition, section, says, level)


NHS_NUMBER_VALID = _uk(
    "nhs-number-valid",
    "NHS Data Dictionary",
    "2024",
    "NHS NUMBER",
    "An NHS number has ten digits, the last of which is right (weights 10 to 2, modulus 11).",
    Level.MUST,
)
NHS_NUMBER_MARKED = _uk(
    "nhs-number-marked",
    "NHS ITK HL7 V2 ADT",
    "1.1",
    "PID-3",
    "The NHS number in PID-3 is marked as such: its assigning authority is NHS, its type NH.",
    Level.SHOULD,
)
NHS_NUMBER_STATUS = _uk(
    "nhs-number-status",
    "NHS ITK HL7 V2 ADT",
    "1.1",
    "PID-32",
    "With an NHS number goes its status (PID-32), two digits, so that a traced number is told from another.",
    Level.SHOULD,
)
NHS_NUMBER_NOT_ALONE = _uk(
    "nhs-number-not-alone",
    "NHS ITK HL7 V2 ADT",
    "1.1",
    "PID-3",
    "The NHS number is never the only identifier: the hospital's own stands beside it.",
    Level.SHOULD,
)
ODS_CODE = _uk(
    "ods-code",
    "NHS ITK HL7 V2 ADT",
    "1.1",
    "MSH-4",
    "The sending facility (MSH-4) is an ODS code: three to five letters and digits, or up to nine for a site.",
    Level.SHOULD,
)
NICIP_CODE = _uk(
    "nicip-code",
    "NHS National Interim Clinical Imaging Procedures",
    "2024",
    "short code",
    "A NICIP code in OBR-4 has at most six letters, and nothing else.",
    Level.SHOULD,
)
SNOMED_CODE = _uk(
    "snomed-ct-code",
    "SNOMED CT",
    "2024",
    "SCTID",
    "A SNOMED CT code in OBR-4 is an identifier of 6 to 18 digits with the right check digit (Verhoeff).",
    Level.SHOULD,
)
BOTH_CODES = _uk(
    "both-codes",
    "NHS National Interim Clinical Imaging Procedures",
    "2024",
    "use in messages",
    "An examination is told in NICIP or SNOMED CT, so that it counts in the national diagnostic imaging dataset.",
    Level.SHOULD,
)

UK_RECEIVED = _uk(
    "received",
    "NHS ITK HL7 V2 ADT",
    "1.1",
    "ADT_A28, ADT_A31",
    "A message of version 2.4 with ODS code, NHS number and its status (PID-32) and ZU segments is accepted.",
    Level.MUST,
)
UK_UNTRACED_RECEIVED = _uk(
    "untraced-received",
    "NHS ITK HL7 V2 ADT",
    "1.1",
    "PID-3, PID-32",
    "A patient whose NHS number is not known, or not verified yet, is accepted: the hospital's own identifier will do.",
    Level.MUST,
)
UK_CODES_RECEIVED = _uk(
    "two-codes-received",
    "NHS National Interim Clinical Imaging Procedures",
    "2024",
    "use in messages",
    "An order that tells its examination both in NICIP and in SNOMED CT (OBR-4) is accepted.",
    Level.SHOULD,
)
