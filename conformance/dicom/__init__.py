"""DICOM: one room, furnished as ARCHITECTURE.md says."""

from conformance.kits import Kit

KIT = Kit(
    "dicom",
    "DICOM",
    "conformance.dicom",
    doors=("dicom.web",),
    last=("asked.dicom.restart",),
    stalling=("dicom.association.half-open",),
)
