"""A document consumer and an imaging document consumer, asked to find and fetch: ITI-18, ITI-43, RAD-69."""

from __future__ import annotations

import re

from conformance.authoring import scenario
from conformance.model import Blocked
from conformance.xds import callers, clauses
from conformance.xds import vocabulary as v
from conformance.xds.scenarios.test_sources import unaddressed
from conformance.xds.simulator.parameters import FORMS
from conformance.xds.wire.registry import RegistryError, RegistryResponse
from conformance.xds.wire.repository import DocumentRequest
from conformance.xds.wire.soap import MTOM, SIMPLE

CONSUMER, IMAGING = "document-consumer", "imaging-document-consumer"
FINDS, FETCHES = ["xds", f"asked.{callers.FIND}"], ["xds", f"asked.{callers.FETCH}"]
SHOWS = ["xds", f"asked.{callers.IMAGES}"]
UID = re.compile(r"[0-2](\.(0|[1-9]\d*))+")
MANY = 100
VALUE = r"(?:'(?:[^']|'')*'|[+-]?\d+)"
LIST, ONE = re.compile(rf"\(\s*{VALUE}(\s*,\s*{VALUE})*\s*\)"), re.compile(VALUE)


@scenario(
    "xds.consumer.query",
    actor=CONSUMER,
    transaction="ITI-18",
    clauses=[clauses.CONSUMER_QUERY, clauses.CONSUMER_CODED, clauses.CALLER_ADDRESSING],
    requires=FINDS,
)
def test_a_consumer_asks_a_stored_query(document_consumer, check):
    """Asked for a patient's documents, the consumer asks a stored query about that patient, rightly coded."""
    document_consumer.has("held")

    call, query = document_consumer.finds()

    form = FORMS.get(query.query_id)
    named = dict(query.parameters)
    with check(clauses.CONSUMER_QUERY, evidence=call.evidence):
        assert call.message is not None, call.said
        assert call.message.packaging == SIMPLE
    with check(clauses.CONSUMER_QUERY, where="the query", evidence=call.evidence):
        assert form is not None, f"no stored query has the id {query.query_id}"
        assert [one.name for one in form.parameters if one.required and one.name not in named] == []
    with check(clauses.CONSUMER_QUERY, where="the patient", evidence=call.evidence):
        assert any(document_consumer.patient in "".join(values) for values in named.values()), "another patient"
    known = {one.name: one for one in form.parameters} if form else {}
    for name, values in query.parameters:
        if name in known:
            form_of = LIST if known[name].many else ONE
            with check(clauses.CONSUMER_CODED, where=name, evidence=call.evidence):
                assert [one for one in values if not form_of.fullmatch(one.strip())] == []
    with check(clauses.CALLER_ADDRESSING, evidence=call.evidence):
        assert unaddressed(call) == []


def _asks_rightly(check, clause, call, asked, wanted):
    with check(clause, evidence=call.evidence):
        assert call.message is not None, call.said
        assert call.message.packaging == MTOM
        assert wanted in asked, f"asked for were {[*asked]}"


def _request(entry):
    return DocumentRequest(entry.repository_unique_id, entry.unique_id, entry.home)


@scenario(
    "xds.consumer.retrieve",
    actor=CONSUMER,
    transaction="ITI-43",
    clauses=[clauses.CONSUMER_RETRIEVES, clauses.CALLER_ADDRESSING],
    requires=FETCHES,
)
def test_a_consumer_fetches_a_document_where_its_entry_says(document_consumer, check):
    """A consumer asks for a document by the repository and the identifier its entry names."""
    document_consumer.has("other")
    wanted = document_consumer.has("wanted")

    call, asked = document_consumer.fetches(wanted)

    _asks_rightly(check, clauses.CONSUMER_RETRIEVES, call, asked, _request(wanted))
    with check(clauses.CALLER_ADDRESSING, evidence=call.evidence):
        assert unaddressed(call) == []


