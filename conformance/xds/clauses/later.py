"""Asynchronous exchange, where a candidate says that it offers it (ITI TF-2 Appendix V.5; WS-Addressing 1.0)."""

from __future__ import annotations

from conformance.model import Clause
from conformance.xds.clauses.sources import two

LATER_PROMISED = Clause(
    "xds.later.promised",
    "WS-Addressing 1.0 SOAP Binding",
    "2006",
    "5.1",
    "A request with another ReplyTo address than the anonymous one gets no answer on its own connection: 202, no body.",
)
LATER_DELIVERED = two(
    "later.delivered",
    "Appendix V.5.1",
    "The response to a request is sent to the address that its wsa:ReplyTo names.",
)
LATER_SAME = two(
    "later.same", "Appendix V.5.1", "A request has the same outcome whether its response comes at once or later."
)

__all__ = ["LATER_DELIVERED", "LATER_PROMISED", "LATER_SAME"]
