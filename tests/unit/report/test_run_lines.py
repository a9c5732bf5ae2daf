from __future__ import annotations

import pytest

from understudy.engine.observe import (
    Cancelling,
    Heartbeat,
    LegFinished,
    LegStarted,
    RunStarted,
    StepFinished,
    StepStarted,
    Warned,
)
from understudy.model.event import Event
from understudy.model.plan import Plan, Reason
from understudy.model.result import Annotation, Verdict
from understudy.report.run_lines import Lines, cancelling

STORY = """\
understudy: pull_request faster -> main of mathkit at 4f2a1c0 + 2 uncommitted files, \
run 14
understudy: 7 legs, 2 at a time; ubuntu-24.04 is played on Debian 12 x86_64; \
empty: CODECOV_TOKEN
   0.0s warning       cleaned up after run 13 (killed)
   0.1s skipped       ci/bench: `if` is false: github.ref == 'x'
   0.1s not-rehearsed ci/tests/3.13: no Python 3.13 here: pyenv install 3.13
   6.2s passed        ci/build (6.1s)
  20.0s passed        ci/tests/3.9 (13.8s)
  41.0s running       ci/tests/3.10 (32.0s): step 2 "Run tox", silent for 30s
  47.5s failed        ci/tests/3.10 (14.2s): step 2 "Run tox": exit 1
                      | .......F
                      | E   AssertionError: assert '3.1' == '3.10'
                      | tests/test_cli.py:88: AssertionError
                      | log: RUN/ci/tests/3.10.log
  47.6s skipped       ci/coverage: after ci/tests
  48.2s failed        ci/all-green (0.3s): after ci/tests, without ci/tests/3.13
"""


def test_one_event_is_one_line_and_its_verdict_comes_first(
    mathkit, story, out, tmp_path
):
    lines = Lines(out, mathkit)

    for event in story:
        lines.notify(event)

    assert out.getvalue().replace(str(tmp_path), "RUN") == STORY


def test_quietly_only_failures_are_told(mathkit, story, out, tmp_path):
    lines = Lines(out, mathkit, quiet=True)

    for event in story:
        lines.notify(event)

    told = STORY.splitlines(keepends=True)
    assert out.getvalue().replace(str(tmp_path), "RUN") == "".join(
        [*told[8:13], told[-1]]
    )


def test_all_output_is_shown_with_the_address_in_front(
    mathkit, out, tmp_path, leg, failing
):
    log = tmp_path / "a.log"
    log.write_bytes(b"one\n\x1b[32mtwo\x1b[0m\nhal")
    lines = Lines(out, mathkit, verbose=True)

    lines.notify(LegStarted(1.0, "ci/build", 1, str(log)))
    lines.notify(StepStarted(1.5, "ci/build", "a", "A", 1))
    log.write_bytes(log.read_bytes() + b"f\n\x1b]0;title\x07\x00\n")
    lines.notify(StepFinished(2.0, "ci/build", failing("a"), 0, 0))
    lines.notify(LegFinished(2.0, leg("ci/build")))

    assert out.getvalue() == (
        "ci/build | one\n"
        "ci/build | two\n"
        "ci/build | half\n"
        "ci/build | \\x00\n"
        "   2.0s passed        ci/build\n"
    )


def test_the_errors_of_a_leg_are_shown_in_place_of_its_last_lines(
    mathkit, out, leg, failing
):
    errors = (
        Annotation("warning", "not an error"),
        Annotation("error", "is wrong\n\nvery", file="a.py", line=3, title="E1"),
        Annotation("error", "everywhere", file="b.py"),
        Annotation("error", ""),
    )
    failed = leg("ci/x", Verdict.FAILED, steps=(failing(),), annotations=errors)

    Lines(out, mathkit).notify(LegFinished(3.0, failed))

    assert out.getvalue() == (
        '   3.0s failed        ci/x: step 1 "Run tox": exit 1\n'
        "                      | a.py:3: E1: is wrong\n"
        "                      | very\n"
        "                      | b.py: everywhere\n"
        "                      |\n"
    )


