"""What a transaction's profile asks: our own samples hold it, and each thing it asks is missed when it is not there."""

from __future__ import annotations

import pytest
from hl7_clean import ADMISSION, IMAGING, ORDER, message, without

from conformance.hl7.client import Sender
from conformance.hl7.message_profiles import MessageProfile, transaction, transactions
from conformance.hl7.samples import admission, merge, order, order_2_5_1, people, plain, result, unknown_event
from conformance.hl7.simulator import Receiver
from conformance.hl7.structures import VERSIONS, edition
from conformance.hl7.validation import findings
from conformance.hl7.wire.message import parse, place
from conformance.hl7.wire.mllp import framed


@pytest.fixture
def story(told):
    with Receiver() as receiver:
        yield told(receiver)


def test_our_samples_hold_their_profiles(story):
    who, other = people.person(story, "who"), people.person(story, "other")
    for draft, name, version in [
        (admission(story, who, "A01", version="2.3.1"), "RAD-1", "2.3.1"),
        (admission(story, who, "A04", version="2.3.1"), "RAD-1", "2.3.1"),
        (admission(story, who, "A05", version="2.3.1"), "RAD-1", "2.3.1"),
        (admission(story, who, "A08", version="2.3.1"), "RAD-12", "2.3.1"),
        (admission(story, who, "A04", version="2.3.1"), "ITI-8", "2.3.1"),
        (admission(story, who, "A01", version="2.5"), "ITI-31", "2.5"),
        (merge(story, who, other, version="2.3.1"), "RAD-12", "2.3.1"),
        (merge(story, who, other, version="2.3.1"), "ITI-8", "2.3.1"),
        (merge(story, who, other, version="2.5"), "ITI-30", "2.5"),
        (order(story, who, version="2.3.1"), "RAD-4", "2.3.1"),
        (order(story, who, control="CA", status="CA", version="2.3.1"), "RAD-13", "2.3.1"),
        (order_2_5_1(story, who), "RAD-4", "2.5.1"),
        (order_2_5_1(story, who, control="XO", status="CM"), "RAD-13", "2.5.1"),
        (result(story, who, version="2.3.1"), "RAD-28", "2.3.1"),
    ]:
        profile = transaction(name, draft.trigger, version)

        assert profile is not None, (name, draft.trigger)
        assert findings(parse(draft.octets()), profile) == (), (name, draft.trigger)


@pytest.mark.parametrize("version", VERSIONS)
def test_our_samples_and_the_answers_of_our_receiver_are_clean(told, version):
    with Receiver() as receiver:
        story = told(receiver)
        who, other = people.person(story, "who"), people.person(story, "other")
        drafts = [admission(story, who, event, version=version) for event in ("A01", "A04", "A05", "A08")]
        drafts += [merge(story, who, other, version=version), order(story, who, version=version)]
        drafts += [result(story, who, version=version), plain(story, "spoilt", family="ZZ").without("PID")]
        drafts += [plain(story, "foreign", charset="UNICODE UTF-8", family="ZZÉ"), unknown_event(story)]
        sender = Sender(story.doors, *receiver.address)
        for draft in drafts:
            sender.send(framed(draft.octets()))
            answer = sender.hear()

            assert answer.message is not None, answer.trouble
            assert findings(answer.message) == ()
        story.doors.close()

    for draft in drafts[:7]:
        assert findings(parse(draft.octets())) == (), draft.trigger


RAD_4 = transaction("RAD-4", "ORM^O01", "2.3.1")
RAD_4_OMI = transaction("RAD-4", "OMI^O23", "2.5.1")


@pytest.mark.parametrize(
    ("text", "profile", "path", "reason"),
    [
        (without(ORDER, "ZDS"), RAD_4, "ZDS", "requires ZDS"),
        (ORDER.replace("1.2.826.1^H", "1.2.826.01^H"), RAD_4, "ZDS-1.1", "no UID"),
        (ORDER.replace("|ZZAC1|", "||"), RAD_4, "OBR-18", "requires OBR-18"),
        (ORDER.replace("|ZZAC1|", '|""|'), RAD_4, "OBR-18", "requires OBR-18"),
        (ORDER.replace("ORC|NW|", "ORC|CA|"), RAD_4, "ORC-1", "allows NW"),
        (ORDER.replace("|P|2.3.1", "|P|2.3.1|||AL"), RAD_4, "MSH-15", "forbids MSH-15"),
        (IMAGING.replace("|SC||||2026", "|SC||^^^202611241100||2026"), RAD_4_OMI, "ORC-7", "forbids ORC-7"),
        (IMAGING.replace("1.2.826.1^H", "^H"), RAD_4_OMI, "IPC-3.1", "requires IPC-3.1"),
        (ADMISSION, transaction("RAD-1", "ADT^A01", "2.3.1"), "MSH-12", "wants HL7 v2.3.1"),
        (IMAGING, transaction("RAD-4", "OMI^O23", "2.5.1").model_copy(update={"trigger": "OMI^O24"}), "MSH-9", "O24"),
    ],
)
def test_what_a_profile_asks_is_missed(text, profile, path, reason):
    (fault,) = findings(message(text), profile)

    assert (fault.path, fault.kind) == (path, "profile")
    assert reason in fault.reason


def profile(**what):
    about = {"trigger": "OMI^O23", "transaction": "X-1", "section": "1", "structure": "OMI_O23"}
    return MessageProfile.model_validate({**about, "segments": [], "fields": [], **what})


def test_one_of_several_fields_is_enough():
    asked = profile(one_of=[["PID-18", "PV1-19"]])

    (fault,) = findings(message(IMAGING), asked)
    assert "PID-18, PV1-19" in fault.reason
    assert findings(message(IMAGING.replace("|WARD1\n", "|WARD1" + "|" * 16 + "ZZVN1\n")), asked) == ()


def test_a_forbidden_segment_is_told():
    (fault,) = findings(message(IMAGING), profile(forbidden_segments=["PV1"]))

    assert (fault.path, fault.segment) == ("PV1", "PV1")


@pytest.mark.parametrize(
    "what",
    [
        {"fields": ["PID-10"], "unconfirmed": ["PID-10"]},
        {"segments": ["AL1"], "unconfirmed": ["AL1"]},
        {"forbidden": ["PID-5"], "unconfirmed": ["PID-5"]},
        {"one_of": [["PID-18", "PV1-19"]], "unconfirmed": ["PID-18"]},
        {"values": {"IPC-5": ["MR"]}, "unconfirmed": ["IPC-5"]},
        {"if_known": ["PID-10"]},
    ],
)
def test_nobody_is_held_to_what_was_not_confirmed_or_may_be_unknown(what):
    assert findings(message(IMAGING), profile(**what)) == ()


@pytest.mark.parametrize("key", transactions(), ids=" ".join)
def test_each_profile_names_a_structure_and_fields_of_its_version(key):
    one = transactions()[key]
    by = edition(one.version)
    known = {"ZDS", "ZBE"}

    assert by.structure(one.structure), one.structure
    paths = [
        *one.fields,
        *one.if_known,
        *one.forbidden,
        *one.uids,
        *one.values,
        *(p for any_ in one.one_of for p in any_),
    ]
    for path in paths:
        where = place(path)
        if where.segment not in known:
            assert where.field <= len(by.segment(where.segment).fields), path
    for name in {place(path).segment for path in one.fields} - {"MSH"}:
        assert name in one.segments, name
    assert set(one.segments) - known <= by.structure(one.structure).names
