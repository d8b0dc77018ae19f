"""What a registry is told: of patients (ITI-8, HL7 2.3.1), and whose documents are whose (ITI-64, HL7 2.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.guarded import Deadline, LinkFault
from conformance.model import Blocked

if TYPE_CHECKING:
    import ssl
    from datetime import datetime

    from conformance.story import Story
    from conformance.systems import Hl7In

MLLP = "application/vnd.hl7.mllp"
START, END = b"\x0b", b"\x1c\r"
SENDER = "2.25.184283497402017839274913847120389475122"
"""The OID of our cross-reference manager, which MSH-3 holds (3.64.4.1.2.1)."""


class PatientFeed:
    """Announces and merges patients for one story."""

    def __init__(self, story: Story, to: Hl7In, tls: ssl.SSLContext | None = None) -> None:
        self._story = story
        self._to = to
        self._tls = tls
        self._sent = 0

    def announce(self, patient_id: str, family_name: str) -> None:
        """Make a patient known by ADT^A04; raise Blocked when the registry does not take it."""
        self._tell("A04", _registration(patient_id, family_name), f"make the patient {patient_id} known")

    def mention(self, patient_id: str, family_name: str) -> str:
        """Send ADT^A04 of a patient the registry need not take, and return MSA-1, empty when none came."""
        return self._told("A04", _registration(patient_id, family_name))[0]

    def merge(self, prior: str, survivor: str, family_name: str) -> None:
        """Merge ``prior`` into ``survivor`` by ADT^A40; raise Blocked when the registry does not take it."""
        segments = [f"PID|||{survivor}||{family_name}^SYNTHETIC", f"MRG|{prior}"]
        self._tell("A40", segments, f"merge the patient {prior} into {survivor}")

    def _tell(self, trigger: str, segments: list[str], what: str) -> None:
        code, says = self._told(trigger, segments)
        if code not in {"AA", "CA"}:
            raise Blocked(f"could not {what} to the registry by its patient feed: {says}")

    def _told(self, trigger: str, segments: list[str]) -> tuple[str, str]:
        self._sent += 1
        head = message_header(self._to, trigger, self._story.token(f"feed/{self._sent}", 12), self._story.now)
        octets = "".join(f"{one}\r" for one in [head, f"EVN|{trigger}|{stamp(self._story.now)}", *segments]).encode()
        return self._exchanged(trigger, START + octets + END)

    def _exchanged(self, trigger: str, frame: bytes) -> tuple[str, str]:
        """Send one frame and read one; return MSA-1, and in words what came."""
        link = self._story.doors.connect(self._to.host, self._to.port, self._tls)
        held = bytearray()
        try:
            link.send(frame)
            link.mark_sent(f"ADT^{trigger} (patient identity feed)", MLLP)
            deadline = Deadline(link.limits.frame_s)
            while END not in held and len(held) <= link.limits.mllp_bytes:
                octets = link.read_some(64 * 1024, deadline)
                if not octets:
                    break
                held += octets
        except LinkFault as fault:
            return "", str(fault)
        finally:
            if held:
                link.mark_received("acknowledgement of the patient identity feed", MLLP)
            link.close()
        return acknowledged(bytes(held))


class LinkNotice(PatientFeed):
    """Notifies the registry that documents of a local patient are another patient's (ITI-64, ADT^A43 of HL7 2.5)."""

    def changed(self, new: str, local: str, previous: str, subsumed: str = "") -> tuple[str, str]:
        """Link ``local`` to ``new`` in place of ``previous``; return MSA-1, empty when none came, and what came.

        With ``subsumed``, another local identifier, that one is merged into ``local``.
        """
        self._sent += 1
        application, *ends = (*_split(self._to.sending), *_split(self._to.receiving))
        moment, control_id = stamp(self._story.now), self._story.token(f"link/{self._sent}", 12)
        sender = f"{application}^{SENDER}^ISO"
        head = "|".join(["MSH", "^~\\&", sender, *ends, moment, "", "ADT^A43^ADT_A43", control_id, "P", "2.5"])
        prior = "~".join(one for one in (previous, subsumed) if one)
        segments = [head, f"EVN||{moment}", f"PID|||{new}~{local}|| ", f"MRG|{prior}"]
        return self._exchanged("A43", START + "".join(f"{one}\r" for one in segments).encode() + END)


def _registration(patient_id: str, family_name: str) -> list[str]:
    return [f"PID|||{patient_id}||{family_name}^SYNTHETIC||19700101|O", "PV1||O"]


def message_header(to: Hl7In, trigger: str, control_id: str, now: datetime) -> str:
    """Return the MSH segment of an ADT message."""
    ends = [*_split(to.sending), *_split(to.receiving)]
    return "|".join(["MSH", "^~\\&", *ends, stamp(now), "", f"ADT^{trigger}", control_id, "P", "2.3.1"])


def _split(name: str) -> tuple[str, str]:
    application, _, facility = name.partition("^")
    return application, facility


def stamp(now: datetime) -> str:
    """Return a moment as HL7 writes it, to the second."""
    return now.strftime("%Y%m%d%H%M%S")


def acknowledged(octets: bytes) -> tuple[str, str]:
    """Return MSA-1 of a framed acknowledgement, and in words what came; never raises."""
    text = octets.strip(START + END).decode("utf-8", "replace")
    if not text:
        return "", "no acknowledgement came"
    for segment in text.replace("\n", "\r").split("\r"):
        fields = segment.split("|")
        if fields[0] == "MSA" and len(fields) > 1:
            return fields[1], f"it was answered {segment[:200]!r}"
    return "", f"the answer has no MSA segment: {text[:120]!r}"
