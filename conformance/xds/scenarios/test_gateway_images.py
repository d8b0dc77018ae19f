"""A responding imaging gateway asked for images by another community: RAD-75."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conformance.authoring import scenario
from conformance.model import Blocked
from conformance.xds import checks, clauses
from conformance.xds import vocabulary as v
from conformance.xds.actors import EXPLICIT, IMPLICIT

ACTOR, TRANSACTION = "responding-imaging-gateway", "RAD-75"
REQUIRES = ["xds.gateway.retrieve_imaging", "xds.imaging_source", "xds.sample_study"]
UNCOMPRESSED = [EXPLICIT, IMPLICIT]


@pytest.fixture
def abroad(imaging_document_source, gateway):
    """Return who asks the gateway for instances of the sample study, named otherwise where that is said."""

    def asks(*sops, homes=(), syntaxes=UNCOMPRESSED, **other):
        requests = imaging_document_source.requests(*sops, **other)
        homes = [*homes, *[gateway.home] * len(sops)]
        named = [replace(one, asked=replace(one.asked, home=home)) for one, home in zip(requests, homes, strict=False)]
        return gateway.images.retrieve_images(named, syntaxes)

    return asks


@pytest.fixture
def sops(imaging_document_source):
    """Return the instances of the sample study."""
    return imaging_document_source.study.sop_uids


@scenario(
    "xds.gateway.images",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.GATEWAY_IMAGE, clauses.GATEWAY_IMAGES_PARTIAL, clauses.GATEWAY_OTHER_HOME],
    requires=REQUIRES,
    source="toolkit2 rig_5420 to rig_5426",
)
def test_images_come_through_the_gateway(sops, abroad, gateway, story, check):
    """Another community retrieves an image; of one that is not this community's it hears where it is not."""
    wanted, other = sops[:2]
    strange = f"urn:oid:{story.uid('community')}"
    answer = abroad(wanted)
    both = abroad(wanted, other, homes=[gateway.home, strange])
    alone = abroad(other, homes=[strange])

    copy = answer.document(wanted)
    with check(clauses.GATEWAY_IMAGE, evidence=answer.evidence):
        assert copy is not None, answer.said
        assert checks.no_instance(copy.octets, wanted) == []
    if copy is None:
        raise Blocked(f"an instance of this community did not come, so that nothing else can be judged: {answer.said}")
    with check(clauses.GATEWAY_IMAGE, where="its community", evidence=answer.evidence):
        assert copy.home == gateway.home
    with check(clauses.GATEWAY_IMAGES_PARTIAL, evidence=both.evidence):
        assert both.status in {v.PARTIAL_SUCCESS, v.SUCCESS}, both.said
        assert [one.document for one in both.documents] == [wanted], both.said
    with check(clauses.GATEWAY_OTHER_HOME, evidence=alone.evidence):
        assert checks.refused(alone, "XDSUnknownCommunity"), alone.said


@scenario(
    "xds.gateway.images-together",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.SERIES_RETURNED, clauses.GATEWAY_IMAGE, clauses.LISTED_SYNTAX],
    requires=REQUIRES,
    source="toolkit2 rig_5421",
)
def test_a_series_comes_through_the_gateway(sops, abroad, gateway, check):
    """Another community retrieves the images of a series at once: all come, each once, as it can show them."""
    answer = abroad(*sops)

    with check(clauses.SERIES_RETURNED):
        assert answer.status == v.SUCCESS, answer.said
        assert sorted(one.document for one in answer.documents) == sorted(sops)
    for copy in answer.documents:
        amiss = checks.no_instance(copy.octets, copy.document)
        with check(clauses.GATEWAY_IMAGE, where=copy.document):
            assert (amiss, copy.home) == ([], gateway.home)
        if not amiss:
            with check(clauses.LISTED_SYNTAX, where=copy.document):
                assert checks.unlisted(copy.octets, UNCOMPRESSED) == []


@scenario(
    "xds.gateway.images-unknown",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[
        clauses.UNKNOWN_INSTANCE,
        clauses.UNKNOWN_INSTANCE_CODE,
        clauses.FOREIGN_SOURCE,
        clauses.LISTED_SYNTAX,
        clauses.GATEWAY_IMAGES_PARTIAL,
        clauses.GATEWAY_IMAGES_LOCATION,
    ],
    requires=REQUIRES,
    source="toolkit2 rig_5424a, b, c, rig_5425a",
)
def test_images_that_a_community_has_not_are_refused(sops, abroad, story, check):
    """An image the community has not, not in that series, source or syntax, is refused; beside others it is missing."""
    held, strange = sops[0], story.uid("strange")

    unknown = {
        "an unknown instance": abroad(strange),
        "in another series": abroad(held, series=strange),
    }
    foreign = abroad(held, repository=story.uid("elsewhere"))
    unheard = abroad(held, syntaxes=[story.uid("transfer-syntax")])
    both = abroad(held, strange)
    control = abroad(held)
    if control.document(held) is None:
        raise Blocked(f"an image that is there did not come either: {control.said}")

    for where, answer in unknown.items():
        with check(clauses.UNKNOWN_INSTANCE, where=where, evidence=answer.evidence):
            assert checks.refused(answer), answer.said
        if answer.status == v.FAILURE:
            with check(clauses.UNKNOWN_INSTANCE_CODE, where=where, evidence=answer.evidence):
                assert checks.refused(answer, "XDSDocumentUniqueIdError"), answer.said
    with check(clauses.FOREIGN_SOURCE, evidence=foreign.evidence):
        assert checks.refused(foreign, "XDSUnknownRepositoryId"), foreign.said
    with check(clauses.LISTED_SYNTAX, where="one that nobody has", evidence=unheard.evidence):
        assert checks.refused(unheard), unheard.said
    with check(clauses.GATEWAY_IMAGES_PARTIAL, evidence=both.evidence):
        assert both.status in {v.PARTIAL_SUCCESS, v.SUCCESS}, both.said
        assert [one.document for one in both.documents] == [held], both.said
    for where, answer in (*unknown.items(), ("another source", foreign), ("another syntax", unheard)):
        if answer.errors:
            with check(clauses.GATEWAY_IMAGES_LOCATION, where=where, evidence=answer.evidence):
                assert [one for one in answer.errors if "urn:oid:" not in (one.location or "")] == []
