"""Registries with one vice each towards a Patient Identity Feed in HL7 version 3, and one that is only odd."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from conformance.xds import clauses as c
from conformance.xds.saboteurs.naming import oddity, stories, vice
from conformance.xds.simulator import AffinityDomain
from conformance.xds.simulator.patients import normalised

if TYPE_CHECKING:
    from conformance.xds.wire.identity import Acknowledgement, IdentityMessage


class AddsNobody(AffinityDomain):
    """Acknowledges that a patient was added, and does not know them."""

    class IdentityFeed(AffinityDomain.IdentityFeed):
        def added(self, told: IdentityMessage) -> bool:
            return any(self.patients.ours(one) for one in told.patient.split("~"))


class RevisesNobody(AffinityDomain):
    """Says of every revision that it could not be done."""

    class IdentityFeed(AffinityDomain.IdentityFeed):
        def revised(self, told: IdentityMessage) -> bool:
            return False


class LosesTheRevised(AffinityDomain):
    """Starts a revised patient anew, without documents."""

    class IdentityFeed(AffinityDomain.IdentityFeed):
        lost: frozenset[str] = frozenset()

        def revised(self, told: IdentityMessage) -> bool:
            self.lost |= {told.patient}
            return super().revised(told)

    class Registry(AffinityDomain.Registry):
        feed: LosesTheRevised.IdentityFeed

        def belongs_to(self, held: str, asked: str) -> bool:
            return super().belongs_to(held, asked) and held not in self.feed.lost

    def __init__(self) -> None:
        super().__init__()
        cast("LosesTheRevised.Registry", self.registry).feed = cast("LosesTheRevised.IdentityFeed", self.identity_feed)


class MergesNobody(AffinityDomain):
    """Acknowledges a merge and keeps two patients."""

    class IdentityFeed(AffinityDomain.IdentityFeed):
        def merged(self, told: IdentityMessage) -> bool:
            return True


class NamesAnotherMessage(AffinityDomain):
    """Acknowledges another message than the one it was sent."""

    class IdentityFeed(AffinityDomain.IdentityFeed):
        def acknowledgement(self, code: str, told: IdentityMessage) -> Acknowledgement:
            return replace(super().acknowledgement(code, told), number="1")


class AddsStrangers(AffinityDomain):
    """Takes a patient added under any authority for one of its own."""

    class Registry(AffinityDomain.Registry):
        strangers: frozenset[str] = frozenset()

        def knows_patient(self, patient_id: str) -> bool:
            return patient_id in self.strangers or super().knows_patient(patient_id)

    class IdentityFeed(AffinityDomain.IdentityFeed):
        registry: AddsStrangers.Registry

        def added(self, told: IdentityMessage) -> bool:
            foreign = {normalised(one) or "" for one in told.patient.split("~") if not self.patients.ours(one)}
            self.registry.strangers |= foreign
            super().added(told)
            return True

    def __init__(self) -> None:
        super().__init__()
        cast("AddsStrangers.IdentityFeed", self.identity_feed).registry = cast("AddsStrangers.Registry", self.registry)


class AcknowledgesAsApplication(AffinityDomain):
    """Acknowledges as an application does, with AA, instead of accepting with CA."""

    class IdentityFeed(AffinityDomain.IdentityFeed):
        def acknowledgement(self, code: str, told: IdentityMessage) -> Acknowledgement:
            return super().acknowledgement(code.replace("C", "A"), told)


_TOLD = stories("feed-v3", "added", "revised", "merged", "foreign-authority")
IDENTITIES = (
    vice("xds.adds-nobody", AddsNobody, [c.FEED_V3_KNOWN], told=_TOLD),
    vice("xds.revises-nobody", RevisesNobody, [c.FEED_V3_ACKNOWLEDGED], told=_TOLD),
    vice("xds.loses-the-revised", LosesTheRevised, [c.FEED_V3_REVISED], told=_TOLD),
    vice("xds.merges-nobody", MergesNobody, [c.FEED_V3_MERGED, c.FEED_V3_SUBSUMED], told=_TOLD),
    vice("xds.names-another-message", NamesAnotherMessage, [c.FEED_V3_ACKNOWLEDGED], told=_TOLD),
    vice("xds.adds-strangers", AddsStrangers, [c.FEED_V3_FOREIGN], told=_TOLD),
    oddity("xds.acknowledges-as-application", AcknowledgesAsApplication),
)
