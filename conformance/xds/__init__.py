"""XDS and XDS-I: one room, furnished as ARCHITECTURE.md says."""

from conformance.kits import Kit

KIT = Kit("xds", "XDS and XDS-I", "conformance.xds")
