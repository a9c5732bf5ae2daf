from __future__ import annotations

import dataclasses
import platform

import pytest

from understudy.actions import setup_python
from understudy.engine.contract import Machine
from understudy.engine.python_specification import find

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


def test_a_virtual_environment_in_the_place_of_a_hosted_one_is_noted(host, machine):
    # Only CPython is shadowed, so another name is enough to see the other way.
    this = find(platform.python_version(), machine.interpreters()).interpreter
    other = dataclasses.replace(this, implementation="pypy")
    here = Machine(interpreters=lambda: (other,))
    given = {"python-version": f"pypy{this.minor}"}
    leg = host("actions/setup-python@v6", given, machine=here)

    played = setup_python.main(leg)

    (note,) = played.notes
    assert note.startswith(
        f"pypy{this.version}-{this.version} is a virtual environment"
    )


def test_a_second_step_of_the_leg_finds_it_in_the_tool_cache(host, machine):
    given = {"python-version": platform.python_version()}
    leg = host("actions/setup-python@v6", given, machine=machine)
    setup_python.main(leg)
    marker = next(leg.tool_cache.glob("Python/*/*/bin")).parent / "kept"
    marker.touch()

    setup_python.main(host("actions/setup-python@v6", given, machine=machine))

    assert marker.exists()
