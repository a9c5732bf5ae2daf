"""A result is found by its address, and its repr holds its reason."""

from __future__ import annotations

import pytest

from understudy.model.plan import Reason
from understudy.model.result import LegResult, RunResult, Verdict

PASSED = LegResult("ci/a", "ci", "a", "a", Verdict.PASSED)
FAILED = LegResult(
    "ci/b", "ci", "b", "b", Verdict.FAILED, Reason("step", "`Test` failed")
)
RUN = RunResult(3, (PASSED, FAILED), Verdict.FAILED, 1)


def test_only_passed_is_passed() -> None:
    assert [PASSED.passed, FAILED.passed] == [True, False]


def test_a_leg_is_found_by_its_address() -> None:
    assert RUN.leg("ci/b") is FAILED
    with pytest.raises(KeyError, match="ci/none"):
        RUN.leg("ci/none")


def test_a_result_explains_itself() -> None:
    assert repr(PASSED) == "<leg ci/a: passed>"
    assert repr(FAILED) == "<leg ci/b: failed, `Test` failed>"
    assert repr(RUN) == "<run 3: failed, 2 legs>"


def test_a_long_reason_is_cut_in_the_middle_and_stays_on_one_line() -> None:
    reason = Reason("step", f"a\n{'x' * 300} end")
    leg = LegResult("ci/a", "ci", "a", "a", Verdict.FAILED, reason)

    assert len(repr(leg)) < 240
    assert "failed, a\\nxxx" in repr(leg)
    assert repr(leg).endswith("xxx end>")
