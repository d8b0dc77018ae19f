"""Set templates into one self-contained page: everything from data made visible and escaped, one style, one script."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from conformance.reports.visible import visible
from conformance.resources import templates

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def page(template: str, values: Mapping[str, Any], *, redact: Callable[[str], str] = lambda text: text) -> str:
    """Render ``template`` with ``values``; every text among them goes out redacted, made visible and escaped."""
    style, script = _ours("style.css"), _ours("script.js")
    policy = "; ".join(
        (
            "default-src 'none'",
            f"style-src '{_hash(style)}'",
            f"script-src '{_hash(script)}'",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    return _environment(redact).get_template(template).render(policy=policy, style=style, script=script, **values)


def _environment(redact: Callable[[str], str]) -> Environment:
    def out(value: object) -> object:
        """Return what a template may write: our own markup as it is, any other text harmless."""
        if isinstance(value, Markup):
            return value
        if value is None:
            raise ValueError("a template was given nothing to write")
        return visible(redact(str(value)))

    return Environment(
        loader=FileSystemLoader(templates(), encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=out,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


@cache
def _ours(name: str) -> Markup:
    """Return one of our own two files, which go in as they are; their digests are in the page's policy."""
    return Markup((templates() / name).read_text(encoding="utf-8"))  # noqa: S704 - our own, never data


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
