"""A buyer's private kit, as another distribution would bring it: stories told to an echo server."""

from conformance.kits import Kit

KIT = Kit("private", "A private kit", "private_kit")
