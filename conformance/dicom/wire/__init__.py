"""The octets of DICOM over TCP: upper layer PDUs, DIMSE command sets and data sets, read and written by us alone."""

from conformance.dicom.wire.command import Command, command
from conformance.dicom.wire.commands import read_command
from conformance.dicom.wire.elements import DataSet, Element, SequenceItem
from conformance.dicom.wire.items import Context, Extended, Item, Items, Role, UserIdentity, UserInformation
from conformance.dicom.wire.messages import Assembler, Message, Overlong, message_pdus
from conformance.dicom.wire.octets import Problem, Unreadable
from conformance.dicom.wire.pdu import (
    MEDIA_TYPE,
    Abort,
    Associate,
    Data,
    Pdu,
    Pdv,
    Reject,
    Release,
    associate,
    read,
    split,
)
from conformance.dicom.wire.reading import read_data_set
from conformance.dicom.wire.writing import data_set, element, write_data_set

__all__ = [
    "MEDIA_TYPE",
    "Abort",
    "Assembler",
    "Associate",
    "Command",
    "Context",
    "Data",
    "DataSet",
    "Element",
    "Extended",
    "Item",
    "Items",
    "Message",
    "Overlong",
    "Pdu",
    "Pdv",
    "Problem",
    "Reject",
    "Release",
    "Role",
    "SequenceItem",
    "Unreadable",
    "UserIdentity",
    "UserInformation",
    "associate",
    "command",
    "data_set",
    "element",
    "message_pdus",
    "read",
    "read_command",
    "read_data_set",
    "split",
    "write_data_set",
]
