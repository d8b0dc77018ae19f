"""Text in the character sets of (0008,0005) (PS3.3 C.12.1.1.2, PS3.5 6.1): decoding never raises."""

from __future__ import annotations

import re

_SINGLE = {
    "": "ascii",
    "ISO_IR 6": "ascii",
    "ISO_IR 100": "latin-1",
    "ISO_IR 101": "iso8859-2",
    "ISO_IR 109": "iso8859-3",
    "ISO_IR 110": "iso8859-4",
    "ISO_IR 144": "iso8859-5",
    "ISO_IR 127": "iso8859-6",
    "ISO_IR 126": "iso8859-7",
    "ISO_IR 138": "iso8859-8",
    "ISO_IR 148": "iso8859-9",
    "ISO_IR 203": "iso8859-15",
    "ISO_IR 13": "shift_jis",
    "ISO_IR 166": "tis-620",
    "ISO_IR 192": "utf-8",
    "GB18030": "gb18030",
    "GBK": "gbk",
}
_G0 = {
    b"(B": "ascii",
    b"(J": "jisx0201",
    b"$B": "jisx0208",
    b"$@": "jisx0208",
    b"$(D": "jisx0212",
}
_G1 = {
    b"-A": "latin-1",
    b"-B": "iso8859-2",
    b"-C": "iso8859-3",
    b"-D": "iso8859-4",
    b"-L": "iso8859-5",
    b"-G": "iso8859-6",
    b"-F": "iso8859-7",
    b"-H": "iso8859-8",
    b"-M": "iso8859-9",
    b"-b": "iso8859-15",
    b"-T": "tis-620",
    b")I": "shift_jis",
    b"$)C": "euc_kr",
    b"$)A": "gb2312",
}
_MULTI_BYTE_TO_ESCAPE = {
    "ISO 2022 IR 87": (b"$B", "jisx0208"),
    "ISO 2022 IR 159": (b"$(D", "jisx0212"),
    "ISO 2022 IR 149": (b"$)C", "euc_kr"),
    "ISO 2022 IR 58": (b"$)A", "gb2312"),
    "ISO 2022 IR 13": (b")I", "shift_jis"),
}
_ESCAPE = re.compile(rb"\x1b(\$[()][A-Z]|\$[@B]|[(\-)][A-Za-z])")
_RUNS = re.compile(rb"[\x00-\x7f]+|[\x80-\xff]+")
_DOUBLE = frozenset({"jisx0208", "jisx0212"})
"""G0 sets of two octets a character, in which every octet, ``^`` and backslash too, is half of one."""
_HIGH = 0x80


def known(term: str) -> bool:
    """Return whether a defined term of Specific Character Set is one the standard knows."""
    return _single(term) is not None or term in _MULTI_BYTE_TO_ESCAPE


def _single(term: str) -> str | None:
    return _SINGLE.get(term.replace("ISO 2022 IR", "ISO_IR"))


def decode(octets: bytes, terms: tuple[str, ...] = (), delimiters: bytes = b"") -> str:
    r"""Return text; octets the character set has no character for show as ``\xNN``.

    ``delimiters`` are the characters at which code extension starts anew (PS3.5 6.1.2.5.3):
    backslash for several values, ``^`` and ``=`` in person names.
    """
    first = (_single(terms[0]) if terms else "ascii") or "ascii"
    if b"\x1b" not in octets:
        return octets.decode(first, "backslashreplace")
    g0, g1, position, text = "ascii", first, 0, []
    breaks = re.compile(b"[" + re.escape(b"\r\n\f\t" + delimiters) + b"]")
    for escape in (*_ESCAPE.finditer(octets), None):
        piece = octets[position : escape.start() if escape else len(octets)]
        if g0 in _DOUBLE:
            text.append(_run(piece, g0, g1))
        else:
            start = 0
            for mark in breaks.finditer(piece):
                text.append(_run(piece[start : mark.start()], g0, g1) + mark[0].decode())
                g0, g1, start = "ascii", first, mark.end()
            text.append(_run(piece[start:], g0, g1))
        if escape:
            position = escape.end()
            g0, g1 = _G0.get(escape[1], g0), _G1.get(escape[1], g1)
    return "".join(text)


def _run(octets: bytes, g0: str, g1: str) -> str:
    text = []
    for run in _RUNS.findall(octets):
        if run[0] >= _HIGH:
            text.append(run.decode(g1, "backslashreplace"))
        elif g0 in _DOUBLE:
            high = bytes(one | _HIGH for one in run)
            third = b"\x8f" if g0 == "jisx0212" else b""
            pairs = b"".join(third + high[at : at + 2] for at in range(0, len(high), 2))
            text.append(pairs.decode("euc_jp", "backslashreplace"))
        else:
            text.append(run.decode("ascii", "backslashreplace"))
    return "".join(text)


def encode(text: str, terms: tuple[str, ...] = ()) -> bytes:
    """Return text as octets in the first of ``terms`` that has its characters, escaped where code extension needs it.

    Raise UnicodeEncodeError when none has them: our own samples are to be encodable.
    """
    first = (_single(terms[0]) if terms else "ascii") or "ascii"
    if len(terms) < 2:  # noqa: PLR2004 - a single term means no code extension
        return text.encode(first)
    return b"".join(_extension(part, first, terms[1:]) for part in re.split(r"([\^=\\]|[\x00-\x7f]+)", text))


def _extension(part: str, first: str, others: tuple[str, ...]) -> bytes:
    try:
        return part.encode(first)
    except UnicodeEncodeError:
        pass
    for term in others:
        escape, codec = _MULTI_BYTE_TO_ESCAPE.get(term, (b"", ""))
        try:
            if codec == "jisx0208":
                low = bytes(one & ~_HIGH for one in part.encode("euc_jp"))
                return b"\x1b" + escape + low + b"\x1b(B"
            if escape:
                return b"\x1b" + escape + part.encode(codec)
        except UnicodeEncodeError:
            continue
    return part.encode(first)
