"""A client of a document registry: ITI-42 and ITI-18 (ITI TF-2 3.42, 3.18). It records and judges nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.model import Blocked
from conformance.xds import vocabulary as v
from conformance.xds.client.answers import Answer, QueryAnswer
from conformance.xds.client.speaking import PLAIN, Manner, Speaker
from conformance.xds.wire.registry import (
    LEAF_CLASS,
    QUERY_RESPONSE,
    REGISTRY_RESPONSE,
    QueryRequest,
    quoted,
    read_query_response,
    read_registry_response,
    single,
    write_query,
    write_submission,
)
from conformance.xds.wire.xml import local

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conformance.xds.wire.ebrim import DocumentEntry, Objects, Placement

VALUE_MOST = 256
"""Characters of a slot value (ebRIM 3.0 LongName; ITI TF-3 4.2.3.1.6)."""

Asked = int | str | tuple[str, ...] | list[tuple[str, ...]]
"""What a parameter asks: one number (a time is one too), one text, any of several, or all of several such lists."""


def parameters(asked: Mapping[str, Asked]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return parameters as slots (ITI TF-2 3.18.4.1.2.3.5): a tuple is OR in one slot, a list AND over several."""
    slots: list[tuple[str, tuple[str, ...]]] = []
    for name, value in asked.items():
        if isinstance(value, int):
            slots.append((name, (str(value),)))
        elif isinstance(value, str):
            slots.append((name, (single(value),)))
        elif isinstance(value, tuple):
            slots.append((name, _lists(value)))
        else:
            slots += [(name, _lists(one)) for one in value]
    return tuple(slots)


def _lists(values: tuple[str, ...]) -> tuple[str, ...]:
    """Return values as lists in parentheses, split between values so that each fits a rim:Value."""
    lists: list[list[str]] = [[]]
    for value in values:
        if lists[-1] and len(quoted(*lists[-1], value)) > VALUE_MOST:
            lists.append([])
        lists[-1].append(value)
    return tuple(quoted(*one) for one in lists)


def with_response(answer: Answer) -> Answer:
    """Return the answer with what its rs:RegistryResponse says, or the trouble of having none."""
    body = answer.message.body if answer.message else None
    if answer.trouble or answer.fault or answer.message is None:
        return answer
    if body is None or body.tag != REGISTRY_RESPONSE:
        held = f"<{local(body)}>" if body is not None else "nothing"
        return replace(answer, trouble=f"HTTP {answer.http.status}: the Body holds {held}, not an rs:RegistryResponse")
    response = read_registry_response(body)
    return replace(
        answer,
        status=response.status,
        errors=response.errors,
        highest=response.highest,
        problems=(*answer.problems, *response.problems),
    )


