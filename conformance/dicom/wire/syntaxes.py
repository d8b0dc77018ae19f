"""Transfer syntaxes (PS3.5 Annex A): how a data set's octets are laid out under each name."""

from __future__ import annotations

from dataclasses import dataclass

IMPLICIT_LITTLE = "1.2.840.10008.1.2"
EXPLICIT_LITTLE = "1.2.840.10008.1.2.1"
DEFLATED = "1.2.840.10008.1.2.1.99"
EXPLICIT_BIG = "1.2.840.10008.1.2.2"
JPEG_BASELINE = "1.2.840.10008.1.2.4.50"
JPEG_LOSSLESS = "1.2.840.10008.1.2.4.70"
JPEG_LS = "1.2.840.10008.1.2.4.80"
JPEG_2000_LOSSLESS = "1.2.840.10008.1.2.4.90"
JPEG_2000 = "1.2.840.10008.1.2.4.91"
RLE = "1.2.840.10008.1.2.5"
UNCOMPRESSED = (IMPLICIT_LITTLE, EXPLICIT_LITTLE, EXPLICIT_BIG)


@dataclass(frozen=True, slots=True)
class Layout:
    """How the octets of a data set are to be read."""

    explicit: bool = True
    big: bool = False
    deflated: bool = False

    @property
    def order(self) -> str:
        """Return the byte order as ``struct`` writes it."""
        return ">" if self.big else "<"


_LAYOUTS = {
    IMPLICIT_LITTLE: Layout(explicit=False),
    EXPLICIT_BIG: Layout(big=True),
    DEFLATED: Layout(deflated=True),
    "1.2.840.10008.1.2.4.95": Layout(deflated=True),
    "1.2.840.10008.1.2.4.205": Layout(deflated=True),
}
_EXPLICIT = Layout()


def layout(transfer_syntax: str) -> Layout:
    """Return the layout of a transfer syntax; every other one is explicit VR little endian (PS3.5 A.4)."""
    return _LAYOUTS.get(transfer_syntax, _EXPLICIT)


def encapsulated(transfer_syntax: str) -> bool:
    """Return whether pixel data is in fragments (PS3.5 A.4)."""
    return transfer_syntax not in {*UNCOMPRESSED, DEFLATED}
