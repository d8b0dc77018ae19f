"""Envelopes built by zeep behind our own WSDL facade: it knows operations and envelopes, and never sees the network.

zeep can neither write MTOM nor bind ebRIM, and what it reads it changes, so it is given the content
ready-made, hands the envelope back, and reads no response.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING, Any

from conformance.xds.wire.soap import Addressing, addressing_headers
from conformance.xds.wire.xml import children, here, local, printed_around

if TYPE_CHECKING:
    from lxml import etree
    from zeep import Client

FACADE = "xds.wsdl"


@cache
def _client() -> Client:
    """Load the facade once: importing zeep and reading the WSDL takes about half a second."""
    from zeep import Client, Settings  # noqa: PLC0415 - half a second, wanted only by who sends
    from zeep.transports import Transport  # noqa: PLC0415 - as above

    class Sealed(Transport):  # type: ignore[misc]
        """A transport that opens nothing: not an address, not a file but the facade itself."""

        def load(self, url: str) -> bytes:
            """Return the facade; raise PermissionError for anything else."""
            if url != FACADE:
                raise PermissionError(f"the facade refers to {url}, and nothing is ever fetched")
            return facade()

        def post(self, address: str, *_: object) -> None:
            """Refuse: octets travel by our own recorded exchange only."""
            raise PermissionError(f"nothing is sent to {address} past the recorder")

        get = post

    settings = Settings(strict=True, forbid_dtd=True, forbid_entities=True, forbid_external=True, xml_huge_tree=False)
    return Client(BytesIO(facade()), transport=Sealed(), settings=settings)


def facade() -> bytes:
    """Return the WSDL that ships with this room."""
    return (files("conformance.xds") / "wsdl" / FACADE).read_bytes()


def envelope(body: etree._Element, addressing: Addressing) -> bytes:
    """Return a SOAP 1.2 envelope around a request of one of the facade's operations, as UTF-8 octets.

    Raise LookupError for a request the facade does not know.
    """
    client = _client()
    operation = local(body)
    if operation not in client.service._operations:  # noqa: SLF001 - zeep has no public list of operations
        raise LookupError(f"the facade has no operation {operation}")
    headers: list[Any] = addressing_headers(addressing)
    made = client.create_message(client.service, operation, _value_1=[here()], _soapheaders=headers)
    for root in made.iter(body.tag):
        root.attrib.update(body.attrib)
    return printed_around(made, children(body))
