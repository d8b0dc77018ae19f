"""What a document responder answers, read whatever it is."""

from __future__ import annotations

import json

import pytest

from conformance.http import Response
from conformance.xds import mobile


@pytest.mark.parametrize("url", ["http://[::", "http://127.0.0.1:99999/a", "Binary/ a", "Binary/\u00e9"])
def test_what_is_no_address_is_not_asked_for(telling, url):
    responder = mobile.DocumentResponder(telling({"xds": {"mhd": "http://127.0.0.1:1/fhir"}}))
    answer = responder.get(url)
    assert (answer.status, "no address" in answer.trouble) == (0, True)


@pytest.mark.parametrize("held", [1, {"a": 1}, [1, None, "a"], None])
def test_what_is_no_array_of_objects_holds_none(held):
    answer = Response(200, body=json.dumps({"entry": held, "content": held, "identifier": held}).encode())
    read = mobile.resource(answer)
    assert mobile.matches(answer, "List") == mobile.listed(read, "entry") == []
    assert (mobile.attachment(read), mobile.identifiers(read)) == ({}, set())
