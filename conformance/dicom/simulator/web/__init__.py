"""An honest origin server of DICOMweb beside an archive: what C-STORE brought is found here, and the reverse."""

from conformance.dicom.simulator.web.serving import Web
from conformance.dicom.simulator.web.site import Asked, Site, Told

__all__ = ["Asked", "Site", "Told", "Web"]
