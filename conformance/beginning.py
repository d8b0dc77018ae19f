"""First files for a newcomer: a commented profile, a statement of needs and a price file that pass the check."""

from __future__ import annotations

import ipaddress
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import tomlkit

from conformance import needs, prices, resources, systems
from conformance.files import BadFile

if TYPE_CHECKING:
    from collections.abc import Callable

LOTS = tuple(sorted(path.stem for path in (resources.profiles() / "needs").glob("*.toml")))
"""The statements of needs one can begin with: all that ship."""

SYSTEM, NEEDS, PRICES = "system.toml", "needs.toml", "prices.toml"


@dataclass(frozen=True, slots=True)
class Answers:
    """What is known of the candidate so far; a place that is empty is left out of the profile.

    ``dicom`` and ``hl7`` are ``host:port``; ``registry`` and ``repository`` are addresses.
    """

    label: str = "bidder-a"
    supplier: str = "the supplier's name"
    product: str = "the product's name"
    version: str = "unknown"
    dicom: str = ""
    aet: str = "ARCHIVE"
    hl7: str = ""
    registry: str = ""
    repository: str = ""
    lot: str = "national-pacs"
    currency: str = "GBP"


QUESTIONS: tuple[tuple[str, str], ...] = (
    ("label", "Blind label of the candidate (small letters, digits, hyphens)"),
    ("supplier", "Supplier"),
    ("product", "Product"),
    ("version", "Version"),
    ("dicom", "Where its DICOM archive answers, as host:port (empty: it has none)"),
    ("aet", "AE title of that archive"),
    ("hl7", "Where it receives HL7 v2, as host:port (empty: it does not)"),
    ("registry", "Address of its document registry (empty: it has none)"),
    ("repository", "Address of its document repository (empty: it has none)"),
    ("lot", f"Statement of needs to begin with ({', '.join(LOTS)})"),
    ("currency", "Currency of prices (three letters)"),
)
"""Every question of the terminal, by the answer it gives."""


def ask(given: dict[str, str], prompt: Callable[[str, str], str]) -> Answers:
    """Return the answers, asking only for what was not given; ``prompt`` takes a question and its default."""
    answers = dict(given)
    usual = Answers()
    for name, question in QUESTIONS:
        if name == "aet" and not answers.get("dicom"):
            continue
        if name not in answers:
            answers[name] = prompt(question, getattr(usual, name)).strip()
    return Answers(**answers)


def begin(answers: Answers, folder: Path) -> list[Path]:
    """Write the three files into ``folder``; raise BadFile, before anything is written, for what would not pass."""
    if answers.lot not in LOTS:
        raise BadFile("--lot", "", f"there is no statement {answers.lot!r}", f"choose one of {', '.join(LOTS)}")
    texts = {SYSTEM: _system(answers), NEEDS: _needs(answers), PRICES: _prices(answers)}
    for name in texts:
        if (folder / name).exists():
            raise BadFile(folder / name, "", "is there already, and nothing is overwritten", "name another folder")
    with tempfile.TemporaryDirectory() as tried:
        paths = [Path(tried) / name for name in texts]
        for path in paths:
            path.write_text(texts[path.name], encoding="utf-8", newline="\n")
        try:
            systems.read(paths[0])
            needs.read(paths[1])
            prices.read(paths[2])
        except BadFile as bad:
            raise BadFile("init", "", str(bad).replace(f"{Path(tried)}{os.sep}", "")) from None
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        with (folder / name).open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    return [folder / name for name in texts]


def _quoted(text: str) -> str:
    return tomlkit.item(text).as_string()


def _place(option: str, text: str) -> tuple[str, int]:
    """Return host and port of ``host:port`` (``[::1]:104`` too); raise BadFile when it is none."""
    host, _, port = text.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not host or not port.isdecimal():
        raise BadFile(f"--{option}", "", f"{text!r} is no place", "write host:port, for example 127.0.0.1:11112")
    return host, int(port)


