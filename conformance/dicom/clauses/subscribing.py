"""The sentences of DICOM that subscriptions to workitems are judged by over the web (PS3.18 11, 8.10; PS3.4 CC.2)."""

from __future__ import annotations

from conformance.dicom.clauses.citing import cited as _clause
from conformance.model import Clause, Level

# Subscriptions (PS3.18 11.10 to 11.12; PS3.4 CC.2.3)
SUBSCRIBED = _clause(
    "web.subscription.created", "PS3.18 11.10.3.1", "A subscription to a workitem that is there is answered with 201"
)
SUBSCRIPTION_CHANNEL = _clause(
    "web.subscription.channel",
    "PS3.18 11.10.3.2",
    "The answer to a subscription names a WebSocket (ws or wss) in Content-Location",
)
SUBSCRIPTION_NOT_FOUND = _clause(
    "web.subscription.not-found", "PS3.18 11.10.3.1", "A subscription to an unknown workitem is answered with 404"
)
SUBSCRIPTION_ENDED = _clause(
    "web.subscription.ended", "PS3.18 11.11.2", "A subscription that is there can be ended, which is answered as done"
)
SUBSCRIPTION_SILENT = _clause(
    "web.subscription.silent", "PS3.4 CC.2.3.1", "Who ended a subscription to a workitem is told no more of it"
)
SUBSCRIPTION_ALL_ENDED = _clause(
    "web.subscription.all-ended",
    "PS3.4 CC.2.3.1",
    "Who ended the subscription to the worklist is told no more of its workitems, old or new",
)
SUBSCRIPTION_OUTLIVES = _clause(
    "web.subscription.outlives",
    "PS3.18 8.10.4.2",
    "A channel that was lost can be opened again, and events are told on it",
)
SUBSCRIPTION_SUSPENDED = _clause(
    "web.subscription.suspended",
    "PS3.18 11.12.3.1",
    "A subscription to the worklist can be suspended, answered with 200",
)
SUBSCRIPTION_NO_NEW = _clause(
    "web.subscription.no-new", "PS3.4 CC.2.3.1", "Who suspended a subscription is told of no workitem created since"
)
SUBSCRIPTION_KEPT = _clause(
    "web.subscription.kept", "PS3.4 CC.2.3.1", "Who suspended a subscription is still told of workitems from before"
)
SUBSCRIPTION_FILTERED = _clause(
    "web.subscription.filtered",
    "PS3.4 CC.2.3.3.1",
    "A filtered subscription is one to the workitems that match, and to no others",
)
SUBSCRIPTION_UNFILTERED = _clause(
    "web.subscription.unfiltered",
    "PS3.18 11.10.3.2",
    "Who offers no filtered subscriptions answers with 403 and a warning that says so",
)
SUBSCRIPTION_LOCK = _clause(
    "web.subscription.lock", "PS3.4 CC.2.1.3", "A workitem that is over is not deleted as long as a lock is on it"
)

# Event reports (PS3.18 8.10.5, 11.13; PS3.4 CC.2.4)
EVENT_INITIAL = _clause(
    "web.event.initial", "PS3.4 CC.2.4.3", "Who subscribes to a workitem is told the state it is in"
)
EVENT_STATE = _clause(
    "web.event.state", "PS3.4 CC.2.4.3", "Each change of a workitem's state is told to its subscribers"
)
EVENT_NEW = _clause(
    "web.event.new",
    "PS3.4 CC.2.4.3",
    "Each new workitem is told to the subscribers of the worklist, as SCHEDULED",
)
EVENT_CANCEL = _clause(
    "web.event.cancel",
    "PS3.4 CC.2.4.3",
    "A wish that a claimed workitem be canceled is told to its subscribers, with the reason that was given",
)
EVENT_PROGRESS = _clause(
    "web.event.progress", "PS3.4 CC.2.4.3", "Progress of a workitem is told to its subscribers, as it is by now"
)
EVENT_ASSIGNED = _clause(
    "web.event.assigned", "PS3.4 CC.2.4.3", "That a workitem is assigned to a station is told to its subscribers"
)
EVENT_TYPED = _clause(
    "web.event.typed", "PS3.4 CC.2.4.1", "An event report has the event type ID of what it reports: of a state, 1"
)
EVENT_CLASS = _clause(
    "web.event.class", "PS3.4 CC.2.4.3", "An event report names the SOP class of workitems, beside the workitem"
)
EVENT_ATTRIBUTES = _clause(
    "web.event.attributes", "PS3.4 CC.2.4.1", "A report of a state has the input readiness state too"
)
EVENT_JSON = _clause(
    "web.event.json", "PS3.18 8.10.5.1.1", "An event report is a text message of one object of the DICOM JSON Model"
)


def _rfc(id: str, section: str, says: str, level: Level = Level.MUST) -> Clause:  # noqa: A002 - the field's own word
    return Clause(f"dicom.web.channel.{id}", "RFC 6455", "2011", section, says, level)


# The channel (PS3.18 8.10.4; RFC 6455)
CHANNEL_OPENED = _rfc(
    "opened",
    "4.2.2",
    "The request to open a WebSocket is answered with 101, Upgrade: websocket and Connection: Upgrade",
)
CHANNEL_DIGEST = _rfc("digest", "4.2.2", "Sec-WebSocket-Accept is the digest of the key that was sent")
CHANNEL_UNASKED = _rfc("unasked", "4.1", "The answer names no extension and no subprotocol that was not asked for")
CHANNEL_UNMASKED = _rfc("unmasked", "5.1", "A server masks none of its frames")
CHANNEL_FRAMED = _rfc(
    "framed", "5.2", "Frames have a known opcode, no reserved bit, and a length written as short as it can be"
)
CHANNEL_FRAGMENTS = _rfc(
    "fragments", "5.4", "The fragments of a message follow each other; control frames are short and not fragmented"
)
CHANNEL_TEXT = _rfc("text", "5.6", "A text message is UTF-8")
CHANNEL_PONG = _rfc("pong", "5.5.3", "A ping is answered with a pong of the same application data")
CHANNEL_CLOSED = _rfc("closed", "5.5.1", "A close is answered with a close")
CHANNEL_MASK_WANTED = _rfc("mask-wanted", "5.1", "A server closes the connection on which a frame came without a mask")
