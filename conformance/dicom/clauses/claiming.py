"""The sentences behaviour is judged by beside the conformance statement: what is claimed is so, and all is claimed."""

from __future__ import annotations

from conformance.dicom.clauses.citing import cited as _clause
from conformance.model import Level

CLAIMED_SERVICES = _clause(
    "claims.services",
    "PS3.2 7.1",
    "Every service the conformance statement claims to provide is accepted when it is proposed",
)
CLAIMED_KEYS = _clause(
    "claims.matching-keys",
    "PS3.2 7.1",
    "A query finds by every matching key the conformance statement claims, and finds what has that value alone",
)
CLAIMED_CHARACTER_SETS = _clause(
    "claims.character-sets",
    "PS3.2 7.1",
    "Names in every character set the conformance statement claims are kept and told with every character",
)
CLAIMED_MATRIX = _clause(
    "claims.matrix",
    "PS3.2 7.1",
    "An instance of every claimed storage class is stored in every claimed transfer syntax that it can have",
)
UNCLAIMED_REFUSED = _clause(
    "claims.complete",
    "PS3.2 7.1",
    "The conformance statement names every storage class that is accepted",
    Level.SHOULD,
)
