"""The embedded reference hospital: the simulators of the rooms, wired into one candidate."""

from conformance.hospital.wiring import Hospital

__all__ = ["Hospital"]
