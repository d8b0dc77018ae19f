"""Associations we ask for: to a move destination, or to report a storage commitment."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Final

from conformance.dicom.simulator import associating
from conformance.dicom.simulator.associating import Malformed, Proposed
from conformance.dicom.simulator.upperlayer import OUR_MAXIMUM, Association, Context, Link, Over

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conformance.dicom.simulator.acceptor import Actor

_CONNECT_S: Final = 5.0
_ANSWER_S: Final = 30.0
_MOST_CONTEXTS: Final = 128


def associated(
    actor: Actor,
    address: tuple[str, int],
    called: str,
    wanted: Sequence[tuple[str, str]],
    roles: Mapping[str, tuple[int, int]] | None = None,
) -> Association:
    """Open an association with one context for each (SOP class, transfer syntax); raise Over when there is none."""
    proposed = [
        Proposed(2 * number + 1, abstract, (transfer,))
        for number, (abstract, transfer) in enumerate(wanted[:_MOST_CONTEXTS])
    ]
    try:
        connected = socket.create_connection(address, _CONNECT_S)
    except OSError as error:
        raise Over(f"{called} is not reachable: {error}") from None
    link = Link(connected, _ANSWER_S)
    try:
        link.send(associating.request_pdu(actor.called_as(called), actor.title(), proposed, OUR_MAXIMUM, roles or {}))
        kind, size = link.head()
        octets = link.body(min(size, 1 << 20))
        answered, maximum = associating.read_accept(octets) if kind == associating.ASSOCIATE_AC else ([], 0)
    except (Over, Malformed) as error:
        link.end()
        raise Over(str(error)) from None
    if kind != associating.ASSOCIATE_AC:
        link.end()
        raise Over(f"{called} did not accept: PDU type {kind:02X}")
    accepted = {one.id for one in answered if one.result == associating.ACCEPTED}
    contexts = {
        one.id: Context(one.id, one.abstract, one.transfer[0], we_send=True) for one in proposed if one.id in accepted
    }
    return Association(actor, link, called, contexts, maximum)
