"""What becomes of jobs that are not played."""

from __future__ import annotations

from dataclasses import replace

import pytest

from understudy.engine.unplayed import cancelled, result, ruling
from understudy.model.plan import Reason, Starts
from understudy.model.result import LegResult, Verdict

FALSE = Reason("if", "`if` is false", "false")
ERROR = Reason("error", "no legs")
UNKNOWN = Reason("matrix", "waits for an output")
NEEDS = Reason("needs", "needs ci/a, which was not rehearsed", fixable=True)


@pytest.fixture
def job(one):
    return one(b="runs-on: x").job("ci/b")


@pytest.mark.parametrize(
    ("starts", "reason", "missing", "expected"),
    [
        pytest.param(Starts.YES, None, None, None, id="to be played"),
        pytest.param(
            Starts.NO, FALSE, None, (Verdict.SKIPPED, FALSE), id="does not start"
        ),
        pytest.param(Starts.NO, None, None, (Verdict.SKIPPED, None), id="no reason"),
        pytest.param(Starts.NO, ERROR, None, (Verdict.FAILED, ERROR), id="an error"),
        pytest.param(
            Starts.NO, FALSE, "ci/a", (Verdict.SKIPPED, FALSE), id="false whatever"
        ),
        pytest.param(
            Starts.YES, None, "ci/a", (Verdict.NOT_REHEARSED, NEEDS), id="needs"
        ),
        pytest.param(
            Starts.UNKNOWN,
            UNKNOWN,
            None,
            (Verdict.NOT_REHEARSED, replace(UNKNOWN, fixable=True)),
            id="unknown",
        ),
        pytest.param(
            Starts.UNKNOWN,
            None,
            None,
            (
                Verdict.NOT_REHEARSED,
                Reason("if", "it is not known whether it starts", fixable=True),
            ),
            id="unknown without a reason",
        ),
    ],
)
def test_a_job_ends_without_being_played(job, starts, reason, missing, expected):
    assert ruling(replace(job, starts=starts, reason=reason), missing) == expected


def test_a_result_of_a_whole_job_has_its_address(job):
    found = result(job, cancelled("interrupted"), ("ci/a",))

    assert found == LegResult(
        address="ci/b",
        workflow=".github/workflows/ci.yml",
        job="b",
        name="b",
        verdict=Verdict.CANCELLED,
        reason=Reason("cancelled", "interrupted"),
        without=("ci/a",),
    )
