from __future__ import annotations

import platform

import pytest

from understudy.actions import setup_python

pytestmark = pytest.mark.integration


def test_a_python_of_this_machine_is_a_hosted_one_in_the_leg(host, machine):
    given = {"python-version": platform.python_version()}
    leg = host("actions/setup-python@v6", given, machine=machine)

    setup_python.main(leg)
    leg.run(("python", "-c", "import sys; print(sys.prefix, sys.base_prefix)"))
    leg.run(("pip", "--version"))

    location = leg.exported["pythonLocation"]
    assert leg.lines[-3] == f"{location} {location}"
    assert location.startswith(f"{leg.tool_cache}/Python/{platform.python_version()}/")
    assert f"from {location}/lib/" in leg.lines[-1]


def test_a_second_step_of_the_leg_finds_it_in_the_tool_cache(host, machine):
    given = {"python-version": platform.python_version()}
    leg = host("actions/setup-python@v6", given, machine=machine)
    setup_python.main(leg)
    marker = next(leg.tool_cache.glob("Python/*/*/bin")).parent / "kept"
    marker.touch()

    setup_python.main(host("actions/setup-python@v6", given, machine=machine))

    assert marker.exists()
