"""An archive's DICOMweb services as a story sees them: what they are asked, each time on a connection of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin, urlsplit

from conformance.dicom.candidate import NAMESPACE, ArchiveUnderTest
from conformance.dicom.web import media
from conformance.dicom.web.answers import WebAnswer
from conformance.dicom.web.multipart import Part, write_multipart
from conformance.dicom.web.part10 import write_file
from conformance.http import exchange
from conformance.model import Blocked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.dicom.samples import Instance
    from conformance.story import Story
    from conformance.systems import Dicom

Parameter = tuple[str, str]


class WebArchiveUnderTest:
    """Asks and records; raises Blocked only where a story's precondition can't be made."""

    def __init__(self, story: Story, profile: Dicom) -> None:
        if profile.web is None:
            raise Blocked("the profile has no dicom.web section")
        self.story = story
        self.archive = ArchiveUnderTest(story, profile)
        self.web = profile.web
        self._tls = profile.web.tls.context(story.folder) if profile.web.tls else None

    def holds(self, *instances: Instance) -> None:
        """Arrange that the archive has these instances, by C-STORE; Blocked when it won't take one."""
        self.archive.holds(*instances)

    def ask(self, url: str, accept: str | None, method: str = "GET", authorization: str = "") -> WebAnswer:
        """Ask for what is at an address, and return whatever came."""
        headers = [] if accept is None else [("Accept", accept)]
        headers += [("Authorization", authorization)] * bool(authorization)
        return WebAnswer(url, exchange(self.story.doors, method, url, headers, tls=self._tls), self.story.limits)

    # Search (PS3.18 10.6).

    def search(self, path: str, *parameters: Parameter, accept: str = media.JSON, **match: str) -> WebAnswer:
        """Search below ``path`` (``/studies``); some key of NAMESPACE, or the path, says whose data it is about."""
        named = {name for name, value in (*parameters, *match.items()) if value}
        tags = {"00100020", "0020000D", "0020000E", "00080018", "00080050"}
        if path.count("/") == 1 and not named & {*NAMESPACE, *tags}:
            raise ValueError(f"a search of ours names one of {', '.join(NAMESPACE)}")
        return self.ask(self._base("qido") + path + _query([*match.items(), *parameters]), accept)

    def search_guarded(self, study: str, authorization: str) -> WebAnswer:
        """Search for a study where credentials are asked for; empty ones are none."""
        if self.web.guarded is None:
            raise Blocked("the profile names no dicom.web.guarded")
        url = f"{self.web.guarded.qido.rstrip('/')}/studies?StudyInstanceUID={study}"
        return self.ask(url, media.JSON, authorization=authorization)

    # Retrieve (PS3.18 10.4).

    def retrieve(self, path: str, accept: str | None = None, *parameters: Parameter) -> WebAnswer:
        """Retrieve what is at a path, by default instances as files; ``accept`` empty sends no Accept field."""
        wanted = media.related(media.DICOM) if accept is None else accept or None
        return self.ask(self._base("wado") + path + _query(parameters), wanted)

    def bulk(self, uri: str, base: str, accept: str) -> WebAnswer | str:
        """Follow a BulkDataURI from where it was told, to our candidate only; else say in words why not."""
        try:
            url = urljoin(base, uri)
            there, here = urlsplit(url), urlsplit(self._base("wado"))
            same = (there.scheme, there.hostname, there.port) == (here.scheme, here.hostname, here.port)
        except ValueError:
            return f"{uri[:200]!r} is no URI"
        if not same or not url.isascii() or not url.isprintable() or " " in url:
            return f"{uri[:200]!r} leads to another place than the service it came from"
        return self.ask(url.partition("#")[0], accept)

    def uri(self, *parameters: Parameter, accept: str = "*/*") -> WebAnswer:
        """Ask the URI service (PS3.18 9); ``parameters`` as they are sent."""
        return self.ask(self._base("wado_uri") + _query(parameters), accept)

    # Store (PS3.18 10.5).

    def store(
        self,
        instances: Sequence[Instance],
        study: str | None = None,
        *,
        extra: Sequence[Part] = (),
        quoted: bool = True,
    ) -> WebAnswer:
        """Store instances as files, in one payload; ``extra`` parts go in after the first."""
        files = [
            write_file(one.sop_class, one.sop_instance, one.transfer_syntax, one.data) for one in instances
        ]  # fmt: skip
        parts = [Part((("Content-Type", media.DICOM),), octets) for octets in files]
        parts[1:1] = extra
        boundary = f"harness-{self.story.token('boundary', 16)}"
        kind = f'"{media.DICOM}"' if quoted else media.DICOM
        return self.post(
            write_multipart(parts, boundary), f"multipart/related; type={kind}; boundary={boundary}", study
        )  # fmt: skip

    def post(self, payload: bytes, content_type: str, study: str | None = None) -> WebAnswer:
        """Post a payload to be stored, into one study or any."""
        url = self._base("stow") + "/studies" + (f"/{study}" if study else "")
        headers = [("Accept", media.JSON), ("Content-Type", content_type)]
        response = exchange(self.story.doors, "POST", url, headers, payload, tls=self._tls)
        return WebAnswer(url, response, self.story.limits)

    def _base(self, service: str) -> str:
        url: str | None = getattr(self.web, service)
        if url is None:
            raise Blocked(f"the profile names no dicom.web.{service}")
        return url.rstrip("/")


def at(instance: Instance, below: str = "") -> str:
    """Return the path of an instance (PS3.18 table 10.4.1-1), and of what is below it."""
    study, series = (str(instance.get(name)) for name in ("StudyInstanceUID", "SeriesInstanceUID"))
    return f"/studies/{study}/series/{series}/instances/{instance.sop_instance}{below}"


def _query(parameters: Sequence[Parameter]) -> str:
    """Return a query; what is no qp-char of PS3.18 8.3.1.1 is percent-encoded, save the commas of lists."""
    text = "&".join(f"{quote(name, safe='.')}={quote(value, safe='*?/.-_~,')}" for name, value in parameters)
    return f"?{text}" if text else ""
