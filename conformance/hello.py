"""The first words of TLS, read and written without a library, so that anything may be offered (RFC 5246 7.4.1)."""

from __future__ import annotations

import struct
from dataclasses import dataclass

MEDIA_TYPE = "application/vnd.tls"
RECORD_HEAD = struct.Struct(">BHH")
RECORD_MOST = (1 << 14) + 2048
"""RFC 5246 6.2.3."""
ALERT, HANDSHAKE = 21, 22
CLIENT_HELLO, SERVER_HELLO = 1, 2
VERSIONS = {0x0300: "SSL 3.0", 0x0301: "TLS 1.0", 0x0302: "TLS 1.1", 0x0303: "TLS 1.2", 0x0304: "TLS 1.3"}
SSL_3, TLS_1_0, TLS_1_1, TLS_1_2 = 0x0300, 0x0301, 0x0302, 0x0303

Offers = dict[str, dict[str, object]]
"""What each ClientHello of a row holds, by its name."""

USUAL = (
    0xC02B, 0xC02C, 0xC02F, 0xC030, 0xCCA9, 0xCCA8, 0x009E, 0x009F, 0xC009, 0xC00A, 0xC013, 0xC014, 0xC023, 0xC027,
    0x0033, 0x0039, 0x009C, 0x009D, 0x002F, 0x0035,
)  # fmt: skip
"""AES and ChaCha20 under ECDHE, DHE and RSA, of every version up to 1.2."""
NULL = (0x0001, 0x0002, 0x003B, 0xC001, 0xC006, 0xC00B, 0xC010)
EXPORT = (0x0003, 0x0006, 0x0008, 0x000B, 0x000E, 0x0011, 0x0014, 0x0062, 0x0064)
RC4 = (0x0004, 0x0005, 0xC002, 0xC007, 0xC00C, 0xC011)
DES = (0x0009, 0x000C, 0x000F, 0x0012, 0x0015)
TRIPLE_DES = (0x000A, 0x000D, 0x0010, 0x0013, 0x0016, 0xC003, 0xC008, 0xC00D, 0xC012)
STATIC_RSA = (0x002F, 0x0035, 0x003C, 0x003D, 0x009C, 0x009D)
"""AES under a key the server's certificate alone protects."""
OLD: Offers = {
    "TLS 1.0": {"version": TLS_1_0},
    "TLS 1.1": {"version": TLS_1_1},
    "SSL 3.0": {"version": SSL_3},
}
WEAK: Offers = {
    "no encryption": {"suites": NULL},
    "export strength": {"suites": EXPORT},
    "RC4": {"suites": RC4},
    "DES": {"suites": DES},
}
LEGACY: Offers = {
    "3DES": {"suites": TRIPLE_DES},
    "keys under the server's RSA key alone": {"suites": STATIC_RSA},
}
DEFLATE = 1
RENEGOTIATION_INFO = 0xFF01
"""RFC 5746 3.2."""
_GROUPS = (0x001D, 0x0017, 0x0018, 0x0019)
_SIGNATURES = (0x0403, 0x0503, 0x0603, 0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601, 0x0203, 0x0201)


class NoAnswer(Exception):  # noqa: N818 - a fact about what came, which a visitor reports and a check judges
    """What came is no answer to a first word; ``says`` why."""

    def __init__(self, says: str) -> None:
        super().__init__(says)
        self.says = says


@dataclass(frozen=True, slots=True)
class ClientHello:
    """What a client offers first; no more than is needed to be answered."""

    random: bytes
    """32 octets."""
    version: int = TLS_1_2
    suites: tuple[int, ...] = USUAL
    compressions: tuple[int, ...] = (0,)

    def encode(self) -> bytes:
        """Return the record."""
        suites = b"".join(one.to_bytes(2, "big") for one in self.suites)
        body = self.version.to_bytes(2, "big") + self.random + b"\0" + _sized(suites, 2)
        body += _sized(bytes(self.compressions), 1) + _sized(self._extensions(), 2)
        message = bytes([CLIENT_HELLO]) + _sized(body, 3)
        return RECORD_HEAD.pack(HANDSHAKE, min(self.version, TLS_1_0), len(message)) + message

    def _extensions(self) -> bytes:
        groups = _sized(b"".join(one.to_bytes(2, "big") for one in _GROUPS), 2)
        parts = [_extension(RENEGOTIATION_INFO, b"\0"), _extension(10, groups), _extension(11, b"\1\0")]
        if self.version == TLS_1_2:
            signatures = b"".join(one.to_bytes(2, "big") for one in _SIGNATURES)
            parts.append(_extension(13, _sized(signatures, 2)))
        return b"".join(parts)


