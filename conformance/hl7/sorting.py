"""Which transaction a message belongs to that came by itself: by its trigger, its order control code, its segments."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conformance.hl7.wire.message import Message

_ADT = {
    "RAD-1": "A01 A04 A05 A11 A38",
    "RAD-12": "A02 A03 A06 A07 A08 A12 A13 A34 A40",
    "ITI-30": "A24 A28 A31 A37 A47",
}
_BY_TRIGGER = {f"ADT^{event}": of for of, events in _ADT.items() for event in events.split()}
_BY_TYPE = {"ORU": "RAD-28", "DFT": "RAD-35", "SIU": "RAD-48"}
_FILLERS = frozenset({"SN", "SC", "OC"})
_PLACERS = frozenset({"NW", "CA", "DC", "RP"})


def transaction_of(message: Message) -> str:
    """Return the transaction (``RAD-4``) a message is of, empty where it is of none we know, or of one of several."""
    kind, event = message["MSH-9.1"], message["MSH-9.2"]
    if kind in {"ORM", "OMI", "OMG"}:
        return _order(message, kind)
    if kind == "ADT" and event == "A31" and message["PID-5"].isspace():
        return "ITI-10"
    return _BY_TRIGGER.get(f"{kind}^{event}", "") or _BY_TYPE.get(kind, "")


def _order(message: Message, kind: str) -> str:
    """Return what an order is of: scheduled ones name the study, a placer's has its own number, a filler's a code."""
    control = message["ORC-1"]
    if kind == "OMI" or (kind == "ORM" and message["ZDS-1.1"]):
        return "RAD-4" if control == "NW" else "RAD-13"
    if control in _FILLERS:
        return "RAD-3"
    return "RAD-2" if control in _PLACERS and not message["ORC-3.1"] else ""
