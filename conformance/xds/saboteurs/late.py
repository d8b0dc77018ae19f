"""Domains with one vice each where a response is to come later, and some that are only odd."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.xds import clauses as c
from conformance.xds.saboteurs.naming import oddity, stories, vice
from conformance.xds.simulator import AffinityDomain
from conformance.xds.simulator.soap_service import Reply
from conformance.xds.vocabulary import SUCCESS
from conformance.xds.wire.registry import RegistryResponse, write_registry_response

if TYPE_CHECKING:
    from conformance.xds.simulator.serving import Told
    from conformance.xds.simulator.soap_service import Operation
    from conformance.xds.wire.soap import Message


class AnswersAtOnce(AffinityDomain):
    """Answers at once, wherever the response was to go."""

    class Service(AffinityDomain.Service):
        def delivered(self, address: str, told: Told) -> Told:
            return told


class PromisesOnly(AffinityDomain):
    """Promises a response, and never sends one."""

    class Service(AffinityDomain.Service):
        def send(self, address: str, told: Told) -> None:
            """Forget it."""


class AnswersTwice(AffinityDomain):
    """Answers at once, and once more at the address it was given."""

    class Service(AffinityDomain.Service):
        def delivered(self, address: str, told: Told) -> Told:
            super().delivered(address, told)
            return told


class AnswersEmptyLater(AffinityDomain):
    """Does not carry out what is to be answered later, and says that it succeeded."""

    class Service(AffinityDomain.Service):
        def carried_out(self, message: Message, operation: Operation) -> Reply:
            if not self.reply_address(message):
                return super().carried_out(message, operation)
            succeeded = write_registry_response(RegistryResponse(SUCCESS))
            return Reply(succeeded)


class SendsFirst(AffinityDomain):
    """Sends the response before it promises one."""

    class Service(AffinityDomain.Service):
        def delivered(self, address: str, told: Told) -> Told:
            self.send(address, told)
            return self.promise()


class PromisesPlainly(AffinityDomain):
    """Promises a response with 200 and no body."""

    class Service(AffinityDomain.Service):
        def promise(self) -> Told:
            return replace(super().promise(), status=200)


_TOLD = stories("asynchronous", "query", "provide")
_GATEWAY = stories("asynchronous", "query", "gateway-query", "gateway-retrieve")
LATE = (
    vice("xds.answers-at-once", AnswersAtOnce, [c.LATER_PROMISED, c.LATER_DELIVERED], told=_GATEWAY),
    vice("xds.promises-only", PromisesOnly, [c.LATER_DELIVERED], told=_TOLD[:1]),
    vice("xds.answers-twice", AnswersTwice, [c.LATER_PROMISED], told=_TOLD),
    vice(
        "xds.answers-empty-later",
        AnswersEmptyLater,
        [c.LATER_SAME],
        told=stories("asynchronous", "query", "register", "retrieve"),
    ),
    oddity("xds.sends-first", SendsFirst),
    oddity("xds.promises-plainly", PromisesPlainly),
)
