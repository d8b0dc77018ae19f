"""A document recipient: takes what is provided (ITI-41) and registers nothing (XDR; ITI TF-2 3.41.4.1.3.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.xds.simulator.admission import ENTRY_REQUIRED, SET_REQUIRED
from conformance.xds.simulator.parameters import Refused
from conformance.xds.simulator.registry import failed
from conformance.xds.simulator.repository import METADATA, sha1
from conformance.xds.simulator.soap_service import MTOM, Operation, Reply, SoapService, asked_by, sender
from conformance.xds.vocabulary import PROVIDE, SUCCESS, WARNING
from conformance.xds.wire import registry as registering
from conformance.xds.wire.registry import RegistryError, RegistryResponse, read_provided, write_registry_response

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conformance.xds.simulator.serving import Asked, Told
    from conformance.xds.wire.ebrim import DocumentEntry, Objects, SubmissionSet
    from conformance.xds.wire.soap import Message

ADDED = frozenset({"hash", "size", "repository_unique_id"})
"""What a source need not say (ITI TF-3 table 4.3.1-3)."""
LIMITED_ENTRY = ("unique_id", "mime_type", "object_type")
LIMITED_SET = ("unique_id", "source_id", "submission_time")


class Receiver:
    """Takes documents, and says what it can't make of them."""

    def __init__(self, service: type[SoapService] = SoapService) -> None:
        self.received: list[str] = []
        self.service = service({PROVIDE: Operation(registering.PROVIDE, MTOM, self.answer_provide)})

    def answer(self, asked: Asked) -> Told:
        """Answer one HTTP request."""
        return self.service.answer(asked)

    def answer_provide(self, message: Message) -> Reply:
        """Answer a ProvideAndRegisterDocumentSetRequest."""
        objects = asked_by(message, "submission", registering.read_submission)
        carried, problems = read_provided(message)
        if problems:
            raise sender(problems[0])
        try:
            self.examine(objects, {one.entry_id: one.octets for one in carried})
        except Refused as refused:
            return Reply(write_registry_response(failed(refused)))
        self.received += [str(one.unique_id) for one in objects.entries]
        warnings = self.warnings(objects)
        return Reply(write_registry_response(RegistryResponse(SUCCESS, warnings, WARNING if warnings else None)))

    def examine(self, objects: Objects, contents: Mapping[str, bytes]) -> None:
        """Refuse what is not whole, or not what its metadata say."""
        if len(objects.submission_sets) != 1:
            raise Refused(METADATA, f"there are {len(objects.submission_sets)} submission sets")
        self.demand(objects.submission_sets[0], self.required_of_sets(objects.submission_sets[0]))
        for entry in objects.entries:
            self.demand(entry, self.required_of_entries(entry))
            content = contents.get(entry.id)
            if content is None:
                raise Refused("XDSMissingDocument", f"the entry {entry.id} has no document", entry.id)
            if not self.content_is_right(entry, content):
                raise Refused(METADATA, f"the document is not of the hash and size of {entry.id}", entry.id)

    def demand(self, item: DocumentEntry | SubmissionSet, names: tuple[str, ...]) -> None:
        """Refuse an object that lacks one of these attributes."""
        for name in names:
            if not getattr(item, name):
                raise Refused(METADATA, f"{item.id} has no {name}", item.id)

    def required_of_entries(self, entry: DocumentEntry) -> tuple[str, ...]:
        """Return which attributes an entry must have: few when it is marked as limited."""
        return LIMITED_ENTRY if entry.limited else tuple(one for one in ENTRY_REQUIRED if one not in ADDED)

    def required_of_sets(self, submission: SubmissionSet) -> tuple[str, ...]:
        """Return which attributes a submission set must have."""
        return LIMITED_SET if submission.limited else SET_REQUIRED

    def content_is_right(self, entry: DocumentEntry, content: bytes) -> bool:
        """Return whether hash and size, where they are given, are the document's."""
        return entry.hash in {None, sha1(content)} and entry.size in {None, str(len(content))}

    def warnings(self, objects: Objects) -> tuple[RegistryError, ...]:
        """Return what is told of folders, which are not kept here."""
        if not objects.folders:
            return ()
        return (RegistryError("PartialFolderContentNotProcessed", "folders are not kept here", WARNING),)
