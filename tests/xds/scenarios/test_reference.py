"""What the scenarios do to the honest simulator: pass, send valid messages only, and judge a recording the same."""

from __future__ import annotations

from dataclasses import asdict

import pytest
from arena import QUICK, profile_of
from lxml import etree
from reference import reference_data

from conformance.attempt import Request
from conformance.evidence import RECEIVED, SENT
from conformance.limits import Limits
from conformance.model import Outcome
from conformance.results import judged
from conformance.sealing import seal
from conformance.story import derived
from conformance.systems import SystemProfile
from conformance.xds import KIT
from conformance.xds import vocabulary as v
from conformance.xds.explain import HTTP, explain
from conformance.xds.simulator import AffinityDomain
from conformance.xds.wire.soap import INCLUDE, read_message

FILES = {
    v.LCM: "lcm.xsd",
    v.QUERY: "query.xsd",
    v.XDS: "XDS.b_DocumentRepository.xsd",
    v.IHERAD: "XDSI.b_ImagingDocumentSource.xsd",
    v.RMD: "rmd.xsd",
    v.RS: "rs.xsd",
}


KNOWN = {
    *(v.clark(v.LCM, name) for name in ("SubmitObjectsRequest", "RemoveObjectsRequest")),
    *(v.clark(v.QUERY, name) for name in ("AdhocQueryRequest", "AdhocQueryResponse")),
    v.clark(v.RS, "RegistryResponse"),
    v.clark(v.XDS, "ProvideAndRegisterDocumentSetRequest"),
    *(v.clark(v.XDS, f"RetrieveDocumentSet{way}") for way in ("Request", "Response")),
    v.clark(v.IHERAD, "RetrieveImagingDocumentSetRequest"),
    v.clark(v.RMD, "RemoveDocumentsRequest"),
}
"""What SOAP bodies of this room hold, but for those of HL7 version 3."""


@pytest.fixture(scope="module")
def run(arena):
    """Return the results of every scenario on the honest simulator, and the profile they were told with."""
    with AffinityDomain() as honest:
        sections = honest.profile()
        return arena.run(sections, "xds"), sections


def test_an_honest_domain_passes_every_scenario(run):
    results, _ = run
    assert [result.scenario for result in results] == [scenario.id for scenario in KIT.scenarios()]
    assert {one.scenario: one.reason for one in results if one.outcome is not Outcome.PASSED} == {}


MISSPELT = "xds.query.wrong-namespace"
"""The story that sends another namespace than any schema's."""


def spoken(results, folder, direction):
    """Yield each SOAP message that went one way, request or response, once; what is no SOAP is left out."""
    seen = set()
    for result in results:
        for item in result.evidence:
            if item.direction == direction and item.media_type == HTTP and item.sha256 not in seen:
                seen.add(item.sha256)
                head, _, body = (folder / item.sha256).read_bytes().partition(b"\r\n\r\n")
                lines = head.decode().split("\r\n")
                fields = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines[1:])}
                kind = fields.get("content-type", "")
                packed = kind.startswith("multipart/related") and "application/xop+xml" in kind
                if kind.startswith("application/soap+xml") or packed:
                    yield f"{result.scenario} {item.id}", lines[0], read_message(kind, body, Limits())


def sent(results, folder):
    """Yield each SOAP message of ours that begins an exchange."""
    told = spoken(results, folder, SENT)
    return ((where, message) for where, first, message in told if first.startswith("POST"))


def test_every_message_of_ours_can_be_read_without_a_problem(run, arena):
    results, _ = run
    messages = list(sent(results, arena.evidence))
    assert len(messages) > 200
    for where, message in messages:
        assert message.problems == (), where
        assert message.addressing("Action") in v.RESPONSE_ACTIONS, where
        assert message.addressing("MessageID").startswith("urn:uuid:"), where


@pytest.fixture(scope="module")
def schemas():
    """Return the schemas by the namespace of the element they are for."""
    data = reference_data()
    if data is None:
        pytest.skip("the reference data is not there: set CONFORMANCE_REFERENCE_DATA")
    return {space: etree.XMLSchema(file=str(data / "xds" / "schema" / name)) for space, name in FILES.items()}


