"""The actor under test: an echo server behind the profile's HL7 port."""

import pytest

from conformance.guarded import Deadline


class Echo:
    def __init__(self, story):
        spot = story.system.hl7v2.in_
        self._link = story.doors.connect(spot.host, spot.port)

    def says(self, words):
        self._link.send(words)
        self._link.mark_sent("a question", "text/plain")
        answer = self._link.read_exactly(len(words), Deadline(5))
        self._link.mark_received("an answer", "text/plain")
        return answer


@pytest.fixture
def echo(story):
    return Echo(story)
