"""What came back over HTTP, as a value: never raises, whatever the candidate sent."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from conformance.dicom.web import media
from conformance.dicom.web.media import read_media_type
from conformance.dicom.web.model import Read, read_json
from conformance.dicom.web.multipart import Multipart, Part, read_multipart
from conformance.dicom.web.nativexml import read_xml
from conformance.dicom.web.part10 import File, read_file
from conformance.dicom.wire import Unreadable

if TYPE_CHECKING:
    from conformance.http import Response
    from conformance.limits import Limits


@dataclass(frozen=True)
class WebAnswer:
    """One answer. ``trouble`` says in words why there is no whole response."""

    asked: str
    response: Response
    limits: Limits
    single: bool = False
    """Whether one object may come alone, not in an array."""

    @property
    def status(self) -> int:
        """Return the status code, 0 when there was none."""
        return self.response.status

    @property
    def trouble(self) -> str:
        """Return in words why there is no whole response; a redirect is one, since none is followed."""
        if self.response.trouble:
            return self.response.trouble
        if 300 <= self.status < 400:  # noqa: PLR2004 - RFC 9110 15.4
            return f"a redirect to {self.response.header('location') or 'nowhere'}, which is not followed"
        return ""

    @property
    def evidence(self) -> tuple[str, ...]:
        """Return the evidence of request and response."""
        return self.response.evidence

    @property
    def body(self) -> bytes:
        """Return the payload."""
        return self.response.body

    @property
    def ok(self) -> bool:
        """Return whether the whole response came, with 200."""
        return self.status == 200 and not self.trouble  # noqa: PLR2004 - OK

    @property
    def empty(self) -> bool:
        """Return whether there was a whole answer without payload, 204."""
        return self.status == 204 and not self.trouble and not self.body  # noqa: PLR2004 - No Content

    @property
    def refused(self) -> bool:
        """Return whether the request was refused as the client's fault, in the words of HTTP."""
        return 400 <= self.status < 500 and not self.trouble  # noqa: PLR2004 - RFC 9110 15.5

    @property
    def media_type(self) -> str:
        """Return the media type of the payload, in lower case and without parameters."""
        return read_media_type(self.response.header("content-type") or "").name

    @property
    def outcome(self) -> str:
        """Return what became of it, for people."""
        if self.trouble:
            return f"{self.status} {self.trouble}" if self.status else self.trouble
        return f"{self.status} {self.response.reason}, {len(self.body)} octets of {self.media_type or 'no media type'}"

    @cached_property
    def _package(self) -> Multipart | str:
        try:
            return read_multipart(self.response.header("content-type") or "", self.body)
        except Unreadable as error:
            return error.says

    @property
    def parts(self) -> tuple[Part, ...]:
        """Return the parts of a multipart payload; none when it is no such payload."""
        return self._package.parts if isinstance(self._package, Multipart) else ()

    @property
    def package_problems(self) -> tuple[str, ...]:
        """Return what is wrong with the form of a multipart payload."""
        if self.trouble:
            return (self.trouble,)
        return self._package.problems if isinstance(self._package, Multipart) else (self._package,)

    @cached_property
    def files(self) -> tuple[File, ...]:
        """Return the DICOM files that came, in the parts or alone; what is none is left out."""
        return tuple(one for one in self._files if isinstance(one, File))

    @property
    def filed_parts(self) -> tuple[tuple[Part, File], ...]:
        """Return each part that holds a DICOM file, with that file; none when one came alone."""
        pairs = zip(self.parts, self._files, strict=False)
        return tuple((part, one) for part, one in pairs if isinstance(one, File))

    @cached_property
    def file_problems(self) -> tuple[str, ...]:
        """Return in words which parts are no DICOM files."""
        return tuple(one for one in self._files if isinstance(one, str))

    @cached_property
    def _files(self) -> tuple[File | str, ...]:
        bodies = [self.body] if self.media_type == media.DICOM else [part.body for part in self.parts]
        found: list[File | str] = []
        for number, body in enumerate(bodies, 1):
            try:
                found.append(read_file(body))
            except Unreadable as error:
                found.append(f"part {number}: {error.says}")
        return tuple(found)

    @cached_property
    def _objects(self) -> tuple[Read, ...] | str:
        if not self.body:
            return ()
        try:
            return read_json(self.body, self.limits, single=self.single)
        except Unreadable as error:
            return error.says

    @property
    def objects(self) -> tuple[Read, ...]:
        """Return the objects of a DICOM JSON payload; none when it is no such payload."""
        return self._objects if isinstance(self._objects, tuple) else ()

    @property
    def json_problem(self) -> str:
        """Return why a payload can't be read as DICOM JSON, empty when it can."""
        return self.trouble or (self._objects if isinstance(self._objects, str) else "")

    @property
    def found(self) -> str:
        """Return what became of a search, for people."""
        return f"{self.json_problem or self.outcome}, {len(self.objects)} matches"

    @property
    def found_nothing(self) -> bool:
        """Return whether a search was answered and had no match: 204, or 200 with nothing or an array of none."""
        return self.empty or (self.ok and not self.json_problem and not self.objects)

    @cached_property
    def documents(self) -> tuple[Read | str, ...]:
        """Return the objects of a payload in XML, part by part; in words why one can't be read."""
        found: list[Read | str] = []
        for part in self.parts:
            try:
                found.append(read_xml(part.body, self.limits))
            except Unreadable as error:
                found.append(error.says)
        return tuple(found)

    def values(self, keyword: str) -> list[str]:
        """Return the values of a key over all objects, sorted, so that twice shows as twice."""
        return sorted(one.text(keyword) for one in self.objects)

    @property
    def warning(self) -> str:
        """Return the Warning header fields (RFC 7234 5.5)."""
        return ", ".join(value for name, value in self.response.headers if name == "warning")