class RegistryClient:
    """Registers and queries for one story; ``query_action`` is another where other transactions query alike."""

    query_action = v.STORED_QUERY

    def __init__(self, speaker: Speaker) -> None:
        self.speaker = speaker

    def register(self, objects: Objects, placement: Placement | None = None, manner: Manner = PLAIN) -> Answer:
        """Send a submission as a repository does (ITI-42)."""
        return with_response(self.speaker.ask(v.REGISTER, write_submission(objects, placement), manner=manner))

    def query(
        self, name: str, asked: Mapping[str, Asked], returns: str = LEAF_CLASS, manner: Manner = PLAIN
    ) -> QueryAnswer:
        """Ask a stored query by its name, or by any identifier that is none of a known name (ITI-18)."""
        return self.put(QueryRequest(v.QUERIES.get(name, name), parameters(asked), returns), manner)

    def put(self, request: QueryRequest, manner: Manner = PLAIN) -> QueryAnswer:
        """Ask a stored query exactly as written."""
        answer = self.speaker.ask(self.query_action, write_query(request), manner=manner)
        opened = QueryAnswer(
            answer.http, answer.sent, answer.message, answer.trouble, root=answer.root, problems=answer.problems
        )
        body = answer.message.body if answer.message else None
        if answer.trouble or answer.fault or answer.message is None:
            return opened
        if body is None or body.tag != QUERY_RESPONSE:
            held = f"<{local(body)}>" if body is not None else "nothing"
            says = f"HTTP {answer.http.status}: the Body holds {held}, not a query:AdhocQueryResponse"
            return replace(opened, trouble=says)
        read = read_query_response(body)
        return replace(
            opened,
            status=read.response.status,
            errors=read.response.errors,
            highest=read.response.highest,
            problems=(*opened.problems, *read.response.problems, *read.objects.problems),
            objects=read.objects,
            listed=read.listed,
        )

    def find_documents(self, patient_id: str, *statuses: str, returns: str = LEAF_CLASS, **more: Asked) -> QueryAnswer:
        """Ask FindDocuments; ``more`` names parameters without ``$XDSDocumentEntry`` (``ClassCode=(...)``)."""
        asked: dict[str, Asked] = {
            "$XDSDocumentEntryPatientId": patient_id,
            "$XDSDocumentEntryStatus": statuses or (v.APPROVED,),
        }
        asked |= {f"$XDSDocumentEntry{name}": value for name, value in more.items()}
        return self.query("FindDocuments", asked, returns)

    def find_sets(self, patient_id: str, returns: str = LEAF_CLASS, **more: Asked) -> QueryAnswer:
        """Ask FindSubmissionSets for those that are Approved; ``more`` names parameters without the prefix."""
        return self._find("SubmissionSet", patient_id, returns, more)

    def find_folders(self, patient_id: str, returns: str = LEAF_CLASS, **more: Asked) -> QueryAnswer:
        """Ask FindFolders for those that are Approved; ``more`` names parameters without the prefix."""
        return self._find("Folder", patient_id, returns, more)

    def _find(self, kind: str, patient_id: str, returns: str, more: Mapping[str, Asked]) -> QueryAnswer:
        asked: dict[str, Asked] = {"PatientId": patient_id, "Status": (v.APPROVED,), **more}
        return self.query(f"Find{kind}s", {f"$XDS{kind}{name}": value for name, value in asked.items()}, returns)

    def written(self, name: str, slots: tuple[tuple[str, tuple[str, ...]], ...]) -> QueryRequest:
        """Return a stored query whose slots stand exactly as given, right or wrong."""
        return QueryRequest(v.QUERIES.get(name, name), slots)

    def get_documents(self, *unique_ids: str, returns: str = LEAF_CLASS) -> QueryAnswer:
        """Ask GetDocuments by uniqueId."""
        return self.query("GetDocuments", {"$XDSDocumentEntryUniqueId": unique_ids}, returns)

    def get_entries(self, *uuids: str, returns: str = LEAF_CLASS) -> QueryAnswer:
        """Ask GetDocuments by entryUUID."""
        return self.query("GetDocuments", {"$XDSDocumentEntryEntryUUID": uuids}, returns)

    def get_associations(self, *uuids: str) -> QueryAnswer:
        """Ask GetAssociations of any objects."""
        return self.query("GetAssociations", {"$uuid": uuids})

    def registered(self, objects: Objects) -> Answer:
        """Register what a story needs; raise Blocked when the candidate will not."""
        answer = self.register(objects)
        if not answer.succeeded:
            raise Blocked(f"could not register what the story needs: {answer.said}")
        return answer

    def entries(self, *unique_ids: str) -> list[DocumentEntry]:
        """Look up entries that must be there, in the order asked; raise Blocked when one is not."""
        answer = self.get_documents(*unique_ids)
        found = [answer.objects.entry(one) for one in unique_ids]
        missing = [name for name, one in zip(unique_ids, found, strict=True) if one is None]
        if missing:
            raise Blocked(f"could not find {', '.join(missing)} by GetDocuments, though registered: {answer.said}")
        return [one for one in found if one is not None]

    def uuids(self, unique_ids: Sequence[str]) -> list[str]:
        """Look up the entryUUIDs of entries that must be there; raise Blocked when one is not."""
        return [entry.id for entry in self.entries(*unique_ids)]
