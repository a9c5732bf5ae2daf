from __future__ import annotations

from dataclasses import replace

import pytest

from understudy.engine.observe import RunFinished
from understudy.model.plan import Plan, Reason
from understudy.model.result import (
    Annotation,
    Fidelity,
    RunResult,
    StepResult,
    Verdict,
)
from understudy.report.run_closing import Closing, Form, closing
from understudy.report.run_next import Command
from understudy.report.style import Style

RULE = "─" * 90
STORY = f"""\
{RULE}
failed   ci/tests/3.10 · step 2 "Run tox" · exit 1   (then: ci/coverage skipped, ci/all-green)
         repeat   understudy run --leg ci/tests/3.10
not rehearsed
         ci/tests/3.13   no Python 3.13 here   pyenv install 3.13
notes    warning  cli.py:12                 F401 'os' imported   ci/build
         emulated actions/checkout ×3
         empty    secrets.CODECOV_TOKEN   ci/tests/3.9
         without  ci/tests/3.13   ci/all-green
         plain    the network, the developer's files and other processes are not kept from steps
2 passed, 2 failed, 2 skipped, 1 not rehearsed (interpreter) in 48.3s
next: understudy run --lf          (the 2 failed legs, ci/tests/3.13, and what they need)
"""  # noqa: E501
ASCII = STORY.replace("─", "-").replace(" · ", ", ").replace("×", "x")
QUIET = "".join(
    line for line in STORY.splitlines(True) if line[:4] in (RULE[:4], "fail", "2 pa")
)


@pytest.mark.parametrize(
    ("form", "screen"),
    [
        pytest.param(Form(), STORY, id="of any width"),
        pytest.param(Form(Style(), 100), STORY, id="as wide as usual"),
        pytest.param(Form(Style(unicode=False)), ASCII, id="without UTF-8"),
    ],
)
def test_causes_come_first_and_the_verdict_last(mathkit, story, out, form, screen):
    report = Closing(out, mathkit, form=form)

    for event in story:
        report.notify(event)

    assert out.getvalue() == screen


def test_lines_are_cut_but_never_a_command(mathkit, result):
    text = closing(result, mathkit, Command(("tag", "v1")), Form(Style(), 60))

    assert text.splitlines() == [
        "─" * 60,
        'failed   ci/tests/3.10 · step 2 "Run tox" · exit 1   (then:…',
        "         repeat   understudy run tag v1 --leg ci/tests/3.10",
        "not rehearsed",
        "         ci/tests/3.13   no Python 3.13 here   pyenv install 3.13",
        "notes    warning  cli.py:12                 F401 'os' impor…",
        "         emulated actions/checkout ×3",
        "         empty    secrets.CODECOV_TOKEN   ci/tests/3.9",
        "         without  ci/tests/3.13   ci/all-green",
        "         plain    the network, the developer's files and ot…",
        "2 passed, 2 failed, 2 skipped, 1 not rehearsed (interpreter) in 48.3s",
        "next: understudy run tag v1 --lf",
    ]


def test_quietly_there_are_the_failures_and_the_last_line(mathkit, result):
    assert closing(result, mathkit, form=Form(quiet=True)).splitlines() == [
        RULE,
        STORY.splitlines()[1],
        "         repeat   understudy run --leg ci/tests/3.10",
        "2 passed, 2 failed, 2 skipped, 1 not rehearsed (interpreter) in 48.3s",
    ]


def run(*legs, verdict=Verdict.PASSED, exit=0, seconds=41.0) -> RunResult:
    return RunResult(1, legs, verdict, exit, seconds)


def test_all_green_is_one_line_that_names_the_slowest(mathkit, leg):
    result = run(leg("ci/a", seconds=3.0), leg("ci/b", seconds=14.2))

    assert closing(result, mathkit) == "2 passed in 41.0s (slowest: ci/b 14.2s)"


def test_one_green_leg_is_not_slower_than_others(mathkit, leg):
    assert closing(run(leg("ci/a")), mathkit) == "1 passed in 41.0s"


