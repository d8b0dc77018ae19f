"""C-ECHO on one association."""

from __future__ import annotations

import subprocess

from benchmarks.dicom.peers import PROMPT, Ours, dcmtk, storescp
from benchmarks.dicom.raw import Raw, asking, command
from benchmarks.measuring import measured, show
from conformance.dicom import uids
from conformance.dicom.client import services
from conformance.dicom.wire.command import C_ECHO
from conformance.dicom.wire.syntaxes import IMPLICIT_LITTLE

ECHOES = 200


def main() -> None:
    """Compare."""
    from pynetdicom import AE  # noqa: PLC0415 - a contender

    with storescp() as port:
        request = asking(uids.VERIFICATION, IMPLICIT_LITTLE)
        raw, mine = Raw(port, request), Ours(port, request)
        octets = command(C_ECHO, uids.VERIFICATION, 1, data=False)
        entity = AE()
        entity.add_requested_context(uids.VERIFICATION)
        tool = [dcmtk("echoscu"), "--repeat", str(ECHOES), "-aec", "STORESCP", "127.0.0.1", str(port)]

        def ours() -> None:
            for _ in range(ECHOES):
                assert services.echo(mine.association).status == 0

        def theirs() -> None:
            association = entity.associate("127.0.0.1", port, ae_title="STORESCP")
            for _ in range(ECHOES):
                if not association.is_established:  # it loses one now and then on a busy machine
                    association = entity.associate("127.0.0.1", port, ae_title="STORESCP")
                association.send_c_echo()
            association.release()

        found = measured(
            f"C-ECHO to storescp, {ECHOES} on one association",
            ECHOES,
            {
                "raw socket": lambda: [raw.ask(octets) for _ in range(ECHOES)],
                "ours, recorded and read": ours,
                "echoscu --repeat (with its start)": lambda: subprocess.run(tool, check=True, env=PROMPT),
                "pynetdicom (with its association)": theirs,
            },
        )
        raw.close()
        mine.close()
    show(found, "raw socket", {"ours, recorded and read": 1.5})
