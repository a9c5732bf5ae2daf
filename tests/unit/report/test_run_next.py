from __future__ import annotations

import pytest

from understudy.model.plan import Reason
from understudy.model.result import RunResult, Verdict
from understudy.report.run_next import Command, Next, suggest

NO_PYTHON = Reason(
    "interpreter", "no 3.13 here", fixable=True, command="pyenv install 3.13"
)
NO_ACTION = Reason("action", "nothing plays it", fixable=True)
FOREIGN = Reason("platform", "needs Windows")


def run(exit: int, *legs) -> RunResult:
    return RunResult(1, legs, Verdict.PASSED, exit)


def missing(leg, reason, address="ci/x"):
    return leg(address, Verdict.NOT_REHEARSED, reason=reason)


@pytest.mark.parametrize(
    ("verdicts", "about"),
    [
        pytest.param("f", "(ci/0, and what they need)", id="one"),
        pytest.param("ff", "(the 2 failed legs, and what they need)", id="two"),
        pytest.param(
            "fp?", "(ci/0, ci/2, and what they need)", id="and what is missing"
        ),
        pytest.param(
            "f???", "(ci/0, 3 not rehearsed, and what they need)", id="a lot is missing"
        ),
    ],
)
def test_after_a_failure_the_failed_legs_are_next(leg, verdicts, about):
    kinds = {"f": Verdict.FAILED, "p": Verdict.PASSED, "?": Verdict.NOT_REHEARSED}
    legs = [
        leg(f"ci/{n}", kinds[kind], reason=NO_PYTHON if kind == "?" else None)
        for n, kind in enumerate(verdicts)
    ]

    assert suggest(run(1, *legs), Command(("tag", "v1"))) == [
        Next("understudy run tag v1 --lf", about)
    ]


def test_after_an_interrupt_what_was_cancelled_is_next(leg):
    assert suggest(run(130, leg("ci/a")), Command()) == [Next("understudy run --lf")]


def test_for_what_is_missing_its_installer_is_next(leg):
    legs = [leg("ci/a"), missing(leg, NO_ACTION), missing(leg, NO_PYTHON)]

    assert suggest(run(5, *legs), Command()) == [Next("pyenv install 3.13")]


def test_for_what_no_command_fixes_nothing_is_next(leg):
    assert suggest(run(5, leg("ci/a"), missing(leg, NO_ACTION)), Command()) == []


def test_when_nothing_was_played_the_plan_says_why(leg):
    assert suggest(run(5, missing(leg, FOREIGN)), Command(("pr",), ("-k", "x"))) == [
        Next("understudy plan pr")
    ]


@pytest.mark.parametrize(
    "verdict",
    [
        pytest.param({"verdict": Verdict.PASSED}, id="all passed"),
        pytest.param({"verdict": Verdict.FAILED, "tolerated": True}, id="may fail"),
        pytest.param(
            {"verdict": Verdict.NOT_REHEARSED, "reason": NO_PYTHON}, id="accepted"
        ),
    ],
)
def test_after_a_green_run_nothing_is_next(leg, verdict):
    assert suggest(run(0, leg("ci/a"), leg("ci/b", **verdict)), Command()) == []


def test_a_command_pastes_with_what_it_was_given(leg):
    command = Command(("tag", "v 1"), ("--var", "A=$x", "--offline"))

    assert command.repeat(leg("ci/tests/3.10")) == (
        "understudy run tag 'v 1' --leg ci/tests/3.10 --var 'A=$x' --offline"
    )
    assert command.plan() == "understudy plan tag 'v 1'"
