import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.xds.simulator.parameters import FORMS, Refused, read, tokens
from conformance.xds.vocabulary import QUERIES

FIND = FORMS[QUERIES["FindDocuments"]]
GET = FORMS[QUERIES["GetDocuments"]]
PATIENT = ("$XDSDocumentEntryPatientId", ["'A^^^&1.2&ISO'"])
STATUS = ("$XDSDocumentEntryStatus", ["('urn:x:Approved')"])


def test_every_stored_query_has_a_form_of_its_name():
    assert {name: FORMS[uuid].name for name, uuid in QUERIES.items()} == {name: name for name in QUERIES}
    assert len(FORMS) == 14


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(max_size=20), min_size=1, max_size=5))
def test_quoting_is_undone_exactly(values):
    written = "(" + ",".join("'" + value.replace("'", "''") + "'" for value in values) + ")"
    assert tokens(written, many=True) == values
    assert tokens("'" + values[0].replace("'", "''") + "'", many=False) == values[:1]


@pytest.mark.parametrize("text", ["a", "'a','b'", "('a' 'b')", "()", "('a',)", "('a'", "'a''", ""])
def test_a_miswritten_list_is_no_list(text):
    assert tokens(text, many=True) is None


@pytest.mark.parametrize("text", ["a", "('a')", "'a", "'a''", "'a' 'b'", ""])
def test_a_miswritten_single_value_is_none(text):
    assert tokens(text, many=False) is None


def refusal(form, *slots):
    with pytest.raises(Refused) as caught:
        read(form, slots)
    return caught.value.code


def test_what_is_required_is_missed():
    assert refusal(FIND, PATIENT) == "XDSStoredQueryMissingParam"
    assert refusal(GET) == "XDSStoredQueryMissingParam"


def test_a_wrong_number_of_values_is_told_apart():
    wrong = "XDSStoredQueryParamNumber"
    assert refusal(FIND, STATUS, ("$XDSDocumentEntryPatientId", ["'A'", "'B'"])) == wrong
    assert refusal(FIND, STATUS, ("$XDSDocumentEntryPatientId", ["('A','B')"])) == wrong
    assert refusal(FIND, PATIENT, STATUS, STATUS) == wrong
    both = [("$XDSDocumentEntryEntryUUID", ["('urn:uuid:1')"]), ("$XDSDocumentEntryUniqueId", ["('1.2')"])]
    assert refusal(GET, *both) == wrong


@pytest.mark.parametrize("code", ["('A')", "('A^^')", "('^^S')"])
def test_a_code_without_scheme_is_refused(code):
    assert refusal(FIND, PATIENT, STATUS, ("$XDSDocumentEntryClassCode", [code])) == "XDSRegistryError"


def test_values_are_alternatives_and_slots_are_conditions():
    events = "$XDSDocumentEntryEventCodeList"
    asking = read(FIND, [PATIENT, STATUS, (events, ["('a^^s','b^^s')", "('c^^s')"]), (events, ["('d^^s')"])])
    assert asking.all_of(events) == [["a^^s", "b^^s", "c^^s"], ["d^^s"]]
    assert asking.one("$XDSDocumentEntryPatientId") == "A^^^&1.2&ISO"
    assert asking.any_of("$XDSDocumentEntryStatus") == ["urn:x:Approved"]


def test_parameters_of_other_queries_are_ignored():
    assert "$XDSFolderUniqueId" not in read(FIND, [PATIENT, STATUS, ("$XDSFolderUniqueId", ["junk"])]).values
