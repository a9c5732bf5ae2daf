from __future__ import annotations

import pytest

from understudy.actions import managed_pythons, setup_uv

pytestmark = [pytest.mark.integration, pytest.mark.network]


def test_uv_takes_the_pythons_of_this_machine_for_downloads(host, machine):
    leg = host("astral-sh/setup-uv@v8.1.0", machine=machine)
    leg.workspace.joinpath("a").touch()
    leg.start = {**leg.start, "PATH": "/usr/bin:/bin"}

    played = setup_uv.main(leg)

    offered = managed_pythons.offer(leg)
    if not offered:
        pytest.skip("there is no Python here that works elsewhere")
    command = ("uv", "run", "--no-project", "--managed-python", "--python", offered[0])
    script = "import sys, ssl; print(sys.version.split()[0], sys.prefix)"
    ended = leg.run((*command, "python", "-c", script))
    assert ended.code == 0, leg.lines
    version, prefix = leg.lines[-1].split()
    assert version == offered[0]
    assert prefix.startswith(f"{leg.temp}/uv-python-dir/cpython-{version}-")
    assert f"uv has the Pythons of this machine: {', '.join(offered)}" in played.notes
