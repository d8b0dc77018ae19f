"""Clean messages of four structures, as text with one segment a line, and what spoils them."""

from __future__ import annotations

from conformance.hl7.wire.message import parse

ADMISSION = """\
MSH|^~\\&|RIS|HOSP|PACS|HOSP|20261124100000+0000||ADT^A01^ADT_A01|ZZ42|P|2.5.1||||||UNICODE UTF-8
EVN||20261124100000|||ZZ1001^ZZDOCTOR^DORA|20261124095500
PID|1||ZZ1^^^HOSP&1.2.3&ISO^PI~9990000018^^^NHS^NH||ZZTÄNNER^ADA^M||19600102|F|||1 STREET^^TESTTOWN^^ZZ99 9ZZ^GBR
PD1||||ZZ1002^ZZDOCTOR^DAN
NK1|1|ZZTANNER^BEN|SPO|1 STREET^^TESTTOWN|^PRN^PH
PV1|1|I|WARD1^ROOM1^BED1^HOSPITAL||||ZZ1001^ZZDOCTOR^DORA|||RAD|||||||ZZ1001^ZZDOCTOR||ZZVN1^^^HOSP&1.2.3&ISO^VN
OBX|1|NM|ZZ1^Height^99HARNESS||170|cm^^UCUM|||||F|||20261124095000
OBX|2|TX|ZZ2^Note^99HARNESS||salt \\T\\ pepper\\.br\\second line||||||F
AL1|1|DA|ZZ1^Nothing^99HARNESS|MO|RASH
DG1|1||ZZ1^Cough^99HARNESS||20261124|A
ZU1|anything^at|all
"""
ORDER = """\
MSH|^~\\&|RIS|HOSP|PACS|HOSP|20261124100000||ORM^O01|ZZ43|P|2.3.1
PID|||ZZ1^^^HOSP&1.2.3&ISO^PI||ZZTANNER^ADA||19600102|F
PV1||O|WARD1|||||ZZ1001^ZZDOCTOR
ORC|NW|ZZPL1^HARNESS|ZZFI1^HARNESS||SC||^^^202611241100^^R||20261124100000|||ZZ1001^ZZDOCTOR
OBR|1|ZZPL1^HARNESS|ZZFI1^HARNESS|ZZCT1^CT^99HARNESS||||||||||||||ZZAC1|ZZRP1|ZZSP1||||CT|||^^^202611241100^^R
NTE|1||first
ZDS|1.2.826.1^HARNESS^Application^DICOM
"""
IMAGING = """\
MSH|^~\\&|RIS|HOSP|PACS|HOSP|20261124100000||OMI^O23^OMI_O23|ZZ44|P|2.5.1
PID|||ZZ1^^^HOSP&1.2.3&ISO^PI||ZZTANNER^ADA||19600102|F
PV1||O|WARD1
ORC|NW|ZZPL1^HARNESS|ZZFI1^HARNESS||SC||||20261124100000
TQ1|||||||202611241100||R^Routine^HL70485
OBR|1|ZZPL1^HARNESS|ZZFI1^HARNESS|ZZCT1^CT^99HARNESS
IPC|ZZAC1^HARNESS|ZZRP1^HARNESS|1.2.826.1^HARNESS|ZZSP1^HARNESS|CT|ZZPROT1^CT^99HARNESS|||ZZCT
"""
REPORT = """\
MSH|^~\\&|RIS|HOSP|PACS|HOSP|20261124100000||ORU^R01^ORU_R01|ZZ45|P|2.4||||||8859/1
PID|||ZZ1^^^HOSP&1.2.3&ISO^PI||ZZTÄNNER^ADA||19600102|F
PV1||O|WARD1
ORC|RE|ZZPL1^HARNESS
OBR|1|ZZPL1^HARNESS|ZZFI1^HARNESS|ZZCT1^CT^99HARNESS|||20261124100000||||||||||||||||||F
OBX|1|ST|113014^UID^DCM||1.2.3||||||F
OBX|2|NM|ZZ1^Dose^99HARNESS||1.5|mGy|||||F
OBX|3|CE|ZZ2^Finding^99HARNESS||ZZ3^Nothing^99HARNESS||||||F
OBX|4|DT|ZZ4^Seen^99HARNESS||20261124||||||F
NTE|1||done
"""
CLEAN = {"ADT_A01": ADMISSION, "ORM_O01": ORDER, "OMI_O23": IMAGING, "ORU_R01": REPORT}


def encoded(text):
    """Return a clean message's octets, in the character set it declares."""
    return text.replace("\n", "\r").encode("iso8859-1" if "8859/1" in text else "utf-8")


def message(text):
    return parse(encoded(text))


def without(text, name):
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith(name))


def moved(text, name, before):
    lines = without(text, name).splitlines(keepends=True)
    one = next(line for line in text.splitlines(keepends=True) if line.startswith(name))
    at = next(place for place, line in enumerate(lines) if line.startswith(before))
    return "".join([*lines[:at], one, *lines[at:]])


def twice(text, name):
    return "".join(line * (1 + line.startswith(name)) for line in text.splitlines(keepends=True))
