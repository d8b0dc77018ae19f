"""A blind page tells nobody whose system it is, and withholds no word of our own."""

from __future__ import annotations

from conformance.reports.blind import names, ordinary, withholding


def test_a_profile_names_its_system_in_many_places(run):
    found = dict(names(run.header["system"]))

    assert found["ExamplePACS"] is True
    assert found["EXAMPLEPACS1"] is False
    assert "Conformance statement v9.4, 4.2.1.3" in found
    assert "bidder-b" not in found
    assert list(names(["x", 3, None])) == []


def test_every_address_of_a_profile_names_its_system_with_its_host_alone():
    profile = {
        "dicom": {"web": {"qido": "http://web.pacs.example:8042/dicom-web"}},
        "xds": {
            "mhd": "https://fhir.pacs.example/r4",
            "options": {"update": "https://pacs.example/update"},
            "gateway": {"query": "https://[2001:db8::1]/xca", "home": "urn:oid:1.2.3"},
        },
        "asked": {"by": {"dicom.store-study": {"url": "http://desk.pacs.example/{deed}"}}},
        "dicom_out": {"candidate_aet": "EXAMPLECT1"},
    }

    redact = withholding(names(profile))

    assert redact("web.pacs.example:8042") == "[withheld]:8042"
    assert redact("moved to https://fhir.pacs.example/r4/List") == "moved to [withheld]/List"
    assert redact("pacs.example, [2001:db8::1]:443, urn:oid:1.2.3") == "[withheld], [[withheld]]:443, [withheld]"
    assert redact("desk.pacs.example called as EXAMPLECT1") == "[withheld] called as [withheld]"


def test_supplier_and_product_are_withheld_in_whatever_case():
    redact = withholding([("ExamplePACS", True), ("Example Imaging Ltd", True), ("PAX", True)])

    assert redact("EXAMPLEPACS_9 by example imaging ltd, PAX") == "[withheld]_9 by [withheld], PAX"


def test_titles_and_hosts_are_withheld_as_they_are_written():
    assert withholding([("REFERENCE", False)])("REFERENCE, for reference") == "[withheld], for reference"


def test_the_longest_name_is_withheld_first():
    assert (
        withholding([("pacs.example", False), ("http://pacs.example/x", False)])("http://pacs.example/x")
        == "[withheld]"
    )


def test_a_word_everybody_uses_is_nobodys_name(statement, invented):
    words = ordinary(statement, invented.TOLD)

    assert {"pacs", "ris", "archive", "worklist"} <= words
    assert withholding([("PACS", False), ("Archive", True)], words)("PACS and archive") == "PACS and archive"


def test_names_are_text_and_no_pattern():
    assert withholding([("a.*b(", False)])("axxb( a.*b(") == "axxb( [withheld]"
    assert withholding([])("anything") == "anything"
