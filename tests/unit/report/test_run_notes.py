from __future__ import annotations

from understudy.model.plan import Leaf, Reason
from understudy.model.result import RunResult, StepResult, Verdict
from understudy.report.lines import render
from understudy.report.run_notes import left_out_rows, notes
from understudy.report.style import Style


def shown(rows):
    return [render(row, Style()) for row in rows]


def run(*legs):
    return RunResult(1, legs, Verdict.PASSED, 0)


def test_a_run_that_differs_in_nothing_has_no_notes(mathkit, leg):
    assert shown(notes(run(leg("ci/build")), mathkit)) == []
    assert shown(left_out_rows(run(leg("ci/build")))) == []


def test_what_many_legs_have_in_common_is_said_once(mathkit, leg):
    step = StepResult("a", "A", Verdict.PASSED, notes=("apt: only looked",))
    legs = [
        leg(f"ci/{n}", steps=(step, step), without=("ci/x",), confinement="plain")
        for n in range(3)
    ]

    assert shown(notes(run(*legs), mathkit)) == [
        "notes    differs  apt: only looked   ci/0 and 2 more",
        "         without  ci/x   ci/0 and 2 more",
        "         plain    the network, the developer's files and other processes are"
        " not kept from steps",
    ]


def test_what_steps_pushed_is_said_to_have_gone_nowhere(mathkit, leg):
    result = RunResult(1, (leg("ci/build"),), Verdict.PASSED, 0, pushed=("main: a..b",))

    assert shown(notes(result, mathkit)) == ["notes    pushed   main: a..b (here only)"]


def test_long_addresses_and_reasons_push_what_is_behind_them(leg):
    reason = Reason("tool", "no " + "x" * 60, fixable=True, command="get it")
    found = run(leg("ci/" + "a" * 60, Verdict.NOT_REHEARSED, reason=reason))

    assert shown(left_out_rows(found)) == [
        "not rehearsed",
        f"         ci/{'a' * 60}  no {'x' * 60}  get it",
    ]


def test_the_step_that_cannot_be_played_is_named(leg):
    reason = Reason("network", "`twine upload` would send something out", fixable=True)
    step = StepResult("a", "Deploy", Verdict.NOT_REHEARSED, reason=reason)
    found = run(leg("ci/a", Verdict.NOT_REHEARSED, reason=reason, steps=(step,)))

    assert shown(left_out_rows(found)) == [
        "not rehearsed",
        '         ci/a   step 1 "Deploy": `twine upload` would send something out',
    ]


def test_a_step_that_its_condition_skips_is_named_with_what_was_false(mathkit, leg):
    ref = "github.ref == 'refs/heads/main'"
    reason = Reason("if", "`if` is false", ref, (Leaf("github.ref", "'x'"),))
    after = Reason("if", "`if` is false", "success()", (Leaf("success()", "false"),))
    steps = (
        StepResult("a", "Deploy", Verdict.SKIPPED, reason=reason),
        StepResult("b", "After", Verdict.SKIPPED, reason=after),
    )

    assert shown(notes(run(leg("ci/a", steps=steps)), mathkit)) == [
        f'notes    skipped  step 1 "Deploy": {ref}   ci/a',
        "                  is false: github.ref is 'x'",
    ]
