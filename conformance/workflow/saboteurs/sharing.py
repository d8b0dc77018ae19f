"""Hospitals whose vice is in how a study is shared."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.dicom.samples import CT
from conformance.hospital import Hospital
from conformance.hospital.sharing import uid
from conformance.xds.simulator import AffinityDomain

if TYPE_CHECKING:
    from conformance.dicom.simulator import Kept
    from conformance.xds.samples import Study
    from conformance.xds.wire.ebrim import DocumentEntry
    from conformance.xds.wire.repository import RetrievedDocument


class NeverShares(Hospital):
    """Keeps every study to itself."""

    def publishes_manifests(self, study: str) -> bool:
        """Never."""
        return not study


class Mislabelled(Hospital):
    """Publishes manifests as octet streams."""

    class Sharing(Hospital.Sharing):
        """Knows no media types."""

        def entry(self, study: Study, patient: str, domain: AffinityDomain) -> DocumentEntry:
            """Label it wrongly."""
            return replace(super().entry(study, patient, domain), mime_type="application/octet-stream")


class WrongHash(Hospital):
    """Has a repository that registers the hash of something else."""

    class Domain(AffinityDomain):
        """A domain with a careless repository."""

        class Repository(AffinityDomain.Repository):
            """The repository."""

            def completed(self, entry: DocumentEntry, content: bytes) -> DocumentEntry:
                """Hash the wrong octets."""
                made = super().completed(entry, content)
                return replace(made, hash=super().completed(entry, content + b"\0").hash)


class OfInterest(Hospital):
    """Titles its manifests (113000, DCM, "Of Interest") (XI03)."""

    class Sharing(Hospital.Sharing):
        """Uses another title."""

        def manifest(self, study: Study, sop_uid: str) -> bytes:
            """Write another title."""
            return super().manifest(study, sop_uid).replace(b"113030", b"113000")


class ForeignReference(Hospital):
    """Refers to an instance that is not in the study (XI01)."""

    class Sharing(Hospital.Sharing):
        """Lists one too many."""

        def described(self, held: list[Kept], location: str) -> Study:
            """Add a stranger to the first series."""
            study = super().described(held, location)
            first = study.series[0]
            longer = first._replace(instances=[*first.instances, (CT, uid("stranger", study.study_uid))])
            return study._replace(series=[longer, *study.series[1:]])


class Unlocated(Hospital):
    """Leaves the Retrieve Location UID empty."""

    class Sharing(Hospital.Sharing):
        """Says not where."""

        def described(self, held: list[Kept], location: str) -> Study:
            """Leave the location out."""
            return super().described(held, location[:0])


class StaleManifest(Hospital):
    """Publishes one manifest for a study, and never another (XI14)."""

    class Sharing(Hospital.Sharing):
        """Publishes once."""

        def share(self, study_uid: str, domain: AffinityDomain) -> None:
            """Publish when nothing was published."""
            if study_uid not in self._published:
                super().share(study_uid, domain)


class ManifestBesideManifest(Hospital):
    """Publishes a changed study again without replacing the manifest before."""

    class Sharing(Hospital.Sharing):
        """Replaces nothing."""

        def replaces(self, before: DocumentEntry | None) -> bool:
            """Never."""
            return before is not None and not before.id


class OneImageShort(Hospital):
    """Has an imaging source that leaves out the last instance asked for."""

    class Domain(AffinityDomain):
        """A domain with a forgetful source."""

        class ImagingSource(AffinityDomain.ImagingSource):
            """The source."""

            def ordered(self, documents: list[RetrievedDocument]) -> list[RetrievedDocument]:
                """Drop one."""
                return documents[:-1]


class RewritesElements(Hospital):
    """Writes its own model name into what it hands out."""

    class Sharing(Hospital.Sharing):
        """Leaves a mark."""

        def file(self, held: Kept) -> bytes:
            """Rename the model."""
            return super().file(held).replace(b"SYNTHETIC ", b"REFERENCE ")


class FlipsABit(Hospital):
    """Hands out pixel data with one bit changed."""

    class Sharing(Hospital.Sharing):
        """Flips one bit."""

        def file(self, held: Kept) -> bytes:
            """Flip the last."""
            octets = super().file(held)
            return octets[:-1] + bytes([octets[-1] ^ 1])
