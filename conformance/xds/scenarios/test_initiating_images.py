"""An initiating gateway, asked by an imaging consumer of its community about images of two others: RAD-69, RAD-75."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conformance.authoring import scenario
from conformance.model import Blocked
from conformance.xds import checks, clauses
from conformance.xds import vocabulary as v
from conformance.xds.actors import EXPLICIT
from conformance.xds.samples import image_of
from conformance.xds.wire.repository import DocumentRequest, InstanceRequest
from conformance.xds.wire.soap import MTOM

ACTOR, TRANSACTION = "initiating-imaging-gateway", "RAD-69"
REQUIRES = ["xds.initiating_gateway.retrieve_imaging"]
JPEG_LS = "1.2.840.10008.1.2.4.80"
SYNTAXES = [JPEG_LS, EXPLICIT]
"""Our images are in the second: who asks the community for both is given it, and none is made anew."""


@pytest.fixture
def abroad(initiating_gateway, story):
    """Return the gateway under test, and what to ask it for: an image of a study of each of two communities."""
    communities, wanted = initiating_gateway.communities, {}
    for community in (initiating_gateway.first, initiating_gateway.second):
        study, series, sop = (story.uid(f"{one}/{community.home}") for one in ("study", "series", "image"))
        communities.documents[sop] = ("application/dicom", image_of(story, study, series, sop))
        wanted[community.home] = InstanceRequest(
            study, series, DocumentRequest(communities.repository_id, sop, community.home)
        )
    return initiating_gateway, wanted


def of(one, **other):
    """Return a request for an instance that differs in what is asked for."""
    return replace(one, asked=replace(one.asked, **other))


def ask(gateway, *wanted, calls):
    """Ask the gateway for instances in any of our transfer syntaxes."""
    return gateway.retrieve_images(*wanted, syntaxes=SYNTAXES, calls=calls)


def came(answer):
    """Return which instances came, sorted."""
    return sorted(one.document for one in answer.documents)


def judge_asked(check, gateway, answer, *wanted):
    """Judge that each community was asked by RAD-75 for its own instances as the consumer asked, and no other was."""
    calls = [one for one in gateway.asked() if one.action == v.CROSS_RETRIEVE_IMAGING]
    evidence = [one for call in calls for one in call.evidence] or answer.evidence
    requests = [(call.path, gateway.communities.images_of(call)) for call in calls]
    homes = {path: one.home for path, one in gateway.communities.by.items()}
    asked = {(homes.get(path), one) for path, request in requests for one in request.instances}
    with check(clauses.IMAGES_ABROAD_ASKED, evidence=evidence):
        assert asked == {(one.asked.home, one) for one in wanted}, f"{len(calls)} calls; {answer.said}"
    for path, request in requests:
        with check(clauses.IMAGES_ABROAD_ASKED, where=f"transfer syntaxes at {path}", evidence=evidence):
            assert sorted(request.transfer_syntaxes) == sorted(SYNTAXES)


def judge_returned(check, gateway, answer, one):
    """Judge that an instance came as its community gave it, and by the names it was asked for."""
    copy, (_, octets) = answer.document(one.asked.document), gateway.communities.documents[one.asked.document]
    with check(clauses.IMAGES_ABROAD_RETURNED, where=str(one.asked.home), evidence=answer.evidence):
        assert copy is not None, answer.said
        assert checks.described(copy.octets) == checks.described(octets)
    if copy is not None:
        with check(clauses.IMAGES_ABROAD_RETURNED, where=f"names of {one.asked.home}", evidence=answer.evidence):
            assert checks.misnamed(one.asked, copy) == []


@scenario(
    "xds.initiating.image",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.IMAGES_ABROAD_ASKED, clauses.IMAGES_ABROAD_RETURNED, clauses.IMAGING_RESPONSE_MTOM],
    requires=REQUIRES,
    source="toolkit2 iig_2018-5401, 5402b",
)
def test_an_image_comes_from_the_community_it_is_of(abroad, check):
    """Asked for an image of another community, the gateway fetches it from that one alone and hands it on unchanged."""
    gateway, wanted = abroad
    one = wanted[gateway.second.home]

    answer = ask(gateway, one, calls=1)

    judge_asked(check, gateway, answer, one)
    judge_returned(check, gateway, answer, one)
    with check(clauses.IMAGING_RESPONSE_MTOM, evidence=answer.evidence):
        assert answer.packaging == MTOM, answer.packaging or answer.said


@scenario(
    "xds.initiating.images-together",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.IMAGES_ABROAD_ASKED, clauses.IMAGES_ABROAD_RETURNED],
    requires=REQUIRES,
    source="toolkit2 iig_2018-5403a",
)
def test_images_of_several_communities_come_together(abroad, check):
    """Images of two communities, asked for at once, come in one answer, each from its own."""
    gateway, wanted = abroad

    answer = ask(gateway, *wanted.values(), calls=2)

    judge_asked(check, gateway, answer, *wanted.values())
    with check(clauses.IMAGES_ABROAD_RETURNED, evidence=answer.evidence):
        assert answer.status == v.SUCCESS, answer.said
        assert came(answer) == sorted(one.asked.document for one in wanted.values())
    for one in wanted.values():
        judge_returned(check, gateway, answer, one)


@scenario(
    "xds.initiating.images-partial",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.IMAGES_ABROAD_PARTIAL, clauses.IMAGES_ABROAD_CODE],
    requires=REQUIRES,
    source="toolkit2 iig_2018-5405b",
)
def test_one_community_without_its_image_hides_no_other(abroad, story, check):
    """When one community has not the image, or is away, or is unknown, that of the other comes with an error."""
    gateway, wanted = abroad
    mine, theirs = wanted.values()
    control = ask(gateway, mine, theirs, calls=2)
    if came(control) != sorted((mine.asked.document, theirs.asked.document)):
        raise Blocked(f"what two communities have did not come while both answered: {control.said}")

    nowhere = ask(gateway, mine, of(theirs, document=story.uid("nobody")), calls=2)
    strange = ask(gateway, mine, of(theirs, home=f"urn:oid:{story.uid('community')}"), calls=1)
    gateway.second.outcome = None
    away = ask(gateway, mine, theirs, calls=2)

    for where, code, answer in (
        ("has it not", "XDSDocumentUniqueIdError", nowhere),
        ("is unknown", "XDSUnknownCommunity", strange),
        ("is away", "XDSUnavailableCommunity", away),
    ):
        with check(clauses.IMAGES_ABROAD_PARTIAL, where=f"one {where}", evidence=answer.evidence):
            assert (answer.status, came(answer)) == (v.PARTIAL_SUCCESS, [mine.asked.document]), answer.said
            assert checks.status_troubles(answer) == []
        if answer.codes:
            with check(clauses.IMAGES_ABROAD_CODE, where=f"one {where}", evidence=answer.evidence):
                assert code in answer.codes, answer.said


@scenario(
    "xds.initiating.images-refused",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.IMAGES_ABROAD_REFUSED, clauses.IMAGES_ABROAD_CODE],
    requires=REQUIRES,
    source="toolkit2 iig_2018-5404b, c",
)
def test_images_that_nobody_has_are_refused(abroad, story, check):
    """An image of a community nobody knows, or one its community has not, is refused: nothing comes but an error."""
    gateway, wanted = abroad
    one = wanted[gateway.first.home]

    strange = ask(gateway, of(one, home=f"urn:oid:{story.uid('community')}"), calls=0)
    nowhere = ask(gateway, of(one, document=story.uid("nobody")), calls=1)
    control = ask(gateway, one, calls=1)
    if came(control) != [one.asked.document]:
        raise Blocked(f"an image that is there did not come either: {control.said}")

    for where, code, answer in (
        ("unknown community", "XDSUnknownCommunity", strange),
        ("unknown instance", "XDSDocumentUniqueIdError", nowhere),
    ):
        with check(clauses.IMAGES_ABROAD_REFUSED, where=where, evidence=answer.evidence):
            assert checks.refused(answer), answer.said
        if answer.codes:
            with check(clauses.IMAGES_ABROAD_CODE, where=where, evidence=answer.evidence):
                assert code in answer.codes, answer.said
