"""Batches on the receiver's side (HL7 v2.5.1, 2.10.3): what is in one, and what answers it."""

from __future__ import annotations

from dataclasses import dataclass

_OPENING = {b"FHS": b"FTS", b"BHS": b"BTS"}


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch as it came: its headers (FHS, BHS) as fields, and the octets of each message."""

    headers: tuple[tuple[bytes, ...], ...]
    messages: tuple[bytes, ...]

    def answered(self, answers: list[bytes], control_id: str) -> bytes:
        """Return the batch that answers this one, its headers turned round and naming what they answer."""
        trailers = [b"%b|%d\r" % (_OPENING[one[0]], len(answers) if one[0] == b"BHS" else 1) for one in self.headers]
        heads = [_turned(one, control_id.encode("ascii")) for one in self.headers]
        return b"".join((*heads, *answers, *reversed(trailers)))


def _turned(header: tuple[bytes, ...], control_id: bytes) -> bytes:
    """Return a header back to the sender: fields 3 to 6 swapped, 11 our own, 12 the one it answers."""
    fields = [*header, *[b""] * 12][:12]
    back = [fields[0], b"^~\\&", fields[4], fields[5], fields[2], fields[3], fields[6], b"", b"", b"", control_id]
    return b"|".join((*back, fields[10])) + b"\r"


def opened(content: bytes) -> Batch | None:
    """Return the batch that a block holds, None when it holds none."""
    if content[:3] not in _OPENING or not content[3:4]:
        return None
    headers: list[tuple[bytes, ...]] = []
    messages: list[list[bytes]] = []
    for segment in content.split(b"\r"):
        name = segment[:3]
        if name in _OPENING:
            headers.append(tuple(segment.split(content[3:4])))
        elif name == b"MSH":
            messages.append([segment])
        elif segment and messages and name not in _OPENING.values():
            messages[-1].append(segment)
    return Batch(tuple(headers), tuple(b"".join(one + b"\r" for one in lines) for lines in messages))
