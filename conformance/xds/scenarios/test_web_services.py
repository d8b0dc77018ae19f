"""How a repository speaks: packages, addressing and headers of ITI-41 and ITI-43 (ITI TF-2 Appendix V)."""

from __future__ import annotations

from lxml import etree

from conformance.authoring import scenario
from conformance.model import Blocked
from conformance.xds import clauses
from conformance.xds import vocabulary as v
from conformance.xds.client import Manner
from conformance.xds.wire.soap import MTOM

ACTOR, TRANSACTION = "document-repository", "ITI-41"
REQUIRES = ["xds.repository", "xds.registry", "xds.patient_feed"]


@scenario(
    "xds.provide.web-service-manners",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[
        clauses.PROVIDE_RESPONSE_MTOM,
        clauses.RETRIEVE_RESPONSE_MTOM,
        clauses.MTOM_PACKAGE,
        clauses.RELATES_TO,
        clauses.RESPONSE_ACTION,
        clauses.ACTION_MUST_UNDERSTAND,
    ],
    requires=REQUIRES,
    source="toolkit2 11966",
)
def test_responses_of_a_repository_are_packaged_and_addressed(document_repository, check):
    """The repository's responses are MTOM packages that name their request, their action and their parts."""
    repository, arrange = document_repository, document_repository.arrange
    document = arrange.document("manners")
    provided = repository.submit(arrange.submission("manners", document))
    answers = {"ITI-41": provided}
    if provided.succeeded:
        answers["ITI-43"] = repository.fetch(*repository.registry.entries(str(document.entry.unique_id)))

    packaging = {"ITI-41": clauses.PROVIDE_RESPONSE_MTOM, "ITI-43": clauses.RETRIEVE_RESPONSE_MTOM}
    for transaction, answer in answers.items():
        if not answer.status:
            continue
        with check(packaging[transaction], evidence=answer.evidence):
            assert answer.packaging == MTOM, answer.packaging or answer.said
        with check(clauses.MTOM_PACKAGE, where=transaction, evidence=answer.evidence):
            assert answer.problems == (), "; ".join(answer.problems)
        with check(clauses.RELATES_TO, where=transaction, evidence=answer.evidence):
            assert answer.relates_to == answer.sent[0]
        with check(clauses.RESPONSE_ACTION, where=transaction, evidence=answer.evidence):
            assert answer.action == v.RESPONSE_ACTIONS[answer.sent[1]]
        with check(clauses.ACTION_MUST_UNDERSTAND, where=transaction, evidence=answer.evidence):
            assert answer.action_must_be_understood, "wsa:Action has no mustUnderstand"


@scenario(
    "xds.provide.action-parameter",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.SOAP_ACTION_IGNORED],
    requires=REQUIRES,
)
def test_the_action_parameter_makes_no_difference(document_repository, check):
    """A request with an action parameter in its Content-Type is answered like one without."""
    repository, arrange = document_repository, document_repository.arrange
    manners = {"with": Manner(action_parameter=True), "without": Manner()}

    answers = {
        name: repository.submit(arrange.submission(name, arrange.document(name)), manner=manner)
        for name, manner in manners.items()
    }
    if not any(answer.succeeded for answer in answers.values()):
        raise Blocked(f"a right submission was accepted neither with nor without it: {answers['without'].said}")

    for name, answer in answers.items():
        with check(clauses.SOAP_ACTION_IGNORED, where=f"{name} the parameter", evidence=answer.evidence):
            assert answer.status == v.SUCCESS, answer.said


@scenario(
    "xds.provide.must-understand",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.MUST_UNDERSTAND],
    requires=REQUIRES,
)
def test_a_header_that_must_be_understood_is_not_passed_over(document_repository, check):
    """A header block that demands to be understood, and is not, is answered by a MustUnderstand fault."""
    repository, arrange = document_repository, document_repository.arrange
    header = etree.Element("{urn:conformance:unheard-of}Consent")
    header.set(v.clark(v.SOAP, "mustUnderstand"), "true")
    document = arrange.document("consent")
    repository.control("before")

    answer = repository.submit(arrange.submission("consent", document), manner=Manner(headers=(header,)))
    repository.control("after")

    with check(clauses.MUST_UNDERSTAND, evidence=answer.evidence):
        assert answer.fault is not None, answer.said
        assert answer.fault.code == "MustUnderstand", answer.said
