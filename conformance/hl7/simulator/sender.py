"""An honest simulated sender: asked at its desk, it tells a RIS's messages over MLLP and minds their answers."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self

from conformance.certificates import certificates
from conformance.desk import Desk
from conformance.hl7.simulator import telling
from conformance.hl7.simulator.delivering import Delivering
from conformance.hl7.simulator.telling import Ris

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from conformance.hl7.wire.draft import Draft


class MessageSender(Delivering):
    """Sends for one hospital: ``with MessageSender() as sender: sender.profile()``; a method answers one question."""

    ris = Ris()

    def __init__(self) -> None:
        super().__init__()
        self._desk = Desk({f"hl7.send.{name}": deed for name, deed in self.deeds().items()})
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        self._stack.enter_context(self._desk)
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()
        self._let_go()

    def profile(self) -> dict[str, Any]:
        """Return the sections of a candidate's profile that ask this sender, and say where it is listened to."""
        shown = certificates().server
        secure = {"port": 0, "cert": str(shown.cert), "key": str(shown.key)}
        out = {"listen": "127.0.0.1", "port": 0, "resends_within_s": 1.1, "secure": secure, "claims": {"uk": True}}
        return {"hl7v2": {"out": out}, "asked": self._desk.profile(4.0, quiet_s=0.08)}

    # What can be asked for.

    def deeds(self) -> dict[str, Callable[[Mapping[str, str]], object]]:
        """Return what is done for each deed."""
        return {
            "message": lambda values: self.deliver(values, [self.admission(values)]),
            "messages": lambda values: self.deliver(values, self.row(values)),
            "pipelined": lambda values: self.deliver_together(values, self.row(values)),
            "enhanced": lambda values: self.deliver(values, [self.enhanced(self.admission(values))]),
            "admission": lambda values: self.deliver(values, [self.admission(values)]),
            "update": lambda values: self.deliver(values, [self.update(values)]),
            "merge": lambda values: self.deliver(values, [self.merge(values)]),
            "order": lambda values: self.deliver(values, [self.order(values)]),
            "change": lambda values: self.deliver(values, [self.order(values, "change")]),
            "cancel": lambda values: self.deliver(values, [self.order(values, "cancel")]),
            "result": lambda values: self.deliver(values, [self.result(values)]),
            "placer-order": lambda values: self.deliver(values, [self.placer_order(values)]),
            "placer-cancel": lambda values: self.deliver(values, [self.placer_order(values, "CA")]),
            "filler-status": lambda values: self.deliver(values, [self.filler_status(values)]),
            "charge": lambda values: self.deliver(values, [self.charge(values)]),
            "day": lambda values: self.deliver(values, self.day(values)),
            "identifiers": lambda values: self.deliver(values, [self.identifiers(values)]),
            "appointment": lambda values: self.deliver(values, [self.appointment(values)]),
            "secure": lambda values: self.deliver_securely(values, [self.admission(values)]),
            "uk-admission": lambda values: self.deliver(values, [self.uk_admission(values)]),
            "uk-order": lambda values: self.deliver(values, [self.uk_order(values)]),
        }

    def spoken(self, values: Mapping[str, str]) -> Ris:
        """Return how to speak about a patient: in ASCII where that will do."""
        ascii_only = all(values[name].isascii() for name in ("family", "given"))
        return self.ris if ascii_only else replace(self.ris, charset="UNICODE UTF-8")

    def row(self, values: Mapping[str, str]) -> list[Draft]:
        """Return as many messages as were asked for: a registration, then updates."""
        return [self.admission(values)] + [self.update(values) for _ in range(int(values["count"]) - 1)]

    def day(self, values: Mapping[str, str]) -> list[Draft]:
        """Return what is told of a patient's day, in the order it happens."""
        told = [self.admission(values), self.update(values), self.placer_order(values), self.order(values)]
        told += [self.order(values, "change"), self.appointment(values), self.filler_status(values)]
        return [*told, self.result(values), self.charge(values)]

    def admission(self, values: Mapping[str, str]) -> Draft:
        """Return a registration."""
        return telling.admission(self.spoken(values), values)

    def update(self, values: Mapping[str, str]) -> Draft:
        """Return an update."""
        return telling.admission(self.spoken(values), values, "A08")

    def merge(self, values: Mapping[str, str]) -> Draft:
        """Return a merge."""
        return telling.merge(self.spoken(values), values)

    def order(self, values: Mapping[str, str], what: str = "order") -> Draft:
        """Return an order, its change or its cancellation."""
        return telling.order(self.spoken(values), values, what)

    def placer_order(self, values: Mapping[str, str], control: str = "NW") -> Draft:
        """Return an order as who places it, or its cancellation."""
        return telling.placer_order(self.spoken(values), values, control)

    def filler_status(self, values: Mapping[str, str]) -> Draft:
        """Return what became of an order as who fills it."""
        return telling.filler_status(self.spoken(values), values)

    def charge(self, values: Mapping[str, str]) -> Draft:
        """Return the charge for an examination."""
        return telling.charge(self.spoken(values), values)

    def identifiers(self, values: Mapping[str, str]) -> Draft:
        """Return which identifiers a patient has."""
        return telling.identifiers(self.spoken(values), values)

    def result(self, values: Mapping[str, str]) -> Draft:
        """Return a report."""
        return telling.result(self.spoken(values), values)

    def appointment(self, values: Mapping[str, str]) -> Draft:
        """Return a new appointment."""
        return telling.appointment(self.spoken(values), values)

    def uk_admission(self, values: Mapping[str, str]) -> Draft:
        """Return a registration with NHS number and its status."""
        return telling.admission(replace(self.spoken(values), uk=True), values)

    def uk_order(self, values: Mapping[str, str]) -> Draft:
        """Return an order with NICIP and SNOMED CT codes."""
        return telling.order(replace(self.spoken(values), uk=True), values)

    def enhanced(self, draft: Draft) -> Draft:
        """Return a message that asks for an accept acknowledgement and no other."""
        return draft.putting("MSH-15", "AL").putting("MSH-16", "NE")
