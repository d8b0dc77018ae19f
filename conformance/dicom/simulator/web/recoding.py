"""An instance in another transfer syntax: between the uncompressed ones, out of RLE, into baseline JPEG."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conformance.dicom.samples import syntaxes
from conformance.dicom.simulator.web.pictures import jpeg
from conformance.dicom.wire import Element, read_data_set, write_data_set
from conformance.dicom.wire.dictionary import PIXEL_DATA
from conformance.dicom.wire.writing import element

if TYPE_CHECKING:
    from conformance.dicom.simulator.stores import Kept
    from conformance.dicom.wire import DataSet

PLAIN: Final = frozenset({
    syntaxes.ImplicitVRLittleEndian, syntaxes.ExplicitVRLittleEndian, syntaxes.DeflatedExplicitVRLittleEndian,
    syntaxes.ExplicitVRBigEndian,
})  # fmt: skip
FRAME_TYPES: Final = {
    syntaxes.JPEGBaseline8Bit: "image/jpeg", syntaxes.JPEGLosslessSV1: "image/jpeg",
    syntaxes.JPEGLSLossless: "image/jls", syntaxes.JPEG2000Lossless: "image/jp2", syntaxes.JPEG2000: "image/jp2",
    syntaxes.RLELossless: "image/dicom-rle",
}  # fmt: skip
"""What a compressed frame is called (PS3.18 table 8.7.3-5)."""


def recoded(instance: Kept, wanted: str) -> bytes | None:
    """Return an instance's data set in a transfer syntax, None when that can't be done."""
    if instance.transfer_syntax == wanted:
        return instance.data
    native = plain(instance)
    if native is None:
        return None
    if wanted == syntaxes.JPEGBaseline8Bit:
        native = lossy(native)
        return None if native is None else write_data_set(native, wanted)
    return write_data_set(native, wanted) if wanted in PLAIN else None


def lossy(native: DataSet) -> DataSet | None:
    """Return a grey image of one frame, 8 bits, as baseline JPEG that says so (PS3.3 C.7.6.1.1.5); None for others."""
    pixels = native.get(PIXEL_DATA)
    shape = [native.numbers(name) for name in ("Rows", "Columns", "BitsAllocated", "SamplesPerPixel")]
    frames = native.numbers("NumberOfFrames") or (1,)
    if pixels is None or not all(shape) or [int(one[0]) for one in (*shape[2:], frames)] != [8, 1, 1]:
        return None
    drawn = jpeg(pixels.value, int(shape[0][0]), int(shape[1][0]))
    ratio = f"{len(pixels.value) / len(drawn):.2f}"
    return native.replacing(
        Element(PIXEL_DATA, "OB", fragments=(b"", drawn + b"\0" * (len(drawn) % 2)), undefined=True),
        element("LossyImageCompression", "01"),
        element("LossyImageCompressionRatio", ratio),
        element("LossyImageCompressionMethod", "ISO_10918_1"),
    )


def plain(instance: Kept) -> DataSet | None:
    """Return an instance with native pixel data, little endian; None when it can't be decompressed."""
    held = read_data_set(instance.data, instance.transfer_syntax)
    if instance.transfer_syntax in PLAIN:
        return held
    pixels = held.get(PIXEL_DATA)
    if pixels is None:
        return held
    if instance.transfer_syntax != syntaxes.RLELossless or pixels.fragments is None:
        return None
    bits = int((held.numbers("BitsAllocated") or (8,))[0])
    native = b"".join(unpacked(one) for one in pixels.fragments[1:])
    return held.replacing(Element(PIXEL_DATA, "OW" if bits > 8 else "OB", native))  # noqa: PLR2004 - bits


def unpacked(fragment: bytes) -> bytes:
    """Return a frame out of its run-length encoding: byte planes, the most significant first (PS3.5 G)."""
    count = int.from_bytes(fragment[:4], "little")
    offsets = [int.from_bytes(fragment[at : at + 4], "little") for at in range(4, 4 + 4 * count, 4)]
    planes = [_run_lengths(fragment[at:end]) for at, end in zip(offsets, [*offsets[1:], len(fragment)], strict=True)]
    size = min(map(len, planes), default=0)
    made = bytearray(size * count)
    for place, plane in enumerate(reversed(planes)):
        made[place::count] = plane[:size]
    return bytes(made)


def _run_lengths(octets: bytes) -> bytes:
    out, at = bytearray(), 0
    while at + 1 < len(octets):
        head = octets[at]
        if head < 128:  # noqa: PLR2004 - PackBits: that many and one as they are
            out += octets[at + 1 : at + 2 + head]
            at += 2 + head
        elif head == 128:  # noqa: PLR2004 - nothing
            at += 1
        else:
            out += octets[at + 1 : at + 2] * (257 - head)
            at += 2
    return bytes(out)
