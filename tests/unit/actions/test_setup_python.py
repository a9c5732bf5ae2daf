from __future__ import annotations

import pytest

from understudy.actions import setup_python
from understudy.engine.contract import Machine, NotPlayed


@pytest.fixture
def leg(host, interpreter):
    """Make a leg for inputs, on a machine with one Python."""
    here = (interpreter("3.12.1"),)

    def make(**given):
        given = {name.replace("_", "-"): value for name, value in given.items()}
        machine = Machine(interpreters=lambda: here)
        return host("actions/setup-python@v5", given, machine=machine)

    return make


def foresee(leg, project=None, without=(), **given):
    host = leg(**given)
    machine = Machine(host.machine.interpreters, project=project)
    known = {k: v for k, v in host.inputs.items() if k not in without}
    return setup_python.foresee(known, machine)


def test_a_missing_python_is_foreseen(leg):
    assert foresee(leg, python_version="3.12\n3.99").text == "no Python 3.99 here"


def test_a_python_that_is_here_is_none_to_foresee(leg):
    assert foresee(leg, python_version="3.12") is None


def test_a_version_that_is_not_known_yet_is_not_foreseen(leg):
    assert foresee(leg, without=["python-version"]) is None


def test_files_are_read_before_they_are_checked_out(leg, tmp_path):
    tmp_path.joinpath(".python-version").write_text("3.99\n")

    assert foresee(leg, project=tmp_path).text == "no Python 3.99 here"


def test_files_that_nobody_knows_are_not(leg):
    assert foresee(leg, python_version_file=".python-version") is None


@pytest.mark.parametrize(
    "given",
    [{"python_version": "pypy-x"}, {"python_version": "3.1", "freethreaded": "maybe"}],
)
def test_what_fails_by_itself_is_left_to_the_step(leg, given):
    assert foresee(leg, **given) is None


def test_a_python_is_set_up_or_the_leg_stops(leg):
    with pytest.raises(NotPlayed, match="no Python 3.99 here"):
        setup_python.main(leg(python_version="3.99"))
