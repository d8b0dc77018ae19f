"""The DIMSE-C operations on an association (PS3.7 9.1): each returns all that came."""

from __future__ import annotations

import struct
from functools import lru_cache
from typing import TYPE_CHECKING

from conformance.dicom import uids
from conformance.dicom.client.answers import Answer, Asked
from conformance.dicom.wire import DataSet, Message, command, data_set, write_data_set
from conformance.dicom.wire.command import C_ECHO, C_FIND, C_GET, C_MOVE, C_STORE, HAS_DATA_SET, NO_DATA_SET, Alike
from conformance.dicom.wire.octets import padded

if TYPE_CHECKING:
    from collections.abc import Callable

    from conformance.dicom.client.association import Association
    from conformance.dicom.client.negotiation import Usable
    from conformance.dicom.wire import Command
    from conformance.dicom.wire.likeness import Likeness
    from conformance.dicom.wire.writing import Value
    from conformance.journal import Recorded

MEDIUM = 0
_ECHO = command(
    AffectedSOPClassUID=uids.VERIFICATION, CommandField=C_ECHO, MessageID=0, CommandDataSetType=NO_DATA_SET
).like("MessageID")
_SHORT = struct.Struct("<H").pack


def refused(association: Association, field: int, sop_class: str, sop_instance: str | None = None) -> Answer:
    """Return the answer to a request that could not even be sent: no context for it was accepted."""
    asked = Asked(field, 0, 0, sop_class, sop_instance)
    if not association.open:
        over = "it was over already" if association.accepted else association.told
        return Answer(asked, trouble=f"no association: {over}", evidence=association.evidence)
    trouble = f"the presentation context for {sop_class} was not accepted"
    return Answer(asked, trouble=trouble, evidence=association.evidence, unoffered=True)


def echo(association: Association, *, most: int | None = None, context: Usable | None = None) -> Answer:
    """Verify the connection (PS3.7 9.1.5), on ``context`` if given. ``most`` caps the octets of each P-DATA-TF."""
    context = context or association.context(uids.VERIFICATION)
    if context is None or not association.open:
        return refused(association, C_ECHO, uids.VERIFICATION)
    number = association.take_message_id()
    request = Alike(_ECHO.filled(_SHORT(number)), _ECHO)
    return association.exchange(Asked(C_ECHO, number, context.id, uids.VERIFICATION), request, most=most)


def store(  # noqa: PLR0913 - what is stored, and how it may be told wrongly
    association: Association,
    sop_class: str,
    sop_instance: str,
    transfer_syntax: str,
    data: bytes | Recorded,
    *,
    most: int | None = None,
    context: Usable | None = None,
) -> Answer:
    """Store a data set in its transfer syntax (PS3.7 9.1.1), on the context accepted for that, or on ``context``."""
    context = context or association.context(sop_class, transfer_syntax)
    if context is None or not association.open:
        return refused(association, C_STORE, f"{sop_class} in {transfer_syntax}", sop_instance)
    number = association.take_message_id()
    instance = padded(sop_instance.encode("ascii", "replace"))
    like = _storing(sop_class, len(instance))
    request = Alike(like.filled(_SHORT(number), instance), like)
    asked = Asked(C_STORE, number, context.id, sop_class, sop_instance)
    return association.exchange(asked, request, data, most=most)


@lru_cache
def _storing(sop_class: str, size: int) -> Likeness:
    """Return what the requests to store instances of a class have in common whose UIDs have ``size`` octets."""
    return command(
        AffectedSOPClassUID=sop_class,
        CommandField=C_STORE,
        MessageID=0,
        Priority=MEDIUM,
        CommandDataSetType=HAS_DATA_SET,
        AffectedSOPInstanceUID=bytes(size),
    ).like("MessageID", "AffectedSOPInstanceUID")


def keys(level: str | None, **values: Value) -> DataSet:
    """Return an Identifier: the query/retrieve level and keys, None or an empty string for universal ones."""
    given: dict[str | int, Value] = {} if level is None else {"QueryRetrieveLevel": level}
    given.update(values)
    return data_set(given)


def find(association: Association, sop_class: str, identifier: DataSet, *, cancel_after: int | None = None) -> Answer:
    """Query (PS3.7 9.1.2); C-CANCEL after so many pending responses, when asked for."""
    context = association.context(sop_class)
    if context is None or not association.open:
        return refused(association, C_FIND, sop_class)
    number = association.take_message_id()
    request = _request(C_FIND, number, sop_class)
    data = write_data_set(identifier, context.transfer_syntax)
    asked = Asked(C_FIND, number, context.id, sop_class)
    return association.exchange(asked, request, data, several=True, cancel_after=cancel_after)


def move(
    association: Association,
    sop_class: str,
    identifier: DataSet,
    destination: str,
    *,
    cancel_after: int | None = None,
) -> Answer:
    """Ask for instances to be sent to ``destination`` (PS3.7 9.1.4)."""
    context = association.context(sop_class)
    if context is None or not association.open:
        return refused(association, C_MOVE, sop_class)
    number = association.take_message_id()
    request = _request(C_MOVE, number, sop_class, destination)
    data = write_data_set(identifier, context.transfer_syntax)
    asked = Asked(C_MOVE, number, context.id, sop_class)
    return association.exchange(asked, request, data, several=True, cancel_after=cancel_after)


def get(
    association: Association,
    sop_class: str,
    identifier: DataSet,
    *,
    storing: Callable[[Message], int] = lambda _: 0,
    cancel_after: int | None = None,
) -> Answer:
    """Fetch instances on this very association (PS3.7 9.1.3); ``storing`` gives our status for each."""
    context = association.context(sop_class)
    if context is None or not association.open:
        return refused(association, C_GET, sop_class)
    number = association.take_message_id()
    request = _request(C_GET, number, sop_class)
    data = write_data_set(identifier, context.transfer_syntax)
    asked = Asked(C_GET, number, context.id, sop_class)
    return association.exchange(asked, request, data, several=True, cancel_after=cancel_after, storing=storing)


def _request(field: int, number: int, sop_class: str, destination: str | None = None) -> Command:
    return command(
        AffectedSOPClassUID=sop_class,
        CommandField=field,
        MessageID=number,
        MoveDestination=destination,
        Priority=MEDIUM,
        CommandDataSetType=HAS_DATA_SET,
    )
