from __future__ import annotations

import pytest

from understudy.engine.verdict import judge, left_out
from understudy.model.plan import Reason
from understudy.model.result import LegResult, Verdict


def leg(verdict: Verdict, code: str = "", fixable: bool = False, **more) -> LegResult:
    reason = Reason(code, f"because of {code}", fixable=fixable) if code else None
    address = f"ci/{verdict.value}-{code or 'leg'}"
    return LegResult(address, "ci", "job", "job", verdict, reason, **more)


PASSED = leg(Verdict.PASSED)
FAILED = leg(Verdict.FAILED)
CANCELLED = leg(Verdict.CANCELLED)
SKIPPED = leg(Verdict.SKIPPED, "condition")
NO_PYTHON = leg(Verdict.NOT_REHEARSED, "interpreter", fixable=True)
NO_ACTION = leg(Verdict.NOT_REHEARSED, "action", fixable=True)
FOREIGN = leg(Verdict.NOT_REHEARSED, "platform")
AFTER_ONE = leg(Verdict.NOT_REHEARSED, "needs", fixable=True)
ALLOWED_TO_FAIL = leg(Verdict.FAILED, tolerated=True)


@pytest.mark.parametrize(
    ("legs", "expected"),
    [
        pytest.param([PASSED], (Verdict.PASSED, 0), id="all passed"),
        pytest.param([PASSED, SKIPPED], (Verdict.PASSED, 0), id="the pipeline skips"),
        pytest.param([PASSED, FAILED], (Verdict.FAILED, 1), id="one failed"),
        pytest.param([FAILED, CANCELLED], (Verdict.FAILED, 1), id="its siblings too"),
        pytest.param(
            [PASSED, CANCELLED], (Verdict.CANCELLED, 1), id="a timeout is no success"
        ),
        pytest.param([FAILED, NO_PYTHON], (Verdict.FAILED, 1), id="failed is worse"),
        pytest.param(
            [PASSED, NO_PYTHON], (Verdict.NOT_REHEARSED, 5), id="fixable is incomplete"
        ),
        pytest.param(
            [PASSED, FOREIGN],
            (Verdict.NOT_REHEARSED, 0),
            id="nobody here can fix another system",
        ),
        pytest.param(
            [FOREIGN], (Verdict.NOT_REHEARSED, 5), id="nothing but another system"
        ),
        pytest.param([SKIPPED], (Verdict.SKIPPED, 5), id="nothing but skipped"),
        pytest.param([], (Verdict.SKIPPED, 5), id="nothing at all"),
        pytest.param(
            [PASSED, ALLOWED_TO_FAIL], (Verdict.PASSED, 0), id="failing is tolerated"
        ),
        pytest.param(
            [ALLOWED_TO_FAIL], (Verdict.FAILED, 1), id="tolerated, but nothing passed"
        ),
        pytest.param(
            [leg(Verdict.PASSED, tolerated=True)],
            (Verdict.PASSED, 0),
            id="tolerated, and not needed",
        ),
        pytest.param(
            [PASSED, leg(Verdict.NOT_REHEARSED, "action", True, tolerated=True)],
            (Verdict.NOT_REHEARSED, 5),
            id="who may fail is still not played",
        ),
        pytest.param(
            [PASSED, leg(Verdict.NOT_REHEARSED)],
            (Verdict.NOT_REHEARSED, 5),
            id="without a reason it is not complete",
        ),
    ],
)
def test_a_run_is_worth_what_its_worst_leg_is(legs, expected):
    assert judge(legs) == expected


@pytest.mark.parametrize(
    ("legs", "allowed", "status"),
    [
        pytest.param([PASSED, NO_PYTHON], ["interpreter"], 0, id="named"),
        pytest.param([PASSED, NO_PYTHON], ["action"], 5, id="another one is named"),
        pytest.param([PASSED, NO_PYTHON, NO_ACTION], ["action"], 5, id="one of two"),
        pytest.param(
            [PASSED, NO_PYTHON, AFTER_ONE], ["interpreter"], 0, id="and what needs it"
        ),
        pytest.param(
            [PASSED, NO_ACTION, AFTER_ONE], ["interpreter"], 5, id="not what needs more"
        ),
        pytest.param([PASSED, AFTER_ONE], ["needs"], 0, id="needs by name"),
        pytest.param([NO_PYTHON], ["interpreter"], 5, id="but something has to pass"),
        pytest.param([PASSED, FAILED], ["interpreter"], 1, id="a failure is no reason"),
    ],
)
def test_named_reasons_are_accepted_and_the_verdict_stays_true(legs, allowed, status):
    verdict, found = judge(legs, allow_missing=allowed)

    assert found == status
    assert verdict is judge(legs)[0]


def test_strictly_another_system_is_missing():
    assert judge([PASSED, FOREIGN], strict=True) == (Verdict.NOT_REHEARSED, 5)


def test_who_names_a_reason_means_it_strictly_too():
    assert judge([PASSED, FOREIGN], ["platform"], strict=True)[1] == 0


@pytest.mark.parametrize(
    ("legs", "verdict"),
    [
        pytest.param([PASSED], Verdict.CANCELLED, id="after what passed"),
        pytest.param([PASSED, FAILED], Verdict.FAILED, id="after a failure"),
    ],
)
def test_an_interrupted_run_has_an_exit_status_of_its_own(legs, verdict):
    assert judge(legs, interrupted=True) == (verdict, 130)


def test_a_broken_workflow_fails_the_run():
    assert judge([PASSED], broken=True) == (Verdict.FAILED, 1)


def test_only_what_could_be_fixed_is_left_out():
    assert left_out([PASSED, FAILED, SKIPPED, FOREIGN, NO_PYTHON, AFTER_ONE]) == (
        NO_PYTHON,
        AFTER_ONE,
    )