@scenario(
    "xds.consumer.home",
    actor=CONSUMER,
    transaction="ITI-43",
    clauses=[clauses.CONSUMER_HOME],
    requires=FETCHES,
)
def test_a_consumer_names_the_community_of_a_document(document_consumer, story, check):
    """A document whose entry names a community is asked for with that community."""
    wanted = document_consumer.has("abroad", home=f"urn:oid:{story.uid('community')}")

    call, asked = document_consumer.fetches(wanted)

    with check(clauses.CONSUMER_HOME, evidence=call.evidence):
        assert wanted.home in {one.home for one in asked}, call.said


@scenario(
    "xds.consumer.after-not-found",
    actor=CONSUMER,
    transaction="ITI-43",
    clauses=[clauses.CONSUMER_GOES_ON],
    requires=FETCHES,
)
def test_a_consumer_goes_on_when_a_document_is_gone(document_consumer, check):
    """After a document was not there, the consumer fetches another."""
    gone, there = document_consumer.has("gone"), document_consumer.has("there")
    del document_consumer.ours.documents[gone.unique_id]
    document_consumer.comes_to(gone, "the document that is gone")

    call, asked = document_consumer.fetches(there)

    _asks_rightly(check, clauses.CONSUMER_GOES_ON, call, asked, _request(there))


@scenario(
    "xds.consumer.after-query-failed",
    actor=CONSUMER,
    transaction="ITI-18",
    clauses=[clauses.CONSUMER_GOES_ON],
    requires=[*FINDS, *FETCHES[1:]],
)
def test_a_consumer_goes_on_when_a_query_failed(document_consumer, check):
    """After the registry was too busy to answer, the consumer finds and fetches as before."""
    wanted = document_consumer.has("wanted")
    busy = RegistryError("XDSRegistryBusy", "too much to do")
    document_consumer.ours.query_outcome = RegistryResponse(v.FAILURE, (busy,), v.ERROR)
    failed, _ = document_consumer.finds()
    if failed.action != v.STORED_QUERY:
        raise Blocked(f"no query came that could fail: {failed.said}")
    document_consumer.ours.query_outcome = None

    call, asked = document_consumer.fetches(wanted)

    _asks_rightly(check, clauses.CONSUMER_GOES_ON, call, asked, _request(wanted))


@scenario(
    "xds.consumer.unknown-media-type",
    actor=CONSUMER,
    transaction="ITI-43",
    clauses=[clauses.CONSUMER_GOES_ON],
    requires=FETCHES,
)
def test_a_consumer_goes_on_after_a_document_it_can_not_show(document_consumer, check):
    """After a document of a media type nobody knows, the consumer fetches another."""
    odd = document_consumer.has("odd", b"\0\1\2", mime_type="application/x-never-heard-of")
    plain = document_consumer.has("plain")
    document_consumer.comes_to(odd, "the document of an unknown media type")

    call, asked = document_consumer.fetches(plain)

    _asks_rightly(check, clauses.CONSUMER_GOES_ON, call, asked, _request(plain))


@scenario(
    "xds.consumer.many-documents",
    actor=CONSUMER,
    transaction="ITI-18",
    clauses=[clauses.CONSUMER_GOES_ON, clauses.CONSUMER_RETRIEVES],
    requires=FETCHES,
)
def test_a_consumer_finds_one_document_of_many(document_consumer, check):
    """Of a patient with a hundred documents the consumer fetches the one it was asked for, twice over."""
    entries = [document_consumer.has(f"many/{number}") for number in range(MANY)]

    for wanted, clause in ((entries[-1], clauses.CONSUMER_RETRIEVES), (entries[50], clauses.CONSUMER_GOES_ON)):
        call, asked = document_consumer.fetches(wanted)

        _asks_rightly(check, clause, call, asked, _request(wanted))
    longest = document_consumer.ours.most_told
    if longest < MANY:
        raise Blocked(f"no answer with {MANY} documents was asked for: the longest held {longest}")


def _answers(status, code, severity):
    return RegistryResponse(status, (RegistryError(code, "told by a story", severity),), severity)


