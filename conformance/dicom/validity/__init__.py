"""Whether an instance is what its SOP class asks: our own tables of types, VRs and VMs, and a second opinion."""

from conformance.dicom.validity.faults import MULTIPLICITY, REPRESENTATION, REQUIRED, Fault, faults, known, new_faults

__all__ = ["MULTIPLICITY", "REPRESENTATION", "REQUIRED", "Fault", "faults", "known", "new_faults"]
