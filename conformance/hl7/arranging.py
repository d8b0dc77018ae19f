"""What must be known to the candidate before a story can begin, told to it as far as its profile takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.hl7 import samples

if TYPE_CHECKING:
    from conformance.hl7.client import Sender
    from conformance.hl7.samples import Person
    from conformance.story import Story


def registered(sender: Sender, story: Story, *people: Person) -> None:
    """Have patients registered by A04, or A01 where only that is taken; raise Blocked when one is refused."""
    event = next((one for one in ("A04", "A01") if f"ADT^{one}" in sender.triggers), None)
    for who in people if event else ():
        sender.arrange(samples.admission(story, who, str(event), label=f"arranged/{who.id}"), "register a patient")


def scheduled(sender: Sender, story: Story, who: Person, of: str = "order") -> None:
    """Have a patient registered and an order accepted; raise Blocked when either is refused."""
    registered(sender, story, who)
    if "ORM^O01" in sender.triggers:
        sender.arrange(samples.order(story, who, of=of, label=f"arranged/{of}"), "have the order accepted")
    elif "OMI^O23" in sender.triggers:
        sender.arrange(samples.order_2_5_1(story, who, of=of, label=f"arranged/{of}"), "have the order accepted")
