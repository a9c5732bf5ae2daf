"""`understudy run` on small projects, from the command line to its exit code."""

from __future__ import annotations

import json
import os
import re
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from understudy.cli.main import main

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="its legs are for Linux"
)
GREEN = """
on: [push, pull_request]
jobs:
  lint:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: grep hello README.md
  tests:
    needs: lint
    runs-on: ubuntu-latest
    strategy: {matrix: {n: [1, 2]}}
    steps:
      - run: test ${{ matrix.n }} -lt 3
"""
RED = """
on: push
jobs:
  tests:
    runs-on: ${{ matrix.os }}
    strategy:
      fail-fast: false
      matrix: {os: [ubuntu-latest, windows-latest], n: [1, 2]}
    steps:
      - uses: actions/checkout@v4
      - name: Count
        run: |
          echo counting to ${{ matrix.n }}
          test ${{ matrix.n }} = 1 || grep three README.md
  all-green:
    needs: tests
    if: always()
    runs-on: ubuntu-latest
    steps:
      - run: test ${{ needs.tests.result }} = success
  later:
    needs: tests
    runs-on: ubuntu-latest
    steps:
      - run: exit 3
"""


def steps(*lines: str) -> str:
    """Return a workflow of one job whose steps run a command each."""
    head = "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n"
    return head + "".join(f"      - {line}\n" for line in lines)


@pytest.fixture(autouse=True)
def no_width(monkeypatch):
    """Let nobody say how wide the screen is."""
    monkeypatch.delenv("COLUMNS", raising=False)


@pytest.fixture
def made(project, monkeypatch):
    """Make a project with one workflow, and stand in it."""

    def make(workflow: str) -> Path:
        files = {".github/workflows/ci.yml": workflow, "README.md": "hello\n"}
        root = project(files)
        monkeypatch.chdir(root)
        return root

    return make


def play(*arguments: str) -> int:
    return main(["run", *arguments])


def timeless(text: str) -> str:
    """Return a report without what differs from run to run."""
    text = re.sub(r"\d+\.\d+s", "0.0s", text)
    text = re.sub(r"slowest: \S+", "slowest: ADDRESS", text)
    return re.sub(r"at [0-9a-f]{7}", "at SHA", text)


def result(home: Path) -> dict[str, object]:
    (path,) = home.glob(".local/state/understudy/*/last/result.json")
    return json.loads(path.read_text(encoding="utf-8"))


def verdicts(home: Path) -> dict[str, str]:
    return {leg["address"]: leg["verdict"] for leg in result(home)["legs"]}


def log(home: Path, address: str) -> str:
    (path,) = home.glob(f".local/state/understudy/*/last/{address}.log")
    return path.read_text(encoding="utf-8")


def test_a_pipeline_that_passes_is_green(made, capsys):
    made(GREEN)

    code = play("-j", "1")

    out, err = capsys.readouterr()
    assert code == 0
    assert timeless(out) == (
        "notes    emulated actions/checkout\n"
        "         plain    the network, the developer's files and other processes"
        " are not kept from steps\n"
        "3 passed in 0.0s (slowest: ADDRESS 0.0s)\n"
    )
    first, second, *legs = err.splitlines()
    assert timeless(first) == "understudy: push to main of project at SHA, run 1"
    assert second.startswith("understudy: 3 legs, 1 at a time; ubuntu-latest is played")
    assert [line.split()[1:3] for line in legs] == [
        ["passed", "ci/lint"],
        ["passed", "ci/tests/1"],
        ["passed", "ci/tests/2"],
    ]


def test_a_failure_is_told_with_its_cause_and_what_followed(made, capsys):
    made(RED)

    code = play()

    out, err = capsys.readouterr()
    assert code == 1
    assert timeless(out) == (
        f"{'─' * 90}\n"
        'failed   ci/tests/ubuntu-latest,2 · step 2 "Count" · exit 1'
        "   (then: ci/all-green, ci/later skipped)\n"
        "         repeat   understudy run --leg ci/tests/ubuntu-latest,2\n"
        "not rehearsed\n"
        "         ci/tests/windows-latest,1   needs Windows, this is Linux"
        "   (nothing to fix here)\n"
        "         ci/tests/windows-latest,2   needs Windows, this is Linux"
        "   (nothing to fix here)\n"
        "notes    emulated actions/checkout ×2\n"
        "         without  ci/tests/windows-latest,1, ci/tests/windows-latest,2"
        "   ci/all-green, ci/later\n"
        "         plain    the network, the developer's files and other processes"
        " are not kept from steps\n"
        "1 passed, 2 failed, 1 skipped, 2 not rehearsed (platform ×2) in 0.0s\n"
        "next: understudy run --lf          (the 2 failed legs, and what they need)\n"
    )
    assert "                      | counting to 2\n" in err


