"""Which structure a trigger has, for messages that do not say so in MSH-9.3 (HL7 table 0354)."""

from __future__ import annotations

from functools import cache

_EVERY = {
    "ADT_A01": "A01 A04 A08 A13",
    "ADT_A02": "A02",
    "ADT_A03": "A03",
    "ADT_A06": "A06 A07",
    "ADT_A16": "A16",
    "ADT_A17": "A17",
    "ADT_A18": "A18",
    "ADT_A20": "A20",
    "ADT_A24": "A24",
    "ADT_A30": "A30 A34 A35 A36 A46 A47 A48 A49",
    "ADT_A38": "A38",
    "ADT_A39": "A39 A40 A41 A42",
    "ADT_A43": "A43 A44",
    "ADT_A45": "A45",
    "ADT_A50": "A50 A51",
    "MDM_T01": "T01 T03 T05 T07 T09 T11",
    "MDM_T02": "T02 T04 T06 T08 T10",
    "SIU_S12": "S12 S13 S14 S15 S16 S17 S18 S19 S20 S21 S22 S23 S24 S26",
    "SRM_S01": "S01 S02 S03 S04 S05 S06 S07 S08 S09 S10 S11",
    "SRR_S01": "S01 S02 S03 S04 S05 S06 S07 S08 S09 S10 S11",
    "REF_I12": "I12 I13 I14 I15",
    "RRI_I12": "I12 I13 I14 I15",
    "RQI_I01": "I01 I02 I03",
    "RPA_I08": "I08 I09 I10 I11",
    "RQA_I08": "I08 I09 I10 I11",
    "PPR_PC1": "PC1 PC2 PC3",
    "PGL_PC6": "PC6 PC7 PC8",
    "PPP_PCB": "PCB PCC PCD",
}
_2_3_1 = {
    "ADT_A01": "A05 A14 A28 A31",
    "ADT_A02": "A21 A22 A23 A25 A26 A27 A29 A32 A33",
    "ADT_A09": "A09 A10 A11 A15",
    "ADT_A12": "A12",
    "ADT_A24": "A37",
    "BAR_P01": "P01 P05",
}
_LATER = {
    "ADT_A05": "A05 A14 A28 A31",
    "ADT_A09": "A09 A10 A11",
    "ADT_A15": "A15",
    "ADT_A21": "A21 A22 A23 A25 A26 A27 A29 A32 A33",
    "ADT_A37": "A37",
    "ADT_A52": "A52 A53",
    "ADT_A54": "A54 A55",
    "ADT_A60": "A60",
    "ADT_A61": "A61 A62",
    "QBP_Q21": "Q21 Q22 Q23 Q24 Q25",
}
_2_5 = {**_LATER, "ADT_A12": "A12", "ORU_R30": "R30 R31 R32"}
_CHANGED = {
    "2.3.1": _2_3_1,
    "2.4": {**_LATER, "ADT_A09": "A09 A10 A11 A12"},
    "2.5": _2_5,
    "2.5.1": _2_5,
}


_ALSO = {("RSP", "K22"): {"RSP_K21", "RSP_K22"}}
"""IHE's patient demographics query answers K22 with the structure of K21 (ITI TF-2, 3.21)."""


@cache
def _events(version: str) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for table in (_EVERY, _CHANGED[version]):
        found |= {(name[:3], event): name for name, events in table.items() for event in events.split()}
    return found


def structure_of(kind: str, event: str, version: str) -> str:
    """Return the structure of a message type and event: by the version's table, else the one of that name."""
    if kind == "ACK":
        return "ACK"
    return _events(version).get((kind, event), f"{kind}_{event}")


@cache
def known_structures(kind: str, event: str) -> frozenset[str]:
    """Return what MSH-9.3 may say for a trigger: its structure in any version, for profiles take over later ones.

    Empty where no version's table names the trigger, so that nothing can be said against what a message declares.
    """
    known = {found for version in _CHANGED if (found := _events(version).get((kind, event)))}
    return frozenset(known | _ALSO.get((kind, event), set()))
