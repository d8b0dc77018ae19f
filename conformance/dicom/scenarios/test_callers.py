"""Who may come in: callers and users the archive knows, where it says so (PS3.8 9.3.4; PS3.7 D.3.3.7)."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.dicom import clauses, samples, uids
from conformance.dicom.client import Proposal
from conformance.dicom.wire import UserIdentity
from conformance.model import Blocked, NotApplicable

ECHO = Proposal(uids.VERIFICATION)
CALLERS = ["dicom", "dicom.claims.known_callers_only"]
LONGEST = 16
NAME_AND_PASSCODE = 2


def called_by(archive, *titles):
    """Ask for an association under each title, between two that the archive knows."""
    archive.alive()
    told = {}
    for title in titles:
        told[title] = archive.associate(ECHO, calling=title)
        told[title].release()
    archive.alive()
    return told


@scenario(
    "dicom.association.unknown-caller",
    actor="archive",
    transaction="A-ASSOCIATE",
    clauses=[clauses.CALLER_REJECTED],
    requires=CALLERS,
)
def test_a_caller_nobody_entered_is_rejected(archive, story, check):
    """Whoever calls under a title the archive was not told of gets no association."""
    told = called_by(archive, f"ZZ{story.token('nobody', 10)}")

    for title, association in told.items():
        with check(clauses.CALLER_REJECTED, where=title, expected="no association", evidence=association.evidence):
            assert not association.accepted, association.told


@scenario(
    "dicom.association.similar-caller",
    actor="archive",
    transaction="A-ASSOCIATE",
    clauses=[clauses.CALLER_COMPARED],
    requires=CALLERS,
)
def test_a_caller_that_only_resembles_a_known_one_is_rejected(archive, check):
    """A known title in other letters, or with more behind it, is the title of somebody else."""
    known = archive.profile.calling_aet.strip(" ")
    similar = [one for one in (known.swapcase(), f"{known} Z", f"{known}Z") if one != known and len(one) <= LONGEST]
    if not similar:
        raise NotApplicable(f"there is no title that only resembles {known!r}")
    told = called_by(archive, *similar)

    for title, association in told.items():
        with check(clauses.CALLER_COMPARED, where=title, expected="no association", evidence=association.evidence):
            assert not association.accepted, association.told


@scenario(
    "dicom.association.wrong-passcode",
    actor="archive",
    transaction="A-ASSOCIATE",
    clauses=[clauses.PASSCODE_CHECKED],
    requires=["dicom", "dicom.user"],
)
def test_a_wrong_passcode_lets_nobody_in(archive, story, check):
    """A user with the right passcode is let in; the same user with a wrong one, and an unknown user, are not."""
    user = archive.profile.user
    name, passcode, wrong = user.name.encode(), user.passcode.encode(), story.token("passcode", 12).encode()
    let_in(archive, name, passcode)

    told = {
        "a wrong passcode": identified(archive, name, wrong),
        "no passcode": identified(archive, name, b""),
        "an unknown user": identified(archive, f"ZZ{story.token('user', 10)}".encode(), passcode),
    }

    let_in(archive, name, passcode)
    for where, association in told.items():
        with check(clauses.PASSCODE_CHECKED, where=where, expected="no association", evidence=association.evidence):
            assert not association.accepted, association.told


def identified(archive, name, passcode):
    """Ask for an association as a user, and let it go."""
    association = archive.associate(ECHO, identity=UserIdentity(NAME_AND_PASSCODE, name, passcode))
    association.release()
    return association


def let_in(archive, name, passcode):
    """Come as the user the profile names; Blocked when even that fails."""
    association = identified(archive, name, passcode)
    if not association.accepted:
        raise Blocked(f"the user of the profile was not let in as a control: {association.told}")


@scenario(
    "dicom.web.guarded",
    actor="archive",
    transaction="RAD-129",
    clauses=[clauses.WEB_GUARDED],
    requires=["dicom", "dicom.web.guarded"],
)
def test_without_credentials_nothing_is_told_over_the_web(web_archive, story, check):
    """A search that shows no credentials, or wrong ones, is told nothing about a study that right ones find."""
    study = samples.study(story, "guarded", series=1, images=1)
    web_archive.holds(*study.instances)
    right = web_archive.web.guarded.authorization
    found(web_archive, study.study_uid, right)

    told = {
        "no credentials": web_archive.search_guarded(study.study_uid, ""),
        "wrong credentials": web_archive.search_guarded(study.study_uid, f"{right.partition(' ')[0]} {wrong(story)}"),
    }

    found(web_archive, study.study_uid, right)
    for where, answer in told.items():
        with check(clauses.WEB_GUARDED, where=where, expected="a refusal such as 401", evidence=answer.evidence):
            assert answer.status not in range(200, 300), f"HTTP {answer.status}"


def wrong(story):
    """Return credentials that nobody has, of a form that any scheme takes."""
    return story.token("credentials", 24)


def found(web_archive, study, authorization):
    """Find the study with the right credentials; Blocked when even that fails."""
    answer = web_archive.search_guarded(study, authorization)
    if not answer.ok or answer.values("StudyInstanceUID") != [study]:
        raise Blocked(f"with the right credentials the study was not found either: HTTP {answer.status}")
