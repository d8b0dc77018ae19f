"""A document recipient of mobile access: what is provided as a Bundle goes to repository and registry (MHD ITI-65)."""

from __future__ import annotations

import base64
import binascii
import json
from typing import TYPE_CHECKING, Any

from conformance.limits import Limits
from conformance.xds.simulator.parameters import Refused
from conformance.xds.simulator.registry import failed
from conformance.xds.simulator.serving import Asked, Told
from conformance.xds.vocabulary import FAILURE, HAS_MEMBER, STABLE
from conformance.xds.wire import fhir
from conformance.xds.wire.ebrim import Association, Author, Code, DocumentEntry, Objects, SubmissionSet
from conformance.xds.wire.unreadable import Unreadable
from conformance.xds.wire.xml import read_xml

if TYPE_CHECKING:
    from conformance.xds.simulator.repository import Repository
    from conformance.xds.wire.registry import RegistryResponse

INVALID = "invalid"


class Recipient:
    """Takes a Bundle in whole, or refuses it whole."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository

    def answer(self, asked: Asked) -> Told:
        """Answer one request to the base."""
        try:
            bundle = self.read(asked)
            objects, contents = self.submission(bundle)
        except Refused as refused:
            return self.told(400, self.outcome(failed(refused)), asked)
        except (Unreadable, LookupError, TypeError, ValueError, AttributeError) as trouble:
            return self.told(400, self.outcome(failed(Refused(INVALID, f"not as FHIR has it: {trouble!r}"))), asked)
        response = self.publish(objects, contents)
        if response.status == FAILURE:
            return self.told(422, self.outcome(response), asked)
        return self.told(200, self.accepted(bundle), asked)

    def publish(self, objects: Objects, contents: dict[str, bytes]) -> RegistryResponse:
        """Hand a submission over to the repository (ITI-41)."""
        return self._repository.publish(objects, contents)

    def read(self, asked: Asked) -> fhir.Resource:
        """Return the Bundle that was posted, in either form."""
        kind = asked.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind == fhir.JSON:
            read = json.loads(asked.body)
        elif self.reads_xml() and kind == fhir.XML:
            read = fhir.from_xml(read_xml(asked.body, Limits()))
        else:
            raise Refused("not-supported", f"{kind} is not FHIR")
        if read["resourceType"] != "Bundle" or read["type"] != "transaction":
            raise Refused(INVALID, "it is no Bundle of type transaction")
        return dict(read)

    def reads_xml(self) -> bool:
        """Return whether XML is read as well (MHD 3.65.4.1.3)."""
        return True

    def submission(self, bundle: fhir.Resource) -> tuple[Objects, dict[str, bytes]]:
        """Return what a Bundle submits, and the documents by the ids of their entries; raise Refused."""
        held = {one["fullUrl"]: one["resource"] for one in bundle["entry"]}
        lists = [one for one in held.values() if one["resourceType"] == "List"]
        if len(lists) != 1 or _code(lists[0]["code"]).code != "submissionset":
            raise Refused(INVALID, f"there are {len(lists)} lists, not one of a submission")
        subject = self.subject(lists[0]["subject"], held)
        documents = {url: one for url, one in held.items() if one["resourceType"] == "DocumentReference"}
        for one in documents.values():
            self.check(one)
        kept = {url: one for url, one in documents.items() if self.takes(one)}
        entries = tuple(self.entry(url, one, subject) for url, one in kept.items())
        made = self.set(lists[0], subject)
        ties = tuple(
            Association(f"tie-{at}", HAS_MEMBER, made.id, one.id, set_status="Original")
            for at, one in enumerate(entries)
        )
        contents = {url: _octets(held[one["content"][0]["attachment"]["url"]]) for url, one in kept.items()}
        return Objects(entries, (made,), (), ties), contents

    def check(self, reference: fhir.Resource) -> None:
        """Refuse a DocumentReference without what FHIR requires of one."""
        if not reference.get("status") or not reference.get("content"):
            raise Refused(INVALID, "a DocumentReference has a status and a content")

    def takes(self, reference: fhir.Resource) -> bool:
        """Return whether a document of a Bundle is taken in: all are, or none."""
        return bool(reference.get("content"))

    def subject(self, whose: fhir.Resource, held: dict[str, fhir.Resource]) -> str:
        """Return the patient as the registry writes it: named by identifier, or carried along."""
        named = held[whose["reference"]]["identifier"] if "reference" in whose else whose["identifier"]
        told = named[0] if isinstance(named, list) else named
        return f"{told['value']}^^^&{_bare(told['system'])}&ISO"

    def set(self, made: fhir.Resource, subject: str) -> SubmissionSet:
        """Return the submission set of a List."""
        extensions = {one["url"]: one for one in made["extension"]}
        return SubmissionSet(
            id="submission",
            unique_id=_bare(made["identifier"][0]["value"]),
            source_id=_bare(extensions[fhir.SOURCE_ID]["valueIdentifier"]["value"]),
            patient_id=subject,
            submission_time=self.time(made["date"]),
            content_type=_code(extensions[fhir.DESIGNATION]["valueCodeableConcept"]),
            title=made.get("title"),
        )

    def entry(self, url: str, reference: fhir.Resource, subject: str) -> DocumentEntry:
        """Return the entry of a DocumentReference."""
        content, context = reference["content"][0], reference["context"]
        attachment = content["attachment"]
        source = next(one for one in reference["contained"] if one["resourceType"] == "Patient")
        whose = source["identifier"][0]
        writer = next(one for one in reference["contained"] if one["resourceType"] == "Practitioner")["name"][0]
        return DocumentEntry(
            id=url,
            unique_id=_bare(reference["masterIdentifier"]["value"]),
            patient_id=subject,
            mime_type=attachment["contentType"],
            object_type=STABLE,
            title=attachment.get("title"),
            authors=(Author(f"^{writer['family']}^{writer['given'][0]}"),),
            class_code=_code(reference["category"][0]),
            type_code=_code(reference["type"]),
            format_code=_coded(content["format"]),
            facility_code=_code(context["facilityType"]),
            practice_code=_code(context["practiceSetting"]),
            confidentiality_codes=tuple(_code(one) for one in reference["securityLabel"]),
            creation_time=self.time(attachment["creation"]),
            hash=base64.b64decode(attachment["hash"], validate=True).hex(),
            size=str(attachment["size"]),
            language=attachment["language"],
            source_patient_id=f"{whose['value']}^^^&{_bare(whose['system'])}&ISO",
        )

    def time(self, moment: str) -> str | None:
        """Return a moment as XDS has it, in UTC (ITI TF-3 4.2.3.1.7)."""
        return fhir.dtm(moment)

    def accepted(self, bundle: fhir.Resource) -> fhir.Resource:
        """Return the answer to a Bundle that was taken in: an entry for each of its entries, in order."""
        entries = [{"response": self.created(one, at)} for at, one in enumerate(bundle["entry"])]
        return {"resourceType": "Bundle", "type": "transaction-response", "entry": entries}

    def created(self, entry: fhir.Resource, at: int) -> fhir.Resource:
        """Return the answer to one entry."""
        return {"status": "201 Created", "location": f"{entry['resource']['resourceType']}/{at + 1}"}

    def outcome(self, response: RegistryResponse) -> fhir.Resource:
        """Return the errors of a registry as FHIR tells them."""
        issues = [
            {"severity": "error", "code": INVALID, "details": {"text": one.code}, "diagnostics": one.context}
            for one in response.errors
        ]
        return {"resourceType": "OperationOutcome", "issue": issues}

    def told(self, status: int, resource: fhir.Resource, asked: Asked) -> Told:
        """Return a resource in the form the sender takes."""
        if asked.headers.get("accept", "").startswith(fhir.XML):
            return Told(status, fhir.to_xml(resource), fhir.XML)
        return Told(status, json.dumps(resource).encode(), fhir.JSON)


def _bare(value: str) -> str:
    return value.removeprefix("urn:oid:")


def _code(concept: Any) -> Code:  # noqa: ANN401 - whatever JSON holds
    return _coded(concept["coding"][0])


def _coded(coding: Any) -> Code:  # noqa: ANN401 - as above
    return Code(coding["code"], _bare(coding["system"]), coding.get("display") or coding["code"])


def _octets(binary: fhir.Resource) -> bytes:
    try:
        return base64.b64decode(binary["data"], validate=True)
    except binascii.Error as error:
        raise Refused(INVALID, f"a Binary is not base64: {error}") from None
