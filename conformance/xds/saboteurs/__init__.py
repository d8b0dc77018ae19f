"""Affinity domains with exactly one vice each, by topic, and some that are only odd."""

from conformance.model import Saboteur
from conformance.xds.saboteurs.askers import ASKERS
from conformance.xds.saboteurs.audits import AUDITS
from conformance.xds.saboteurs.callers import CALLERS
from conformance.xds.saboteurs.carriers import CARRIERS
from conformance.xds.saboteurs.consumers import CONSUMERS
from conformance.xds.saboteurs.demanded import DEMANDED
from conformance.xds.saboteurs.envelopes import ENVELOPES
from conformance.xds.saboteurs.finders import FINDERS
from conformance.xds.saboteurs.gateways import GATEWAYS
from conformance.xds.saboteurs.identities import IDENTITIES
from conformance.xds.saboteurs.images import IMAGES
from conformance.xds.saboteurs.initiators import INITIATORS
from conformance.xds.saboteurs.keepers import KEEPERS
from conformance.xds.saboteurs.late import LATE
from conformance.xds.saboteurs.lifecycles import LIFECYCLES
from conformance.xds.saboteurs.linkers import LINKERS
from conformance.xds.saboteurs.manifests import MANIFESTS
from conformance.xds.saboteurs.mobile import MOBILE
from conformance.xds.saboteurs.neighbours import NEIGHBOURS
from conformance.xds.saboteurs.oddities import ODDITIES
from conformance.xds.saboteurs.options import OPTIONS
from conformance.xds.saboteurs.publishers import PUBLISHERS
from conformance.xds.saboteurs.receivers import RECEIVERS
from conformance.xds.saboteurs.registries import REGISTRIES
from conformance.xds.saboteurs.relationships import RELATIONSHIPS
from conformance.xds.saboteurs.repositories import REPOSITORIES
from conformance.xds.saboteurs.retrievals import RETRIEVALS
from conformance.xds.saboteurs.security import SECURITY
from conformance.xds.saboteurs.senders import SENDERS
from conformance.xds.saboteurs.updaters import UPDATERS
from conformance.xds.saboteurs.xua import XUA

SABOTEURS: tuple[Saboteur, ...] = (
    *REPOSITORIES,
    *REGISTRIES,
    *LIFECYCLES,
    *FINDERS,
    *ASKERS,
    *NEIGHBOURS,
    *RELATIONSHIPS,
    *KEEPERS,
    *RETRIEVALS,
    *SENDERS,
    *MANIFESTS,
    *IMAGES,
    *IDENTITIES,
    *LATE,
    *OPTIONS,
    *UPDATERS,
    *LINKERS,
    *DEMANDED,
    *GATEWAYS,
    *INITIATORS,
    *CARRIERS,
    *RECEIVERS,
    *CALLERS,
    *CONSUMERS,
    *SECURITY,
    *AUDITS,
    *XUA,
    *MOBILE,
    *PUBLISHERS,
    *ENVELOPES,
    *ODDITIES,
)

__all__ = ["SABOTEURS"]
