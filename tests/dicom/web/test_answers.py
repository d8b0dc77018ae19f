"""What an answer is taken for: nothing found is no answer that can't be read, and a part keeps its own file."""

from __future__ import annotations

import pytest

from conformance.dicom.web import media
from conformance.dicom.web.answers import WebAnswer
from conformance.dicom.web.multipart import Part, write_multipart
from conformance.dicom.web.part10 import write_file
from conformance.http import Response
from conformance.limits import Limits


def answer(status, body, kind=media.JSON):
    return WebAnswer("http://x/", Response(status, "", (("content-type", kind),), body), Limits())


@pytest.mark.parametrize(
    ("status", "body", "nothing"),
    [
        (204, b"", True),
        (200, b"[]", True),
        (200, b"<html>Welcome</html>", False),
        (200, b'[{"00100020":{"vr":"LO","Value":["ZZ1"]}}]', False),
        (500, b"", False),
    ],
)
def test_nothing_is_found_only_where_that_was_answered(status, body, nothing):
    assert answer(status, body).found_nothing is nothing


def test_a_file_belongs_to_the_part_it_came_in():
    file = write_file("1.2", "1.3", "1.2.840.10008.1.2.1", b"")
    parts = [Part((("Content-Type", "text/plain"),), b"a note"), Part((("Content-Type", media.DICOM),), file)]

    told = answer(200, write_multipart(parts, "b"), f"{media.related(media.DICOM)}; boundary=b")

    assert [part.media_type.name for part, _ in told.filed_parts] == [media.DICOM]
