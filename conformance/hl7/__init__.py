"""HL7 v2: one room, furnished as ARCHITECTURE.md says."""

from conformance.kits import Kit

KIT = Kit("hl7", "HL7 v2", "conformance.hl7")
