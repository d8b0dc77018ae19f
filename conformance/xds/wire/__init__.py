"""The octets of XDS: MIME packages, SOAP envelopes, ebRIM; read, written, and written wrongly on purpose."""

from conformance.xds.wire.unreadable import Unreadable

__all__ = ["Unreadable"]
