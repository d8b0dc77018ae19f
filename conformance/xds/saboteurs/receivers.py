"""Document recipients with one vice each in what they take (XDR, ITI-41)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.xds import clauses as c
from conformance.xds.saboteurs.naming import oddity, vice
from conformance.xds.simulator import AffinityDomain
from conformance.xds.simulator.parameters import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conformance.xds.wire.ebrim import DocumentEntry, Objects
    from conformance.xds.wire.registry import RegistryError

ACTOR = "document-recipient"


class TakesOneDocument(AffinityDomain):
    """Refuses a submission of more than one document."""

    class Receiver(AffinityDomain.Receiver):
        def examine(self, objects: Objects, contents: Mapping[str, bytes]) -> None:
            if len(objects.entries) > 1:
                raise Refused("XDSRepositoryError", "one document at a time")
            super().examine(objects, contents)


class RefusesFolders(AffinityDomain):
    """Refuses a submission with a folder, which it does not keep."""

    class Receiver(AffinityDomain.Receiver):
        def examine(self, objects: Objects, contents: Mapping[str, bytes]) -> None:
            if objects.folders:
                raise Refused("XDSRepositoryError", "folders are not kept here")
            super().examine(objects, contents)


class TakesTheDamaged(AffinityDomain):
    """Takes a document whatever its hash and size."""

    class Receiver(AffinityDomain.Receiver):
        def content_is_right(self, entry: DocumentEntry, content: bytes) -> bool:
            return True


class WantsAllMetadata(AffinityDomain):
    """Asks for all metadata, though they are marked as limited."""

    class Receiver(AffinityDomain.Receiver):
        def required_of_entries(self, entry: DocumentEntry) -> tuple[str, ...]:
            return super().required_of_entries(replace(entry, limited=False))


# Unusual and right.


class KeepsFolders(AffinityDomain):
    """Takes folders without a word, and queues what it takes."""

    class Receiver(AffinityDomain.Receiver):
        def warnings(self, objects: Objects) -> tuple[RegistryError, ...]:
            return ()


RECEIVERS = (
    vice("xds.takes-one-document", TakesOneDocument, [c.RECEIVED], [c.RECEIVED_PARTS], actor=ACTOR),
    vice("xds.refuses-folders", RefusesFolders, [c.RECEIVED_PARTS], actor=ACTOR),
    vice("xds.takes-the-damaged", TakesTheDamaged, [c.RECEIVED_DAMAGED], actor=ACTOR),
    vice("xds.wants-all-metadata", WantsAllMetadata, [c.RECEIVED_LIMITED], actor=ACTOR),
    oddity("xds.keeps-folders", KeepsFolders, actor=ACTOR),
)
