"""The limits of time and size that keep a hostile candidate from hurting the run; all printed in the report."""

from __future__ import annotations

from dataclasses import dataclass

KIB, MIB, GIB = 1 << 10, 1 << 20, 1 << 30


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds and octets. Reaching one is a named finding, never a failure by itself.

    ``settle_s`` is how long an asynchronous effect may take, ``release_s`` how long a clean
    release may, ``quiet_s`` how long we listen to be sure that nothing more comes.
    """

    connect_s: float = 10.0
    pdu_s: float = 30.0
    frame_s: float = 30.0
    http_s: float = 60.0
    release_s: float = 5.0
    quiet_s: float = 0.3
    settle_s: float = 5.0
    pdu_bytes: int = 16 * MIB
    command_bytes: int = 64 * KIB
    identifier_bytes: int = MIB
    data_set_bytes: int = 2 * GIB
    mllp_bytes: int = MIB
    event_bytes: int = MIB
    http_head_bytes: int = 256 * KIB
    http_body_bytes: int = 512 * MIB
    mtom_part_bytes: int = 512 * MIB
    xml_bytes: int = 64 * MIB
    xml_depth: int = 256
    inflate_bytes: int = 256 * MIB
    inflate_ratio: int = 200
    responses: int = 10_000
    responses_s: float = 60.0
    responses_bytes: int = 64 * MIB
    nesting: int = 64
    elements: int = 50_000
    scenario_s: float = 120.0
    scenario_cpu_s: int = 120
    scenario_bytes: int = 2 * GIB
