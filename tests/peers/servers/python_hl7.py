"""python-hl7's MLLP server with the handler of its documentation: acknowledge whatever comes."""

from __future__ import annotations

import asyncio

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


async def serve() -> None:
    server = await start_hl7_server(process, host="127.0.0.1", port=0, encoding="utf-8")
    async with server:
        print(server.sockets[0].getsockname()[1], flush=True)  # noqa: T201 - tells the test where it listens
        await server.serve_forever()


asyncio.run(serve())
