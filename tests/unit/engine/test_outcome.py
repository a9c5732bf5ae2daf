from __future__ import annotations

from understudy.engine.outcome import (
    FAILURE,
    SUCCESS,
    Outcome,
    failed,
    no_tool,
    not_played,
)
from understudy.model.plan import Reason
from understudy.model.result import Fidelity


def test_a_step_that_may_fail_counts_as_a_success():
    outcome = Outcome(FAILURE, tolerated=True)

    assert (outcome.result, outcome.conclusion) == (FAILURE, SUCCESS)


def test_any_other_step_counts_as_what_it_came_to():
    assert Outcome().conclusion == SUCCESS
    assert failed("exit 3", 3) == Outcome(FAILURE, exit_code=3, text="exit 3")
    assert failed("exit 3").conclusion == FAILURE


def test_what_is_not_played_can_be_made_playable():
    assert not_played("action", "not yet", "wait") == Outcome(
        reason=Reason("action", "not yet", fixable=True, command="wait"),
        fidelity=Fidelity.NONE,
    )


def test_a_tool_that_only_the_image_has_is_no_failure():
    reason = no_tool("gh").reason

    assert reason == Reason(
        "tool", "no gh here, which the hosted machine has", fixable=True
    )
