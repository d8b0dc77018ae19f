"""What HL7 v2.3.1 to 2.5.1 define: message structures as automata, segments as field rules, values as checks."""

from conformance.hl7.structures.edition import VERSIONS, Edition, FieldRule, SegmentRule, edition
from conformance.hl7.structures.events import known_structures, structure_of
from conformance.hl7.structures.grammar import Structure
from conformance.hl7.structures.values import Trouble

__all__ = [
    "VERSIONS",
    "Edition",
    "FieldRule",
    "SegmentRule",
    "Structure",
    "Trouble",
    "edition",
    "known_structures",
    "structure_of",
]
