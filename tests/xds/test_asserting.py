"""What a user of services presents, case by case, and what a gate makes of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from conformance.certificates import certificates
from conformance.limits import Limits
from conformance.model import Blocked
from conformance.xds import actors, asserting
from conformance.xds.asserting import ServiceUser
from conformance.xds.simulator.asserted import AUDIENCE, DENIED, Gate
from conformance.xds.wire.saml import moment, read_security
from conformance.xds.wire.soap import Addressing, read_message, write_envelope

KNOWN = certificates()
ABOUT = {
    "registry": "http://127.0.0.1:1/registry",
    "cert": str(KNOWN.server.cert),
    "key": str(KNOWN.server.key),
    "audience": AUDIENCE,
    "denied_role": {"code": DENIED[0], "system": DENIED[1]},
}


@pytest.fixture
def presented(telling):
    """Return a function that gives the message a case is presented by."""

    def present(case, **changes):
        user = ServiceUser(telling({"xds": {"xua": {**ABOUT, **changes}}}))
        user.case = case
        octets = write_envelope(None, Addressing("urn:a", "urn:uuid:b", more=user.headers()))
        return read_message("application/soap+xml", octets, Limits())

    return present


def test_a_right_assertion_is_let_in_and_lasts_five_minutes_more(presented):
    message = presented(asserting.GOOD)
    said = read_security(message)

    assert Gate().fault(message) is None
    assert said is not None
    assert moment(said.ends) - moment(said.begins) == timedelta(minutes=5, seconds=30)
    assert abs(moment(said.begins) - datetime.now(UTC)) < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("case", "code"),
    [
        (asserting.NONE, "SecurityTokenUnavailable"),
        (asserting.EXPIRED, "InvalidSecurityToken"),
        (asserting.EARLY, "InvalidSecurityToken"),
        (asserting.AUDIENCE, "InvalidSecurityToken"),
        (asserting.UNSIGNED, "FailedCheck"),
        (asserting.CHANGED, "FailedCheck"),
        (asserting.STRANGER, "FailedCheck"),
        (asserting.STALE, "MessageExpired"),
        (asserting.DENIED, "FailedAuthentication"),
    ],
)
def test_a_wrong_one_is_turned_away_for_its_one_fault(presented, case, code):
    fault = Gate().fault(presented(case))
    assert fault is not None
    assert fault.subcode == code


def test_who_signs_by_another_key_is_a_stranger(presented):
    fault = Gate().fault(presented(asserting.GOOD, cert=str(KNOWN.good.cert), key=str(KNOWN.good.key)))
    assert fault is not None
    assert "not trusted" in fault.reason


def test_what_can_not_be_read_blocks(presented):
    with pytest.raises(Blocked, match="can't be read"):
        presented(asserting.GOOD, key="nowhere.pem")


def test_a_service_that_is_not_named_blocks(telling):
    with pytest.raises(Blocked, match=r"xds\.xua\.repository"):
        ServiceUser(telling({"xds": {"xua": ABOUT}})).repository  # noqa: B018 - asking is what is tested
    with pytest.raises(Blocked, match=r"names no xds\.xua"):
        ServiceUser(telling({"xds": {}}))


def test_every_request_brings_one_where_every_address_asks(telling):
    addresses = {"registry": "http://127.0.0.1:1/registry", "repository": "http://127.0.0.1:1/repository"}
    story = telling({"xds": {**addresses, "xua": {**ABOUT, **addresses, "everywhere": True}}})
    asked = [actors._speaker(story, part) for part in ("registry", "repository")]
    ids = set()
    for one in asked:
        presented = one._user.headers()[0]
        ids |= set(presented.xpath("//@ID"))

    assert len(ids) == 2
    assert type(actors._speaker(telling({"xds": addresses}), "registry")).__name__ == "Speaker"
