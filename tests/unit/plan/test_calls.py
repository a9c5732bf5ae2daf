"""A call ends as the jobs that it called do, with the outputs of their workflow."""

from __future__ import annotations

from dataclasses import replace

import pytest

from understudy.dialects.base import Ended
from understudy.dialects.github import dialect
from understudy.plan.calls import ended
from understudy.plan.situation import Situation

CALL = "uses: ./.github/workflows/called.yml"


def situation(plan, **ends: Ended) -> Situation:
    below = {f"ci/other/{id.replace('_', '/')}": end for id, end in ends.items()}
    return Situation(plan.event, ended=below)


@pytest.mark.parametrize(
    ("inner", "last", "expected"),
    [
        pytest.param("success", "success", "success", id="all well"),
        pytest.param("success", "skipped", "success", id="one skipped"),
        pytest.param("skipped", "skipped", "skipped", id="all skipped"),
        pytest.param("cancelled", "success", "cancelled", id="one cancelled"),
        pytest.param("cancelled", "failure", "failure", id="one failed"),
    ],
)
def test_the_worst_result_counts(one, inner, last, expected):
    plan = one(other=CALL)
    ends = situation(plan, inner=Ended(inner, {}), last=Ended(last, {}))

    assert ended(plan.job("ci/other"), ends, dialect).result == expected


def test_a_job_that_never_ended_counts_for_nothing(one):
    plan = one(other=CALL)
    ends = situation(plan, inner=Ended("success", {"x": "1"}))

    assert ended(plan.job("ci/other"), ends, dialect) == Ended("success", {"done": "1"})


def test_a_result_that_is_not_known_is_no_success(one):
    plan = one(other=CALL)
    ends = situation(plan, inner=Ended(), last=Ended())

    assert ended(plan.job("ci/other"), ends, dialect).result == "skipped"


def test_of_several_calls_the_last_one_that_says_something_counts(one):
    plan = one(
        other=f"{CALL}\nstrategy: {{matrix: {{n: [1, 2, 3]}}}}\nwith: {{level: high}}"
    )
    ends = situation(
        plan,
        **{
            "1_inner": Ended("success", {"x": "first"}),
            "2_inner": Ended("success", {"x": "second"}),
            "3_inner": Ended("success", {}),
        },
    )

    assert ended(plan.job("ci/other"), ends, dialect).outputs == {"done": "second"}


def test_a_job_of_no_plan_has_no_outputs(one):
    call = one(other=CALL).job("ci/other")
    stray = replace(call, called=tuple(replace(job, scope=None) for job in call.called))

    assert ended(stray, Situation(), dialect) == Ended("skipped", {})