@pytest.mark.parametrize(
    ("silent", "line", "said"),
    [
        pytest.param(31.0, "noise", ", silent for 31s", id="who is silent"),
        pytest.param(3.0, "  noise ", ": noise", id="who says something"),
        pytest.param(3.0, " ", "", id="who says nothing to be seen"),
    ],
)
def test_who_runs_for_long_is_named_again(mathkit, out, silent, line, said):
    lines = Lines(out, mathkit)

    lines.notify(LegStarted(1.0, "ci/build", 1, "build.log"))
    for seconds in (20.0, 31.0, 60.0, 61.5):
        lines.notify(
            Heartbeat(seconds, "ci/build", "a", "Build", seconds, silent, line)
        )

    assert out.getvalue() == (
        f"  31.0s running       ci/build (31.0s): Build{said}\n"
        f"  61.5s running       ci/build (1m 02s): Build{said}\n"
    )


def test_a_leg_that_follows_the_failure_of_a_called_workflow_says_so(planned, out, leg):
    files = {
        "ci.yml": """
            on: push
            jobs:
              call: {uses: ./.github/workflows/tests.yml}
              last: {needs: call, runs-on: x, steps: [{run: x}]}
            """,
        "tests.yml": """
            on: workflow_call
            jobs: {inner: {runs-on: x, steps: [{run: x}]}}
            """,
    }
    lines = Lines(out, planned(files))

    lines.notify(LegFinished(1.0, leg("ci/call/inner", Verdict.FAILED)))
    lines.notify(LegFinished(2.0, leg("ci/last", Verdict.SKIPPED)))

    assert out.getvalue() == (
        "   1.0s failed        ci/call/inner\n"
        "   2.0s skipped       ci/last: after ci/call\n"
    )


@pytest.mark.parametrize(
    ("first", "then"),
    [
        pytest.param(
            {"verdict": Verdict.FAILED, "tolerated": True},
            {"verdict": Verdict.FAILED},
            id="what may fail",
        ),
        pytest.param(
            {"verdict": Verdict.PASSED}, {"verdict": Verdict.FAILED}, id="what passed"
        ),
        pytest.param(
            {"verdict": Verdict.FAILED},
            {"verdict": Verdict.SKIPPED, "reason": Reason("if", "own")},
            id="an own condition",
        ),
        pytest.param(
            {"verdict": Verdict.FAILED}, {"verdict": Verdict.CANCELLED}, id="a cancel"
        ),
    ],
)
def test_nothing_follows_from(mathkit, out, leg, first, then):
    lines = Lines(out, mathkit)

    lines.notify(LegFinished(1.0, leg("ci/build", **first)))
    lines.notify(LegFinished(2.0, leg("ci/tests/3.9", **then)))

    assert "after" not in out.getvalue()


def test_a_leg_that_no_plan_knows_follows_from_nothing(out, leg):
    lines = Lines(out, Plan(None, ()))

    lines.notify(LegFinished(1.0, leg("ci/a", Verdict.FAILED)))
    lines.notify(LegFinished(2.0, leg("ci/b", Verdict.FAILED)))

    assert out.getvalue() == (
        "   1.0s failed        ci/a\n   2.0s failed        ci/b\n"
    )


@pytest.mark.parametrize(
    ("event", "first"),
    [
        pytest.param(None, "understudy: run 3\n", id="no event"),
        pytest.param(
            Event("push", "refs/heads/main", "", "octo/lib"),
            "understudy: push to main of lib, run 3\n",
            id="no commit yet",
        ),
    ],
)
def test_the_first_line_says_what_is_known(out, event, first):
    Lines(out, Plan(event, ())).notify(RunStarted(0.0, 3, ("ci/a",), "folder"))

    assert out.getvalue() == f"{first}understudy: 1 leg\n"


def test_a_warning_names_its_leg(mathkit, out):
    Lines(out, mathkit).notify(Warned(61.0, "pip was still running", "ci/build"))

    assert out.getvalue() == ("  61.0s warning       ci/build: pip was still running\n")


@pytest.mark.parametrize(
    ("event", "said"),
    [
        pytest.param(
            Cancelling(1.0, ("a", "b")),
            "cancelling 2 legs as GitHub would: always() steps still run; "
            "Ctrl-C again kills them",
            id="asked once",
        ),
        pytest.param(Cancelling(1.0, ("a",), killed=True), "killing 1 leg", id="twice"),
    ],
)
def test_a_cancel_says_what_happens_and_what_else_can(mathkit, out, event, said):
    Lines(out, mathkit, quiet=True).notify(event)

    assert cancelling(event) == said
    assert out.getvalue() == f"        {said}\n"
