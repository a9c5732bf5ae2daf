"""A failing command in front of `| tee` is green, unless the shell has `pipefail`."""

from __future__ import annotations

from textwrap import dedent, indent

import pytest

from understudy.dialects.github.reader import read
from understudy.text.diagnostic import Authority, Diagnostic, Severity
from understudy.text.source import Source

TESTS = "pytest | tee log"


def found(text: str) -> list[Diagnostic]:
    pipeline = read([Source(".github/workflows/ci.yml", text)])
    assert not pipeline.workflows[0].broken
    return [found for found in pipeline.diagnostics if found.id == "lost-failure"]


def in_step(script: str, step: str = "", job: str = "", top: str = "") -> str:
    """Return a workflow with one step, and more keys in three places."""
    lines = indent(dedent(script), " " * 10)
    return (
        f"on: push\n{top}jobs:\n  a:\n    runs-on: ubuntu-latest\n{job}"
        f"    steps:\n      - run: |\n{lines}\n{step}"
    )


def test_the_pipe_is_shown_and_what_to_do() -> None:
    (problem,) = found(in_step("set -x\npython -m pytest \\\n  --cov 2>&1 | tee log"))

    assert problem.severity is Severity.WARNING
    assert problem.authority is Authority.UNDERSTUDY
    assert problem.message == (
        "if `python -m pytest --cov` fails, this step passes all the same: the default "
        "shell, `bash -e {0}`, has no `pipefail`"
    )
    assert str(problem.span) == ".github/workflows/ci.yml:9:24"
    assert problem.span.end.column == 29
    assert problem.help == (
        "add `shell: bash` to the step, which has `pipefail`, or `set -o pipefail`"
    )


@pytest.mark.parametrize(
    "script, expected",
    [
        pytest.param(TESTS, True, id="tests"),
        pytest.param("A=1 tox | sudo -E tee log", True, id="wrapped"),
        pytest.param("tox |& /usr/bin/tee -a log", True, id="with errors"),
        pytest.param("{ echo a; tox; } | tee log", True, id="in a group"),
        pytest.param("tox | sed s/a/b/ | tee log", True, id="filtered"),
        pytest.param("echo a | xargs tox | tee log", True, id="in the middle"),
        pytest.param("if tox | tee log; then b; fi", True, id="as a condition"),
        pytest.param("tox | tee log || exit 1", True, id="handled in vain"),
        pytest.param("tox | tee log\nexit 0", True, id="and all is well"),
        pytest.param("tox || tee log", False, id="no pipe"),
        pytest.param("tox # | tee log", False, id="a comment"),
        pytest.param("echo 'tox | tee log'", False, id="quoted"),
        pytest.param("tox <<E\n| tee\nE\n", False, id="a here-document"),
        pytest.param("echo a | tee log", False, id="only said"),
        pytest.param("A=b | tee log", False, id="no command"),
        pytest.param("echo a | sort | tee log", False, id="said and sorted"),
        pytest.param("tox --version | tee log", False, id="a version"),
        pytest.param("sudo cat a | sudo tee b", False, id="copied"),
        pytest.param("tox | grep tee", False, id="not to tee"),
        pytest.param("tox | { tee a; cat; }", False, id="not to tee alone"),
        pytest.param("tox | tee log | grep a", False, id="handed on"),
        pytest.param("set -o pipefail\ntox | tee log", False, id="set"),
        pytest.param("tox | tee log || true", False, id="forgiven"),
        pytest.param("tox | tee log\nexit ${PIPESTATUS[0]}", False, id="asked for"),
        pytest.param("tox | tee log\ngrep ERROR log && exit 1", False, id="looked at"),
    ],
)
def test_only_what_matters_is_lost(script: str, expected: bool) -> None:
    assert bool(found(in_step(script))) is expected


@pytest.mark.parametrize(
    "keys, reason",
    [
        pytest.param({}, "the default shell, `bash -e {0}`", id="default"),
        pytest.param({"step": "sh"}, "the shell, `sh`", id="sh"),
        pytest.param({"step": "bash -el {0}"}, "the shell, `bash -el {0}`", id="login"),
        pytest.param({"step": "bash"}, None, id="bash"),
        pytest.param({"step": "bash -o pipefail {0}"}, None, id="pipefail"),
        pytest.param({"step": "pwsh"}, None, id="another shell"),
        pytest.param({"job": "'${{ matrix.shell }}'"}, None, id="an expression"),
        pytest.param({"job": "bash"}, None, id="of the job"),
        pytest.param({"top": "bash"}, None, id="of the workflow"),
        pytest.param(
            {"step": "sh", "job": "bash"}, "the shell, `sh`", id="the step's counts"
        ),
        pytest.param(
            {"job": "sh", "top": "bash"}, "the shell, `sh`", id="the job's counts"
        ),
    ],
)
def test_the_shell_decides(keys: dict[str, str], reason: str | None) -> None:
    text = in_step(
        TESTS,
        step=f"        shell: {keys['step']}\n" if "step" in keys else "",
        job=(
            f"    defaults: {{run: {{shell: {keys['job']}}}}}\n"
            if "job" in keys
            else ""
        ),
        top=f"defaults: {{run: {{shell: {keys['top']}}}}}\n" if "top" in keys else "",
    )

    messages = [problem.message for problem in found(text)]

    if reason is None:
        assert messages == []
    else:
        (message,) = messages
        assert message.endswith(f"{reason}, has no `pipefail`")


@pytest.mark.parametrize(
    "runner, expected",
    [
        pytest.param("windows-2025", False, id="windows"),
        pytest.param("[self-hosted, windows]", False, id="among other labels"),
        pytest.param("{group: a, labels: windows-x}", False, id="in a group"),
        pytest.param("${{ matrix.os }}", True, id="on one of two"),
        pytest.param("${{ matrix.only }}", False, id="on both"),
        pytest.param("${{ matrix.mixed }}", True, id="not known"),
        pytest.param("${{ matrix.more }}", False, id="of an inclusion"),
        pytest.param("${{ github.ref && 'windows' }}", True, id="an expression"),
    ],
)
def test_on_windows_the_default_is_another_shell(runner: str, expected: bool) -> None:
    text = in_step(TESTS).replace("ubuntu-latest", runner)
    matrix = (
        "    strategy: {matrix: {os: [windows-11, ubuntu-24.04], "
        "only: [windows-11, windows-2025], mixed: ['windows-${{ github.ref }}'], "
        "include: [{more: windows-11}]}}\n"
    )

    text = text.replace("    steps:", f"{matrix}    steps:")

    assert bool(found(text)) is expected


def test_a_container_has_only_sh() -> None:
    (problem,) = found(in_step(TESTS, job="    container: python:3.13\n"))

    assert problem.message.endswith("the default shell, `sh -e {0}`, has no `pipefail`")


def test_a_step_that_may_fail_loses_nothing() -> None:
    tolerant = in_step(TESTS, step="        continue-on-error: true\n")
    strict = in_step(TESTS, step="        continue-on-error: false\n")

    assert found(tolerant) == []
    assert len(found(strict)) == 1


def test_steps_that_run_at_once_are_looked_at() -> None:
    text = (
        "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n"
        "      - parallel:\n          - run: tox | tee log\n"
    )

    assert len(found(text)) == 1


def test_a_long_command_is_cut() -> None:
    (problem,) = found(in_step(f"pytest {'x' * 60} | tee log"))

    assert problem.message.startswith(f"if `pytest {'x' * 30}...` fails")
