from __future__ import annotations

import pytest

from understudy.actions import checkout, setup_python
from understudy.engine.command import Ending
from understudy.engine.contract import (
    Action,
    ActionFailed,
    Interrupted,
    Machine,
    NotPlayed,
    Versions,
    nothing_to_foresee,
)
from understudy.model.plan import Reason


def test_what_cannot_be_played_says_why_and_what_to_do():
    reason = Reason("tool", "no gh here", fixable=True, command="apt install gh")

    error = NotPlayed(reason)

    assert (error.reason, str(error)) == (reason, "no gh here; apt install gh")
    assert error.exit_code == 5


def test_an_action_that_fails_is_a_failure_of_the_run():
    assert ActionFailed("no such file").exit_code == 1


@pytest.mark.parametrize("ending", [Ending.CANCELLED, Ending.TIMED_OUT])
def test_an_action_that_has_to_end_knows_for_what(ending):
    error = Interrupted(ending)

    assert error.ending is ending
    assert str(error) == f"the step was {ending.value}"


def test_most_actions_can_always_be_played():
    assert nothing_to_foresee({}, Machine(tuple)) is None


def test_a_built_in_refuses_nothing_unless_it_says_so():
    versions = Versions(("v1",))

    assert (versions.retired, versions.commits, versions.branches) == ({}, {}, ())


@pytest.mark.parametrize("action", [checkout, setup_python])
def test_a_module_is_an_action(action: Action):
    assert action.NAME.count("/") == 1
    assert all(name == name.lower() for name in action.INPUTS)
    assert callable(action.main) and callable(action.foresee)
