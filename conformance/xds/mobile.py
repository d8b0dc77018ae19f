"""Document responder and recipient of mobile access under test (MHD 4.2, FHIR R4): their answers, as total values."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urljoin

from conformance.http import Response, exchange
from conformance.limits import Limits
from conformance.model import Blocked
from conformance.xds.wire import fhir
from conformance.xds.wire.unreadable import Unreadable
from conformance.xds.wire.xml import read_xml

if TYPE_CHECKING:
    from conformance.story import Story
    from conformance.xds.samples import Submission

FHIR, OK = "application/fhir+json", 200


class DocumentRecipient:
    """Provides Bundles to one FHIR base for one story."""

    def __init__(self, story: Story) -> None:
        xds = story.system.xds
        if xds is None or xds.mhd_recipient is None:
            raise Blocked("the profile names no xds.mhd_recipient")
        self._story = story
        self._about = xds.mhd_recipient
        self._tls = xds.tls.context(story.folder) if xds.tls else None

    def bundle(self, submission: Submission) -> fhir.Resource:
        """Return a submission as a Bundle, its patient named as the profile says."""
        carried = fhir.a_patient(str(submission.set.patient_id)) if self._about.subject == "bundle" else None
        return fhir.provided(submission, carried, lambda name: self._story.uuid(f"{submission.set.id}/{name}"))

    def provide(self, bundle: fhir.Resource, form: str = fhir.JSON) -> Response:
        """Post a Bundle to the base (ITI-65), and ask for the answer in the same form."""
        octets = fhir.to_xml(bundle) if form == fhir.XML else json.dumps(bundle).encode()
        headers = [("Content-Type", form), ("Accept", form)]
        return exchange(self._story.doors, "POST", self._about.url, headers, octets, self._tls)

    def capability(self) -> Response:
        """Ask what the base offers."""
        where = f"{self._about.url.rstrip('/')}/metadata"
        return exchange(self._story.doors, "GET", where, [("Accept", fhir.JSON)], tls=self._tls)

    def provided(self, submission: Submission) -> Response:
        """Provide what must be accepted; raise Blocked when it is not."""
        answer = self.provide(self.bundle(submission))
        if answer.status != OK:
            raise Blocked(f"a right Bundle was not accepted: {said(answer)}")
        return answer


class DocumentResponder:
    """Asks one FHIR base for one story."""

    def __init__(self, story: Story) -> None:
        xds = story.system.xds
        if xds is None or xds.mhd is None:
            raise Blocked("the profile names no xds.mhd")
        self._story = story
        self._base = xds.mhd.rstrip("/") + "/"
        self._tls = xds.tls.context(story.folder) if xds.tls else None

    def get(self, url: str, accept: str = FHIR) -> Response:
        """Ask for an address, absolute or below the base."""
        try:
            where = urljoin(self._base, url)
        except ValueError:
            where = url
        return exchange(self._story.doors, "GET", where, [("Accept", accept)], tls=self._tls)

    def search(self, kind: str, patient: str, **more: str) -> Response:
        """Search resources of a kind about a patient, given as ``id^^^&OID&ISO``."""
        value, _, authority = patient.partition("^^^&")
        named = {"patient.identifier": f"urn:oid:{authority.split('&')[0]}|{value}", **more}
        return self.get(f"{kind}?{urlencode(named)}")


def resource(answer: Response) -> dict[str, Any]:
    """Return the resource a response carries, empty when it carries none."""
    try:
        if (answer.header("content-type") or "").partition(";")[0].strip().lower() == fhir.XML:
            return fhir.from_xml(read_xml(answer.body, Limits()))
        read = json.loads(answer.body)
    except (ValueError, RecursionError, Unreadable):
        return {}
    return read if isinstance(read, dict) else {}


def listed(found: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """Return the objects an array of that name holds, none when there is no such array."""
    held = found.get(name)
    return [one for one in held if isinstance(one, dict)] if isinstance(held, list) else []


def matches(answer: Response, kind: str) -> list[dict[str, Any]]:
    """Return the resources of a kind in a Bundle."""
    found = [one.get("resource") for one in listed(resource(answer), "entry")]
    return [one for one in found if isinstance(one, dict) and one.get("resourceType") == kind]


def identifiers(found: dict[str, Any]) -> set[str]:
    """Return every identifier of a resource, OIDs without their prefix."""
    every = [found.get("masterIdentifier"), *listed(found, "identifier")]
    return {str(one.get("value", "")).removeprefix("urn:oid:") for one in every if isinstance(one, dict)}


def attachment(found: dict[str, Any]) -> dict[str, Any]:
    """Return the first attachment of a DocumentReference, empty when there is none."""
    told = next((one.get("attachment") for one in listed(found, "content")), None)
    return told if isinstance(told, dict) else {}


def created(answer: Response) -> list[tuple[str, str]]:
    """Return status and location of each entry of a transaction-response."""
    responses = [one.get("response") for one in listed(resource(answer), "entry")]
    read = [one if isinstance(one, dict) else {} for one in responses]
    return [(str(one.get("status", "")), str(one.get("location") or "")) for one in read]


def said(answer: Response) -> str:
    """Return in one line what came, for a person to read."""
    kind = resource(answer).get("resourceType") or answer.header("content-type") or "nothing"
    return answer.trouble or f"HTTP {answer.status}, {kind}"
