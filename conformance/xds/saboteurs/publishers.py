"""Document recipients of mobile access with one vice each (MHD ITI-65)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from conformance.xds import clauses as c
from conformance.xds.saboteurs.naming import oddity, vice
from conformance.xds.simulator import AffinityDomain
from conformance.xds.simulator.serving import Asked, Told

if TYPE_CHECKING:
    from conformance.xds.wire.ebrim import DocumentEntry, Objects
    from conformance.xds.wire.fhir import Resource
    from conformance.xds.wire.registry import RegistryResponse

ACTOR = "document-recipient"


class AnswersAsBatch(AffinityDomain):
    """Answers a transaction by a Bundle of another type."""

    class Recipient(AffinityDomain.Recipient):
        def accepted(self, bundle: Resource) -> Resource:
            return {**super().accepted(bundle), "type": "batch-response"}


class AnswersTheListOnly(AffinityDomain):
    """Answers only the first entry of a Bundle."""

    class Recipient(AffinityDomain.Recipient):
        def accepted(self, bundle: Resource) -> Resource:
            told = super().accepted(bundle)
            return {**told, "entry": told["entry"][:1]}


class SaysNotWhereItIs(AffinityDomain):
    """Answers each entry without a location."""

    class Recipient(AffinityDomain.Recipient):
        def created(self, entry: Resource, at: int) -> Resource:
            return {"status": super().created(entry, at)["status"]}


class CallsEverythingDocument(AffinityDomain):
    """Gives every document a title of its own making."""

    class Recipient(AffinityDomain.Recipient):
        def entry(self, url: str, reference: Resource, subject: str) -> DocumentEntry:
            return replace(super().entry(url, reference, subject), title="Document")


class KeepsLocalTime(AffinityDomain):
    """Takes over the digits of a time and drops its zone."""

    class Recipient(AffinityDomain.Recipient):
        def time(self, moment: str) -> str | None:
            return datetime.fromisoformat(moment).strftime("%Y%m%d%H%M%S")


class TrimsWhatComesIn(AffinityDomain):
    """Strips line ends of a document it takes in, and measures it afterwards."""

    class Recipient(AffinityDomain.Recipient):
        def publish(self, objects: Objects, contents: dict[str, bytes]) -> RegistryResponse:
            entries = tuple(replace(one, hash=None, size=None) for one in objects.entries)
            trimmed = {name: octets.strip() for name, octets in contents.items()}
            return super().publish(replace(objects, entries=entries), trimmed)


class ReadsJsonOnly(AffinityDomain):
    """Refuses a Bundle in XML."""

    class Recipient(AffinityDomain.Recipient):
        def reads_xml(self) -> bool:
            return False


class TakesWhatIsRight(AffinityDomain):
    """Takes in what is right of a Bundle, and says nothing of the rest."""

    class Recipient(AffinityDomain.Recipient):
        def check(self, reference: Resource) -> None:
            """Pass over what is wrong."""


class RefusesByHalves(AffinityDomain):
    """Refuses a Bundle after it has taken in what is right of it."""

    class Recipient(AffinityDomain.Recipient):
        def answer(self, asked: Asked) -> Told:
            told = super().answer(asked)
            if told.status != 200:  # noqa: PLR2004 - HTTP OK
                passing = TakesWhatIsRight.Recipient(self._repository)
                passing.answer(asked)
            return told


class RefusesInPlainText(AffinityDomain):
    """Tells an error in plain text."""

    class Recipient(AffinityDomain.Recipient):
        def told(self, status: int, resource: Resource, asked: Asked) -> Told:
            told = super().told(status, resource, asked)
            return told if status == 200 else Told(status, b"no", "text/plain")  # noqa: PLR2004 - HTTP OK


class TakesOneOfTwo(AffinityDomain):
    """Takes in the first document of a Bundle only."""

    class Recipient(AffinityDomain.Recipient):
        def publish(self, objects: Objects, contents: dict[str, bytes]) -> RegistryResponse:
            first = objects.entries[:1]
            kept = {one.id: contents[one.id] for one in first}
            return super().publish(replace(objects, entries=first, associations=objects.associations[:1]), kept)


class SaysNotThatItTakes(AffinityDomain):
    """Leaves transactions out of its CapabilityStatement."""

    class Mhd(AffinityDomain.Mhd):
        def capability(self) -> Resource:
            told = super().capability()
            return {**told, "rest": [{**one, "interaction": []} for one in told["rest"]]}


class AnswersAtLength(AffinityDomain):
    """Answers with absolute locations and their versions, and a warning beside them."""

    class Recipient(AffinityDomain.Recipient):
        def created(self, entry: Resource, at: int) -> Resource:
            told = super().created(entry, at)
            where = f"https://elsewhere.invalid/fhir/{told['location']}/_history/1"
            issue = {"severity": "warning", "code": "informational"}
            outcome = {"resourceType": "OperationOutcome", "issue": [issue]}
            return {"status": "201", "location": where, "etag": 'W/"1"', "outcome": outcome}


PUBLISHERS = (
    vice("xds.answers-as-batch", AnswersAsBatch, [c.MHD_TAKEN_IN], actor=ACTOR),
    vice("xds.answers-the-list-only", AnswersTheListOnly, [c.MHD_EACH_ENTRY], actor=ACTOR),
    vice("xds.says-not-where-it-is", SaysNotWhereItIs, [c.MHD_EACH_ENTRY], actor=ACTOR),
    vice("xds.calls-everything-document", CallsEverythingDocument, [c.MHD_EQUAL], actor=ACTOR),
    vice("TI06", KeepsLocalTime, [c.MHD_UTC], actor=ACTOR),
    vice("xds.trims-what-comes-in", TrimsWhatComesIn, [c.MHD_STORED], [c.MHD_EQUAL, c.MHD_PUBLISHED], actor=ACTOR),
    vice("xds.reads-json-only", ReadsJsonOnly, [c.MHD_XML], actor=ACTOR),
    vice("xds.takes-what-is-right", TakesWhatIsRight, [c.MHD_REFUSED], actor=ACTOR),
    vice("xds.refuses-by-halves", RefusesByHalves, [c.MHD_ATOMIC], actor=ACTOR),
    vice("xds.refuses-in-plain-text", RefusesInPlainText, [c.MHD_OUTCOME], actor=ACTOR),
    vice("xds.takes-one-of-two", TakesOneOfTwo, [c.MHD_PUBLISHED], actor=ACTOR),
    vice("xds.says-not-that-it-takes", SaysNotThatItTakes, [c.MHD_RECIPIENT], actor=ACTOR),
    oddity("xds.answers-at-length", AnswersAtLength, actor=ACTOR),
)
