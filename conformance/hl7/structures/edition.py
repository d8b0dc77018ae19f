"""One version of HL7 v2: structures, segments, data types and tables, compiled from hl7apy's tables when first asked.

The tables are data; nothing of hl7apy judges. Where they are known to differ from the standard they are mended here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any

from conformance.hl7.structures.grammar import ANY, Element, Structure
from conformance.hl7.structures.lengths import LENGTHS
from conformance.hl7.structures.values import SPECIAL, Check, alone, composed, formatted, listed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

VERSIONS = ("2.3.1", "2.4", "2.5", "2.5.1")
"""The versions whose messages are judged; of others only what no version changed."""

_VARIABLE = frozenset({"varies", "None"})
_OPEN = frozenset({"0003", "0074", "0076", "0125", "0191", "0203", "0211", "0291", "0354", "0396", "0399"})
"""Tables that are extended in practice (identifier types, coding systems, MIME types, countries; IHE puts the modality
into 0074), or that are judged elsewhere (triggers, structures, value types, character sets)."""
_NO_CODE = re.compile(r"\.\.|^\.|\s_|_\d|[<(*#]|^varies$|present$", re.IGNORECASE)
"""Entries that stand for other entries: ``10 ... 19``, ``2 and higher``, ``Varies``; their table is not closed."""
_MENDED = {"TS_1": ("DTM", ""), "PT_1": ("ID", "0103")}
"""Components whose type or table the older versions' tables leave out (HL7 v2.3.1, 2.8.44 and 2.8.31)."""
_SPARED = {("2.3.1", "ADT_A38"): "DRG"}
"""Segments the tables call required and no other version or event does (HL7 v2.3.1, 3.3.38)."""
_OPTIONAL = {"2.3.1": frozenset({"OBX_2", "OBX_4"})}
"""Fields the tables call required and the standard conditional (HL7 v2.3.1, 7.3.2)."""


@dataclass(frozen=True, slots=True)
class FieldRule:
    """One field of a segment; ``longest`` is 0 where no length is judged, ``table`` empty where there is none."""

    number: int
    datatype: str
    table: str
    required: bool
    repeats: bool
    longest: int
    check: Check | None

    @property
    def plain(self) -> bytes:
        """Return the expression of a field, all its repetitions, in which nothing is wrong."""
        if not self.check and not self.longest:
            return rb"[^|]*" if self.repeats else rb"[^|~]*"
        value = self.check.plain if self.check else rb"[^|~]*"
        if self.longest:
            value = rb"(?=[^|~]{0,%d}(?:[|~]|\Z))" % self.longest + value
        return _repeatedly(value) if self.repeats else rb"(?:" + value + rb")?"


