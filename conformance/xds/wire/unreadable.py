"""What a reader says of octets that it can't read: the one exception of the wire."""

from __future__ import annotations


class Unreadable(Exception):  # noqa: N818 - a fact about octets, which a client reports and a check judges
    """Octets that are not what they should be; ``at`` is the offset of the trouble, or -1."""

    def __init__(self, says: str, at: int = -1) -> None:
        super().__init__(f"{says} (at octet {at})" if at >= 0 else says)
        self.says = says
        self.at = at
