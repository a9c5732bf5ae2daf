from __future__ import annotations

import pytest

from understudy.actions import setup_uv
from understudy.engine.contract import Machine, NotPlayed
from understudy.engine.python_specification import install_hint


@pytest.fixture
def machine(interpreter):
    """A machine with two Pythons."""
    here = (interpreter("3.12.1"), interpreter("3.9.18"))
    return Machine(interpreters=lambda: here, offline=True)


@pytest.mark.parametrize(
    "version, text",
    [
        ("3.12", None),
        ("3.12.1", None),
        ("3.12.9", "no Python 3.12.9 here"),
        ("3.13", "no Python 3.13 here"),
        ("3.12t", "no Python 3.12t here"),
        ("pypy3.10", None),
        ("", None),
    ],
)
def test_a_missing_python_is_foreseen(machine, version, text):
    reason = setup_uv.foresee({"python-version": version}, machine)

    assert (reason and reason.text) == text
    assert reason is None or reason.command == install_hint(version)


def test_a_uv_is_set_up_or_the_leg_stops(host, machine):
    leg = host("astral-sh/setup-uv@v8.0.0", {"python-version": "3.13"}, machine=machine)

    with pytest.raises(NotPlayed):
        setup_uv.main(leg)
