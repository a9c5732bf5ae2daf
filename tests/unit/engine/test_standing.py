from __future__ import annotations

import pytest

from understudy.engine.outcome import CANCELLED, FAILURE, SKIPPED, Outcome, failed
from understudy.engine.standing import Standing
from understudy.model.plan import Reason
from understudy.model.result import StepResult, Verdict

FAILED = failed("exit 3", 3)
STOPPED = Outcome(CANCELLED)
UNPLAYED = Outcome(reason=Reason("tool", "no gh here"))
STEP_2 = Reason("step", 'step 2 "Run tox" exit 3')


@pytest.mark.parametrize(
    ("outcomes", "status", "verdict", "reason"),
    [
        pytest.param([Outcome()], "success", Verdict.PASSED, None, id="passed"),
        pytest.param([], "success", Verdict.PASSED, None, id="no step"),
        pytest.param([Outcome(SKIPPED)], "success", Verdict.PASSED, None, id="skipped"),
        pytest.param(
            [Outcome(), FAILED], "failure", Verdict.FAILED, STEP_2, id="failed"
        ),
        pytest.param(
            [Outcome(), FAILED, failed("exit 4")],
            "failure",
            Verdict.FAILED,
            STEP_2,
            id="the first failure is the cause",
        ),
        pytest.param(
            [Outcome(FAILURE, tolerated=True)],
            "success",
            Verdict.PASSED,
            None,
            id="may fail",
        ),
        pytest.param(
            [STOPPED],
            "cancelled",
            Verdict.CANCELLED,
            Reason("cancelled", "Ctrl-C"),
            id="cancelled",
        ),
        pytest.param(
            [STOPPED, FAILED],
            "cancelled",
            Verdict.CANCELLED,
            Reason("cancelled", "Ctrl-C"),
            id="a failure after a cancel",
        ),
        pytest.param(
            [Outcome(), FAILED, STOPPED],
            "cancelled",
            Verdict.FAILED,
            STEP_2,
            id="a cancel hides no failure",
        ),
        pytest.param(
            [UNPLAYED],
            "success",
            Verdict.NOT_REHEARSED,
            UNPLAYED.reason,
            id="not played",
        ),
        pytest.param(
            [Outcome(), FAILED, UNPLAYED],
            "failure",
            Verdict.FAILED,
            STEP_2,
            id="not played after a failure",
        ),
    ],
)
def test_the_verdict_of_a_leg(outcomes, status, verdict, reason):
    standing = Standing()

    for position, outcome in enumerate(outcomes, 1):
        result = StepResult("id", "Run tox", Verdict.PASSED, reason=outcome.reason)
        standing.count(outcome, result, position)

    assert standing.status == status
    assert standing.verdict("Ctrl-C") == (verdict, reason)
    assert len(standing.steps) == len(outcomes)


def test_the_first_step_that_cannot_be_played_says_why():
    standing = Standing(unplayed=Reason("tool", "no gh here"))
    later = Reason("action", "no built-in")

    standing.count(
        Outcome(reason=later), StepResult("b", "b", Verdict.NOT_REHEARSED), 2
    )

    assert standing.unplayed == Reason("tool", "no gh here")


def test_a_cancel_without_words_is_one_all_the_same():
    standing = Standing()

    standing.cancel()

    assert standing.verdict("") == (
        Verdict.CANCELLED,
        Reason("cancelled", "cancelled"),
    )
