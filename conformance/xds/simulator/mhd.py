"""A document responder of Mobile access to Health Documents: ITI-66, ITI-67, ITI-68 over a registry (FHIR R4, JSON)."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

from conformance.xds.simulator.serving import Asked, Told
from conformance.xds.vocabulary import APPROVED

if TYPE_CHECKING:
    from conformance.xds.simulator.registry import Registry
    from conformance.xds.simulator.repository import Repository
    from conformance.xds.wire.ebrim import DocumentEntry, SubmissionSet

BASE = "/fhir"
FHIR = "application/fhir+json"
Resource = dict[str, Any]


class Mhd:
    """Answers GET; ``repository`` is where documents are fetched from."""

    def __init__(self, registry: Registry, repository: Repository) -> None:
        self._registry = registry
        self._repository = repository

    def answer(self, asked: Asked) -> Told:
        """Answer one request."""
        parts = urlsplit(asked.target)
        said = {name: values[0] for name, values in parse_qs(parts.query).items()}
        kind, _, name = parts.path.removeprefix(BASE).strip("/").partition("/")
        if kind == "metadata":
            return self.told(200, self.capability())
        if kind == "DocumentReference" and not name:
            return self.told(200, self.bundle([self.reference(one) for one in self.found(said)]))
        if kind == "List" and not name:
            return self.told(200, self.bundle([self.listed(one) for one in self.sets(said)]))
        kept = self._repository.documents.get(unquote(name)) if kind == "Binary" else None
        if kept is not None:
            return Told(200, self.handed_out(kept.content), kept.mime_type)
        return self.told(
            404, {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "not-found"}]}
        )

    def told(self, status: int, resource: Resource) -> Told:
        """Return a resource as a response."""
        return Told(status, json.dumps(resource).encode(), FHIR)

    def capability(self) -> Resource:
        """Return what is offered here."""
        kinds = [{"type": name, "interaction": [{"code": "search-type"}]} for name in ("DocumentReference", "List")]
        about = {"status": "active", "kind": "instance", "fhirVersion": "4.0.1", "format": ["json"]}
        whole = {"mode": "server", "resource": kinds, "interaction": [{"code": "transaction"}]}
        return {"resourceType": "CapabilityStatement", **about, "rest": [whole]}

    def patient(self, said: dict[str, str]) -> str:
        """Return the patient a search is about, as the registry writes it."""
        system, _, value = said.get("patient.identifier", "").partition("|")
        return f"{value}^^^&{system.removeprefix('urn:oid:')}&ISO"

    def found(self, said: dict[str, str]) -> list[DocumentEntry]:
        """Return the entries a search finds (ITI-67 3.67.4.1.2.1)."""
        held = self._registry.holdings.entries.values()
        return [one for one in held if one.patient_id == self.patient(said) and one.status == APPROVED]

    def sets(self, said: dict[str, str]) -> list[SubmissionSet]:
        """Return the submission sets a search finds (ITI-66 3.66.4.1.2.1)."""
        return [one for one in self._registry.holdings.sets.values() if one.patient_id == self.patient(said)]

    def bundle(self, resources: list[Resource]) -> Resource:
        """Return what was found."""
        entries = [{"resource": one, "search": {"mode": "match"}} for one in resources]
        return {"resourceType": "Bundle", "type": "searchset", "total": len(entries), "entry": entries}

    def reference(self, entry: DocumentEntry) -> Resource:
        """Return an entry as a DocumentReference."""
        return {
            "resourceType": "DocumentReference",
            "status": "current",
            "masterIdentifier": {"system": "urn:ietf:rfc:3986", "value": f"urn:oid:{entry.unique_id}"},
            "identifier": [{"system": "urn:ietf:rfc:3986", "value": entry.id}],
            "content": [{"attachment": self.attachment(entry)}],
        }

    def attachment(self, entry: DocumentEntry) -> Resource:
        """Return where the document of an entry is, and what it is."""
        digest = base64.b64encode(bytes.fromhex(entry.hash or "")).decode()
        url = f"Binary/{quote(entry.unique_id or '', safe='')}"
        return {"contentType": entry.mime_type, "url": url, "hash": digest, "size": int(entry.size or 0)}

    def listed(self, submitted: SubmissionSet) -> Resource:
        """Return a submission set as a List."""
        value = f"urn:oid:{submitted.unique_id}"
        code = {"system": "https://profiles.ihe.net/ITI/MHD/CodeSystem/MHDlistTypes", "code": "submissionset"}
        return {
            "resourceType": "List",
            "status": "current",
            "mode": "working",
            "identifier": [{"system": "urn:ietf:rfc:3986", "value": value}],
            "code": {"coding": [code]},
        }

    def handed_out(self, content: bytes) -> bytes:
        """Return a document as it is given back."""
        return content
