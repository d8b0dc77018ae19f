"""What a visitor of a secured door shows, and whose doing it was that no connection came about (BCP 195)."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

from conformance.model import Blocked
from conformance.secured import SOUND

if TYPE_CHECKING:
    from pathlib import Path

    from conformance.story import Story

NO_TLS = "no TLS connection"
"""How the reason begins when somebody is there and the handshake fails."""
_THEIR_DOING = ("alert", "eof", "reset", "broken pipe", "closed", "timed out", "wrong_version", "unsupported_protocol")
"""Words OpenSSL and the system have for what the other end did: any other failure of a handshake is our own."""


def broken_off_by_us(says: str) -> bool:
    """Return whether a connection failed in the handshake, and not by the other end's doing."""
    return says.startswith(NO_TLS) and not any(word in says.lower() for word in _THEIR_DOING)


def shown(story: Story, ca: Path, cert: Path | None, key: Path | None) -> ssl.SSLContext:
    """Return a client's context of TLS 1.2 or newer that trusts ``ca`` and shows ``cert``, as the profile names them.

    Raises Blocked when one can't be read; told to its recording, a story needs none.
    """
    folder = story.folder
    try:
        context = ssl.create_default_context(cafile=str(folder / ca))
        if cert:
            context.load_cert_chain(str(folder / cert), str(folder / key) if key else None)
    except OSError as error:
        if story.replayed:
            return ssl.create_default_context()
        raise Blocked(f"a certificate of the profile can't be read: {error}") from None
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(SOUND)
    return context
