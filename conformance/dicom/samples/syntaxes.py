"""Encode a data set in each transfer syntax, and read one back (PS3.5 section 10 and annex A)."""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import TYPE_CHECKING, Final

from pydicom.filebase import DicomBytesIO
from pydicom.filereader import read_dataset
from pydicom.filewriter import write_dataset

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

ImplicitVRLittleEndian: Final = "1.2.840.10008.1.2"
ExplicitVRLittleEndian: Final = "1.2.840.10008.1.2.1"
DeflatedExplicitVRLittleEndian: Final = "1.2.840.10008.1.2.1.99"
ExplicitVRBigEndian: Final = "1.2.840.10008.1.2.2"
JPEGBaseline8Bit: Final = "1.2.840.10008.1.2.4.50"
JPEGLosslessSV1: Final = "1.2.840.10008.1.2.4.70"
JPEGLSLossless: Final = "1.2.840.10008.1.2.4.80"
JPEG2000Lossless: Final = "1.2.840.10008.1.2.4.90"
JPEG2000: Final = "1.2.840.10008.1.2.4.91"
RLELossless: Final = "1.2.840.10008.1.2.5"


def is_implicit(transfer_syntax: str) -> bool:
    """Return whether value representations are left out."""
    return transfer_syntax == ImplicitVRLittleEndian


def is_little(transfer_syntax: str) -> bool:
    """Return whether the least significant octet comes first."""
    return transfer_syntax != ExplicitVRBigEndian


def encoded(data_set: Dataset, transfer_syntax: str) -> bytes:
    """Return the data set's octets, without file meta information; deflated ones padded to even (A.5)."""
    out = DicomBytesIO()
    out.is_implicit_VR = is_implicit(transfer_syntax)
    out.is_little_endian = is_little(transfer_syntax)
    write_dataset(out, data_set, parent_encoding="iso8859")
    octets: bytes = out.getvalue()
    if transfer_syntax == DeflatedExplicitVRLittleEndian:
        squeezer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
        octets = squeezer.compress(octets) + squeezer.flush()
        octets += b"\0" * (len(octets) % 2)
    return octets


def decoded(octets: bytes, transfer_syntax: str, most: int = 256 << 20) -> Dataset:
    """Return the data set in these octets, for those who stand in; a judgement reads with the room's own reader."""
    if transfer_syntax == DeflatedExplicitVRLittleEndian:
        octets = zlib.decompressobj(-zlib.MAX_WBITS).decompress(octets, most)
    return read_dataset(BytesIO(octets), is_implicit(transfer_syntax), is_little(transfer_syntax))
