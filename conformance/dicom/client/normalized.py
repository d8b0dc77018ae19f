"""The DIMSE-N operations on an association (PS3.7 10.1): each returns all that came."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dicom import uids
from conformance.dicom.client.answers import Asked
from conformance.dicom.client.exchange import response
from conformance.dicom.client.services import refused
from conformance.dicom.wire import command, write_data_set
from conformance.dicom.wire.command import HAS_DATA_SET, N_ACTION, N_CREATE, N_EVENT_REPORT, N_SET

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conformance.dicom.client.answers import Answer
    from conformance.dicom.client.association import Association
    from conformance.dicom.wire import Command, DataSet, Message, Pdu


def act(
    association: Association, sop_class: str, sop_instance: str, information: DataSet, *, action_type: int = 1
) -> Answer:
    """Have an action performed on an instance that exists (PS3.7 10.1.4)."""
    return _operate(association, N_ACTION, sop_class, sop_instance, information, action_type)


def create(association: Association, sop_class: str, sop_instance: str, attributes: DataSet) -> Answer:
    """Create an instance under a UID of ours (PS3.7 10.1.5)."""
    return _operate(association, N_CREATE, sop_class, sop_instance, attributes)


def modify(association: Association, sop_class: str, sop_instance: str, attributes: DataSet) -> Answer:
    """Set attributes of an instance (N-SET, PS3.7 10.1.3)."""
    return _operate(association, N_SET, sop_class, sop_instance, attributes)


def notify(association: Association, event_type: int, information: DataSet) -> Answer:
    """Report on a storage commitment (N-EVENT-REPORT, PS3.7 10.1.1, PS3.4 J.3.3) on an association of ours."""
    sop_class, sop_instance = uids.STORAGE_COMMITMENT, uids.STORAGE_COMMITMENT_INSTANCE
    context = association.context(sop_class)
    if context is None or not association.open:
        return refused(association, N_EVENT_REPORT, sop_class, sop_instance)
    number = association.take_message_id()
    asked = Asked(N_EVENT_REPORT, number, context.id, sop_class, sop_instance)
    return association.exchange(asked, event(number, event_type), write_data_set(information, context.transfer_syntax))


def event(number: int, event_type: int) -> Command:
    """Return the command set of a report on a storage commitment (PS3.7 10.3.1)."""
    return command(
        AffectedSOPClassUID=uids.STORAGE_COMMITMENT,
        CommandField=N_EVENT_REPORT,
        MessageID=number,
        CommandDataSetType=HAS_DATA_SET,
        AffectedSOPInstanceUID=uids.STORAGE_COMMITMENT_INSTANCE,
        EventTypeID=event_type,
    )


def _operate(  # noqa: PLR0913 - an operation has these parts
    association: Association,
    field: int,
    sop_class: str,
    sop_instance: str,
    what: DataSet,
    action_type: int | None = None,
) -> Answer:
    context = association.context(sop_class)
    if context is None or not association.open:
        return refused(association, field, sop_class, sop_instance)
    number = association.take_message_id()
    creating = field == N_CREATE
    request = command(
        AffectedSOPClassUID=sop_class if creating else None,
        RequestedSOPClassUID=None if creating else sop_class,
        CommandField=field,
        MessageID=number,
        CommandDataSetType=HAS_DATA_SET,
        AffectedSOPInstanceUID=sop_instance if creating else None,
        RequestedSOPInstanceUID=None if creating else sop_instance,
        ActionTypeID=action_type,
    )
    asked = Asked(field, number, context.id, sop_class, sop_instance)
    return association.exchange(asked, request, write_data_set(what, context.transfer_syntax))


def event_response(message: Message, status: int = 0) -> Iterable[Pdu]:
    """Return our response to an N-EVENT-REPORT-RQ (PS3.7 10.3.1)."""
    return response(message, status, event_type=message.command.number("EventTypeID"))
