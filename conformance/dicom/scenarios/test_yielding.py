"""One who connects and stalls: the last stories told, since some archives take long to get over them (PS3.8 9.1.5)."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.dicom import clauses, uids
from conformance.dicom.client import Link, Proposal
from conformance.dicom.wire import Associate
from conformance.guarded import LinkFault

ECHO = Proposal(uids.VERIFICATION)
PATIENCE_S = 4.0
"""How long somebody else may have to wait for an association."""


def served(archive, story):
    """Return what became of an association asked for, waited for no longer than PATIENCE_S; it is then let go."""
    link = Link(story.doors.connect(archive.profile.host, archive.profile.port, archive.tls))
    link.send([archive.request(ECHO).pdu()], "A-ASSOCIATE-RQ")
    came = link.receive(min(PATIENCE_S, story.limits.pdu_s))
    link.close()
    return came


@scenario(
    "dicom.association.half-open",
    actor="archive",
    transaction="A-ASSOCIATE",
    clauses=[clauses.OTHERS_SERVED, clauses.ALIVE_AFTERWARDS],
    requires=["dicom"],
)
def test_who_stops_halfway_keeps_nobody_else_waiting(archive, story, check):
    """A modality that loses its network in the middle of a request does not stop the whole department."""
    archive.alive()

    half = archive.request(ECHO).pdu().encode()[:60]
    for name, octets in (("a silent connection", b""), ("half a request", half)):
        stalled = story.doors.connect(archive.profile.host, archive.profile.port, archive.tls)
        sent(stalled, octets)
        came = served(archive, story)
        stalled.close()
        with check(clauses.OTHERS_SERVED, where=name, expected="another one accepted meanwhile"):
            assert isinstance(came.read, Associate), came.trouble or (came.pdu.name if came.pdu else "nothing")

    afterwards = archive.echo()
    with check(clauses.ALIVE_AFTERWARDS, expected="C-ECHO answered with success once it hung up"):
        assert afterwards.status == 0, afterwards.outcome


def sent(connection, octets):
    """Send a beginning; a peer that does not take it has ended the connection, which is its right."""
    try:
        if octets:
            connection.send(octets)
    except LinkFault:
        return
    connection.mark_sent("the beginning of an A-ASSOCIATE-RQ", "application/vnd.dicom.pdu")
