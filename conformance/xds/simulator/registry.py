"""An honest and strict document registry: Register Document Set-b (ITI-42) and Registry Stored Query (ITI-18)."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.xds.affinity import default
from conformance.xds.simulator.holdings import Holdings, described
from conformance.xds.simulator.lifecycle import Lifecycle, new_id
from conformance.xds.simulator.parameters import FORMS, Refused, read
from conformance.xds.simulator.patients import Patients
from conformance.xds.simulator.queries import StoredQueries
from conformance.xds.simulator.soap_service import SIMPLE, Operation, Reply, SoapService, asked_by, sender
from conformance.xds.vocabulary import APPROVED, FAILURE, REGISTER, STORED_QUERY, SUCCESS
from conformance.xds.wire.ebrim import Objects
from conformance.xds.wire.registry import (
    LEAF_CLASS,
    OBJECT_LIST,
    OBJECT_REF,
    QUERY_REQUEST,
    SUBMIT,
    QueryRequest,
    QueryResponse,
    RegistryError,
    RegistryResponse,
    read_query,
    read_submission,
    write_query_response,
    write_registry_response,
)
from conformance.xds.wire.unreadable import Unreadable

if TYPE_CHECKING:
    from lxml import etree

    from conformance.xds.affinity import AffinityDomain as CodeSets
    from conformance.xds.simulator.serving import Asked, Told
    from conformance.xds.wire.soap import Message

_UUID = "urn:uuid:"


class Registry(Lifecycle, StoredQueries):
    """Holds metadata. Embedded, it is driven by ``register_patient``, ``merge``, ``register`` and ``ask``.

    Each question it asks itself is one method of its ancestors. A submission is examined, carried out on a
    copy, and only then put in place: it is never half there (ITI TF-2 3.42.4.1.3.1).
    """

    def __init__(self, authority: str, codes: CodeSets | None = None, service: type[SoapService] = SoapService) -> None:
        self.codes = codes or default()
        self.patients = Patients(authority)
        self.holdings = Holdings()
        self._lock = threading.RLock()
        operations = {
            REGISTER: Operation(SUBMIT, SIMPLE, self.answer_submission),
            STORED_QUERY: Operation(QUERY_REQUEST, SIMPLE, self.answer_query),
        }
        self.service = service(operations)

    def answer(self, asked: Asked) -> Told:
        """Answer one HTTP request."""
        return self.service.answer(asked)

    # Patients, as the feed tells of them.

    def register_patient(self, cx: str) -> bool:
        """Make a patient known, given as ``id^^^&OID&ISO``; return whether it is one of this domain's."""
        return self.patients.register(cx)

    def merge(self, prior: str, survivor: str) -> str:
        """Let one patient be subsumed by another; return why not, or nothing when it is done."""
        return self.patients.merge(prior, survivor)

    # ITI-42.

    def answer_submission(self, message: Message) -> Reply:
        """Answer a SubmitObjectsRequest."""
        return Reply(write_registry_response(self.register(self.submitted(message))))

    def submitted(self, message: Message) -> Objects:
        """Return the objects of a request; what can't be taken for a submission is the sender's fault."""
        body = message.body
        if body is None or body.find(OBJECT_LIST) is None:
            raise sender("the SubmitObjectsRequest has no RegistryObjectList")
        try:
            return read_submission(body)
        except Unreadable as trouble:
            raise sender(str(trouble)) from None

    def register(self, objects: Objects) -> RegistryResponse:
        """Take in one submission whole, or refuse it whole."""
        with self._lock:
            named = self.accepted(self.with_ids(objects))
            staged = self.holdings.copy()
            try:
                self.examine(named)
                self.examine_associations(named)
            except Refused as refused:
                self.roll_back(named, refused)
                return failed(refused)
            staged.add(self.with_times(named))
            self.carry_out(named, staged)
            self.holdings = staged
            return RegistryResponse(SUCCESS)

    def roll_back(self, objects: Objects, refused: Refused) -> None:
        """Leave nothing of a refused submission behind: nothing was put in place yet."""

    def with_ids(self, objects: Objects) -> Objects:
        """Replace each symbolic id by a new UUID, wherever it stands (TF-2 3.42.4.1.3.7)."""
        return objects.renamed({item.id: self.id_for(item.id) for item in objects})

    def id_for(self, submitted: str) -> str:
        """Return the id an object is known by from now on."""
        return submitted if submitted.startswith(_UUID) else new_id()

    def accepted(self, objects: Objects) -> Objects:
        """Return the objects as Approved, whatever status was submitted (TF-2 3.42.4.1.3.3.5)."""
        return replace(
            objects,
            entries=tuple(replace(one, status=APPROVED) for one in objects.entries),
            submission_sets=tuple(replace(one, status=APPROVED) for one in objects.submission_sets),
            folders=tuple(replace(one, status=APPROVED) for one in objects.folders),
            associations=tuple(replace(one, status=APPROVED) for one in objects.associations),
        )

    def with_times(self, objects: Objects) -> Objects:
        """Return the objects with the time at which their folders were last changed."""
        return replace(objects, folders=tuple(replace(one, last_update_time=self.now()) for one in objects.folders))

    # ITI-18.

    def answer_query(self, message: Message) -> Reply:
        """Answer an AdhocQueryRequest."""
        request = asked_by(message, "query", read_query)
        return Reply(self.query_answer(request))

    def query_answer(self, request: QueryRequest) -> etree._Element:
        """Return the AdhocQueryResponse to one stored query."""
        try:
            with self._lock:
                found = self.found(request)
        except Refused as refused:
            return write_query_response(QueryResponse(failed(refused), Objects()))
        return self.query_told(found)

    def query_told(self, found: Objects) -> etree._Element:
        """Return the AdhocQueryResponse that tells what was found."""
        return write_query_response(QueryResponse(RegistryResponse(SUCCESS), found))

    def found(self, request: QueryRequest) -> Objects:
        """Return what a stored query finds, as objects or as references; raise Refused."""
        form = FORMS.get(request.query_id)
        if form is None:
            return self.unknown_query(request)
        if not self.return_type_is_right(request):
            raise Refused("XDSRegistryError", f"returnType {request.return_type} is not one of XDS")
        objects = self.ask(read(form, self.completed(request)))
        if self.wants_references(request):
            return Objects(refs=tuple(item.id for item in objects))
        if not self.is_of_one_patient(objects):
            raise Refused("XDSResultNotSinglePatient", "the objects are of more than one patient")
        return objects

    def unknown_query(self, request: QueryRequest) -> Objects:
        """Refuse a query id nobody defined (TF-2 3.18.4.1.3)."""
        raise Refused("XDSUnknownStoredQuery", f"there is no stored query {request.query_id}")

    def completed(self, request: QueryRequest) -> list[tuple[str, list[str]]]:
        """Return the parameters of a query as they are read: nothing is filled in."""
        return [(name, list(values)) for name, values in request.parameters]

    def return_type_is_right(self, request: QueryRequest) -> bool:
        """Return whether objects or references are asked for (TF-2 3.18.4.1.2.6)."""
        return request.return_type in {LEAF_CLASS, OBJECT_REF}

    def wants_references(self, request: QueryRequest) -> bool:
        """Return whether only ids are asked for."""
        return request.return_type == OBJECT_REF

    def is_of_one_patient(self, objects: Objects) -> bool:
        """Return whether all that is found is of one patient, counting merges."""
        return len({one.patient_id for one in described(objects)}) <= 1


def failed(refused: Refused) -> RegistryResponse:
    """Return a Failure with the one error that caused it."""
    error = RegistryError(refused.code, refused.why, location=refused.location or None)
    return RegistryResponse(FAILURE, (error,), error.severity)
