"""Batches on the receiver's side (HL7 v2.5.1, 2.10.3): what is in one, or in a file of them, and what answers it."""

from __future__ import annotations

from dataclasses import dataclass

_OPENING = (b"FHS", b"BHS")
_CLOSING = (b"FTS", b"BTS")


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch as it came: the fields of its header (BHS; none where it has none), and the octets of each message."""

    header: tuple[bytes, ...]
    messages: tuple[bytes, ...]

    def answered(self, answers: list[bytes], control_id: str) -> bytes:
        """Return the batch that answers this one, its header turned round and naming what it answers."""
        return _around(self.header, answers, control_id)


@dataclass(frozen=True, slots=True)
class File:
    """A file of batches as it came: the fields of its header (FHS; none where it has none), and the batches."""

    header: tuple[bytes, ...]
    batches: tuple[Batch, ...]

    def answered(self, answers: list[bytes], control_id: str) -> bytes:
        """Return the file that answers this one, with a batch for each of its batches."""
        return _around(self.header, answers, control_id)


def _around(header: tuple[bytes, ...], answers: list[bytes], control_id: str) -> bytes:
    """Return answers between a header, turned back to the sender, and its trailer, which counts them."""
    if not header:
        return b"".join(answers)
    fields = [*header, *[b""] * 12][:12]
    back = [fields[0], b"^~\\&", fields[4], fields[5], fields[2], fields[3], fields[6], b"", b"", b""]
    head = b"|".join((*back, control_id.encode("ascii"), fields[10])) + b"\r"
    trailer = _CLOSING[_OPENING.index(fields[0])]
    return b"".join((head, *answers, b"%b|%d\r" % (trailer, len(answers))))


def opened(content: bytes) -> File | None:
    """Return the batches that a block holds, in a file or not; None when it holds none."""
    if content[:3] not in _OPENING or not content[3:4]:
        return None
    file: tuple[bytes, ...] = ()
    batches: list[tuple[tuple[bytes, ...], list[list[bytes]]]] = []
    for segment in content.split(b"\r"):
        name = segment[:3]
        if name == b"FHS":
            file = tuple(segment.split(content[3:4]))
        elif name == b"BHS":
            batches.append((tuple(segment.split(content[3:4])), []))
        elif name == b"MSH":
            batches = batches or [((), [])]
            batches[-1][1].append([segment])
        elif segment and batches and batches[-1][1] and name not in _CLOSING:
            batches[-1][1][-1].append(segment)
    told = (Batch(header, tuple(b"".join(one + b"\r" for one in lines) for lines in some)) for header, some in batches)
    return File(file, tuple(told))
