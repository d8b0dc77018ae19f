"""Write the pin of its scenarios into a statement of needs, where the rest of the file stays as its author wrote it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from conformance.files import BadFile

if TYPE_CHECKING:
    from pathlib import Path

_PIN = re.compile(r'^scenario_list\s*=\s*"[^"\n]*"[^\r\n]*', re.MULTILINE)
_SUITE = re.compile(r'^suite\s*=\s*"[^"\n]*"[^\r\n]*', re.MULTILINE)


def line(digest: str) -> str:
    """Return the line for the ``[method]`` of a statement whose list has this digest (SHA-256)."""
    return f'scenario_list = "{digest}"'


def pinned(text: str, digest: str) -> str | None:
    """Return the statement's text with its list pinned: in place of its old pin, else below the suite's.

    None where it has neither, or more than one, on a line of its own.
    """
    ends = "\r\n" if "\r\n" in text else "\n"
    for place, written in ((_PIN, line(digest)), (_SUITE, rf"\g<0>{ends}{line(digest)}")):
        found = len(place.findall(text))
        if found == 1:
            return place.sub(written, text)
        if found > 1:
            return None
    return None


def pin(path: Path, digest: str) -> None:
    """Write the pin into the file; raise BadFile, and leave the file alone, where there is no place for it."""
    text = pinned(path.read_bytes().decode("utf-8"), digest)
    if text is None:
        problem = "has no line of its own for the suite, so there is no place for the pin"
        raise BadFile(path, "method.suite", problem, f"add {line(digest)} to [method] by hand")
    path.write_bytes(text.encode("utf-8"))
