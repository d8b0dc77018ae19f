"""Archives with one vice in how they match a key against a value."""

from __future__ import annotations

from conformance.dicom import clauses as c
from conformance.dicom.saboteurs.entries import LISTED, vice
from conformance.dicom.simulator import Archive
from conformance.dicom.simulator.matching import Matching


class _WildEverywhere(Matching):
    def value(self, vr: str, asked: str, held: str) -> bool:
        return self.wild(vr, asked, held) if "*" in asked or "?" in asked else super().value(vr, asked, held)


class WildArchive(Archive):
    """Honours wild cards in UIDs and dates."""

    matching = _WildEverywhere()


class _NothingWild(Matching):
    def wild(self, vr: str, asked: str, held: str) -> bool:
        return self.single(vr, asked, held)


class LiteralArchive(Archive):
    """Takes wild cards for themselves."""

    matching = _NothingWild()


class _AsteriskIsText(Matching):
    def universal(self, vr: str, asked: list[str]) -> bool:
        return False if asked == ["*"] else super().universal(vr, asked)

    def wild(self, vr: str, asked: str, held: str) -> bool:
        return False if asked == "*" else super().wild(vr, asked, held)


class StarlessArchive(Archive):
    """Finds nothing for a lone asterisk."""

    matching = _AsteriskIsText()


class _OpenRangesAreUniversal(Matching):
    def in_range(self, vr: str, asked: str, held: str) -> bool:
        return True if asked.startswith("-") or asked.endswith("-") else super().in_range(vr, asked, held)


class BoundlessArchive(Archive):
    """Returns everything for a range that is open at one end."""

    matching = _OpenRangesAreUniversal()


class _ExclusiveRanges(Matching):
    def in_range(self, vr: str, asked: str, held: str) -> bool:
        return super().in_range(vr, asked, held) and held not in asked.split("-")


class ExclusiveArchive(Archive):
    """Leaves out the ends of a range."""

    matching = _ExclusiveRanges()


class _OneDay(Matching):
    def in_range(self, vr: str, asked: str, held: str) -> bool:
        return self.single(vr, asked.partition("-")[0], held)


class RangelessArchive(Archive):
    """Takes a range for its first value."""

    matching = _OneDay()


class _FirstOnly(Matching):
    def listed(self, vr: str, asked: list[str]) -> list[str]:
        return super().listed(vr, asked)[:1]


class ImpatientArchive(Archive):
    """Looks at the first UID of a list alone."""

    matching = _FirstOnly()


class _Prefix(Matching):
    def single(self, vr: str, asked: str, held: str) -> bool:
        return super().single(vr, asked, held) or (vr == "SH" and held.startswith(asked))


class PrefixArchive(Archive):
    """Takes an accession number for the beginning of one."""

    matching = _Prefix()


class _CaseBlind(Matching):
    def single(self, vr: str, asked: str, held: str) -> bool:
        return super().single(vr, asked.casefold(), held.casefold())


class CaseBlindArchive(Archive):
    """Does not tell upper from lower case in identifiers."""

    matching = _CaseBlind()


RANGES = (c.FIND_MATCHES_TIME_RANGE, c.FIND_TIME_BY_MEANING, c.FIND_DATE_AND_TIME_APART, *LISTED)
"""What a vice in ranges drags along."""

SABOTEURS = (
    vice("FI12", WildArchive, c.FIND_NO_WILDCARDS_IN_UIDS),
    vice("FI14", BoundlessArchive, c.FIND_MATCHES_DATE_RANGE, also=RANGES),
    vice("FI16", ImpatientArchive, c.FIND_MATCHES_UID_LIST),
    vice("dicom.find-literal", LiteralArchive, c.FIND_MATCHES_WILDCARDS, also=LISTED),
    vice("dicom.find-starless", StarlessArchive, c.FIND_MATCHES_UNIVERSAL),
    vice(
        "dicom.find-exclusive-range",
        ExclusiveArchive,
        c.FIND_MATCHES_DATE_RANGE,
        also=RANGES,
    ),
    vice(
        "dicom.find-no-range",
        RangelessArchive,
        c.FIND_MATCHES_DATE_RANGE,
        c.FIND_MATCHES_TIME_RANGE,
        also=RANGES,
    ),
    vice("dicom.find-by-prefix", PrefixArchive, c.FIND_MATCHES_SINGLE_VALUE),
    vice("dicom.find-case-blind", CaseBlindArchive, c.FIND_CASE_SENSITIVE),
)
