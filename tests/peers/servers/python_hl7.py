"""python-hl7's MLLP server with the handler of its documentation: acknowledge whatever comes.

Given a certificate, its key and an authority, it serves over TLS alone, whom the authority knows.
"""

from __future__ import annotations

import asyncio
import ssl
import sys

from hl7.mllp import start_hl7_server


async def process(reader, writer) -> None:
    try:
        while not writer.is_closing():
            message = await reader.readmessage()
            writer.writemessage(message.create_ack())
            await writer.drain()
    except (asyncio.IncompleteReadError, OSError):
        pass
    finally:
        writer.close()


def secured(cert: str, key: str, authority: str) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=authority)
    context.load_cert_chain(cert, key)
    context.verify_mode = ssl.CERT_REQUIRED
    # Builds of Python differ in the suites they agree to where nobody names any, and that is no doing of the library's.
    context.set_ciphers("ECDHE+AESGCM:ECDHE+CHACHA20")
    return context


async def serve() -> None:
    tls = secured(*sys.argv[1:]) if sys.argv[1:] else None
    server = await start_hl7_server(process, host="127.0.0.1", port=0, encoding="utf-8", ssl=tls)
    async with server:
        print(server.sockets[0].getsockname()[1], flush=True)  # noqa: T201 - tells the test where it listens
        await server.serve_forever()


asyncio.run(serve())