def test_what_is_not_real_is_said_beside_the_greenest_verdict(mathkit, leg):
    steps = (
        StepResult("a", "Upload", Verdict.PASSED, fidelity=Fidelity.STUBBED),
        StepResult("b", "Out", Verdict.SKIPPED, fidelity=Fidelity.EMULATED),
        StepResult("c", "", Verdict.PASSED, fidelity=Fidelity.EMULATED, notes=("old",)),
    )
    result = run(leg("ci/x", steps=steps, confinement="namespaces"))

    assert closing(result, mathkit).splitlines() == [
        "notes    stubbed  Upload",
        "         emulated c",
        "         differs  old   ci/x",
        "         confined by namespaces",
        "1 passed in 41.0s",
    ]


def test_legs_without_a_need_are_counted(mathkit, leg):
    result = run(leg("ci/a"), leg("ci/b", without=("ci/c",)), leg("ci/d"))

    assert closing(result, mathkit).splitlines()[-1] == (
        "3 passed (1 without a need) in 41.0s (slowest: ci/a 0.0s)"
    )


def test_a_failure_that_may_be_is_said_to_be_one(mathkit, leg, failing):
    failed = leg("ci/new", Verdict.FAILED, steps=(failing(),), tolerated=True)

    assert closing(run(leg("ci/a"), failed), mathkit).splitlines() == [
        RULE,
        'failed   ci/new · step 1 "Run tox" · exit 1   (it may fail)',
        "         repeat   understudy run --leg ci/new",
        "1 passed, 1 failed (1 which may) in 41.0s",
    ]


def test_errors_are_rows_below_their_leg_up_to_a_few(mathkit, leg, failing):
    errors = tuple(
        Annotation("error", f"wrong {n}\nmore", file="a.py", line=n)
        for n in range(1, 8)
    )
    failed = leg("ci/x", Verdict.FAILED, steps=(failing(),), annotations=errors)
    result = run(failed, verdict=Verdict.FAILED, exit=1)

    assert closing(result, mathkit).splitlines()[1:9] == [
        'failed   ci/x · step 1 "Run tox" · exit 1',
        "         error    a.py:1                    wrong 1",
        "         error    a.py:2                    wrong 2",
        "         error    a.py:3                    wrong 3",
        "         error    a.py:4                    wrong 4",
        "         error    a.py:5                    wrong 5",
        "                  ... and 2 more",
        "         repeat   understudy run --leg ci/x",
    ]


def test_an_error_without_a_place_stands_alone(mathkit, leg):
    failed = leg("ci/x", Verdict.FAILED, annotations=(Annotation("error", "oh"),))

    assert "         error    oh" in closing(run(failed, exit=1), mathkit).splitlines()


def test_warnings_of_many_legs_are_said_once_up_to_a_few(mathkit, leg):
    many = tuple(Annotation("warning", f"old {n}") for n in range(7))
    result = run(*(leg(f"ci/{n}", annotations=many) for n in range(3)))

    assert closing(result, mathkit).splitlines()[:6] == [
        "notes    warning  old 0   ci/0 and 2 more",
        "         warning  old 1   ci/0 and 2 more",
        "         warning  old 2   ci/0 and 2 more",
        "         warning  old 3   ci/0 and 2 more",
        "         warning  old 4   ci/0 and 2 more",
        "                  ... and 2 more",
    ]


def test_what_followed_is_cut_after_a_few(planned, leg):
    jobs = "".join(
        f"\n  j{n}: {{needs: a, runs-on: x, steps: [{{run: x}}]}}" for n in range(6)
    )
    head = "on: push\njobs:\n  a: {runs-on: x, steps: [{run: x}]}"
    plan = planned({"ci.yml": head + jobs})
    legs = [leg("ci/a", Verdict.FAILED)]
    legs += [leg(f"ci/j{n}", Verdict.SKIPPED) for n in range(6)]

    assert closing(run(*legs, exit=1), plan).splitlines()[1] == (
        "failed   ci/a   (then: ci/j0 skipped, ci/j1 skipped, ci/j2 skipped, "
        "ci/j3 skipped, ...)"
    )


