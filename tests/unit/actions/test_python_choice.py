from __future__ import annotations

import pytest

from understudy.actions.python_choice import choose, choose_exactly, is_number
from understudy.engine.contract import ActionFailed, Machine, NotPlayed

SETUP_PYTHON = {"freethreaded": "false", "allow-prereleases": "false"}


@pytest.fixture
def machine(interpreter):
    """A machine with two Pythons."""
    here = (interpreter("3.12.1"), interpreter("3.14.0rc1"))
    return Machine(interpreters=lambda: here)


@pytest.mark.parametrize(
    ("version", "given", "chosen"),
    [
        pytest.param("3.x", {}, "3.12.1", id="a range"),
        pytest.param("3.12.9", {}, "3.12.1", id="another patch"),
        pytest.param(
            "3.14", {"allow-prereleases": "true"}, "3.14.0rc1", id="a pre-release"
        ),
    ],
)
def test_setup_python_takes_the_newest_that_fits(machine, version, given, chosen):
    found = choose(version, {**SETUP_PYTHON, **given}, machine)

    assert found.interpreter.version == chosen


def test_an_input_that_is_no_boolean_fails_the_step(machine):
    with pytest.raises(ActionFailed, match="freethreaded"):
        choose("3.12", {**SETUP_PYTHON, "freethreaded": "maybe"}, machine)


def test_uv_takes_no_other_patch(machine):
    assert choose_exactly("3.12", machine).interpreter.version == "3.12.1"
    with pytest.raises(NotPlayed) as missing:
        choose_exactly("3.12.9", machine)

    reason = missing.value.reason
    assert (reason.code, reason.text) == ("interpreter", "no Python 3.12.9 here")
    assert reason.fixable and "3.12.9" in (reason.command or "")


@pytest.mark.parametrize(
    ("version", "expected"),
    [("3", True), ("3.13.1t", True), (">=3.12", False), ("pypy3.10", False)],
)
def test_a_number_is_told_from_a_range(version, expected):
    assert is_number(version) is expected
