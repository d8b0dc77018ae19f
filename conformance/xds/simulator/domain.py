"""A whole affinity domain in one process: registry, repository, imaging document source and patient feed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from pydicom.uid import ExplicitVRLittleEndian

from conformance.desk import Desk
from conformance.ports import free_port
from conformance.xds.simulator import (
    administration,
    asserted,
    auditing,
    calling,
    feed,
    gateway,
    identity,
    imaging,
    initiating,
    linking,
    mhd,
    publishing,
    receiving,
    recipient,
    registry,
    repository,
    sample_study,
    secure,
    soap_service,
    wado,
)
from conformance.xds.simulator.initiating import HOMES
from conformance.xds.simulator.repository import Kept
from conformance.xds.simulator.serving import Site

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from conformance.xds.simulator.serving import Asked, Told

PATIENT_ID_ROOT = "2.16.840.1.113883.2.1.4.1"
ON_DEMAND = sample_study.fixed_uid("on-demand")
REPOSITORY, IMAGING_SOURCE = sample_study.fixed_uid("repository"), sample_study.fixed_uid("imaging-source")


class AffinityDomain:
    """Serves its actors at the paths of one site, and the feed at a port of its own.

    The actors are the attributes ``registry``, ``repository`` and ``imaging_source``, to be driven from
    Python by whoever embeds them; ``fetch`` gives the imaging source other images than its sample study.
    A variant replaces an actor by a class of its own of the same name.
    """

    class Registry(registry.Registry):
        """The registry of the domain."""

    class Repository(repository.Repository):
        """The repository of the domain."""

    class ImagingSource(imaging.ImagingDocumentSource):
        """The imaging document source of the domain."""

    class Wado(wado.Wado):
        """The imaging document source over HTTP."""

    class Mhd(mhd.Mhd):
        """Mobile access to what the domain has."""

    class Recipient(recipient.Recipient):
        """Mobile access to bring something in."""

    class Administration(administration.Administration):
        """What registry and repository offer beyond XDS.b."""

    class Linking(linking.Linking):
        """Who moves documents of the registry to another patient."""

    class Gateway(gateway.Gateway):
        """The gateway other communities come by."""

    class Receiver(receiving.Receiver):
        """A document recipient, which registers nowhere."""

    class InitiatingGateway(initiating.InitiatingGateway):
        """The gateway its own consumers ask about other communities."""

    class Gate(asserted.Gate):
        """Who asks for an assertion before registry and repository."""

    class Auditor(auditing.Auditor):
        """Who records what the domain does."""

    class SecureNode(secure.SecureNode):
        """The registry of the domain over mutual TLS."""

    class SecureRepository(secure.SecureNode):
        """The repository of the domain over mutual TLS."""

    class Source(calling.Source):
        """A document source that submits when it is asked to."""

    class Consumer(calling.Consumer):
        """A document consumer that finds and fetches when it is asked to."""

    class Publishing(publishing.Publishing):
        """How the sample study is shared."""

    class Service(soap_service.SoapService):
        """How every actor of the domain speaks SOAP."""

        offers_asynchronous = True

    class Feed(feed.PatientFeed):
        """The patient feed of the registry."""

    class IdentityFeed(identity.IdentityFeed):
        """The same in HL7 version 3."""

    def __init__(
        self,
        fetch: Callable[[str, str, str], tuple[str, bytes] | None] | None = None,
        listed: Callable[[str], Sequence[tuple[str, str]]] | None = None,
    ) -> None:
        images = sample_study.images()

        def held(study: str, series: str, sop: str) -> tuple[str, bytes] | None:
            octets = images.get((study, series, sop))
            return (ExplicitVRLittleEndian, octets) if octets is not None else None

        def contents(study: str) -> list[tuple[str, str]]:
            return [(series, sop) for its_study, series, sop in images if its_study == study]

        self.registry = self.Registry(PATIENT_ID_ROOT, service=self.Service)
        self.repository = self.Repository(REPOSITORY, self.registry.register, self.Service)
        self.repository.on_demand[ON_DEMAND] = Kept(b"What is known of somebody just now.\n", "text/plain")
        self.imaging_source = self.ImagingSource(IMAGING_SOURCE, fetch or held, self.Service)
        self.wado = self.Wado(fetch or held, listed or contents)
        self.mhd = self.Mhd(self.registry, self.repository)
        self.recipient = self.Recipient(self.repository)
        self.administration = self.Administration(self.registry, self.repository, self.Service)
        self.gateway = self.Gateway(self.registry, self.repository, self.imaging_source, self.Service)
        self.receiver = self.Receiver(self.Service)
        self.abroad = free_port()
        others = {home: f"http://127.0.0.1:{self.abroad}{path}" for path, home in HOMES.items()}
        self.initiating_gateway = self.InitiatingGateway(others, self.Service)
        self.publishing = self.Publishing(IMAGING_SOURCE, self.registry.codes)
        self.linking = self.Linking(self.registry, self.administration)
        self.feed = self.Feed(self.registry.patients, self.linking)
        self.gate = self.Gate()
        self.identity_feed = self.IdentityFeed(self.registry.patients, self.Service)
        self.auditor = self.Auditor(free_port(), self.registry)
        self.secure_node = self.SecureNode({"/registry": self.registry.answer})
        self.secure_repository = self.SecureRepository({"/repository": self.repository.answer})
        self._deeds = {**self.Source().deeds(), **self.Consumer().deeds()}
        self._desk: Desk | None = None
        self._site = Site(self.answers())

    def answers(self) -> Mapping[str, Callable[[Asked], Told]]:
        """Return which actor answers at which path."""
        return {
            "/registry": self.auditor.watching(self.registry.answer),
            "/repository": self.auditor.watching(self.repository.answer),
            "/xua/registry": self.auditor.watching(self.gate.guarding(self.registry.service), self.gate.fault),
            "/xua/repository": self.auditor.watching(self.gate.guarding(self.repository.service), self.gate.fault),
            "/imaging-source": self.auditor.watching(self.imaging_source.answer),
            "/administration": self.administration.answer,
            "/patients": self.identity_feed.answer,
            "/gateway": self.gateway.answer,
            "/recipient": self.receiver.answer,
            "/initiating": self.initiating_gateway.answer,
            mhd.BASE: self.recipient.answer,
            f"{mhd.BASE}/{{rest:path}}": self.mhd.answer,
            "/wado-uri": self.wado.answer_uri,
            f"{wado.RS}/{{rest:path}}": self.wado.answer_rs,
        }

    def publish_sample(self) -> None:
        """Share the manifest of the sample study, whose patient the registry knows from the beginning."""
        patient = f"{sample_study.PATIENT}^^^&{self.registry.patients.authority}&ISO"
        self.registry.register_patient(patient)
        self.repository.publish(*self.publishing.submission(patient))

    def __enter__(self) -> Self:
        self.publish_sample()
        self._desk = Desk(self._deeds).__enter__()
        self.secure_node.start()
        self.secure_repository.start()
        self.auditor.start()
        self._site.start()
        self.feed.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.feed.stop()
        self._site.stop()
        self.secure_repository.stop()
        self.secure_node.stop()
        self.auditor.stop()
        if self._desk is not None:
            self._desk.__exit__(None, None, None)

    def profile(self) -> dict[str, Any]:
        """Return the sections ``xds`` and ``asked`` of the profile of a candidate that is this domain."""
        series, sops = next(iter(sample_study.SERIES)), [*sample_study.images()]
        return {
            "asked": self._desk.profile() if self._desk else {"by": {}},
            "xds": {
                "registry": self._site.url("/registry"),
                "repository": self._site.url("/repository"),
                "imaging_source": self._site.url("/imaging-source"),
                "wado_uri": self._site.url("/wado-uri"),
                "mhd": self._site.url(mhd.BASE),
                "mhd_recipient": {"url": self._site.url(mhd.BASE)},
                "wado_rs": self._site.url(wado.RS),
                "repository_unique_id": self.repository.unique_id,
                "patient_id_root": self.registry.patients.authority,
                "patient_feed": {"host": "127.0.0.1", "port": self.feed.port, "version": "2.3.1"},
                "link_change": {"host": "127.0.0.1", "port": self.feed.port, "version": "2.5"},
                "asynchronous": True,
                "patient_feed_v3": self._site.url("/patients"),
                "options": dict.fromkeys(
                    ("update", "remove_metadata", "remove_documents", "register_on_demand", "multi_patient_query"),
                    self._site.url("/administration"),
                ),
                "recipient": {"url": self._site.url("/recipient"), "limited_metadata": True},
                "on_demand": {
                    "url": self._site.url("/repository"),
                    "repository_unique_id": self.repository.unique_id,
                    "unique_id": ON_DEMAND,
                },
                "gateway": {
                    **dict.fromkeys(("query", "retrieve", "retrieve_imaging"), self._site.url("/gateway")),
                    "home": self.gateway.home,
                    "asynchronous": True,
                },
                "initiating_gateway": {
                    "query": self._site.url("/initiating"),
                    "retrieve": self._site.url("/initiating"),
                    "retrieve_imaging": self._site.url("/initiating"),
                    "port": self.abroad,
                },
                "secure": {
                    **self.secure_node.profile(),
                    "repository": f"https://127.0.0.1:{self.secure_repository.port}/repository",
                },
                "audit": self.auditor.profile(),
                "xua": self.gate.profile(self._site.url("/xua/registry"), self._site.url("/xua/repository")),
                "sample_study": {
                    "patient_id": sample_study.PATIENT,
                    "study_uid": sample_study.STUDY,
                    "series_uid": series,
                    "sop_uids": [sop for _, its, sop in sops if its == series],
                    "repository_unique_id": self.imaging_source.unique_id,
                    "pixel_sha256": [sample_study.pixel_digest(series, sop) for _, its, sop in sops if its == series],
                    "manifest": publishing.MANIFEST,
                },
            },
        }
