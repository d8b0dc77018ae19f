"""The patients an affinity domain knows: who was announced by the feed, and who was merged into whom."""

from __future__ import annotations

import re
import threading

_CX = re.compile(r"(?P<id>[^\^&]+)\^\^\^(?P<name>[^\^&]*)&(?P<oid>[0-9.]+)&ISO(?:\^.*)?")


def normalised(cx: str) -> str | None:
    """Return an HL7 CX as XDS writes it, ``id^^^&OID&ISO`` (ITI TF-3 4.2.3.1.7), or None when it is no such thing."""
    found = _CX.fullmatch(cx.strip())
    return f"{found['id']}^^^&{found['oid']}&ISO" if found else None


class Patients:
    """Identifiers of one assigning authority. Safe to use from several threads.

    A merge is for good (ITI TF-2 3.8.4.2.4): the subsumed identifier stops being one that documents may be
    submitted for, and what it had belongs to the surviving one.
    """

    def __init__(self, authority: str) -> None:
        self.authority = authority
        self._lock = threading.Lock()
        self._known: set[str] = set()
        self._merged: dict[str, str] = {}

    def ours(self, cx: str) -> str | None:
        """Return the identifier in its one form, or None when it is not of this domain's authority."""
        plain = normalised(cx)
        return plain if plain and plain.split("&")[1] == self.authority else None

    def register(self, cx: str) -> bool:
        """Make a patient known; return whether the identifier was of the right authority and not merged away."""
        plain = self.ours(cx)
        with self._lock:
            if plain is None or plain in self._merged:
                return False
            self._known.add(plain)
            return True

    def knows(self, cx: str) -> bool:
        """Return whether the feed announced this very identifier, and no merge has taken it away since."""
        with self._lock:
            return cx in self._known and cx not in self._merged

    def merge(self, prior: str, survivor: str) -> str:
        """Let ``prior`` be subsumed by ``survivor``; return why not, or nothing when it is done."""
        old, new = self.ours(prior), self.ours(survivor)
        if old is None or new is None:
            return "an identifier is not of the domain's assigning authority"
        if old == new:
            return "both identifiers are the same"
        with self._lock:
            for one in (old, new):
                if one in self._merged:
                    return f"{one} has already been merged into another"
                if one not in self._known:
                    return f"{one} was never announced"
            self._merged[old] = new
            return ""

    def survivor(self, cx: str) -> str:
        """Return the identifier this one's documents belong to now, along any chain of merges."""
        with self._lock:
            while cx in self._merged:
                cx = self._merged[cx]
            return cx

    def subsumed(self, cx: str) -> bool:
        """Return whether this identifier was merged away."""
        with self._lock:
            return cx in self._merged
