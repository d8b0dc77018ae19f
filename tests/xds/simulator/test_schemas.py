"""Every message the simulators answer is valid by the schemas of ebRS, ebRIM, XDS.b and XDS-I.b."""

import pytest
from lxml import etree
from pydicom.uid import ExplicitVRLittleEndian
from reference import reference_data

from conformance.kits import made
from conformance.xds import samples
from conformance.xds import vocabulary as v
from conformance.xds.saboteurs import SABOTEURS
from conformance.xds.simulator import sample_study
from conformance.xds.simulator.domain import IMAGING_SOURCE, REPOSITORY
from conformance.xds.wire.registry import quoted, single

FILES = {v.LCM: "lcm.xsd", v.QUERY: "query.xsd", v.RS: "rs.xsd", v.XDS: "XDS.b_DocumentRepository.xsd"}
INCLUDE = v.clark(v.XOP, "Include")


@pytest.fixture(scope="module")
def schemas():
    data = reference_data()
    if data is None:
        pytest.skip("the reference data is not there: set CONFORMANCE_REFERENCE_DATA")
    folder = data / "xds" / "schema"
    return {namespace: etree.XMLSchema(file=str(folder / name)) for namespace, name in FILES.items()}


def conversation(speaker, story):
    """Have every kind of answer, good and bad."""
    folder = samples.folder(story, "f")
    old, new = samples.document(story, "old", slots={"urn:x:y": ("z",)}), samples.document(story, "new")
    first = samples.submission(story, "1", [old], [folder], [samples.member(folder.id, old.entry.id)])
    speaker.provide(first)
    speaker.provide(samples.submission(story, "2", [samples.document(story, "bad", hash="0" * 40)]))
    *_, held = speaker.domain.registry.holdings.entries
    replacing = samples.submission(story, "3", [new], associations=[samples.replaces(new.entry.id, held)])
    speaker.register(replacing)
    speaker.register(replacing)
    patient, both = single(samples.patient(story)), quoted(v.APPROVED, v.DEPRECATED)
    for returns in ("LeafClass", "ObjectRef"):
        statuses = {f"XDS{kind}Status": both for kind in ("DocumentEntry", "SubmissionSet", "Folder")}
        speaker.query("GetAll", returns, patientId=patient, **statuses)
    speaker.query("GetAll")
    speaker.query("GetDocuments", XDSDocumentEntryEntryUUID=quoted("urn:uuid:nobody"))
    speaker.retrieve((REPOSITORY, old.entry.unique_id, "urn:oid:1.2"), (REPOSITORY, "1.2.3"))
    asked = [(study, series, (IMAGING_SOURCE, sop)) for study, series, sop in sample_study.images()]
    asked.append((sample_study.STUDY, "1.2.3", (IMAGING_SOURCE, "1.2.3")))
    speaker.images(asked, [ExplicitVRLittleEndian])


def invalid(schemas, heard):
    """Return what the schemas say of each answer that is not valid, its documents replaced by four characters."""
    troubles = []
    for message in heard:
        body = etree.fromstring(etree.tostring(message.body))
        for include in list(body.iter(INCLUDE)):
            include.getparent().text = "AAAA"
            include.getparent().remove(include)
        schema = schemas[etree.QName(body).namespace]
        if not schema.validate(body):
            troubles.append(f"{etree.QName(body).localname}: {schema.error_log}")
    return troubles


def test_every_answer_is_valid(schemas, speaker, story):
    conversation(speaker, story)
    assert len(speaker.heard) == 10
    assert invalid(schemas, speaker.heard) == []


@pytest.mark.parametrize("oddity", [one for one in SABOTEURS if not one.fails], ids=lambda one: one.id)
def test_every_answer_of_an_odd_domain_is_valid(schemas, oddity, story, speak_to):
    with made(oddity) as domain:
        if domain.profile()["xds"]["xua"].get("everywhere"):
            pytest.skip("it answers nobody who brings no assertion, as this speaker brings none")
        domain.registry.register_patient(samples.patient(story))
        speaker = speak_to(domain)
        conversation(speaker, story)
    troubles = invalid(schemas, speaker.heard)
    if oddity.id == "xds.pretty-prints":
        assert troubles, "it leaves out ids, which the schema wants and real senders omit"
        assert all("The attribute 'id' is required but missing" in one for one in troubles)
    else:
        assert troubles == []


def test_the_schemas_refuse_what_is_wrong(schemas, speaker, story):
    conversation(speaker, story)
    body = etree.fromstring(etree.tostring(speaker.heard[4].body))
    body.remove(body.find(v.clark(v.RIM, "RegistryObjectList")))
    assert not schemas[v.QUERY].validate(body)
