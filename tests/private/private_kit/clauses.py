"""What an echo server must do."""

from conformance import Clause, Level

ECHOES = Clause("private.echoes", "RFC 862", "1983", "TCP", "What is received is sent back.")
PROMPT = Clause("private.prompt", "RFC 862", "1983", "TCP", "It is sent back at once.", Level.SHOULD)
