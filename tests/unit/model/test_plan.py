"""A plan is walked to its last called job, and each part explains itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from understudy.model.event import Event
from understudy.model.pipeline import Job, Workflow
from understudy.model.plan import (
    Leg,
    Plan,
    PlannedJob,
    PlannedWorkflow,
    Reason,
    Starts,
)
from understudy.model.template import Condition
from understudy.text.source import Source

SPAN = Source("ci.yml", "x").span(0, 1)
JOB = Job("a", SPAN, Condition("success()"))
CI = Workflow("ci.yml", SPAN)
WHY = Reason("if", "`if` is false", "github.ref == 'x'")
LEG = Leg("ci/a/b", "a / b", JOB, CI)
INNER = PlannedJob("ci/a/b", JOB, CI, legs=(LEG,))
OUTER = PlannedJob("ci/a", JOB, CI, called=(INNER,))
PLANNED = PlannedWorkflow(CI, "ci", jobs=(OUTER,))
PUSH = Event("push", "refs/heads/main", "", "octo/mathkit")
PLAN = Plan(PUSH, (PLANNED,))


def test_called_jobs_follow_their_callers() -> None:
    assert list(PLAN.jobs()) == [OUTER, INNER]
    assert list(PLAN.legs()) == [LEG]


def test_a_job_is_found_by_its_address() -> None:
    assert PLAN.job("ci/a/b") is INNER
    with pytest.raises(KeyError, match="ci/none"):
        PLAN.job("ci/none")


@pytest.mark.parametrize(
    ("starts", "expected"),
    [
        pytest.param(Starts.YES, True, id="yes"),
        pytest.param(Starts.NO, False, id="no"),
        pytest.param(Starts.UNKNOWN, False, id="unknown"),
    ],
)
def test_only_what_starts_counts_as_starting(starts: Starts, expected: bool) -> None:
    assert bool(starts) is expected


def test_a_reason_names_what_decided() -> None:
    assert str(WHY) == "`if` is false: github.ref == 'x'"
    assert str(Reason("needs", "needs `a`")) == "needs `a`"


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        pytest.param(LEG, "<leg ci/a/b>", id="a leg"),
        pytest.param(INNER, "<job ci/a/b>", id="a job"),
        pytest.param(PLANNED, "<workflow ci>", id="a workflow"),
        pytest.param(
            replace(LEG, starts=Starts.NO, reason=WHY),
            "<leg ci/a/b: does not start, `if` is false: github.ref == 'x'>",
            id="one that does not start",
        ),
        pytest.param(
            replace(INNER, starts=Starts.UNKNOWN),
            "<job ci/a/b: not known yet>",
            id="one that is not known",
        ),
        pytest.param(PLAN, "<plan of push: 1 workflows, 1 legs start>", id="a plan"),
        pytest.param(
            replace(PLAN, event=None),
            "<plan: 1 workflows, 1 legs start>",
            id="a plan of everything",
        ),
    ],
)
def test_a_part_explains_itself(part: object, expected: str) -> None:
    assert repr(part) == expected


def test_a_long_reason_is_cut_in_the_middle_and_stays_on_one_line() -> None:
    long = replace(LEG, starts=Starts.NO, reason=Reason("if", f"a\n{'x' * 300} end"))

    assert len(repr(long)) < 240
    assert "does not start, a\\nxxx" in repr(long)
    assert repr(long).endswith("xxx end>")
