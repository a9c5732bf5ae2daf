from __future__ import annotations

from pathlib import Path

import pytest

from understudy.engine.observe import (
    Cancelling,
    LegFinished,
    LegStarted,
    RunStarted,
    StepStarted,
    Warned,
)
from understudy.model.plan import Reason
from understudy.model.result import Fidelity, StepResult, Verdict
from understudy.report.run_legs import Legs, short
from understudy.report.style import Style

STORY = """\
mathkit · pull_request faster → main · 4f2a1c0 + 2 uncommitted files · run 14
7 legs, 2 at a time · ubuntu-24.04 is played on Debian 12 x86_64 · empty: CODECOV_TOKEN
warning: cleaned up after run 13 (killed)
○ ci/bench                 `if` is false: github.ref == 'x'
? ci/tests/3.13            no Python 3.13 here: pyenv install 3.13
✓ ci/build          6.1s
✓ ci/tests/3.9     13.8s
✗ ci/tests/3.10    14.2s   step 2 "Run tox" exit 1
  │ .......F
  │ E   AssertionError: assert '3.1' == '3.10'
  │ tests/test_cli.py:88: AssertionError
  ╰ 10 lines: RUN/ci/tests/3.10.log
○ ci/coverage              after ci/tests
✗ ci/all-green      0.3s   after ci/tests, without ci/tests/3.13
"""
ASCII = """\
mathkit, pull_request faster -> main, 4f2a1c0 + 2 uncommitted files...
7 legs, 2 at a time; ubuntu-24.04 is played on Debian 12 x86_64
empty: CODECOV_TOKEN
warning: cleaned up after run 13 (killed)
skip ci/bench                 `if` is false: github.ref == 'x'
n/r  ci/tests/3.13            no Python 3.13 here: pyenv install 3.13
ok   ci/build          6.1s
ok   ci/tests/3.9     13.8s
FAIL ci/tests/3.10    14.2s   step 2 "Run tox" exit 1
  ` 10 lines: RUN/ci/tests/3.10.log
skip ci/coverage              after ci/tests
FAIL ci/all-green      0.3s   after ci/tests, without ci/tests/3.13
"""
NARROW = """\
mathkit · pull_request faster → main · 4f2a1c0 + …
7 legs, 2 at a time
ubuntu-24.04 is played on Debian 12 x86_64
empty: CODECOV_TOKEN
warning: cleaned up after run 13 (killed)
○ ci/bench       `if` is false: github.ref == 'x'
? ci/tests/3.13  no Python 3.13 here: pyenv insta…
✓ ci/build
✓ ci/tests/3.9
✗ ci/tests/3.10  step 2 "Run tox" exit 1
  ╰ 10 lines: RUN/ci/tests/3.10.log
○ ci/coverage    after ci/tests
✗ ci/all-green   after ci/tests, without ci/tests…
"""


@pytest.mark.parametrize(
    ("style", "width", "screen"),
    [
        pytest.param(Style(), 100, STORY, id="as wide as usual"),
        pytest.param(Style(), None, STORY, id="of any width"),
        pytest.param(Style(unicode=False), 70, ASCII, id="no output below 80"),
        pytest.param(Style(), 50, NARROW, id="no times below 60"),
    ],
)
def test_legs_are_told_as_they_end(mathkit, story, out, tmp_path, style, width, screen):
    legs = Legs(out, mathkit, style, width)

    for event in story:
        legs.notify(event)

    assert out.getvalue().replace(str(tmp_path), "RUN") == screen


def test_quietly_only_failures_are_told(mathkit, story, out, tmp_path):
    legs = Legs(out, mathkit, Style(), quiet=True)

    for event in story:
        legs.notify(event)

    told = STORY.splitlines(keepends=True)
    assert out.getvalue().replace(str(tmp_path), "RUN") == "".join(
        [*told[7:12], told[-1]]
    )


def test_colours_are_beside_signs(mathkit, out, leg):
    legs = Legs(out, mathkit, Style(colour=True))

    legs.notify(RunStarted(0.0, 1, ("ci/build",), "folder"))
    legs.notify(LegFinished(1.0, leg("ci/build", seconds=2.0)))

    assert (
        out.getvalue().splitlines(True)[-1]
        == "\033[32m✓\033[0m ci/build  \033[2m   2.0s\033[0m\n"
    )


