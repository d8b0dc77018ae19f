"""What BCP 195 asks of whoever answers over TLS, as clauses of the room that judges by them."""

from __future__ import annotations

from typing import NamedTuple

from conformance.model import Clause, Level


class Asked(NamedTuple):
    """The clauses, from the first version agreed to down to the extension of renegotiation."""

    old_versions: Clause
    ssl: Clause
    weak_suites: Clause
    advised_suites: Clause
    compression: Clause
    renegotiation: Clause


def asked(room: str) -> Asked:
    """Return the clauses under the name of a room."""

    def rfc(name: str, section: str, says: str, level: Level = Level.MUST, number: int = 9325) -> Clause:
        return Clause(f"{room}.secure.{name}", f"RFC {number}", "BCP 195", section, says, level)

    return Asked(
        rfc("old-versions", "4, 5", "TLS 1.0 and 1.1 are not negotiated", number=8996),
        rfc("ssl", "3.1.1", "SSL 3.0 is not negotiated"),
        rfc(
            "weak-suites",
            "4.1",
            "Suites without encryption, of export strength, with DES or with RC4 are not negotiated",
        ),
        rfc(
            "advised-suites",
            "4.1",
            "Suites with 3DES, and those whose keys the server's RSA key alone protects, are not negotiated",
            Level.SHOULD,
        ),
        rfc("compression", "3.3", "TLS-level compression is not agreed to", Level.SHOULD),
        rfc(
            "renegotiation",
            "3.6",
            "A ServerHello of TLS 1.2 has the renegotiation extension a client offered",
            number=5746,
        ),
    )
