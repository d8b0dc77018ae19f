"""Honest receivers of HL7 messages, on their own or as the HL7 port of a larger system.

A larger system subclasses ``Events``, overrides what matters to it (``patient_registered``, ``patients_merged``,
``procedure_scheduled`` ...) and passes itself to ``Receiver(happens=...)``; it raises ``Refused`` for content
it can't accept (an unknown patient, say), which the sender sees as AE. ``receiver.profile()`` is the section
of the candidate's profile that reaches it.
"""

from collections.abc import Callable

from conformance.hl7.simulator.events import (
    Appointment,
    Code,
    Events,
    Identifier,
    Observation,
    Order,
    Patient,
    Refused,
    Report,
)
from conformance.hl7.simulator.receiver import Receiver
from conformance.hl7.simulator.sender import MessageSender
from conformance.kits import Simulator

SIMULATORS: dict[str, Callable[[], Simulator]] = {"hl7-receiver": Receiver, "hl7-sender": MessageSender}

__all__ = [
    "SIMULATORS",
    "Appointment",
    "Code",
    "Events",
    "Identifier",
    "MessageSender",
    "Observation",
    "Order",
    "Patient",
    "Receiver",
    "Refused",
    "Report",
]
