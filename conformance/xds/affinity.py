"""An XDS affinity domain: the coded values and media types its documents may have (TOML; ITI TF-3 4.1)."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from conformance.files import BadFile, load
from conformance.resources import profiles
from conformance.systems import Oid, Part
from conformance.xds.wire.ebrim import Code

if TYPE_CHECKING:
    from conformance.systems import Xds


class CodedValue(Part):
    """One allowed value: its code, the scheme it is from, and how people call it."""

    code: Annotated[str, Field(min_length=1)]
    scheme: Annotated[str, Field(min_length=1)]
    display: str = ""

    def value(self) -> Code:
        """Return it as metadata write it."""
        return Code(self.code, self.scheme, self.display or self.code)


Values = Annotated[list[CodedValue], Field(min_length=1)]


class CodeSets(Part):
    """The allowed values of each coded attribute; a story that needs to tell two apart wants two."""

    class_code: Values = Field(alias="classCode")
    type_code: Values = Field(alias="typeCode")
    format_code: Values = Field(alias="formatCode")
    facility_code: Values = Field(alias="healthcareFacilityTypeCode")
    practice_code: Values = Field(alias="practiceSettingCode")
    confidentiality_code: Values = Field(alias="confidentialityCode")
    event_codes: Values = Field(alias="eventCodeList")
    content_type: Values = Field(alias="contentTypeCode")
    folder_codes: Values = Field(alias="codeList")
    documentation: Values = Field(alias="associationDocumentation")


class AffinityDomain(Part):
    """One affinity domain. ``source_id`` and ``repository_unique_id`` are ours, as the domain knows us."""

    schema_: Literal["affinity/1"] = Field(alias="schema")
    name: str
    source_id: Oid
    repository_unique_id: Oid
    language: str = "en-GB"
    mime_types: Annotated[list[str], Field(min_length=1)]
    codes: CodeSets

    def values(self, attribute: str) -> tuple[Code, ...]:
        """Return the allowed values of an attribute (``classCode``, ``contentTypeCode``, ``codeList`` ...)."""
        for name, about in CodeSets.model_fields.items():
            if about.alias == attribute:
                return tuple(one.value() for one in getattr(self.codes, name))
        raise LookupError(f"{attribute} is no coded attribute")

    def code(self, attribute: str, number: int = 0) -> Code:
        """Return one allowed value of an attribute; beyond the last the count begins again."""
        allowed = self.values(attribute)
        return allowed[number % len(allowed)]

    def allows(self, attribute: str, code: Code) -> bool:
        """Return whether code and scheme are allowed; the display name is free (ITI TF-2 3.42.4.1.3.3.3)."""
        return any(code.key == one.key for one in self.values(attribute))

    def allows_mime_type(self, mime_type: str) -> bool:
        """Return whether documents of this media type may be registered."""
        return mime_type.lower() in {one.lower() for one in self.mime_types}


def read(path: Path) -> AffinityDomain:
    """Read an affinity domain; raise BadFile naming the line, the key and what to write instead."""
    return load(path, AffinityDomain)


@cache
def default() -> AffinityDomain:
    """Return the affinity domain that ships with the harness."""
    return read(profiles() / "affinity" / "default.toml")


def named_by(xds: Xds, folder: Path) -> AffinityDomain:
    """Return the affinity domain a profile in ``folder`` names; raise BadFile when there is no such file.

    A relative path is looked up beside the profile and among the shipped profiles.
    """
    named = Path(xds.affinity_domain)
    tried = [named] if named.is_absolute() else [folder / named, profiles() / named]
    for path in tried:
        if path.is_file():
            return _held(path)
    raise BadFile(tried[-1], "", "this affinity domain does not exist", 'name one, or leave "affinity/default.toml"')


@cache
def _held(path: Path) -> AffinityDomain:
    return read(path)
