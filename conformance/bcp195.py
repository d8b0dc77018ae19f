"""What BCP 195 asks of whoever answers over TLS: the clauses of a room, and how a visited door is judged by them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from conformance.hello import DEFLATE, LEGACY, OLD, RENEGOTIATION_INFO, WEAK
from conformance.model import Clause, Level

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conformance.judging import Judge
    from conformance.visitors import Greeted, Visit, Visitor

NOTHING = "nothing agreed to"


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


def judge_nothing_agreed(check: Judge, clause: Clause, told: Mapping[str, Greeted]) -> None:
    """Judge, for each of these offers, that nothing was agreed to."""
    for name, greeted in told.items():
        with check(clause, where=name, expected=NOTHING, evidence=greeted.evidence):
            assert greeted.agreed is None, greeted.saw


def judge_let_in(check: Judge, clause: Clause, visit: Visit, expected: str) -> None:
    """Judge that a visitor was let in, and answered as a visitor is to be."""
    with check(clause, expected=expected, evidence=visit.evidence):
        assert visit.answered, visit.saw


def judge_turned_away(check: Judge, clause: Clause, visit: Visit, expected: str) -> None:
    """Judge that a visitor was not let in."""
    with check(clause, expected=expected, evidence=visit.evidence):
        assert not visit.accepted, visit.saw


def judge_versions(check: Judge, door: Visitor, oldest: Clause, old: Clause) -> None:
    """Greet a door with each version older than TLS 1.2 alone, and judge that nothing is agreed to (RFC 8996)."""
    told = door.greetings(OLD)
    judge_nothing_agreed(check, oldest, {"SSL 3.0": told.pop("SSL 3.0")})
    judge_nothing_agreed(check, old, told)


def judge_suites(check: Judge, door: Visitor, weak: Clause, advised: Clause) -> None:
    """Greet a door with weak and with old suites alone, and judge that nothing is agreed to (RFC 9325 4.1)."""
    told = door.greetings(WEAK | LEGACY)
    judge_nothing_agreed(check, weak, {name: told[name] for name in WEAK})
    judge_nothing_agreed(check, advised, {name: told[name] for name in LEGACY})


def judge_extras(check: Judge, door: Visitor, compression: Clause, renegotiation: Clause) -> None:
    """Offer a door compression and safe renegotiation; judge that it takes the second alone (RFC 9325 3.3)."""
    agreed, greeted = door.agreed("extras", compressions=(DEFLATE, 0))
    with check(compression, expected="compression method 0", evidence=greeted.evidence):
        assert agreed.compression == 0, f"compression method {agreed.compression}"
    with check(renegotiation, expected="the extension renegotiation_info", evidence=greeted.evidence):
        assert RENEGOTIATION_INFO in agreed.extensions, f"{greeted.saw}, without it"
