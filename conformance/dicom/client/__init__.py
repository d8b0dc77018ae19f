"""Speaks to a candidate as a service class user and records; judges nothing."""

from conformance.dicom.client.answers import Answer, Asked, Received, Released, Response
from conformance.dicom.client.association import Association
from conformance.dicom.client.link import MAXIMUM_LENGTH, Came, Link
from conformance.dicom.client.negotiation import Usable
from conformance.dicom.client.normalized import act, create, event, event_response, modify, notify
from conformance.dicom.client.request import USUAL, Proposal, Request, storage_proposals
from conformance.dicom.client.services import echo, find, get, keys, move, store

__all__ = [
    "MAXIMUM_LENGTH",
    "USUAL",
    "Answer",
    "Asked",
    "Association",
    "Came",
    "Link",
    "Proposal",
    "Received",
    "Released",
    "Request",
    "Response",
    "Usable",
    "act",
    "create",
    "echo",
    "event",
    "event_response",
    "find",
    "get",
    "keys",
    "modify",
    "move",
    "notify",
    "storage_proposals",
    "store",
]
