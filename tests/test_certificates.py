"""Our doors agree to the suites that are advised, by whatever build of Python they are opened."""

from __future__ import annotations

from conformance.certificates import asking_for_certificates


def test_a_door_of_ours_agrees_to_no_suite_without_forward_secrecy():
    offered = [suite for suite in asking_for_certificates().get_ciphers() if suite["protocol"] != "TLSv1.3"]

    assert offered
    assert all(suite["name"].startswith(("ECDHE-", "DHE-")) for suite in offered)
    assert all(suite["aead"] for suite in offered)
