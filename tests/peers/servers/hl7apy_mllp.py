"""hl7apy's MLLP server with handlers as in its documentation: AA for what is listed, AR for what is not."""

from __future__ import annotations

import itertools

from hl7apy.core import Message
from hl7apy.mllp import AbstractErrorHandler, AbstractHandler, MLLPServer, UnsupportedMessageType
from hl7apy.parser import parse_message

NUMBERS = itertools.count(1)
TRIGGERS = [
    *("ADT^A01^ADT_A01", "ADT^A04^ADT_A01", "ADT^A08^ADT_A01", "ADT^A40^ADT_A39"),
    *("ORM^O01^ORM_O01", "OMI^O23^OMI_O23", "ORU^R01^ORU_R01"),
]


def acknowledged(er7: str, code: str) -> str:
    """Build the ACK with the library's own message class."""
    told = parse_message(er7).msh
    ack = Message("ACK", version="2.5.1")
    ack.msh.msh_3, ack.msh.msh_4 = told.msh_5.to_er7(), told.msh_6.to_er7()
    ack.msh.msh_5, ack.msh.msh_6 = told.msh_3.to_er7(), told.msh_4.to_er7()
    ack.msh.msh_9 = f"ACK^{told.msh_9.msh_9_2.to_er7()}^ACK"
    ack.msh.msh_10 = f"HL7APY{next(NUMBERS)}"
    ack.msh.msh_11 = "P"
    ack.msa.msa_1, ack.msa.msa_2 = code, told.msh_10.to_er7()
    return ack.to_mllp()


class Accepting(AbstractHandler):
    def reply(self) -> str:
        return acknowledged(self.incoming_message, "AA")


class Refusing(AbstractErrorHandler):
    def reply(self) -> str:
        return acknowledged(self.incoming_message, "AR" if isinstance(self.exc, UnsupportedMessageType) else "AE")


class Quiet(MLLPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: the test looks at the wire."""


with Quiet("127.0.0.1", 0, dict.fromkeys(TRIGGERS, (Accepting,)) | {"ERR": (Refusing,)}) as server:
    print(server.server_address[1], flush=True)  # noqa: T201 - tells the test where it listens
    server.serve_forever()