@dataclass(frozen=True, slots=True)
class ServerHello:
    """What a server agreed to."""

    version: int
    suite: int
    compression: int
    extensions: frozenset[int]

    def encode(self, random: bytes) -> bytes:
        """Return the record."""
        body = self.version.to_bytes(2, "big") + random + b"\0" + self.suite.to_bytes(2, "big")
        body += bytes([self.compression])
        body += _sized(b"".join(_extension(one, b"\0") for one in sorted(self.extensions)), 2)
        message = bytes([SERVER_HELLO]) + _sized(body, 3)
        return RECORD_HEAD.pack(HANDSHAKE, self.version, len(message)) + message

    @property
    def says(self) -> str:
        """Return it for people."""
        return f"{VERSIONS.get(self.version, f'version {self.version:04X}')}, suite {self.suite:04X}"


@dataclass(frozen=True, slots=True)
class Alert:
    """Why a server won't."""

    level: int
    description: int

    @property
    def says(self) -> str:
        """Return it for people."""
        return f"alert {self.description} ({'fatal' if self.level == 2 else 'warning'})"  # noqa: PLR2004 - RFC 5246 7.2


def read_answer(kind: int, body: bytes) -> ServerHello | Alert:
    """Read the first record of a server; raise NoAnswer when it is none."""
    if kind == ALERT and len(body) == 2:  # noqa: PLR2004 - level and description
        return Alert(body[0], body[1])
    if kind != HANDSHAKE or len(body) < 4 or body[0] != SERVER_HELLO:  # noqa: PLR2004 - type and length
        raise NoAnswer(f"a record of type {kind:02X} is no answer to a ClientHello")
    octets = body[4 : 4 + int.from_bytes(body[1:4], "big")]
    at = 34
    session, at = octets[at : at + 1], at + 1
    at += session[0] if session else 0
    if len(octets) < at + 3:
        raise NoAnswer("a ServerHello is cut short")
    version, suite = int.from_bytes(octets[:2], "big"), int.from_bytes(octets[at : at + 2], "big")
    return ServerHello(version, suite, octets[at + 2], _kinds(octets[at + 3 :]))


def read_offer(octets: bytes) -> ClientHello | None:
    """Read a ClientHello's record, as far as this module writes one; None when it is none, or is cut short."""
    if len(octets) < 44 or octets[0] != HANDSHAKE or octets[5] != CLIENT_HELLO:  # noqa: PLR2004 - up to the session
        return None
    at = 44 + octets[43]
    suites, at = _counted(octets, at, 2)
    compressions, at = _counted(octets, at, 1)
    pairs = tuple(int.from_bytes(suites[one : one + 2], "big") for one in range(0, len(suites), 2))
    return ClientHello(octets[11:43], int.from_bytes(octets[9:11], "big"), pairs, tuple(compressions))


def explained(octets: bytes) -> list[str]:
    """Return a first word of either side as lines; never raises."""
    offer = read_offer(octets)
    if offer is not None:
        suites = " ".join(f"{one:04X}" for one in offer.suites)
        compressions = " ".join(f"{one}" for one in offer.compressions)
        version = VERSIONS.get(offer.version, f"version {offer.version:04X}")
        return [f"ClientHello, {version} at most", f"suites {suites}", f"compression methods {compressions}"]
    try:
        answer = read_answer(octets[0], octets[RECORD_HEAD.size :]) if octets else None
    except NoAnswer as error:
        return [error.says]
    if isinstance(answer, ServerHello):
        extensions = " ".join(f"{one:04X}" for one in sorted(answer.extensions))
        return [f"ServerHello, {answer.says}", f"compression method {answer.compression}", f"extensions {extensions}"]
    return [answer.says if answer else "no octets"]


def _counted(octets: bytes, at: int, width: int) -> tuple[bytes, int]:
    begins = at + width
    ends = begins + int.from_bytes(octets[at:begins], "big")
    return octets[begins:ends], ends


def _kinds(octets: bytes) -> frozenset[int]:
    found, at = set(), 2
    while at + 4 <= len(octets):
        found.add(int.from_bytes(octets[at : at + 2], "big"))
        at += 4 + int.from_bytes(octets[at + 2 : at + 4], "big")
    return frozenset(found)


def _sized(octets: bytes, width: int) -> bytes:
    return len(octets).to_bytes(width, "big") + octets


def _extension(kind: int, body: bytes) -> bytes:
    return kind.to_bytes(2, "big") + _sized(body, 2)
