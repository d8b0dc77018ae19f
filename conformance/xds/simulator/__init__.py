"""Honest and strict actors of XDS.b and XDS-I.b, to stand in for a candidate or to be embedded in a hospital."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.xds.simulator.domain import AffinityDomain
from conformance.xds.simulator.feed import PatientFeed
from conformance.xds.simulator.imaging import ImagingDocumentSource
from conformance.xds.simulator.registry import Registry
from conformance.xds.simulator.repository import Repository

if TYPE_CHECKING:
    from collections.abc import Callable

SIMULATORS: dict[str, Callable[[], AffinityDomain]] = {
    "affinity-domain": AffinityDomain,
    "registry": AffinityDomain,
    "repository": AffinityDomain,
    "imaging-source": AffinityDomain,
}
"""No actor of XDS says anything alone: a repository needs a registry, a registry its patients."""

__all__ = ["SIMULATORS", "AffinityDomain", "ImagingDocumentSource", "PatientFeed", "Registry", "Repository"]
