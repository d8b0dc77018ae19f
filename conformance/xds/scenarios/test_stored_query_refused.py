"""Registry Stored Query (ITI-18), what must not be answered, and what makes no difference."""

from __future__ import annotations

from lxml import etree

from conformance.authoring import scenario
from conformance.xds import checks, clauses
from conformance.xds import vocabulary as v
from conformance.xds.client import Manner

ACTOR, TRANSACTION = "document-registry", "ITI-18"
REQUIRES = ["xds.registry", "xds.patient_feed"]
ENTRY, FOLDER, SET = "$XDSDocumentEntry", "$XDSFolder", "$XDSSubmissionSet"


@scenario(
    "xds.query.missing-parameter-of-each",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.MISSING_PARAMETER, clauses.EITHER_OR],
    requires=REQUIRES,
)
def test_each_query_misses_what_it_requires(document_registry, check):
    """Every query is refused without each parameter it requires, whichever it is, and by the code that says so."""
    registry, arrange = document_registry, document_registry.arrange
    patient, approved = arrange.patient(), (v.APPROVED,)
    nothing = f"urn:uuid:{arrange.story.uuid('nothing')}"
    asked = {
        "FindSubmissionSets without a status": ("FindSubmissionSets", {f"{SET}PatientId": patient}),
        "FindSubmissionSets without a patient": ("FindSubmissionSets", {f"{SET}Status": approved}),
        "FindFolders without a status": ("FindFolders", {f"{FOLDER}PatientId": patient}),
        "FindFolders without a patient": ("FindFolders", {f"{FOLDER}Status": approved}),
        "GetAll without a patient": ("GetAll", {f"{kind}Status": approved for kind in (ENTRY, FOLDER, SET)}),
        "GetAll without a folder status": (
            "GetAll",
            {"$patientId": patient, f"{ENTRY}Status": approved, f"{SET}Status": approved},
        ),
        "GetAssociations of nothing": ("GetAssociations", {}),
        "GetSubmissionSets of nothing": ("GetSubmissionSets", {}),
        "GetRelatedDocuments without types": ("GetRelatedDocuments", {f"{ENTRY}EntryUUID": nothing}),
    }
    either = ("GetFolders", "GetDocumentsAndAssociations", "GetSubmissionSetAndContents", "GetFolderAndContents")
    registry.control("before")

    answers = {name: registry.query(query, parameters) for name, (query, parameters) in asked.items()}
    neither = {name: registry.query(name, {}) for name in (*either, "GetFoldersForDocument")}
    registry.control("after")

    for where, answer in answers.items():
        with check(clauses.MISSING_PARAMETER, where=where, evidence=answer.evidence):
            assert checks.refused(answer, "XDSStoredQueryMissingParam"), answer.said
    for where, answer in neither.items():
        with check(clauses.EITHER_OR, where=f"{where} by neither", evidence=answer.evidence):
            assert checks.refused(answer, "XDSStoredQueryMissingParam"), answer.said


@scenario(
    "xds.query.parameter-forms",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.SINGLE_VALUED, clauses.CODE_NEEDS_SCHEME, clauses.UNKNOWN_PARAMETER],
    requires=REQUIRES,
    source="toolkit2 11897/classcode_scheme_mismatch, no_matching_classcode, old_scheme",
)
def test_a_parameter_is_taken_as_the_query_defines_it(document_registry, check):
    """Two patients where one is asked for, or a code without its scheme, are refused; an unknown parameter is not."""
    registry, arrange = document_registry, document_registry.arrange
    held = registry.holds("held")
    patient, status = arrange.patient(), (f"{ENTRY}Status", (f"('{v.APPROVED}')",))
    twice = ((f"{ENTRY}PatientId", (f"'{patient}'", f"'{arrange.patient('other')}'")), status)
    code = arrange.domain.code("classCode").code
    once = (f"{ENTRY}PatientId", (f"'{patient}'",))
    registry.control("before")

    two = registry.put(registry.written("FindDocuments", twice))
    bare = registry.put(registry.written("FindDocuments", (once, status, (f"{ENTRY}ClassCode", (f"('{code}')",)))))
    more = registry.put(registry.written("FindDocuments", (once, status, ("$ConformanceUnheardOf", ("'x'",)))))
    registry.control("after")

    with check(clauses.SINGLE_VALUED, evidence=two.evidence):
        assert checks.refused(two, "XDSStoredQueryParamNumber"), two.said
    with check(clauses.CODE_NEEDS_SCHEME, evidence=bare.evidence):
        assert checks.refused(bare), bare.said
    with check(clauses.UNKNOWN_PARAMETER, evidence=more.evidence):
        assert more.objects.entry(held.unique_id) is not None, more.said


@scenario(
    "xds.query.must-understand",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.MUST_UNDERSTAND],
    requires=REQUIRES,
)
def test_a_registry_does_not_pass_over_what_must_be_understood(document_registry, check):
    """A query with a header block that demands to be understood, and is not, is answered by a MustUnderstand fault."""
    registry, arrange = document_registry, document_registry.arrange
    header = etree.Element("{urn:conformance:unheard-of}Consent")
    header.set(v.clark(v.SOAP, "mustUnderstand"), "true")
    asked = {f"{ENTRY}PatientId": arrange.patient(), f"{ENTRY}Status": (v.APPROVED,)}
    registry.control("before")

    answer = registry.query("FindDocuments", asked, manner=Manner(headers=(header,)))
    registry.control("after")

    with check(clauses.MUST_UNDERSTAND, evidence=answer.evidence):
        assert answer.fault is not None, answer.said
        assert answer.fault.code == "MustUnderstand", answer.said


@scenario(
    "xds.query.wrong-namespace",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.WRONG_NAMESPACE],
    requires=REQUIRES,
    source="toolkit2 issue 509",
)
def test_a_query_in_another_namespace_is_none(document_registry, check):
    """A stored query whose body stands in a misspelt namespace is not answered as if it were right."""
    registry, arrange = document_registry, document_registry.arrange
    asked = {f"{ENTRY}PatientId": arrange.patient(), f"{ENTRY}Status": (v.APPROVED,)}
    misspelt = v.QUERY.replace(":xsd:query:", ":query:xsd:")
    registry.control("before")

    answer = registry.query("FindDocuments", asked, manner=Manner(respelt=(v.QUERY, misspelt)))
    registry.control("after")

    with check(clauses.WRONG_NAMESPACE, evidence=answer.evidence):
        assert answer.status not in {v.SUCCESS, v.PARTIAL_SUCCESS}, answer.said
