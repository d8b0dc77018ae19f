"""Render single frames (PS3.18 8.3.5.1, 8.7.4, 10.4.3.3.3): modality and VOI transformation, then PNG or JPEG."""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING
from urllib.parse import unquote

from conformance.dicom.simulator.web import pictures
from conformance.dicom.simulator.web.fetching import Fetching
from conformance.dicom.simulator.web.negotiating import Range, Refused
from conformance.dicom.simulator.web.site import Asked, Told
from conformance.dicom.web import media

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.dicom.simulator.stores import Kept

_NUMBER = r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,2})?"
_WINDOW = re.compile(rf"({_NUMBER}),({_NUMBER}),(linear|linear-exact|sigmoid)")


class Rendering(Fetching):
    """Answers requests for pictures."""

    def rendered(self, asked: Asked, instance: Kept, listed: str = "1") -> Told:
        """Answer with one frame as a picture."""
        accepted = self.accepted(asked)
        number = self.frame_numbers(listed, self.frame_count(instance))[0]
        return self.picture(accepted, instance, number, self.window(dict(self.parameters(asked)).get("window")))

    def window(self, told: str | None) -> tuple[float, float, str] | None:
        """Return center, width and function; raise Refused when they are not these three (8.3.5.1.4)."""
        if told is None:
            return None
        found = _WINDOW.fullmatch(unquote(told))
        if found is None or float(found[4]) < 1:
            raise Refused(400, "a window is center, width and function")
        return float(found[1]), float(found[4]), found[7]

    def picture(
        self, accepted: Sequence[Range], instance: Kept, number: int, window: tuple[float, float, str] | None
    ) -> Told:
        """Answer with a picture in the most wanted media type; the default is JPEG (8.7.4)."""
        native = self.native(instance)
        if native is None:
            raise Refused(406, "the pixel data can't be rendered")
        for one in accepted:
            for kind, drawn in ((media.JPEG, pictures.jpeg), (media.PNG, pictures.png)):
                if not one.related and one.matches(kind):
                    rows, columns = int(instance.head.Rows), int(instance.head.Columns)
                    return Told(200, drawn(self.grey(instance, native, number, window), rows, columns), kind)
        raise Refused(406, f"pictures can be had as {media.JPEG} and {media.PNG}")

    def grey(self, instance: Kept, native: bytes, number: int, window: tuple[float, float, str] | None) -> bytes:
        """Return one frame as 8-bit grey values (PS3.3 C.11.2.1.2)."""
        head = instance.head
        size = len(native) // self.frame_count(instance)
        frame = native[(number - 1) * size : number * size]
        wide = int(head.BitsAllocated) > 8  # noqa: PLR2004 - bits
        stored = struct.unpack(f"<{size // 2}H", frame) if wide else frame
        slope, intercept = float(head.get("RescaleSlope") or 1), float(head.get("RescaleIntercept") or 0)
        values = self.modality_values(stored, slope, intercept)
        center, width, _ = self.voi(instance, values, window)
        low, span = center - 0.5 - (width - 1) / 2, max(width - 1, 1e-6)
        return bytes(max(0, min(255, round((value - low) / span * 255))) for value in values)

    def modality_values(self, stored: Sequence[int], slope: float, intercept: float) -> list[float]:
        """Return values after the modality transformation."""
        return [value * slope + intercept for value in stored]

    def voi(
        self, instance: Kept, values: Sequence[float], window: tuple[float, float, str] | None
    ) -> tuple[float, float, str]:
        """Return the window to apply: the one asked for, the instance's own, or all values."""
        if window is not None:
            return window
        if instance.head.get("WindowCenter") and instance.head.get("WindowWidth"):
            return float(instance.head.WindowCenter), float(instance.head.WindowWidth), "linear"
        low, high = min(values), max(values)
        return (low + high + 1) / 2, high - low + 1, "linear"