class SegmentRule:
    """One segment: its fields in order; ``required`` are numbers of fields."""

    def __init__(self, name: str, fields: tuple[FieldRule, ...]) -> None:
        self.name = name
        self.fields = fields
        self.required = tuple(one.number for one in fields if one.required)
        self.glances: dict[bytes, Callable[[bytes], object]] = {}
        self._met: dict[bytes, int] = {}

    def is_plain(self, octets: bytes, value_type: bytes = b"", value: Check | None = None) -> bool:
        """Return whether a segment in the standard delimiters is seen at a glance to be without fault.

        The glance is an expression, compiled once the segment has been met a few times, and kept in ``glances``.
        ``value_type`` and ``value`` say what an OBX holds.
        """
        glance = self.glances.get(value_type)
        if glance is None:
            seen = self._met[value_type] = self._met.get(value_type, 0) + 1
            if seen < _MET_OFTEN:
                return False
            glance = self.glances[value_type] = re.compile(self._expression(value_type, value)).fullmatch
        return glance(octets) is not None

    def _expression(self, value_type: bytes, value: Check | None) -> bytes:
        """Fields stand in blocks, one inside the other, so that a short segment is done with the first of them."""
        fields = [self._field(one, value_type, value) for one in self.fields[2 * (self.name == "MSH") :]]
        last = max((place for place, one in enumerate(self.fields) if one.required), default=0)
        whole = rb"(?:\|.*)?"
        for start in range((len(fields) - 1) // _BLOCK * _BLOCK, -1, -_BLOCK):
            block = b"".join(fields[start : start + _BLOCK])
            whole = block + whole if start <= last else rb"(?:\Z|" + block + whole + rb")"
        return (rb"MSH\|\^~\\&" if self.name == "MSH" else re.escape(self.name.encode())) + whole

    def _field(self, field: FieldRule, value_type: bytes, value: Check | None) -> bytes:
        inner = field.plain
        if value_type and field.number == _VALUE_TYPE:
            inner = re.escape(value_type)
        elif value_type and field.number == _VALUE and value:
            inner = _repeatedly(value.plain)
        # Atomic, so that a segment that does not match is given up in one pass.
        return rb"(?>\|(?=[^|])" + inner + rb")" if field.required else rb"(?>\|(?:(?![^|])|" + inner + rb")|\Z)"


_BLOCK = 8
_MET_OFTEN = 8
_VALUE_TYPE, _VALUE = 2, 5


def _repeatedly(plain: bytes) -> bytes:
    return rb"(?:" + plain + rb")?(?:~(?:" + plain + rb")?)*"


class Edition:
    """One version; ``version`` as MSH-12 writes it."""

    def __init__(self, version: str) -> None:
        self.version = version
        library: Any = import_module(f"hl7apy.v{version.replace('.', '_')}")
        self._messages: Mapping[str, Any] = library.MESSAGES
        self._groups: Mapping[str, Any] = library.GROUPS
        self._segments: Mapping[str, Any] = library.SEGMENTS
        self._datatypes: Mapping[str, Any] = library.DATATYPES_STRUCTS
        self._tables: Mapping[str, Any] = library.TABLES
        self._structures: dict[str, Structure | None] = {}
        self._rules: dict[str, SegmentRule | None] = {}
        self._checks: dict[tuple[str, str, bool], Check | None] = {}
        self._observed: dict[bytes, tuple[bool, Check | None]] = {}

    @cached_property
    def message_types(self) -> frozenset[str]:
        """Return the types MSH-9.1 can name."""
        return frozenset(name[:3] for name in self._messages) | frozenset(
            kind
            for kind in self._codes("0076")
            if len(kind) == 3  # noqa: PLR2004 - three letters, 2.15.9.9
        )

    @cached_property
    def events(self) -> frozenset[str]:
        """Return the events MSH-9.2 can name."""
        return frozenset(self._codes("0003")) | frozenset(name[4:] for name in self._messages)

    @cached_property
    def value_types(self) -> frozenset[str]:
        """Return what OBX-2 can name: table 0125 and, since profiles use them, every data type."""
        return frozenset(self._codes("0125")) | frozenset(self._datatypes) | {"ST", "TX", "FT", "ID", "IS", "SI", "DTM"}

    def structure(self, name: str) -> Structure | None:
        """Return a message structure, compiled once; None when the version has none of that name."""
        if name not in self._structures:
            if len(self._structures) > len(self._messages) + len(VERSIONS):
                return None
            found = self._messages.get(name)
            parts = _mended(name, self.version) or (_parts(found[1]) if found else None)
            if parts is None:
                return None
            spared = _SPARED.get((self.version, name))
            parts = tuple(replace(one, optional=True) if one.name == spared else one for one in parts)
            self._structures[name] = Structure(name, parts)
        return self._structures[name]

    @cached_property
    def structures(self) -> tuple[str, ...]:
        """Return the names of all structures."""
        return tuple(sorted(self._messages))

    def segment(self, name: str) -> SegmentRule | None:
        """Return the rule of a segment, compiled once; None when the version has none of that name."""
        try:
            return self._rules[name]
        except KeyError:
            pass
        found = self._segments.get(name)
        if found is None or name == ANY:
            return None
        fields = tuple(self._field(name, number, entry) for number, entry in enumerate(found[1], 1))
        rule = SegmentRule(name, fields)
        self._rules[name] = rule
        return rule

    def observed(self, kind: bytes) -> tuple[bool, Check | None]:
        """Return whether OBX-2 can name a data type, and the check of OBX-5 then."""
        found = self._observed.get(kind)
        if found is None:
            name = kind.decode("latin-1")
            if name not in self.value_types:
                return False, None
            found = self._observed[kind] = True, self._check(name, "", nested=False)
        return found

    def _field(self, segment: str, number: int, entry: Any) -> FieldRule:  # noqa: ANN401 - the library's table
        name, reference, (least, most), _ = entry
        datatype, table = str(reference[2]), str(reference[4] or "").removeprefix("HL7")
        header = segment in {"MSH", "FHS", "BHS"} and number <= 2  # noqa: PLR2004 - the delimiters themselves
        check = None if datatype in _VARIABLE or header else self._check(datatype, table, nested=False)
        if check is None and datatype not in _VARIABLE and not header and datatype not in self._datatypes:
            check = alone(datatype, None)
        required = least > 0 and name not in _OPTIONAL.get(self.version, ())
        repeats = most != 1 or datatype in _VARIABLE or header
        return FieldRule(number, datatype, table, required, repeats, LENGTHS.get(segment, {}).get(number, 0), check)

    def _check(self, datatype: str, table: str, *, nested: bool) -> Check | None:
        key = (datatype, table if datatype == "ID" else "", nested)
        if key not in self._checks:
            self._checks[key] = self._made(*key)
        return self._checks[key]

    def _made(self, datatype: str, table: str, nested: bool) -> Check | None:  # noqa: FBT001 - a key taken apart
        parts = self._datatypes.get(datatype)
        if parts is None:
            simple = self._simple(datatype, table)
            return simple if nested or simple is None else alone(datatype, simple)
        checks = [self._component(datatype, entry, nested=nested) for entry in parts]
        return composed(datatype, checks, self._special(datatype), nested=nested)

    def _special(self, datatype: str) -> Any:  # noqa: ANN401 - one of SPECIAL, or None
        return None if datatype == "CX" and self.version in {"2.3.1", "2.4"} else SPECIAL.get(datatype)

    def _component(self, owner: str, entry: Any, *, nested: bool) -> Check | None:  # noqa: ANN401 - the library's table
        name, reference = entry[0], entry[1]
        datatype, table = str(reference[2]), str(reference[4] or "").removeprefix("HL7")
        datatype, table = _MENDED.get(name, (datatype, table))
        if datatype == owner or (nested and datatype in self._datatypes):
            # Nothing is split further than subcomponents: of a composite in there only its first value remains.
            return None
        return self._check(datatype, table, nested=True)

    def _simple(self, datatype: str, table: str) -> Check | None:
        if datatype != "ID":
            return formatted(datatype)
        codes = self._codes(table)
        if table in _OPEN or not codes or any(_NO_CODE.search(code) for code in codes):
            return None
        return listed(table, frozenset(code.encode("ascii", "replace") for code in codes))

    def _codes(self, table: str) -> tuple[str, ...]:
        found = self._tables.get(f"HL7{table}")
        return tuple(code for entry in found[1] for code in re.split(r",\s*", entry)) if found else ()


def _parts(children: Any) -> tuple[Element, ...]:  # noqa: ANN401 - the library's table
    return tuple(
        Element(
            name,
            optional=least == 0,
            repeats=most != 1,
            parts=_parts(reference[1]) if kind == "GRP" else (),
            choice=kind == "GRP" and reference[0] == "choice",
        )
        for name, reference, (least, most), kind in children
    )


def _mended(name: str, version: str) -> tuple[Element, ...] | None:
    """Return a structure the tables lack: the answer to a patient demographics query (HL7 v2.5, 3.3.57)."""
    if name != "RSP_K22" or version not in {"2.5", "2.5.1"}:
        return None
    person = (Element("PID"), Element("PD1", optional=True), Element("NK1", optional=True, repeats=True))
    hits = Element("QUERY_RESPONSE", optional=True, repeats=True, parts=(*person, Element("QRI", optional=True)))
    head = (Element("MSH"), Element("SFT", optional=True, repeats=True), Element("MSA"), Element("ERR", optional=True))
    return (*head, Element("QAK"), Element("QPD"), hits, Element("DSC", optional=True))


@cache
def _edition(version: str) -> Edition:
    return Edition(version)


def edition(version: str) -> Edition | None:
    """Return one of VERSIONS, read once; None for any other."""
    return _edition(version) if version in VERSIONS else None
