"""Each error code a transaction may answer is brought about by a scenario that asks for it, or it is said why not."""

from __future__ import annotations

import csv
import tomllib
from collections import defaultdict
from pathlib import Path

import pytest
from reference import reference_data

from conformance.evidence import RECEIVED
from conformance.limits import Limits
from conformance.xds import KIT
from conformance.xds import vocabulary as v
from conformance.xds.explain import HTTP
from conformance.xds.simulator import AffinityDomain
from conformance.xds.wire.registry import read_registry_response
from conformance.xds.wire.soap import read_message

TABLE = tomllib.loads((Path(__file__).parents[1] / "error-codes.toml").read_text(encoding="utf-8"))
ROWS = {(transaction, code): row for code, rows in TABLE.items() for transaction, row in rows.items()}
ACTIONS = {
    "P": v.PROVIDE,
    "R": v.REGISTER,
    "SQ": v.STORED_QUERY,
    "RS": v.RETRIEVE,
    "XGQ": v.CROSS_QUERY,
    "XGR": v.CROSS_RETRIEVE,
}
SHOWN = {key: row["scenarios"] for key, row in ROWS.items() if "scenarios" in row}


def test_every_code_of_the_table_is_accounted_for():
    data = reference_data()
    if data is None:
        pytest.skip("the reference data is not there: set CONFORMANCE_REFERENCE_DATA")
    with (data / "xds" / "TransactionDefinedErrorCodes.txt").open(encoding="utf-8", newline="") as lines:
        told = {(row[0].strip(), row[1].strip()) for row in csv.reader(lines) if len(row) > 2}
    told.discard(("Transaction", "Code"))

    assert len(told) > 75
    assert told - ROWS.keys() == set()
    assert {code for _, code in ROWS.keys() - told} == {"UnresolvedReferenceException"}


def test_every_row_says_one_thing_of_what_there_is():
    known = {one.id for one in KIT.scenarios()}
    for key, row in ROWS.items():
        assert bool(row.get("scenarios")) is not bool(row.get("none")), key
        assert set(row.get("scenarios", ())) - known == set(), key
    assert len(SHOWN) > 35


@pytest.fixture(scope="module")
def told(arena):
    """Return by scenario which error codes came in which transaction's answers."""
    with AffinityDomain() as honest:
        results = arena.run(honest.profile(), "xds", only={one for row in SHOWN.values() for one in row})
    transactions = {v.RESPONSE_ACTIONS[action]: name for name, action in ACTIONS.items()}
    came = defaultdict(set)
    for result in results:
        for item in result.evidence:
            octets = (arena.evidence / item.sha256).read_bytes()
            if item.direction == RECEIVED and item.media_type == HTTP and b"RegistryErrorList" in octets:
                head, _, body = octets.partition(b"\r\n\r\n")
                fields = dict(line.lower().split(": ", 1) for line in head.decode().split("\r\n")[1:])
                kind = next(line for line in head.decode().split("\r\n") if line.lower().startswith("content-type"))
                assert "content-type" in fields
                message = read_message(kind.partition(": ")[2], body, Limits())
                holders = [message.body, *message.body]
                errors = [error for one in holders for error in read_registry_response(one).errors]
                came[result.scenario] |= {(transactions[message.addressing("Action")], one.code) for one in errors}
    return came


@pytest.mark.parametrize(("key", "scenarios"), SHOWN.items(), ids=lambda one: " ".join(one))
def test_a_scenario_brings_its_code_about(told, key, scenarios):
    assert [one for one in scenarios if key not in told[one]] == []
