"""What addresses are taken for, whatever they are."""

from __future__ import annotations

import pytest

from conformance.dicom.checks import web


@pytest.mark.parametrize(
    ("url", "path"),
    [("http://x/studies/1?a=b", "/studies/1"), ("http://[", ""), ("http://[x]/studies/1", ""), ("", "")],
)
def test_what_is_no_url_has_no_path(url, path):
    assert web.path(url) == path
