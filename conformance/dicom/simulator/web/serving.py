"""Which resource a request is about, and which service answers it (PS3.18 9, 10)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from conformance.dicom.simulator.web.byuri import ByUri
from conformance.dicom.simulator.web.negotiating import Refused
from conformance.dicom.simulator.web.searching import Searching
from conformance.dicom.simulator.web.service import BASE
from conformance.dicom.simulator.web.site import Asked, Site, Told
from conformance.dicom.simulator.web.storing import Storing
from conformance.dicom.simulator.web.subscribing import Subscribing

if TYPE_CHECKING:
    from collections.abc import Callable

    from conformance.dicom.simulator.archive import Archive

URI_PATH: Final = "/wado"
GUARDED: Final = "/guarded"
AUTHORIZATION: Final = "Bearer practice-only"
_UID: Final = r"([0-9.]{1,64})"
_SUBSCRIBER: Final = "/subscribers/([^/]+)"
_STUDY, _SERIES, _SOP = f"/studies/{_UID}", f"/series/{_UID}", f"/instances/{_UID}"


class Web(Searching, ByUri, Storing, Subscribing):
    """The DICOMweb services of an archive, on a port of their own: ``start``, ``profile``, ``stop``."""

    def __init__(self, archive: Archive) -> None:
        super().__init__(archive)
        self._site = Site(self.answer)
        self._routes = [(method, re.compile(path), answer) for method, path, answer in self._resources()]

    def start(self) -> None:
        """Listen."""
        self._site.start()
        self.origin = self._site.url

    def stop(self) -> None:
        """Stop, and let go of the port."""
        self._site.stop()

    def profile(self) -> dict[str, Any]:
        """Return the section ``dicom.web`` of a candidate's profile."""
        base = self.base
        return {
            "qido": base,
            "wado": base,
            "stow": base,
            "wado_uri": self.origin + URI_PATH,
            "workitems": base,
            "events": self.channels_at,
            "guarded": {"qido": self.origin + GUARDED + BASE, "authorization": AUTHORIZATION},
            "claims": {"fuzzy_matching": False},
        }

    def answer(self, asked: Asked) -> Told:
        """Answer one request."""
        try:
            if asked.path.startswith(f"{GUARDED}/"):
                return self.guarded(asked)
            told = self._routed(asked)
            return told if told.then else self.finished(asked, told)
        except Refused as refusal:
            return self.refused(refusal.status, refusal.says)
        except Exception as error:  # noqa: BLE001 - a fault of ours, which a test looks for
            self.archive.faults.append(error)
            return Told(500, b"we broke", "text/plain")

    def guarded(self, asked: Asked) -> Told:
        """Answer one request where credentials are asked for (RFC 9110 11.6.1)."""
        if not self.admits(asked.headers.get("authorization", "")):
            return Told(401, headers=(("WWW-Authenticate", "Bearer"),))
        return self._routed(replace(asked, path=asked.path.removeprefix(GUARDED)))

    def admits(self, authorization: str) -> bool:
        """Return whether credentials are right."""
        return authorization == AUTHORIZATION

    def finished(self, _asked: Asked, told: Told) -> Told:
        """Send an answer as it is."""
        return told

    def _routed(self, asked: Asked) -> Told:
        known = False
        for method, path, answer in self._routes:
            found = path.fullmatch(asked.path)
            if found and method == asked.method:
                return answer(asked, *found.groups())
            known = known or found is not None
        raise Refused(405 if known else 404, "no such resource")

    def _resources(self) -> list[tuple[str, str, Callable[..., Told]]]:
        def searching(level: str, *upper: str) -> Callable[..., Told]:
            return lambda asked, *uids: self.search(asked, level, dict(zip(upper, uids, strict=True)))

        study, series = "StudyInstanceUID", "SeriesInstanceUID"
        one = _STUDY + _SERIES + _SOP
        found: list[tuple[str, str, Callable[..., Told]]] = [
            ("GET", "/studies", searching("STUDY")),
            ("GET", "/series", searching("SERIES")),
            ("GET", "/instances", searching("IMAGE")),
            ("GET", f"{_STUDY}/series", searching("SERIES", study)),
            ("GET", f"{_STUDY}/instances", searching("IMAGE", study)),
            ("GET", f"{_STUDY}{_SERIES}/instances", searching("IMAGE", study, series)),
            ("POST", "/studies", self.store),
            ("POST", _STUDY, self.store),
            ("POST", "/workitems", self.create_workitem),
            ("GET", "/workitems", self.search_workitems),
            ("GET", f"/workitems/{_UID}", self.retrieve_workitem),
            ("POST", f"/workitems/{_UID}", self.update_workitem),
            ("PUT", f"/workitems/{_UID}/state", self.change_workitem),
            ("POST", f"/workitems/{_UID}/cancelrequest", self.cancel_workitem),
            ("POST", f"/workitems/{_UID}{_SUBSCRIBER}", self.subscribe),
            ("DELETE", f"/workitems/{_UID}{_SUBSCRIBER}", self.unsubscribe),
            ("POST", f"/workitems/{_UID}{_SUBSCRIBER}/suspend", self.suspend),
            ("GET", _SUBSCRIBER, self.open_channel),
        ]
        for path in (_STUDY, _STUDY + _SERIES, one):
            found += [("GET", path, self._instances), ("GET", f"{path}/metadata", self._metadata)]
        found += [
            ("GET", f"{one}/rendered", lambda asked, *uids: self.rendered(asked, self.chosen(*uids)[0])),
            ("GET", f"{one}/frames/([^/]+)/rendered", self._rendered_frame),
            ("GET", f"{one}/frames/([^/]+)", self._frames),
            ("GET", f"{one}/bulkdata/([0-9A-F]{{8}})", self._bulk),
        ]
        return [(method, BASE + path, answer) for method, path, answer in found] + [
            ("GET", URI_PATH, lambda asked: self.by_uri(asked))
        ]

    def _instances(self, asked: Asked, *uids: str) -> Told:
        return self.instances(asked, self.chosen(*uids), single=len(uids) == 3)  # noqa: PLR2004 - an instance's path

    def _metadata(self, asked: Asked, *uids: str) -> Told:
        return self.metadata(asked, self.chosen(*uids))

    def _rendered_frame(self, asked: Asked, study: str, series: str, sop: str, listed: str) -> Told:
        return self.rendered(asked, self.chosen(study, series, sop)[0], listed)

    def _frames(self, asked: Asked, study: str, series: str, sop: str, listed: str) -> Told:
        return self.frames(asked, self.chosen(study, series, sop)[0], listed)

    def _bulk(self, asked: Asked, study: str, series: str, sop: str, tag: str) -> Told:
        return self.bulk(asked, self.chosen(study, series, sop)[0], int(tag, 16))