def troubles(schemas, where, message):
    """Say what the schemas say of a message, its documents replaced by four characters.

    Those of HL7 version 3 are not among them: HL7 hands them out to members only.
    """
    body = message.body
    if etree.QName(body).namespace == v.HL7V3:
        return []
    for include in list(body.iter(INCLUDE)):
        holder = include.getparent()
        holder.remove(include)
        holder.text = "AAAA"
    alone = etree.fromstring(etree.tostring(body))
    schema = schemas[etree.QName(alone).namespace]
    return [] if schema.validate(alone) else [f"{where}: {schema.error_log}"]


def counted(told):
    """Return how many messages are requests, how many responses, and how many of either are faults."""
    firsts = [(first.startswith("POST"), message.fault is None) for _, first, message in told]
    return firsts.count((True, True)), firsts.count((False, True)), sum(not right for _, right in firsts)


def test_every_message_of_ours_is_valid_by_the_schemas(run, arena, schemas):
    """Our requests as clients, our answers as the registry and repository a candidate calls."""
    results, _ = run
    told = list(spoken(results, arena.evidence, SENT))
    right = [(where, one) for where, _, one in told if not where.startswith(MISSPELT)]
    wrong = [one for where, _, one in told if where.startswith(MISSPELT) and one.body.tag not in KNOWN]
    requests, responses, faults = counted(told)

    assert len(wrong) == 1
    assert (requests > 600, responses > 40, faults) == (True, True, 0)
    assert [said for where, message in right for said in troubles(schemas, where, message)] == []


def test_every_message_of_the_domain_is_valid_by_the_schemas(run, arena, schemas):
    """Its answers, those that come later among them, and what its source and its consumer send us."""
    results, _ = run
    told = list(spoken(results, arena.evidence, RECEIVED))
    requests, responses, faults = counted(told)

    assert (requests > 40, responses > 600, 0 < faults < 60) == (True, True, True)
    right = [(where, message) for where, _, message in told if message.fault is None]
    assert [one for where, message in right for one in troubles(schemas, where, message)] == []


def test_the_schemas_refuse_what_is_wrong(run, arena, schemas):
    """A message of each kind, with an element nobody knows in it, is refused: nothing passes unlooked at."""
    results, _ = run
    told = [*spoken(results, arena.evidence, SENT), *spoken(results, arena.evidence, RECEIVED)]
    kinds = {one.body.tag: (where, one) for where, _, one in told if one.fault is None and one.body.tag in KNOWN}

    assert {*kinds} == KNOWN
    for where, message in kinds.values():
        etree.SubElement(message.body, "{urn:conformance:unheard-of}Element")
        assert troubles(schemas, where, message) != [], where


def test_a_recording_is_judged_as_the_live_run_was(run, arena):
    results, sections = run
    profile = SystemProfile.model_validate(profile_of(sections)).model_dump(
        mode="json", by_alias=True, exclude_none=True
    )
    scenarios = {one.id: one for one in KIT.scenarios()}
    for live in results:
        journal = arena.folder / "again.journal"
        journal.write_bytes(b"")
        request = Request(
            scenario=live.scenario,
            attempt=1,
            seed=derived("arena", live.scenario).hex(),
            started="2026-11-24T10:00:00.000Z",
            journal=str(journal),
            profile=profile,
            folder=str(arena.folder),
            limits=asdict(QUICK),
            replay=(str(arena.evidence), live.transcript),
        )
        answer = arena._workers.ask(request)
        with journal.open("rb") as recorded:
            sealed = seal(recorded, arena.folder / "again")
        again = judged(scenarios[live.scenario], 1, request.started, sealed, answer)
        assert again.findings == live.findings, live.scenario


def test_every_recorded_message_is_explained(run, arena):
    results, _ = run
    told = 0
    for result in results:
        for item in result.evidence:
            plain = any(name in result.scenario for name in ("xds.wado-", "every-way", "xds.secure.", "xds.mhd."))
            octets = (arena.evidence / item.sha256).read_bytes()
            if item.media_type == HTTP and not plain and not octets.startswith((b"HTTP/1.1 202", b"HTTP/1.1 503")):
                lines = explain(item.media_type, octets)
                assert lines, f"{result.scenario} {item.id}"
                told += 1
    assert told > 400