def test_what_was_not_played_is_named_with_what_can_be_done(mathkit, leg):
    platform = Reason("platform", "needs Windows, this is Linux")
    action = Reason("action", "nothing here plays acme/notify", fixable=True)
    result = run(
        leg("ci/win", Verdict.NOT_REHEARSED, reason=platform),
        leg("ci/mac", Verdict.NOT_REHEARSED, reason=platform),
        leg("ci/notify", Verdict.NOT_REHEARSED, reason=action),
        leg("ci/odd", Verdict.NOT_REHEARSED),
        leg("ci/a"),
        verdict=Verdict.NOT_REHEARSED,
        exit=5,
    )

    assert closing(result, mathkit).splitlines() == [
        RULE,
        "not rehearsed",
        "         ci/win      needs Windows, this is Linux     (nothing to fix here)",
        "         ci/mac      needs Windows, this is Linux     (nothing to fix here)",
        "         ci/notify   nothing here plays acme/notify",
        "         ci/odd      nobody knows why",
        "1 passed, 4 not rehearsed (platform ×2, action) in 41.0s",
    ]


@pytest.mark.parametrize(
    ("legs", "said"),
    [
        pytest.param(["skipped"], "1 skipped in 0.1s", id="only skipped"),
        pytest.param(
            ["not rehearsed"], "1 not rehearsed (platform) in 0.1s", id="only foreign"
        ),
    ],
)
def test_a_run_in_which_nothing_was_played_says_so_loudly(mathkit, leg, legs, said):
    reason = Reason("platform", "needs Windows")
    found = [leg("ci/a", Verdict(word), reason=reason) for word in legs]
    result = run(*found, verdict=Verdict.SKIPPED, exit=5, seconds=0.1)

    assert closing(result, mathkit, Command(("push",))).splitlines()[-2:] == [
        f"nothing was played: {said}",
        "next: understudy plan push",
    ]


def test_an_event_that_starts_nothing_says_why_for_each_workflow(planned):
    plan = planned(
        {"ci.yml": "on: release\njobs: {a: {runs-on: x, steps: [{run: x}]}}"}
    )
    result = run(verdict=Verdict.SKIPPED, exit=5)

    assert closing(result, plan).splitlines() == [
        "ci  ○ does not start: no `push` in `on`",
        "nothing was played: no leg starts",
        "next: understudy plan",
    ]


def test_a_workflow_that_github_refuses_is_counted_before_the_verdict(planned, leg):
    plan = planned(
        {
            "bad.yml": "on: push\njobs: {a: {}}",
            "ci.yml": "on: push\njobs: {a: {runs-on: x, steps: [{run: x}]}}",
        }
    )
    result = run(leg("ci/a"), verdict=Verdict.FAILED, exit=1)

    assert closing(result, plan).splitlines() == [
        "1 of 2 workflows cannot be read (GitHub would fail it and run the others), "
        "exit 1",
        "1 passed in 41.0s",
    ]


def test_workflows_that_github_refuses_are_many(planned):
    bad = "on: push\njobs: {a: {}}"
    plan = planned({"a.yml": bad, "b.yml": bad})

    text = closing(run(verdict=Verdict.FAILED, exit=1), plan)

    assert text.splitlines()[-3:] == [
        "2 of 2 workflows cannot be read (GitHub would fail them), exit 1",
        "nothing was played: no leg starts",
        "next: understudy plan",
    ]


def test_an_interrupted_run_says_so(mathkit, leg):
    reason = Reason("cancelled", "interrupted")
    result = run(
        leg("ci/a"),
        leg("ci/b", Verdict.CANCELLED, reason=reason),
        verdict=Verdict.CANCELLED,
        exit=130,
    )

    assert closing(result, mathkit).splitlines() == [
        RULE,
        "cancelled  ci/b · interrupted",
        "         repeat   understudy run --leg ci/b",
        "interrupted: 1 passed, 1 cancelled in 41.0s",
        "next: understudy run --lf          (ci/b, and what they need)",
    ]


@pytest.mark.parametrize(
    ("exit", "look"),
    [
        pytest.param(0, "32", id="green"),
        pytest.param(1, "1;31", id="red"),
        pytest.param(5, "33", id="yellow"),
    ],
)
def test_the_last_line_has_the_colour_of_the_exit_status(mathkit, leg, exit, look):
    result = replace(run(leg("ci/a")), exit=exit)

    text = closing(result, mathkit, form=Form(Style(colour=True)))

    assert text == f"\033[{look}m1 passed\033[0m in 41.0s"


def test_nothing_is_written_before_the_end(out, story):
    report = Closing(out, Plan(None, ()))

    for event in story:
        if not isinstance(event, RunFinished):
            report.notify(event)

    assert out.getvalue() == ""