def _system(answers: Answers) -> str:
    dicom = _place("dicom", answers.dicom) if answers.dicom else None
    hl7 = _place("hl7", answers.hl7) if answers.hl7 else None
    hosts = [place[0] for place in (dicom, hl7) if place]
    hosts += [urlsplit(one).hostname or "" for one in (answers.registry, answers.repository) if one]
    parts = [_head(answers, _allowed(hosts))]
    if dicom:
        parts.append(_DICOM.format(host=_quoted(dicom[0]), port=dicom[1], aet=_quoted(answers.aet)))
    if hl7:
        parts.append(_HL7.format(host=_quoted(hl7[0]), port=hl7[1]))
    if answers.registry or answers.repository:
        named = (("registry", answers.registry, "ITI-18, ITI-42"), ("repository", answers.repository, "ITI-41, ITI-43"))
        lines = [f"{name} = {_quoted(value)}    # {what}" for name, value, what in named if value]
        parts.append("\n".join(["# The affinity domain's SOAP endpoints.", "[xds]", *lines, ""]))
    return "\n".join([*parts, _CLAIMS])


def _allowed(hosts: list[str]) -> str:
    listed = ["127.0.0.1/32"]
    for host in hosts:
        try:
            address = ipaddress.ip_address(host)
        except ValueError:
            continue
        listed.append(f"{address}/{address.max_prefixlen}")
    return ", ".join(_quoted(one) for one in dict.fromkeys(listed))


def _head(answers: Answers, allowed: str) -> str:
    return _HEAD.format(
        label=_quoted(answers.label),
        supplier=_quoted(answers.supplier),
        product=_quoted(answers.product),
        version=_quoted(answers.version),
        allowed=allowed,
    )


def _needs(answers: Answers) -> str:
    path = resources.profiles() / "needs" / f"{answers.lot}.toml"
    return path.read_text(encoding="utf-8")


def _prices(answers: Answers) -> str:
    statement = needs.read(resources.profiles() / "needs" / f"{answers.lot}.toml").statement
    return _PRICES.format(
        needs=_quoted(statement.id),
        version=_quoted(statement.version),
        currency=_quoted(answers.currency),
        label=_quoted(answers.label),
    )


_HEAD = """\
# The candidate system: what its supplier says, and how to reach it. Check it with "conformance check", then
# "conformance doctor"; profiles/systems/reference.toml has every key there is.
schema = "sut/1"

[system]
id = {label}    # the blind label that reports show: small letters, digits, hyphens
supplier = {supplier}    # hidden on a blind report
product = {product}
version = {version}    # as claimed; a report sets beside it what the system said of itself
roles = []

[safety]
environment = "test"    # or "pre-production"; "production" is refused
allow_hosts = [{allowed}]    # nobody else is ever contacted; add the address of a host you name
"""

_DICOM = """\
# The DIMSE port of the archive.
[dicom]
host = {host}
port = {port}
called_aet = {aet}
calling_aet = "HARNESS"    # enter this AE title in the candidate's list of peers
# Enter this one as a move destination in the candidate; without it C-MOVE can't be judged.
store_back = {{ aet = "HARNESS", host = "127.0.0.1", port = 11113 }}
# commitment = {{ within_s = 30 }}    # storage commitment, reported to store_back
"""

_HL7 = """\
# Where the candidate receives HL7 v2 over MLLP.
[hl7v2]
in = {{ host = {host}, port = {port}, version = "2.5.1" }}
"""

_CLAIMS = """\
# What the bid claims, transaction by transaction: level is yes, configurable, roadmap, third-party or no, and
# source the place in the bid. A report holds each claim against what was seen.
# [[claim]]
# transaction = "RAD-8"
# level = "yes"
# source = "Conformance statement v9.4, 4.2.1.3"
"""

_PRICES = """\
# The prices of the offers, opened only after quality is locked; only the comparison of several runs reads this file:
# conformance report RUN_A RUN_B --needs needs.toml --prices prices.toml
schema = "prices/1"

[prices]
needs = {needs}    # the statement's id and version
version = {version}
currency = {currency}
years = 10    # the whole term the totals are for
quality_locked = 2026-12-01    # the day before prices were opened on which quality was locked, and by whom
locked_by = "the chair's name"

# One table an offer. route is local, framework or central; a bidder may offer by more than one.
[[offer]]
bidder = {label}    # the blind label of the profile
route = "local"
total = 1_000_000    # replace this: the price over the whole term
# run = "..."    # the digest of the run by which quality was locked: another run is refused then
# item = [    # when items are given they must make the total
#     {{ name = "licences", amount = 700_000 }},
#     {{ name = "interfaces charged extra", amount = 300_000 }},
# ]
"""