def test_what_stands_beside_a_verdict_is_said_of_passed_legs_too(mathkit, out, leg):
    stub = StepResult("a", "Upload", Verdict.PASSED, fidelity=Fidelity.STUBBED)
    passed = leg("ci/x", steps=(stub,), without=("ci/a", "ci/b", "ci/c"))

    Legs(out, mathkit, Style()).notify(LegFinished(1.0, passed))

    assert out.getvalue() == (
        "✓ ci/x          without ci/a and 2 more, stubbed: Upload\n"
    )


@pytest.mark.parametrize(
    ("more", "said"),
    [
        pytest.param({"tolerated": True}, "it may fail", id="a leg that may fail"),
        pytest.param(
            {"reason": Reason("expression", "a bad expression")},
            "a bad expression",
            id="no step is to blame",
        ),
        pytest.param(
            {
                "reason": Reason("step", 'step 1 "A" timed out after 5 minutes'),
                "steps": (StepResult("a", "A", Verdict.FAILED, "failure", "failure"),),
            },
            'step 1 "A" timed out after 5 minutes',
            id="a step without an exit status",
        ),
        pytest.param(
            {"steps": (StepResult("a", "", Verdict.FAILED, "failure", "failure"),)},
            'step 1 "a"',
            id="nothing but the step is known",
        ),
        pytest.param(
            {
                "steps": (
                    StepResult("a", "A", Verdict.FAILED, "failure", "success"),
                    StepResult(
                        "b",
                        "Long " * 20,
                        Verdict.FAILED,
                        "failure",
                        "failure",
                        exit_code=2,
                    ),
                )
            },
            f'step 2 "{("Long " * 20)[:37]}..." exit 2',
            id="not the step that may fail",
        ),
    ],
)
def test_the_cause_of_a_failure_is_said(mathkit, out, leg, more, said):
    Legs(out, mathkit, Style(), None).notify(
        LegFinished(1.0, leg("ci/x", Verdict.FAILED, **more))
    )

    assert out.getvalue() == f"✗ ci/x          {said}\n"


def test_a_leg_that_stopped_says_where_and_what_to_do(mathkit, out, leg):
    reason = Reason("tool", "no gh here", fixable=True, command="apt install gh")
    step = StepResult("a", "Release", Verdict.NOT_REHEARSED, reason=reason)

    Legs(out, mathkit, Style()).notify(
        LegFinished(
            1.0, leg("ci/x", Verdict.NOT_REHEARSED, reason=reason, steps=(step,))
        )
    )

    assert out.getvalue() == (
        '? ci/x          step 1 "Release" no gh here: apt install gh\n'
    )


def test_a_leg_that_fails_before_its_first_step_shows_the_end_of_its_log(
    mathkit, out, leg, tmp_path
):
    tmp_path.joinpath("x.log").write_text("one\ntwo\n")
    legs = Legs(out, mathkit, Style())

    legs.notify(RunStarted(0.0, 1, (), str(tmp_path)))
    legs.notify(LegStarted(0.0, "ci/x", 0, "x.log"))
    legs.notify(LegFinished(1.0, leg("ci/x", Verdict.FAILED)))

    assert out.getvalue().splitlines()[-3:] == [
        "  │ one",
        "  │ two",
        f"  ╰ 2 lines: {tmp_path}/x.log",
    ]


def test_all_output_is_shown_with_the_address_in_front(mathkit, out, tmp_path):
    tmp_path.joinpath("x.log").write_text("one\n")
    legs = Legs(out, mathkit, Style(), verbose=True)

    legs.notify(LegStarted(0.0, "ci/x", 0, str(tmp_path / "x.log")))
    legs.notify(StepStarted(0.0, "ci/x", "a", "A", 1))

    assert out.getvalue() == "ci/x │ one\n"


def test_a_cancel_and_a_warning_are_said(mathkit, out):
    legs = Legs(out, mathkit, Style())

    legs.notify(Cancelling(1.0, ("a",), killed=True))
    legs.notify(Warned(1.0, "still running", "ci/x"))

    assert out.getvalue() == "killing 1 leg\nwarning: ci/x: still running\n"


def test_quietly_no_warning_is_said(mathkit, out):
    Legs(out, mathkit, Style(), quiet=True).notify(Warned(1.0, "careful"))

    assert out.getvalue() == ""


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        pytest.param("/home/dev/state/1.log", "~/state/1.log", id="own"),
        pytest.param("/var/1.log", "/var/1.log", id="elsewhere"),
    ],
)
def test_a_path_begins_with_home(path, shown):
    assert short(Path(path), Path("/home/dev")) == shown
