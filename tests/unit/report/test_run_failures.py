from __future__ import annotations

from understudy.model.result import RunResult, Verdict
from understudy.report.lines import render
from understudy.report.run_failures import failures
from understudy.report.run_next import Command
from understudy.report.style import Style


def lines(plan, *legs):
    result = RunResult(1, legs, Verdict.FAILED, 1)
    found = failures(result, plan, Command())
    return [render(line, Style()) for line in found]


def test_what_follows_stands_beside_the_first_cause_only(mathkit, leg):
    assert lines(
        mathkit,
        leg("ci/all-green", Verdict.FAILED),
        leg("ci/tests/3.9", Verdict.FAILED),
        leg("ci/tests/3.10", Verdict.FAILED),
    ) == [
        "failed   ci/tests/3.9   (then: ci/all-green)",
        "         repeat   understudy run --leg ci/tests/3.9",
        "failed   ci/tests/3.10",
        "         repeat   understudy run --leg ci/tests/3.10",
    ]


def test_each_consequence_stands_beside_what_caused_it(planned, leg):
    job = "runs-on: x, steps: [{run: x}]"
    plan = planned(
        {
            "ci.yml": "on: push\njobs:\n"
            f"  a: {{{job}}}\n  b: {{{job}}}\n"
            f"  c: {{needs: b, {job}}}\n  d: {{needs: a, {job}}}\n"
        }
    )

    assert lines(
        plan,
        leg("ci/a", Verdict.FAILED),
        leg("ci/b", Verdict.FAILED),
        leg("ci/c", Verdict.SKIPPED),
        leg("ci/d", Verdict.FAILED),
    )[::2] == [
        "failed   ci/a   (then: ci/d)",
        "failed   ci/b   (then: ci/c skipped)",
    ]


def test_a_run_without_failures_has_none(mathkit, leg):
    assert lines(mathkit, leg("ci/build"), leg("ci/bench", Verdict.SKIPPED)) == []
