"""Read and validate the prices of the offers, kept in a file of their own until quality is locked."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import Field, PrivateAttr, model_validator

from conformance.files import BadFile, Part, Whole, elsewhere, load

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from conformance.needs import Needs

Text = Annotated[str, Field(min_length=1, pattern=r"\S")]
Amount = Annotated[Decimal, Field(ge=0, allow_inf_nan=False, max_digits=18, decimal_places=2)]
Route = Literal["local", "framework", "central"]

ROUTES = ("local", "framework", "central")


class Terms(Part):
    """What the prices are of, and when and by whom quality was locked before they were opened."""

    needs: Text
    version: Text
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    years: Annotated[int, Field(ge=1, le=50)]
    quality_locked: date
    locked_by: Text


class Item(Part):
    """One line of a price: what is charged for over the whole term."""

    name: Text
    amount: Amount


class Offer(Part):
    """What one bidder asks for the whole term by one route; ``run`` is the evidence its quality was locked by."""

    bidder: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]
    route: Route
    total: Annotated[Amount, Field(gt=0)]
    run: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    item: tuple[Item, ...] = ()


class Prices(Whole):
    """All offers; what does not fit together is refused when it is read."""

    schema_: Literal["prices/1"] = Field(alias="schema")
    prices: Terms
    offer: Annotated[tuple[Offer, ...], Field(min_length=1)]

    _path: Path = PrivateAttr(Path("prices.toml"))

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        for key, problem, instead in _inconsistencies(self):
            raise elsewhere(key, problem, instead)
        return self


def _inconsistencies(prices: Prices) -> Iterator[tuple[str, str, str]]:
    named = [(one.bidder, one.route) for one in prices.offer]
    for index, one in enumerate(prices.offer):
        if named[index] in named[:index]:
            yield f"offer.{index}.route", f"{one.bidder} offers by route {one.route} twice", "keep one"
        total = sum((item.amount for item in one.item), Decimal(0))
        if one.item and total != one.total:
            yield f"offer.{index}.total", f"the items make {total}, the total says {one.total}", f"write {total}"


def read(path: Path) -> Prices:
    """Read the prices; raise BadFile naming the line, the key and what to write instead."""
    return load(path, Prices)


def check(prices: Prices, needs: Needs, compared: Mapping[str, str]) -> None:
    """Raise BadFile when prices do not belong to the needs and the runs; ``compared`` are digests by bidder."""
    stated = (needs.statement.id, needs.statement.version)
    if (prices.prices.needs, prices.prices.version) != stated:
        problem = f"these prices are for {prices.prices.needs} {prices.prices.version}, not for {' '.join(stated)}"
        raise BadFile(prices.path, "prices.needs", problem, "compare with the needs they were asked for")
    for index, one in enumerate(prices.offer):
        if one.bidder not in compared:
            known = ", ".join(compared)
            raise BadFile(prices.path, f"offer.{index}.bidder", f"no run is {one.bidder}'s", f"write one of {known}")
        if one.run and one.run != compared[one.bidder]:
            problem = f"the quality of {one.bidder} was locked by another run: {compared[one.bidder]} is compared"
            raise BadFile(prices.path, f"offer.{index}.run", problem, "compare the run that was locked")
    unpriced = [bidder for bidder in compared if bidder not in {one.bidder for one in prices.offer}]
    if unpriced:
        raise BadFile(prices.path, "offer", f"there is no price of {', '.join(unpriced)}", "add an [[offer]] of each")
