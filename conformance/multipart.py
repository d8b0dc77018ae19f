"""Where the parts of a multipart body end and begin, octet for octet (RFC 2046 5.1.1): DICOMweb and SOAP alike."""

from __future__ import annotations

import re

_LINE_END = re.compile(rb"(--)?[ \t]*(\r\n|$)")


def delimiter(octets: bytes, mark: bytes, at: int) -> tuple[int, int, bool] | None:
    """Find the next delimiter line: where the part before it ends, where the next begins, whether it closes.

    ``mark`` is two hyphens and the boundary. The CR LF before it belongs to it, so it is no octet of the part. A line
    that goes on after the boundary with anything but white space is content: documents and pixels may hold its text.
    """
    if octets.startswith(mark, at):
        line = _LINE_END.match(octets, at + len(mark))
        if line:
            return at, line.end(), line[1] is not None
    while (start := octets.find(b"\r\n" + mark, at)) >= 0:
        line = _LINE_END.match(octets, start + 2 + len(mark))
        if line:
            return start, line.end(), line[1] is not None
        at = start + 2
    return None
