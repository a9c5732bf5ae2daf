from __future__ import annotations

import pytest

from understudy.dialects.base import Ended
from understudy.engine.propagation import JobEnd, job_end
from understudy.model.plan import Reason
from understudy.model.result import LegResult, Verdict


def leg(verdict: Verdict, code: str = "", name: str = "x", **more: object) -> LegResult:
    reason = Reason(code, code) if code else None
    address = f"ci/{name}"
    return LegResult(address, "ci", "x", "x", verdict, reason, **more)  # type: ignore


PASSED = leg(Verdict.PASSED)
FAILED = leg(Verdict.FAILED)
CANCELLED = leg(Verdict.CANCELLED)
SKIPPED = leg(Verdict.SKIPPED)
NO_PYTHON = leg(Verdict.NOT_REHEARSED, "interpreter", "3.13")
FOREIGN = leg(Verdict.NOT_REHEARSED, "platform", "windows")
RETIRED = LegResult(
    "ci/old",
    "ci",
    "x",
    "x",
    Verdict.NOT_REHEARSED,
    Reason("platform", "a retired image", fixable=True),
)
UNEXPLAINED = leg(Verdict.NOT_REHEARSED)


@pytest.mark.parametrize(
    ("legs", "result"),
    [
        pytest.param([PASSED, PASSED], "success", id="all passed"),
        pytest.param([PASSED, FAILED, CANCELLED], "failure", id="failure is worst"),
        pytest.param([PASSED, CANCELLED], "cancelled", id="then cancelled"),
        pytest.param([SKIPPED], "skipped", id="all skipped"),
        pytest.param([SKIPPED, PASSED], "success", id="some skipped"),
        pytest.param(
            [leg(Verdict.FAILED, tolerated=True)], "success", id="who may fail"
        ),
    ],
)
def test_a_job_ends_as_its_worst_leg(legs, result):
    assert job_end(legs) == JobEnd(Ended(result, {}))


def test_dependants_see_the_legs_that_were_played_and_know_of_the_others():
    end = job_end([PASSED, NO_PYTHON, FOREIGN])

    assert end == JobEnd(Ended("success", {}), ("ci/3.13", "ci/windows"))


def test_a_job_for_another_system_counts_as_a_success():
    assert job_end([FOREIGN]) == JobEnd(Ended("success", {}), ("ci/windows",))


@pytest.mark.parametrize(
    "legs",
    [
        pytest.param([NO_PYTHON], id="something is missing"),
        pytest.param([FOREIGN, NO_PYTHON], id="of some legs only"),
        pytest.param([RETIRED], id="no machine plays it"),
        pytest.param([UNEXPLAINED], id="nobody says why"),
    ],
)
def test_nobody_guesses_how_a_job_that_was_left_out_would_have_ended(legs):
    end = job_end(legs)

    assert end.left_out
    assert end.ended == Ended()
    assert end.missing == tuple(one.address for one in legs)


def test_legs_write_into_one_map_and_what_is_empty_replaces_nothing():
    legs = [
        leg(Verdict.PASSED, outputs={"a": "1", "b": "1"}),
        leg(Verdict.PASSED, outputs={"a": "2", "b": "", "c": ""}),
        leg(Verdict.NOT_REHEARSED, "tool", outputs={"a": "3"}),
    ]

    assert job_end(legs).ended.outputs == {"a": "2", "b": "1", "c": ""}
