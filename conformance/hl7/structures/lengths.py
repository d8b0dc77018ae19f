"""Lengths, in characters, of the simple fields an imaging department exchanges; the same in versions 2.3.1 to 2.5.1.

Composite fields are left out: their lengths stand for an agreement between sites more than for a limit, and no
receiver cuts by them. So are the coded fields whose users define the codes.
"""

from __future__ import annotations

LENGTHS: dict[str, dict[int, int]] = {
    "MSH": {10: 20, 13: 15, 14: 180},
    "EVN": {1: 3},
    "PID": {1: 4, 8: 1, 19: 16, 24: 1, 25: 2, 30: 1},
    "PV1": {1: 4, 2: 1, 25: 8, 26: 12, 27: 3},
    "MSA": {1: 2, 2: 20, 3: 80},
    "ORC": {1: 2, 5: 2, 6: 1},
    "OBR": {1: 4, 13: 300, 18: 60, 19: 60, 20: 60, 21: 60, 25: 1, 37: 4},
    "OBX": {1: 4, 4: 20, 7: 60, 11: 1, 13: 20},
    "IPC": {9: 16},
    "TQ1": {1: 4},
    "NTE": {1: 4},
    "NK1": {1: 4},
    "DG1": {1: 4, 4: 40},
    "AL1": {1: 4, 5: 15},
}
"""HL7 v2.5.1: chapters 2 (MSH, MSA, NTE), 3 (EVN, PID, PV1, NK1, AL1), 4 (ORC, OBR, TQ1, IPC), 6 (DG1) and 7 (OBX)."""
