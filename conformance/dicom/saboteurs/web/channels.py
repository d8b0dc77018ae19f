"""Archives with one vice in the WebSockets by which they tell of workitems (RFC 6455)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dicom.simulator import Archive
from conformance.dicom.simulator.web import Told, Web
from conformance.dicom.web import frames

if TYPE_CHECKING:
    from conformance.dicom.simulator.web import Asked
    from conformance.dicom.simulator.web.channels import Listening

_MASK = b"mask"


class _Unswitched(Web):
    def open_channel(self, asked: Asked, title: str) -> Told:
        return Told(200, b"[]", "application/json")


class UnswitchedChannel(Archive):
    """Answers the opening of a channel by what has happened so far, and ends the connection."""

    web = _Unswitched


class _Nameless(Web):
    def handshake(self, key: str) -> tuple[tuple[str, str], ...]:
        return tuple(one for one in super().handshake(key) if one[0] != "Upgrade")


class NamelessChannel(Archive):
    """Does not name the protocol it switches to."""

    web = _Nameless


class _Echoing(Web):
    def handshake(self, key: str) -> tuple[tuple[str, str], ...]:
        return (*super().handshake(key)[:2], ("Sec-WebSocket-Accept", key))


class EchoingChannel(Archive):
    """Gives the key back in the place of its digest."""

    web = _Echoing


class _Compressing(Web):
    def handshake(self, key: str) -> tuple[tuple[str, str], ...]:
        return (*super().handshake(key), ("Sec-WebSocket-Extensions", "permessage-deflate"))


class CompressingChannel(Archive):
    """Agrees to a compression nobody asked for."""

    web = _Compressing


class _Dialect(Web):
    def handshake(self, key: str) -> tuple[tuple[str, str], ...]:
        return (*super().handshake(key), ("Sec-WebSocket-Protocol", "dicom"))


class DialectChannel(Archive):
    """Chooses a subprotocol nobody offered."""

    web = _Dialect


class _Masking(Web):
    def message(self, text: bytes) -> bytes:
        return frames.written(frames.TEXT, text, mask=_MASK)


class MaskingChannel(Archive):
    """Masks what it sends."""

    web = _Masking


class _Reserved(Web):
    def message(self, text: bytes) -> bytes:
        return frames.written(frames.TEXT, text, reserved=4)


class ReservedChannel(Archive):
    """Sets a reserved bit in its frames."""

    web = _Reserved


class _Spacious(Web):
    def message(self, text: bytes) -> bytes:
        return b"\x81\x7f" + len(text).to_bytes(8, "big") + text


class SpaciousChannel(Archive):
    """Writes every length in eight octets."""

    web = _Spacious


class _Unknown(Web):
    def message(self, text: bytes) -> bytes:
        return frames.written(0xB, b"?") + super().message(text)


class UnknownChannel(Archive):
    """Sends frames of a reserved opcode."""

    web = _Unknown


class _TornPing(Web):
    def message(self, text: bytes) -> bytes:
        return frames.written(frames.PING, b"to", final=False) + super().message(text)


class TornPingChannel(Archive):
    """Fragments its pings."""

    web = _TornPing


class _LongPing(Web):
    def message(self, text: bytes) -> bytes:
        return frames.written(frames.PING, bytes(126)) + super().message(text)


class LongPingChannel(Archive):
    """Sends pings that are too long."""

    web = _LongPing


class _Interrupting(Web):
    def message(self, text: bytes) -> bytes:
        return frames.written(frames.TEXT, text[:9], final=False) + super().message(text)


class InterruptingChannel(Archive):
    """Begins a message and then another."""

    web = _Interrupting


class _Western(Web):
    def message(self, text: bytes) -> bytes:
        return frames.written(frames.TEXT, '{"00100010": "Mü"}'.encode("latin-1")) + super().message(text)


class WesternChannel(Archive):
    """Sends text in Latin-1."""

    web = _Western


class _Curt(Web):
    def pong(self, payload: bytes) -> bytes:
        return frames.written(frames.PONG, b"")


class CurtChannel(Archive):
    """Answers a ping without its words."""

    web = _Curt


class _Abrupt(Web):
    def closed(self, channel: Listening, payload: bytes) -> None:
        pass


class AbruptChannel(Archive):
    """Ends the connection where a close is to be answered."""

    web = _Abrupt


class _Tolerant(Web):
    def undone(self, channel: Listening) -> bool:
        return True


class TolerantChannel(Archive):
    """Takes frames without a mask."""

    web = _Tolerant


# Unusual and right.


class _Fragmenting(Web):
    def message(self, text: bytes) -> bytes:
        pieces = (text[:1], text[1:7], b"", text[7:])
        made = [frames.written(frames.PONG, b"unasked")]
        for number, piece in enumerate(pieces):
            last = number == len(pieces) - 1
            made += [
                frames.written(frames.CONTINUATION if number else frames.TEXT, piece, final=last),
                frames.written(frames.PING, b"" if last else b"still there?"),
            ]
        return b"".join(made)


class FragmentingChannel(Archive):
    """Sends its reports in fragments, one of them empty, with pings and pongs between them."""

    web = _Fragmenting


class _Elaborate(Web):
    def handshake(self, key: str) -> tuple[tuple[str, str], ...]:
        accept = super().handshake(key)[-1]
        plain = (("Server", "reference"), ("X-Powered-By", "curiosity"), ("Date", "Wed, 25 Nov 2026 10:00:00 GMT"))
        return (*plain, ("UPGRADE", "WebSocket"), ("connection", "keep-alive, UPGRADE"), accept)

    def message(self, text: bytes) -> bytes:
        return super().message(text.ljust(1 << 16) + b"\n")

    def undone(self, channel: Listening) -> bool:
        return False

    def put(self, channel: Listening, octets: bytes) -> None:
        for at in (0, 1, 2, 3):
            channel.send(octets[at : at + 1])
        channel.send(octets[4:])


class ElaborateChannel(Archive):
    """Writes the opening in capitals among other fields, pads its reports, sends them in pieces, hangs up at once."""

    web = _Elaborate
