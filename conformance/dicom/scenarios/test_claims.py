"""The conformance statement beside the behaviour: services, keys, character sets, classes by syntaxes (PS3.2 7.1)."""

from __future__ import annotations

from typing import Any

from conformance.authoring import scenario
from conformance.dicom import checks, clauses, samples
from conformance.dicom.claims import WRITTEN, by_key, combinations, named_in, unclaimed
from conformance.dicom.client import Proposal
from conformance.dicom.instances import stored_well
from conformance.dicom.wire import dictionary
from conformance.model import Blocked, NotApplicable

CLAIMING: dict[str, Any] = {"actor": "archive", "requires": ["dicom"]}
MOST = 100
UNIQUE = {"STUDY": "StudyInstanceUID", "SERIES": "SeriesInstanceUID", "IMAGE": "SOPInstanceUID"}


def accepted(archive, *proposals):
    """Return which of these presentation contexts are accepted, in as many associations as it takes."""
    found = []
    for at in range(0, len(proposals), MOST):
        association = archive.associate(*proposals[at : at + MOST])
        usable = {one.id for one in association.usable}
        found += [one for number, one in association.request.ids().items() if number in usable]
        if association.open:
            association.release()
    return found


@scenario("dicom.claims.services", transaction="statement", clauses=[clauses.CLAIMED_SERVICES], **CLAIMING)
def test_each_service_the_statement_names_is_there(archive, check):
    """Whoever plans by the statement finds each service it names: none is refused when it is asked for."""
    services = archive.profile.claims.services
    if not services:
        raise NotApplicable("the profile lists no services (claims.services)")
    archive.alive()

    found = {one.abstract_syntax for one in accepted(archive, *(Proposal(one) for one in services))}

    for one in services:
        where = f"{dictionary.uid_name(one) or 'SOP class'} {one}"
        with check(clauses.CLAIMED_SERVICES, where=where, expected="accepted"):
            assert one in found, "not accepted"


@scenario("dicom.claims.complete", transaction="statement", clauses=[clauses.UNCLAIMED_REFUSED], **CLAIMING)
def test_the_statement_names_every_class_that_is_taken(archive, check):
    """What the archive takes and does not tell of, nobody has tested: its statement names each storage class."""
    claimed = archive.profile.claims.sop_classes
    if not claimed:
        raise NotApplicable("the profile lists no storage classes (claims.sop_classes)")
    archive.alive()

    if not accepted(archive, *(Proposal(one) for one in claimed)):
        raise Blocked("no class the statement names is accepted either, as a control")
    found = accepted(archive, *(Proposal(one) for one in unclaimed(claimed)))

    names = [dictionary.uid_name(one.abstract_syntax) or one.abstract_syntax for one in found]
    with check(clauses.UNCLAIMED_REFUSED, expected="no storage class accepted that is not claimed"):
        assert not names, checks.words(names)


@scenario("dicom.claims.matching-keys", transaction="RAD-14", clauses=[clauses.CLAIMED_KEYS], **CLAIMING)
def test_each_key_the_statement_names_finds(archive, story, check):
    """Of two studies, series or images that differ in one key the statement names, asking by it finds the right one."""
    claimed = archive.profile.claims.matching_keys
    pairs = {level: by_key(story, level, claimed.get(level, ())) for level in UNIQUE}
    if not any(pairs.values()):
        raise NotApplicable("the profile lists no keys that can be told apart by their value (claims.matching_keys)")
    archive.holds(*(one for level in pairs.values() for pair in level for one in pair.instances))

    for level, found in pairs.items():
        for pair in found:
            for value, wanted in pair.values.items():
                answer = archive.find(level, **{UNIQUE[level]: "", **pair.around, pair.keyword: value})
                at = {"where": f"level {level}, {pair.keyword} {value!r}", "expected": "that one alone"}
                with check(clauses.CLAIMED_KEYS, **at, evidence=answer.evidence):
                    assert answer.status == 0, answer.outcome
                    assert checks.found(answer, UNIQUE[level]) == [wanted], f"{len(answer.matches)} matches"


@scenario("dicom.claims.character-sets", transaction="RAD-14", clauses=[clauses.CLAIMED_CHARACTER_SETS], **CLAIMING)
def test_names_in_each_character_set_the_statement_names(archive, story, check):
    """A name in each character set the statement names is told by a query as it was stored, letter for letter."""
    people = {term: named_in(story, term) for term in archive.profile.claims.character_sets}
    studies = {
        term: samples.study(story, f"in {term}", patient=who, series=1, images=1) for term, who in people.items() if who
    }
    if not studies:
        raise NotApplicable("the profile lists no character sets there are names in (claims.character_sets)")
    archive.holds(*(one for study in studies.values() for one in study.instances))

    for term, study in studies.items():
        answer = archive.find("STUDY", StudyInstanceUID=study.study_uid, PatientName="")
        at = {"where": term, "expected": study.patient_name, "evidence": answer.evidence}
        with check(clauses.CLAIMED_CHARACTER_SETS, **at):
            assert answer.status == 0, answer.outcome
            assert [one.rstrip("=^ ") for one in answer.values("PatientName")] == [study.patient_name]


@scenario("dicom.claims.matrix", transaction="RAD-8", clauses=[clauses.CLAIMED_MATRIX], **CLAIMING)
def test_each_claimed_class_is_stored_in_each_claimed_syntax(archive, story, check):
    """An image of each class the statement names is stored in each transfer syntax it names that the class can have."""
    claims = archive.profile.claims
    syntaxes = [one for one in claims.transfer_syntaxes if one in WRITTEN]
    if not (syntaxes and any(one in samples.SOP_CLASSES for one in claims.sop_classes)):
        raise NotApplicable("the profile lists no storage classes and transfer syntaxes there are samples of")
    context = samples.study(story, "context", series=1, images=1)
    made = combinations(story, claims.sop_classes, syntaxes, context)

    answers = []
    for at in range(0, len(made), MOST):
        answers += archive.store(*made[at : at + MOST])

    wrong = [
        f"{samples.SOP_CLASSES[one.sop_class].title} in {one.transfer_syntax}: {answer.outcome}"
        for one, answer in zip(made, answers, strict=True)
        if not stored_well(answer)
    ]
    with check(clauses.CLAIMED_MATRIX, expected=f"{len(made)} combinations stored"):
        assert not wrong, checks.words(wrong)
