"""The document responder of mobile access under test (MHD 4.2, FHIR R4, JSON): what it answers, as total values."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urljoin

from conformance.http import Response, exchange
from conformance.model import Blocked

if TYPE_CHECKING:
    from conformance.story import Story

FHIR = "application/fhir+json"


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
        read = json.loads(answer.body)
    except (ValueError, RecursionError):
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


def said(answer: Response) -> str:
    """Return in one line what came, for a person to read."""
    kind = resource(answer).get("resourceType") or answer.header("content-type") or "nothing"
    return answer.trouble or f"HTTP {answer.status}, {kind}"
