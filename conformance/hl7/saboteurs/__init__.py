"""Receivers and senders with one vice each, who must catch them, and the oddities that must be let pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.hl7.saboteurs.acknowledging import ACKNOWLEDGING
from conformance.hl7.saboteurs.batching import BATCHING
from conformance.hl7.saboteurs.claiming import CLAIMING
from conformance.hl7.saboteurs.enhanced import ENHANCED
from conformance.hl7.saboteurs.eventful import EVENTFUL
from conformance.hl7.saboteurs.framing import FRAMING
from conformance.hl7.saboteurs.heeding import HEEDING
from conformance.hl7.saboteurs.identities import IDENTITIES
from conformance.hl7.saboteurs.matching import MATCHING
from conformance.hl7.saboteurs.oddities import ODDITIES
from conformance.hl7.saboteurs.placing import PLACING
from conformance.hl7.saboteurs.querying import QUERYING
from conformance.hl7.saboteurs.reading import READING
from conformance.hl7.saboteurs.refusing import REFUSING
from conformance.hl7.saboteurs.securing import SECURING
from conformance.hl7.saboteurs.sending import SENDING
from conformance.hl7.saboteurs.sequencing import SEQUENCING
from conformance.hl7.saboteurs.telling import TELLING
from conformance.hl7.saboteurs.unusual import UNUSUAL
from conformance.hl7.saboteurs.unwilling import UNWILLING

if TYPE_CHECKING:
    from conformance.model import Saboteur

SABOTEURS: tuple[Saboteur, ...] = (
    *FRAMING,
    *ACKNOWLEDGING,
    *REFUSING,
    *UNWILLING,
    *READING,
    *ENHANCED,
    *QUERYING,
    *MATCHING,
    *IDENTITIES,
    *EVENTFUL,
    *CLAIMING,
    *ODDITIES,
    *SEQUENCING,
    *BATCHING,
    *SECURING,
    *SENDING,
    *HEEDING,
    *TELLING,
    *PLACING,
    *UNUSUAL,
)
