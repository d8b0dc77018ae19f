"""Orders between who places and who fills them (RAD-2, RAD-3), in which no number is but the sender's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.hl7.samples.messages import order, order_2_5_1

if TYPE_CHECKING:
    from conformance.hl7.samples.people import Person
    from conformance.hl7.wire.draft import Draft, Value
    from conformance.story import Story

REASON: Value = (None, "COUGH FOR SIX WEEKS")
_OF_THE_FILLER = ("OBR-18", "OBR-19", "OBR-20", "OBR-24", "OBR-44")


def placed(story: Story, who: Person, control: str = "NW", *, of: str = "placed") -> Draft:
    """Return ORM^O01 of an order placer: new (NW) or cancelled (CA), known by the placer's number alone (RAD-2)."""
    wanted = order(story, who, control=control, of=of, label=f"placed/{of}/{control}").without("ZDS")
    for path in ("ORC-3", "OBR-3", "ORC-5", *_OF_THE_FILLER):
        wanted = wanted.putting(path, None)
    return wanted.putting("OBR-31", [REASON]).putting("OBR-4", ("ZZCT1", "CT TEST", "99HARNESS"))


def placed_2_5_1(story: Story, who: Person, control: str = "NW", *, of: str = "placed") -> Draft:
    """Return OMG^O19, the order of version 2.5.1 (RAD-2): time in TQ1."""
    wanted = order_2_5_1(story, who, control=control, of=of, label=f"omg/{of}/{control}").without("IPC")
    for path in ("ORC-3", "OBR-3", "ORC-5"):
        wanted = wanted.putting(path, None)
    return wanted.putting("MSH-9", ("OMG", "O19", "OMG_O19")).putting("OBR-31", [REASON])


def filled(story: Story, who: Person, control: str, status: str = "", *, of: str = "placed") -> Draft:
    """Return ORM^O01 of an order filler: SN (give it a number), SC (status) or OC (cancelled) (RAD-3)."""
    told = order(story, who, control=control, of=of, label=f"filled/{of}/{control}/{status}").without("ZDS")
    for path in _OF_THE_FILLER:
        told = told.putting(path, None)
    told = told.putting("OBR-4", ("ZZCT1", "CT TEST", "99HARNESS")).putting("ORC-5", status or None)
    if control == "SN":
        told = told.putting("ORC-2", None).putting("OBR-2", None)
    return told
