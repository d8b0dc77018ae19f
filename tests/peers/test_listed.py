"""What others measured at these servers is found by a story of ours and listed: each deviation is tied to its story."""

from __future__ import annotations

import pytest
from peers.deviations import load

from conformance.dicom import KIT

MEASURED = {
    "an empty Study Instance UID moves the whole archive": {
        "dcmqrscp": ("dicom.move.needs-keys", "dicom.retrieve.needs-keys"),
    },
    "it is fetched whole likewise": {"dcmqrscp": ("dicom.get.needs-keys", "dicom.retrieve.needs-keys")},
    "the first failed sub-operation ends a move": {"orthanc": ("dicom.move.some-fail", "dicom.retrieve.goes-on")},
    "its failed instances are not listed": {"orthanc": ("dicom.move.some-fail", "dicom.retrieve.failed-list")},
    "its counts are zero": {"orthanc": ("dicom.move.some-fail", "dicom.retrieve.counts")},
    "warnings are counted as success": {"orthanc": ("dicom.move.warned", "dicom.retrieve.warned")},
    "an unknown destination is C000": {"orthanc": ("dicom.move.unknown-destination", "dicom.move.unknown-destination")},
    "no match is C000": {"orthanc": ("dicom.move.no-match", "dicom.retrieve.no-match")},
    "a cancelled query ends with an Identifier": {
        "orthanc": ("dicom.query.cancelled", "dicom.message.final-without-data-set"),
    },
    "stores answered with success are not found": {
        "dcmqrscp_full": ("dicom.store.many", "dicom.store.nothing-purged"),
    },
    "result 3 where the transfer syntax is unknown": dict.fromkeys(
        ("orthanc", "dcmqrscp"), ("dicom.association.contexts-refused", "dicom.association.transfer-syntax-refused")
    ),
    "a leading space in the called AE title counts": dict.fromkeys(
        ("orthanc", "dcmqrscp", "wlmscpfs"),
        ("dicom.association.title-spaces", "dicom.association.title-spaces-skipped"),
    ),
    "A-ABORT of source 0 for an invalid PDU": dict.fromkeys(
        ("orthanc", "dcmqrscp", "storescp", "wlmscpfs"),
        ("dicom.association.unknown-pdu", "dicom.association.abort-names-provider"),
    ),
    "one silent connection blocks all others": dict.fromkeys(
        ("orthanc", "dcmqrscp", "wlmscpfs"), ("dicom.association.half-open", "dicom.association.others-served")
    ),
    "no answer to a data set that can't be decoded": {
        "orthanc": ("dicom.store.unreadable", "dicom.store.refuses-unreadable"),
    },
    "success for a data set that can't be decoded": {
        "storescp": ("dicom.store.unreadable", "dicom.store.refuses-unreadable"),
    },
    "command and data set may disagree": {
        "storescp": ("dicom.store.class-disagrees", "dicom.store.refuses-other-class"),
    },
    "relational queries without negotiation": {
        "orthanc": ("dicom.query.needs-upper-keys", "dicom.find.needs-upper-keys"),
    },
    "the patient level in Study Root": {"orthanc": ("dicom.query.level", "dicom.find.level-refused")},
    "a search without results is 200": {"orthanc": ("dicom.web.search.nothing", "dicom.web.search.nothing")},
    "no Warning 299 for what remains": {"orthanc": ("dicom.web.search.pages", "dicom.web.search.remaining")},
    "no Warning 299 for fuzzy matching": {"orthanc": ("dicom.web.search.fuzzy", "dicom.web.search.fuzzy")},
    "400 in the place of 406": {"orthanc": ("dicom.web.retrieve.not-acceptable", "dicom.web.not-acceptable")},
    "no 202 where some were stored": {"orthanc": ("dicom.web.store.partly", "dicom.web.store.partly")},
    "TLS 1.1": {"orthanc_tls": ("dicom.secure.old-versions", "dicom.secure.old-versions")},
    "AES under the server's RSA key": {"orthanc_tls": ("dicom.secure.suites", "dicom.secure.advised-suites")},
}
"""Each deviation, and for each server the story and the clause that find it."""

NOT_SCORED = {
    "HEAD answered with 404": "no section of PS3.18 makes HEAD one of the methods of its services",
}
"""What was measured as well and is no deviation from a clause, with the reason."""

LEGAL = {
    "names matched in any case": "dicom.find.name-as-claimed",
    "data sets written anew": "dicom.store.keeps",
    "data sets written anew as they are sent": "dicom.retrieve.unchanged",
    "user identity passed over": "dicom.association.identity-",
    "asynchronous operations passed over": "dicom.association.window-",
    "FF00 where FF01 is meant": "dicom.find.optional-key-",
}
"""What Orthanc may do as it documents, by the beginning of the clauses it is near, none of which it breaks."""


@pytest.mark.parametrize("deviation", MEASURED)
def test_what_was_measured_is_found_by_a_story_and_listed(deviation):
    declared = {(scenario.id, clause.id) for scenario in KIT.scenarios() for clause in scenario.clauses}

    for peer, found in MEASURED[deviation].items():
        assert found in declared
        assert found in load(peer), peer


def test_what_is_allowed_when_documented_is_held_against_nobody():
    near = tuple(LEGAL.values())

    assert all(any(clause.id.startswith(one) for clause in KIT.clauses()) for one in near)
    assert not {clause for _, clause in load("orthanc") if clause.startswith(near)}


def test_what_is_not_scored_has_a_reason():
    assert all(NOT_SCORED.values())
    assert set(NOT_SCORED) & set(MEASURED) == set()
