from __future__ import annotations

import pytest

from understudy.dialects.base import Judgement
from understudy.engine.mask import Masker
from understudy.engine.outcome import CANCELLED, FAILURE, Outcome, failed
from understudy.engine.results import (
    hidden,
    skipped_result,
    step_result,
    undecided,
)
from understudy.model.plan import Leaf, Reason
from understudy.model.result import Fidelity, StepResult, Verdict


@pytest.fixture
def masker() -> Masker:
    """Return a masker that hides `hunter2`."""
    masker = Masker()
    masker.add("hunter2")
    return masker


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        pytest.param(
            Outcome(exit_code=0),
            (Verdict.PASSED, "success", "success", 0),
            id="passed",
        ),
        pytest.param(
            failed("exit 3", 3),
            (Verdict.FAILED, "failure", "failure", 3),
            id="failed",
        ),
        pytest.param(
            Outcome(FAILURE, tolerated=True),
            (Verdict.FAILED, "failure", "success", None),
            id="may fail",
        ),
        pytest.param(
            Outcome(CANCELLED),
            (Verdict.CANCELLED, "cancelled", "cancelled", None),
            id="cancelled",
        ),
        pytest.param(
            Outcome(reason=Reason("tool", "no gh"), exit_code=127),
            (Verdict.NOT_REHEARSED, None, None, 127),
            id="not played",
        ),
    ],
)
def test_a_step_ends_as_it_came_to(outcome, expected):
    result = step_result("id", "Run tox", outcome, 1.5, str)

    assert expected == (
        result.verdict,
        result.outcome,
        result.conclusion,
        result.exit_code,
    )
    assert (result.id, result.name, result.seconds) == ("id", "Run tox", 1.5)


def test_a_step_keeps_what_stands_beside_its_verdict():
    outcome = Outcome(fidelity=Fidelity.EMULATED, notes=("3.11.7 for 3.11.9",))

    result = step_result("id", "name", outcome, 0, str)

    assert (result.fidelity, result.notes) == (
        Fidelity.EMULATED,
        ("3.11.7 for 3.11.9",),
    )


def test_no_secret_is_in_what_is_shown_of_a_step(masker):
    reason = Reason("tool", "hunter2", "'hunter2'", (Leaf("x", "hunter2"),))
    outcome = Outcome(reason=reason, notes=("by hunter2",))

    result = step_result("id", "Run hunter2", outcome, 0, masker.hide)

    assert "hunter2" not in repr(result)
    assert result.reason == Reason("tool", "***", "'***'", (Leaf("x", "***"),))


def test_a_reason_is_hidden_with_its_command(masker):
    reason = hidden(Reason("tool", "x", command="get hunter2"), masker.hide)

    assert (reason.command, reason.expression) == ("get ***", None)


def test_a_skipped_step_says_which_part_was_false(masker):
    judgement = Judgement(False, "env.A == 'hunter2'", (Leaf("env.A", "hunter2"),))

    assert skipped_result("id", "hunter2", judgement, masker.hide) == StepResult(
        "id",
        "***",
        Verdict.SKIPPED,
        "skipped",
        "skipped",
        reason=Reason("if", "`if` is false", "env.A == '***'", (Leaf("env.A", "***"),)),
    )


def test_a_condition_that_nobody_can_decide_is_no_skip():
    judgement = Judgement(None, "secrets.A", unknown="a secret")

    assert undecided(judgement) == Outcome(
        reason=Reason("if", "`if` is not known: a secret", "secrets.A", fixable=True),
        fidelity=Fidelity.NONE,
    )
