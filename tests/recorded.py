"""A panel's record and a price file in shorthand, for the tests of what a panel adds."""

from __future__ import annotations

from typing import Any

from conformance.panel import Panel
from conformance.prices import Prices

DIGEST = "0" * 64
EVALUATORS = [
    {"id": "e1", "name": "Ada Example", "role": "radiologist", "conflict": "none", "declared": "2027-01-04"},
    {"id": "e2", "name": "Ben Example", "conflict": "held shares in the supplier until 2025", "declared": "2027-01-04"},
]


def a_record(bidder: str = "bidder-b", needs: str = "test", version: str = "1", **tables: Any) -> dict[str, Any]:
    return {
        "schema": "panel/1",
        "record": {"needs": needs, "version": version, "bidder": bidder},
        "evaluator": EVALUATORS,
        **tables,
    }


def panel_of(**given: Any) -> Panel:
    return Panel.model_validate(a_record(**given))


def scored(need: str, points: int = 3, evaluator: str = "e1", reason: str = "seen") -> dict[str, Any]:
    return {"need": need, "evaluator": evaluator, "points": points, "reason": reason}


def moderated(need: str, points: int | None = 3, **more: Any) -> dict[str, Any]:
    agreed = {} if points is None else {"points": points}
    return {"need": need, "reason": "agreed", "on": "2027-01-11", "present": ["e1", "e2"], **agreed, **more}


def document(need: str, result: str = "pass", **more: Any) -> dict[str, Any]:
    return {
        "need": need,
        "title": "Safety case",
        "sha256": DIGEST,
        "result": result,
        "reason": "read",
        "by": "Ada Example",
        **more,
    }


def task(need: str, seconds: int | None = 50, limit: int = 60) -> dict[str, Any]:
    done = {} if seconds is None else {"seconds": seconds}
    return {"need": need, "task": "find a prior study", "limit_s": limit, "by": "Ada Example", **done}


def override(need: str, **what: Any) -> dict[str, Any]:
    return {"need": need, "name": "Cay Chair", "reason": "shown at another site", "on": "2027-01-12", **what}


def an_offer(bidder: str, total: str = "1000000", route: str = "local", **more: Any) -> dict[str, Any]:
    return {"bidder": bidder, "route": route, "total": total, **more}


def prices_of(*offers: dict[str, Any], needs: str = "test", version: str = "1", currency: str = "GBP") -> Prices:
    terms = {"needs": needs, "version": version, "currency": currency, "years": 10}
    locked = {"quality_locked": "2027-01-13", "locked_by": "Cay Chair"}
    return Prices.model_validate({"schema": "prices/1", "prices": {**terms, **locked}, "offer": list(offers)})
