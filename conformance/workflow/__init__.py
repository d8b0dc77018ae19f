"""Stories across systems: one room, furnished as ARCHITECTURE.md says."""

from conformance.kits import Kit

KIT = Kit("workflow", "Stories across systems", "conformance.workflow", across=True)