def test_what_failed_plays_again_and_nothing_else(made, home, capsys):
    root = made(RED.replace("    if: always()\n", "").replace("exit 3", "'true'"))
    play()
    root.joinpath("README.md").write_text("three\n", encoding="utf-8")

    code = play("--lf")

    assert code == 0
    assert verdicts(home) == {"ci/tests/ubuntu-latest,2": "passed"}
    assert capsys.readouterr().out.splitlines()[-1].startswith("1 passed in ")


def test_changes_that_are_not_committed_are_played(made, home):
    made(GREEN).joinpath("README.md").write_text("bye\n", encoding="utf-8")

    code = play("--job", "lint")

    assert (code, verdicts(home)) == (1, {"ci/lint": "failed"})


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        pytest.param([], 1, id="as on GitHub"),
        pytest.param(["--untracked"], 0, id="if asked for"),
    ],
)
def test_files_that_git_does_not_track_do_not_come_along(made, arguments, code):
    root = made(steps("uses: actions/checkout@v4", "run: test -f new.txt"))
    root.joinpath("new.txt").touch()

    assert play(*arguments) == code


def test_one_leg_is_played_with_what_it_needs(made, home):
    made(GREEN)

    code = play("--leg", "ci/tests/2")

    assert code == 0
    assert verdicts(home) == {"ci/lint": "passed", "ci/tests/2": "passed"}


def test_the_last_line_of_json_is_what_is_kept(made, home, capsys):
    made(RED)

    code = play("--format", "json")

    out, err = capsys.readouterr()
    events = [json.loads(line) for line in out.splitlines()]
    assert (code, err) == (1, "")
    assert events[0]["type"] == "run_started"
    assert events[-1] == result(home)
    assert events[-1]["verdict"] == "failed"
    assert "counting" not in out


def test_every_step_in_json_is_found_in_its_log(made, home, capsys):
    made(steps("run: echo one", "run: echo two"))

    play("--format", "json")

    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    text = log(home, "ci/a").encode()
    parts = [
        text[event["offset"] : event["end"]]
        for event in events
        if event["type"] == "step_finished"
    ]
    assert [b"\none\n" in part for part in parts] == [True, False]
    assert [b"\ntwo\n" in part for part in parts] == [False, True]


def test_log_lines_are_in_json_for_who_asks(made, capsys):
    made(steps("run: echo one"))

    play("--format", "json", "--logs")

    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {"type": "log", "address": "ci/a", "line": "one"} in events


def test_all_output_is_shown_where_it_is_wanted(made, capsys):
    made(steps("run: echo one"))

    play("-v")

    assert "ci/a | one\n" in capsys.readouterr().err


def test_in_github_actions_legs_are_groups(made, capsys, monkeypatch):
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    made(steps("run: exit 7"))

    code = play()

    out, err = capsys.readouterr()
    assert (code, err) == (1, "")
    assert "::group::failed ci/a (" in out
    assert '::error title=ci/a::step 1 "Run exit 7": exit 7\n' in out


def test_quietly_there_is_only_the_last_line(made, capsys):
    made(GREEN)

    play("-q")

    out, err = capsys.readouterr()
    assert re.fullmatch(r"3 passed in \S+ \(slowest: \S+ \S+\)\n", out)
    assert err == ""


def test_a_secret_is_there_for_steps_and_nobody_sees_it(
    made, home, capsys, monkeypatch
):
    monkeypatch.setenv("TOKEN", "hunter2")
    made(
        steps(
            'run: test "$GIVEN" = hunter2 && echo "it is $GIVEN"\n'
            "        env: {GIVEN: '${{ secrets.TOKEN }}'}"
        )
    )

    code = play("--secret", "TOKEN", "-v")

    out, err = capsys.readouterr()
    assert code == 0
    assert "ci/a | it is ***\n" in err
    assert "hunter2" not in out + err + log(home, "ci/a") + json.dumps(result(home))


def test_a_secret_that_nobody_gave_is_empty_and_named(made, capsys):
    made(steps('run: test -z "${{ secrets.TOKEN }}"'))

    code = play()

    assert code == 0
    assert "         empty    secrets.TOKEN   ci/a\n" in (
        capsys.readouterr().out.replace("notes   ", "        ")
    )


