"""The URI service: one instance, as a file or as a picture (PS3.18 9)."""

from __future__ import annotations

from urllib.parse import unquote

from conformance.dicom.simulator.web.negotiating import Range, Refused
from conformance.dicom.simulator.web.rendering import Rendering
from conformance.dicom.simulator.web.site import Asked, Told
from conformance.dicom.web import media
from conformance.dicom.web.part10 import write_file

_MANDATORY = ("studyUID", "seriesUID", "objectUID")


class ByUri(Rendering):
    """Answers GET requests whose query names an instance."""

    def by_uri(self, asked: Asked) -> Told:
        """Answer one (PS3.18 9.4, 9.5)."""
        told = {name: unquote(value) for name, value in self.parameters(asked)}
        self.complete(told)
        instance = self.chosen(*(told[name] for name in _MANDATORY))[0]
        if told.get("anonymize"):
            raise Refused(406, "nothing is anonymized here")
        if self.wants_dicom(told):
            syntax = self.syntax(instance, told.get("transferSyntax", ""))
            data = self.recoded(instance, syntax)
            if data is None:
                raise Refused(406, "the instance can't be had in that transfer syntax")
            file = write_file(instance.sop_class, instance.sop_instance, syntax, data)
            return Told(200, file, media.DICOM)
        kinds = [one for one in told.get("contentType", media.JPEG).split(",") if one]
        wanted = [Range(one.strip(), related=False, syntax="", weight=1.0) for one in kinds]
        number = self.frame_numbers(told.get("frameNumber", "1"), self.frame_count(instance))[0]
        return self.picture(wanted, instance, number, None)

    def complete(self, told: dict[str, str]) -> None:
        """Raise Refused when a mandatory parameter is missing (PS3.18 9.4.2.1, 9.4.2.2)."""
        if told.get("requestType") != "WADO":
            raise Refused(400, "requestType is WADO")
        if not all(told.get(name) for name in _MANDATORY):
            raise Refused(400, f"{', '.join(_MANDATORY)} are mandatory")

    def wants_dicom(self, told: dict[str, str]) -> bool:
        """Return whether a file is asked for, not a picture."""
        return told.get("contentType") == media.DICOM
