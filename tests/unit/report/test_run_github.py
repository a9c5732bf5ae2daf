from __future__ import annotations

import pytest

from understudy.engine.observe import Cancelling, LegFinished, LegStarted, Warned
from understudy.model.plan import Reason
from understudy.model.result import Annotation, Verdict
from understudy.report.run_github import Groups

STORY = """\
understudy: pull_request faster -> main of mathkit at 4f2a1c0 + 2 uncommitted files, \
run 14
understudy: 7 legs, 2 at a time; ubuntu-24.04 is played on Debian 12 x86_64; \
empty: CODECOV_TOKEN
::warning::cleaned up after run 13 (killed)
skipped ci/bench: `if` is false: github.ref == 'x'
not rehearsed ci/tests/3.13: no Python 3.13 here: pyenv install 3.13
::warning title=ci/tests/3.13::not rehearsed: no Python 3.13 here: pyenv install 3.13
::group::passed ci/build (6.1s)
::stop-commands::WORD
::WORD::
::endgroup::
::warning file=cli.py,line=12,title=ci/build::F401 'os' imported
passed ci/tests/3.9 (13.8s)
::group::failed ci/tests/3.10 (14.2s): step 2 "Run tox": exit 1
::stop-commands::WORD
Syncing
Run tox
tox
shell: /usr/bin/bash -e {0}
.......F
\x1b[31mE   AssertionError: assert '3.1' == '3.10'\x1b[0m

tests/test_cli.py:88: AssertionError
Process completed with exit code 1.
::WORD::
::endgroup::
::error title=ci/tests/3.10::step 2 "Run tox": exit 1%0A.......F%0A\
E   AssertionError: assert '3.1' == '3.10'%0Atests/test_cli.py:88: AssertionError
skipped ci/coverage: after ci/tests
failed ci/all-green (0.3s): after ci/tests, without ci/tests/3.13
"""


def test_each_leg_is_a_group_and_each_problem_an_annotation(mathkit, story, out):
    groups = Groups(out, mathkit, token=lambda: "WORD")

    for event in story:
        groups.notify(event)

    assert out.getvalue() == STORY


def test_quietly_only_failures_are_told(mathkit, story, out):
    groups = Groups(out, mathkit, quiet=True, token=lambda: "WORD")

    for event in story:
        groups.notify(event)

    told = STORY.splitlines(keepends=True)
    assert out.getvalue() == "".join([*told[12:-2], told[-1]])


def test_no_leg_can_know_the_word_that_lets_commands_be_obeyed(
    mathkit, out, tmp_path, leg
):
    tmp_path.joinpath("x.log").write_text("::stop-commands::a\n::a::\n::error::no\n")
    groups = Groups(out, mathkit)

    for address in ("ci/a", "ci/b"):
        groups.notify(LegStarted(0.0, address, 1, str(tmp_path / "x.log")))
        groups.notify(LegFinished(1.0, leg(address)))

    lines = out.getvalue().splitlines()
    first, second = (lines[at].rpartition("::")[2] for at in (1, 8))
    assert first != second
    assert len(first) == len(second) == 32
    assert (lines[5], lines[12]) == (f"::{first}::", f"::{second}::")


def test_annotations_of_a_failed_leg_are_its_errors(mathkit, out, leg, failing):
    error = Annotation("error", "50%\nover, you", "T:1", "a.py", 1, 2, 3, 4)
    failed = leg("ci/x", Verdict.FAILED, steps=(failing(),), annotations=(error,))

    Groups(out, mathkit).notify(LegFinished(1.0, failed))

    assert out.getvalue() == (
        'failed ci/x: step 1 "Run tox": exit 1\n'
        "::error file=a.py,line=1,endLine=2,col=3,endColumn=4,title=ci/x%3A T%3A1"
        "::50%25%0Aover, you\n"
    )


@pytest.mark.parametrize(
    ("reason", "level"),
    [
        pytest.param(Reason("tool", "no gh", fixable=True), "warning", id="fixable"),
        pytest.param(Reason("platform", "Windows"), "notice", id="another system"),
        pytest.param(None, "notice", id="nobody knows"),
    ],
)
def test_what_was_not_played_is_an_annotation(mathkit, out, leg, reason, level):
    missing = leg("ci/x", Verdict.NOT_REHEARSED, reason=reason)

    Groups(out, mathkit).notify(LegFinished(1.0, missing))

    assert out.getvalue().splitlines()[1].startswith(f"::{level} title=ci/x::not rehe")


def test_a_cancel_and_a_warning_are_told(mathkit, out):
    groups = Groups(out, mathkit)

    groups.notify(Cancelling(1.0, ("a",), killed=True))
    groups.notify(Warned(1.0, "still running", "ci/x"))

    assert out.getvalue() == "killing 1 leg\n::warning title=ci/x::still running\n"


def test_quietly_no_warning_is_said(mathkit, out):
    Groups(out, mathkit, quiet=True).notify(Warned(1.0, "careful"))

    assert out.getvalue() == ""
