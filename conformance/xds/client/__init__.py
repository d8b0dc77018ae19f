"""Clients of the actors of XDS and XDS-I: they speak, record, and judge nothing."""

from conformance.xds.client.answers import Answer, QueryAnswer, RetrieveAnswer
from conformance.xds.client.imaging import ImagingSourceClient
from conformance.xds.client.registry import RegistryClient
from conformance.xds.client.repository import RepositoryClient
from conformance.xds.client.speaking import Manner, Speaker

__all__ = [
    "Answer",
    "ImagingSourceClient",
    "Manner",
    "QueryAnswer",
    "RegistryClient",
    "RepositoryClient",
    "RetrieveAnswer",
    "Speaker",
]
