"""Give a data set its picture, and read its values back as plain ones."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from conformance.dicom.samples import pixels, syntaxes
from conformance.dicom.samples.modules import put

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydicom.dataset import Dataset

    from conformance.dicom.samples.sopclasses import SopClass


def pictured(
    data_set: Dataset, sop_class: SopClass, transfer_syntax: str, seed: bytes
) -> bytes | tuple[bytes, ...] | None:
    """Add image pixel attributes and pixel data, as the transfer syntax wants it (PS3.3 C.7.6.3, PS3.5 8)."""
    if not sop_class.bits:
        return None
    bits = 8 if transfer_syntax in pixels.EIGHT_BIT_ONLY else sop_class.bits
    stored = 8 if bits == 8 else sop_class.stored  # noqa: PLR2004 - bits
    put(
        data_set, SamplesPerPixel=1, PhotometricInterpretation="MONOCHROME2", Rows=pixels.SIDE, Columns=pixels.SIDE,
        BitsAllocated=bits, BitsStored=stored, HighBit=stored - 1, PixelRepresentation=0,
    )  # fmt: skip
    if sop_class.frames > 1:
        data_set.NumberOfFrames = str(sop_class.frames)
    if transfer_syntax in pixels.LOSSY:
        method = "ISO_10918_1" if transfer_syntax == syntaxes.JPEGBaseline8Bit else "ISO_15444_1"
        put(
            data_set, LossyImageCompression="01", LossyImageCompressionRatio="2", LossyImageCompressionMethod=method
        )  # fmt: skip
    little = syntaxes.is_little(transfer_syntax)
    frames = [pixels.frame(seed[at : at + 2], bits, little=little) for at in range(sop_class.frames)]
    if transfer_syntax not in pixels.ENCAPSULATED:
        native = b"".join(frames)
        data_set.add_new(0x7FE00010, "OW" if bits == 16 or syntaxes.is_implicit(transfer_syntax) else "OB", native)  # noqa: PLR2004 - bits
        return native
    parts = pixels.fragments(transfer_syntax, bits, frames, seed.hex()[:16])
    data_set.add_new(0x7FE00010, "OB", pixels.encapsulated(parts))
    data_set["PixelData"].is_undefined_length = True
    return parts


def attributes_of(data_set: Dataset) -> Mapping[str, Any]:
    """Return the values of a data set by keyword, as Instance describes them."""
    found: dict[str, Any] = {}
    for element in data_set:
        if not element.keyword or element.VR in {"OB", "OW", "UN", "OF", "OD", "OL", "OV"}:
            continue
        found[element.keyword] = (
            tuple(attributes_of(one) for one in element.value) if element.VR == "SQ" else _plain(element.value)
        )
    return MappingProxyType(found)


def _plain(value: object) -> Any:  # noqa: ANN401 - as Instance.attributes
    if isinstance(value, list | tuple) or type(value).__name__ == "MultiValue":
        return tuple(_plain(one) for one in value)  # type: ignore[attr-defined]
    if value is None:
        return ""
    if isinstance(value, int | float) and type(value) in {int, float}:
        return value
    written = getattr(
        value, "original_string", None
    )  # DS and IS remember how they were written; so do names, in octets
    return written if isinstance(written, str) else str(value)
