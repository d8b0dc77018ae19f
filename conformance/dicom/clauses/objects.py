"""The sentences instances are judged by as objects: types, representations and numbers of values (PS3.3, PS3.5)."""

from __future__ import annotations

from conformance.dicom.clauses.citing import cited as _clause

OBJECT_REQUIRED = _clause(
    "object.required",
    "PS3.5 7.4",
    "An instance comes back with every element of type 1 and 2 that it was stored with, those of type 1 with a value",
)
OBJECT_REPRESENTATION = _clause(
    "object.representation",
    "PS3.5 7.1.2",
    "An instance comes back in explicit VR with the VRs of the data dictionary, or UN, where it was stored rightly",
)
OBJECT_MULTIPLICITY = _clause(
    "object.multiplicity",
    "PS3.5 6.4",
    "An instance comes back with as many values in each element as the data dictionary allows, where it was stored so",
)
SENT_REQUIRED = _clause(
    "initiator.required",
    "PS3.5 7.4",
    "An instance that is sent has the elements of type 1, with a value, and of type 2 of its mandatory modules",
)
SENT_REPRESENTATION = _clause(
    "initiator.representation",
    "PS3.5 7.1.2",
    "An instance that is sent in explicit VR has the VRs of the data dictionary",
)
SENT_MULTIPLICITY = _clause(
    "initiator.multiplicity",
    "PS3.5 6.4",
    "An instance that is sent has as many values in each element as the data dictionary allows",
)