UNKNOWN = steps("run: 'true'") + """\
  b:
    runs-on: ubuntu-latest
    steps: [{uses: acme/notify@v1}]
  c:
    needs: b
    if: always()
    runs-on: ubuntu-latest
    steps: [{run: 'true'}]
"""


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        pytest.param([], 5, id="incomplete"),
        pytest.param(["--allow-missing", "tool"], 5, id="for another reason"),
        pytest.param(["--allow-missing", "action"], 0, id="accepted"),
    ],
)
def test_what_cannot_be_played_is_never_passed(made, home, arguments, code):
    made(UNKNOWN)

    assert play(*arguments) == code
    assert result(home)["exit"] == code
    assert result(home)["verdict"] == "not rehearsed"
    assert verdicts(home) == {
        "ci/a": "passed",
        "ci/b": "not rehearsed",
        "ci/c": "not rehearsed",
    }


FOREIGN = """
on: push
jobs: {a: {runs-on: windows-latest, steps: [{run: exit 1}]}}
"""


def test_a_run_in_which_nothing_was_played_is_not_green(made, capsys):
    made(FOREIGN)

    code = play()

    assert code == 5
    assert timeless(capsys.readouterr().out).splitlines()[-2:] == [
        "nothing was played: 1 not rehearsed (platform) in 0.0s",
        "next: understudy plan",
    ]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [pytest.param([], 0, id="usually"), pytest.param(["--strict"], 5, id="strictly")],
)
def test_another_system_is_no_fault_unless_it_is(made, arguments, code):
    made(steps("run: 'true'") + FOREIGN.split("\n")[2].replace("jobs: {a", "  b")[:-1])

    assert play(*arguments) == code


def test_an_event_that_starts_nothing_is_not_green(made, capsys):
    made("on: release\njobs: {a: {runs-on: ubuntu-latest, steps: [{run: x}]}}")

    code = play("push")

    assert code == 5
    assert capsys.readouterr().out == (
        "ci  ○ does not start: no `push` in `on`\n"
        "nothing was played: no leg starts\n"
        "next: understudy plan push\n"
    )


def test_a_workflow_that_github_refuses_fails_and_the_others_play(
    made, project, capsys, home
):
    made(GREEN).joinpath(".github/workflows/bad.yml").write_text(
        "on: push\njobs: {a: {runs-on: x, steps: [{runn: x}]}}", encoding="utf-8"
    )

    code = play()

    out, err = capsys.readouterr()
    assert code == 1
    assert "Unexpected value 'runn'" in err
    assert out.splitlines()[-2] == (
        "1 of 2 workflows cannot be read (GitHub would fail it and run the others),"
        " exit 1"
    )
    assert set(verdicts(home).values()) == {"passed"}


def test_the_first_failure_stops_all_where_that_is_wanted(made, home):
    made(
        steps("run: exit 1")
        + "  b:\n    runs-on: ubuntu-latest\n    steps: [{run: exec sleep 60}]\n"
    )
    began = time.monotonic()

    code = play("-x", "-j", "2")

    assert (code, verdicts(home)) == (1, {"ci/a": "failed", "ci/b": "cancelled"})
    assert time.monotonic() - began < 30


def test_an_interrupt_cancels_as_github_does(made, home, capsys):
    root = made(
        steps(
            f"run: touch {home}/began; exec sleep 60",
            "run: echo never",
            "run: sleep 1; echo cleaned up\n        if: always()",
        )
    )

    def interrupt():
        while not home.joinpath("began").exists():
            time.sleep(0.05)
        os.kill(os.getpid(), signal.SIGINT)

    thread = threading.Thread(target=interrupt)
    thread.start()
    code = play("-v")
    thread.join()

    out, err = capsys.readouterr()
    assert (code, verdicts(home)) == (130, {"ci/a": "cancelled"})
    assert "cancelling 1 leg as GitHub would: always() steps still run" in err
    assert "ci/a | cleaned up\n" in err
    assert "ci/a | never\n" not in err
    assert timeless(out).splitlines()[-2:] == [
        "interrupted: 1 cancelled in 0.0s",
        "next: understudy run --lf          (ci/a, and what they need)",
    ]
    assert root.joinpath("README.md").read_text(encoding="utf-8") == "hello\n"


def test_nothing_is_written_into_the_project(made):
    root = made(RED)
    before = sorted(root.rglob("*"))

    play()

    assert [path for path in sorted(root.rglob("*")) if path not in before] == []
