"""The archives with one vice each, the clauses that must catch them, and the oddities that must pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dicom.saboteurs import (
    admitting,
    associations,
    breadth,
    claims,
    commitments,
    dimse,
    endings,
    keeping,
    keying,
    matching,
    modalities,
    negotiating,
    oddities,
    outcomes,
    queries,
    refusing,
    responses,
    restarts,
    retrieval,
    securing,
    steps,
    storage,
    trails,
    upset,
    validity,
    worklists,
    workstations,
)
from conformance.dicom.saboteurs.web import WEB

if TYPE_CHECKING:
    from conformance.model import Saboteur

SABOTEURS: tuple[Saboteur, ...] = (
    *associations.SABOTEURS,
    *refusing.SABOTEURS,
    *endings.SABOTEURS,
    *negotiating.SABOTEURS,
    *dimse.SABOTEURS,
    *storage.SABOTEURS,
    *keeping.SABOTEURS,
    *breadth.SABOTEURS,
    *queries.SABOTEURS,
    *responses.SABOTEURS,
    *matching.SABOTEURS,
    *keying.SABOTEURS,
    *retrieval.SABOTEURS,
    *outcomes.SABOTEURS,
    *commitments.SABOTEURS,
    *worklists.SABOTEURS,
    *steps.SABOTEURS,
    *securing.SABOTEURS,
    *claims.SABOTEURS,
    *validity.SABOTEURS,
    *restarts.SABOTEURS,
    *admitting.SABOTEURS,
    *trails.SABOTEURS,
    *upset.SABOTEURS,
    *oddities.SABOTEURS,
    *WEB,
    *modalities.SABOTEURS,
    *workstations.SABOTEURS,
)
"""Each is made by ``kits.made``; an id that is none of the catalogue's is a vice of our own."""