@scenario(
    "xds.consumer.after-warning",
    actor=CONSUMER,
    transaction="ITI-43",
    clauses=[clauses.CONSUMER_GOES_ON],
    requires=FETCHES,
)
def test_a_consumer_takes_what_comes_with_a_warning(document_consumer, check):
    """What was found with a warning is fetched, and after it came with a warning the next is fetched as well."""
    wanted, next_ = document_consumer.has("wanted"), document_consumer.has("next")
    warning = _answers(v.SUCCESS, "XDSRegistryBusy", v.WARNING)
    document_consumer.ours.query_outcome = warning
    document_consumer.ours.retrieve_outcome = _answers(v.SUCCESS, "XDSRepositoryBusy", v.WARNING)

    for entry, where in ((wanted, "what was found with a warning"), (next_, "after a document came with a warning")):
        call, asked = document_consumer.tries(entry)
        with check(clauses.CONSUMER_GOES_ON, where=where, evidence=call.evidence):
            assert call.message is not None, call.said
            assert _request(entry) in asked, f"asked for were {[*asked]}"
    if document_consumer.ours.most_told == 0:
        raise Blocked("nothing was looked for, so that no warning was given with what was found")


@scenario(
    "xds.consumer.after-partial-success",
    actor=CONSUMER,
    transaction="ITI-18",
    clauses=[clauses.CONSUMER_GOES_ON],
    requires=FETCHES,
)
def test_a_consumer_takes_the_part_that_came(document_consumer, check):
    """When part of the documents was found, and an error says that not all was, what was found is fetched."""
    wanted = document_consumer.has("wanted")
    document_consumer.ours.query_outcome = _answers(v.PARTIAL_SUCCESS, "XDSUnavailableCommunity", v.ERROR)

    call, asked = document_consumer.tries(wanted)

    if document_consumer.ours.most_told == 0:
        raise Blocked("nothing was looked for, so that no part of it was found")
    with check(clauses.CONSUMER_GOES_ON, evidence=call.evidence):
        assert call.message is not None, call.said
        assert _request(wanted) in asked, f"asked for were {[*asked]}"


@scenario(
    "xds.image-consumer.request",
    actor=IMAGING,
    transaction="RAD-69",
    clauses=[clauses.IMAGES_REQUEST, clauses.IMAGES_SYNTAXES, clauses.CALLER_ADDRESSING],
    requires=SHOWS,
)
def test_an_imaging_consumer_asks_for_instances(imaging_consumer, story, check):
    """Instances are asked for by study, series and source, in syntaxes the consumer can show."""
    sops = [story.uid("first"), story.uid("second")]

    call, request = imaging_consumer.fetches(*sops)

    here = (imaging_consumer.study, imaging_consumer.series, imaging_consumer.ours.repository_id)
    with check(clauses.IMAGES_REQUEST, evidence=call.evidence):
        assert call.message is not None, call.said
        assert call.message.packaging == MTOM
    with check(clauses.IMAGES_REQUEST, where="the instances", evidence=call.evidence):
        came = sorted((one.study, one.series, one.asked.repository, one.asked.document) for one in request.instances)
        assert came == sorted((*here, sop) for sop in sops)
    with check(clauses.IMAGES_SYNTAXES, evidence=call.evidence):
        listed = request.transfer_syntaxes
        assert listed, "no transfer syntax is listed"
        assert [one for one in listed if not UID.fullmatch(one)] == []
    with check(clauses.CALLER_ADDRESSING, evidence=call.evidence):
        assert unaddressed(call) == []


@scenario(
    "xds.image-consumer.after-partial-success",
    actor=IMAGING,
    transaction="RAD-69",
    clauses=[clauses.CONSUMER_GOES_ON],
    requires=SHOWS,
)
def test_an_imaging_consumer_goes_on_after_part_of_a_series(imaging_consumer, story, check):
    """After one of two instances came, the consumer asks for the next as before."""
    there, gone, next_ = (story.uid(name) for name in ("there", "gone", "next"))
    imaging_consumer.ours.documents[there] = ("application/dicom", b"no real image")
    _, first = imaging_consumer.fetches(there, gone)
    if gone not in {one.asked.document for one in first.instances}:
        raise Blocked("the instance that is not there was not asked for, so that nothing was left out")

    call, request = imaging_consumer.fetches(next_)

    with check(clauses.CONSUMER_GOES_ON, evidence=call.evidence):
        assert next_ in {one.asked.document for one in request.instances}, call.said
