"""What a job says of its legs is filled in; what is wrong is said in GitHub's words."""

from __future__ import annotations

import pytest

from understudy.dialects.base import Contexts, Particulars, Strategy
from understudy.dialects.github.particulars import (
    complaint,
    concurrency,
    particulars,
    strategy,
)
from understudy.dialects.github.reader import read
from understudy.dialects.github.templates import TemplateError
from understudy.expressions import Unknown
from understudy.model.pipeline import Job
from understudy.model.plan import Concurrency
from understudy.text.source import Source

LATER = Unknown("later")
CONTEXTS = Contexts(
    {
        "github": {"ref": "main", "token": LATER},
        "needs": {"first": {"outputs": LATER}},
        "matrix": {"os": "ubuntu", "n": 3.0, "deep": {"name": "live"}, "none": None},
        "inputs": {
            "group": {"group": "large", "labels": ["a", "b"]},
            "part": {"matrix": {"os": ["a"]}},
            "whole": {"matrix": {"os": ["a"]}, "fail-fast": False, "max-parallel": 3.0},
        },
    }
)


def job(text: str = "") -> Job:
    """Return a job that says what the text does."""
    runner = "" if "runs-on" in text else "runs-on: x"
    source = (
        "on: {workflow_call: {inputs: {group: {type: string}}}}\njobs:\n"
        f"  a:\n    {runner}\n    {text}\n    steps: [{{run: x}}]\n"
    )
    return read([Source(".github/workflows/ci.yml", source)]).workflows[0].jobs[0]


def error(key: str, column: int, message: str) -> str:
    return (
        f"Error when evaluating '{key}' for job 'a'."
        f" .github/workflows/ci.yml (Line: 5, Col: {column}): {message}"
    )


def test_a_workflows_own_keys_belong_to_no_job() -> None:
    span = Source("ci.yml", "abc").span(1, 2)

    assert complaint("concurrency", "", span, "a", "b") == (
        "Error when evaluating 'concurrency'. ci.yml (Line: 1, Col: 2): a,"
        "ci.yml (Line: 1, Col: 2): b"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", Strategy(), id="none"),
        pytest.param(
            "strategy: {matrix: {os: [a], n: ['${{ github.ref }}']}}",
            Strategy({"os": ["a"], "n": ["main"]}),
            id="a matrix",
        ),
        pytest.param(
            "strategy: {matrix: {os: ['${{ github.token }}']}}",
            Strategy(LATER),
            id="a matrix with a value that is not known",
        ),
        pytest.param(
            "strategy: {fail-fast: false, max-parallel: 2}",
            Strategy(None, False, 2),
            id="limits alone",
        ),
        pytest.param(
            "strategy: {max-parallel: .inf}", Strategy(), id="a limit that is none"
        ),
        pytest.param(
            "strategy: {fail-fast: '${{ github.token }}', max-parallel: 0}",
            Strategy(),
            id="limits that are none",
        ),
        pytest.param(
            "strategy: ${{ inputs.whole }}",
            Strategy({"os": ["a"]}, False, 3),
            id="one expression",
        ),
        pytest.param(
            "strategy: ${{ inputs.part }}",
            Strategy({"os": ["a"]}),
            id="one expression without limits",
        ),
        pytest.param(
            "strategy: ${{ needs.first.outputs.s }}", Strategy(LATER), id="not known"
        ),
        pytest.param(
            "strategy: ${{ github.ref }}",
            Strategy(error=error("strategy", 15, "A mapping was expected")),
            id="one expression that is no mapping",
        ),
        pytest.param(
            "strategy: {max-parallel: '${{ github.ref }}'}",
            Strategy(error=error("strategy", 30, "Unexpected value 'main'")),
            id="a limit that is no number",
        ),
    ],
)
def test_a_strategy_is_evaluated(text: str, expected: Strategy) -> None:
    assert strategy(job(text), CONTEXTS) == expected


def test_a_strategy_that_cannot_be_evaluated_is_an_error() -> None:
    found = strategy(job("strategy: ${{ fromJSON(github.ref) }}"), CONTEXTS)

    assert found.error is not None
    assert found.error.startswith(
        error("strategy", 15, "Error parsing fromJson").rstrip(".")
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", Particulars(labels=("x",)), id="little"),
        pytest.param("name: Fixed", Particulars(labels=("x",)), id="a fixed name"),
        pytest.param(
            "name: On ${{ matrix.os }}",
            Particulars("On ubuntu", ("x",)),
            id="a name with an expression",
        ),
        pytest.param(
            "name: ${{ matrix.none }}", Particulars(labels=("x",)), id="an empty name"
        ),
        pytest.param(
            "name: ${{ github.token }}", Particulars(labels=("x",)), id="unknown name"
        ),
        pytest.param(
            "runs-on: [self-hosted, '${{ matrix.os }}']",
            Particulars(labels=("self-hosted", "ubuntu")),
            id="labels",
        ),
        pytest.param(
            "runs-on: {group: large, labels: [a]}",
            Particulars(labels=("group: large", "a")),
            id="a group with labels",
        ),
        pytest.param(
            "runs-on: {labels: a}", Particulars(labels=("a",)), id="one label, mapped"
        ),
        pytest.param(
            "runs-on: {group: large}",
            Particulars(labels=("group: large",)),
            id="a group",
        ),
        pytest.param(
            "runs-on: ${{ inputs.group }}",
            Particulars(labels=("group: large", "a", "b")),
            id="an expression that is a group",
        ),
        pytest.param("runs-on: ${{ github.token }}", Particulars(), id="unknown label"),
        pytest.param(
            "continue-on-error: ${{ matrix.n == 3 }}",
            Particulars(labels=("x",), continue_on_error=True),
            id="it may fail",
        ),
        pytest.param(
            "timeout-minutes: ${{ matrix.n }}",
            Particulars(labels=("x",), timeout_minutes=3),
            id="a limit of time",
        ),
        pytest.param(
            "environment: ${{ matrix.os }}",
            Particulars(labels=("x",), environment="ubuntu"),
            id="an environment",
        ),
        pytest.param(
            "environment: {name: pypi, url: 'https://${{ steps.x.outputs.y }}'}",
            Particulars(labels=("x",), environment="pypi"),
            id="an environment with an address",
        ),
        pytest.param(
            "environment: ${{ matrix.deep }}",
            Particulars(labels=("x",), environment="live"),
            id="an environment that is an object",
        ),
        pytest.param(
            "environment: {url: x}", Particulars(labels=("x",)), id="without a name"
        ),
        pytest.param(
            "environment: ${{ github.token }}", Particulars(labels=("x",)), id="unknown"
        ),
        pytest.param(
            "concurrency: ci-${{ github.ref }}",
            Particulars(labels=("x",), concurrency=Concurrency("ci-main")),
            id="a group by name",
        ),
        pytest.param(
            "concurrency: {group: a, cancel-in-progress: true, queue: max}",
            Particulars(labels=("x",), concurrency=Concurrency("a", True, "max")),
            id="a group with all its keys",
        ),
        pytest.param(
            "concurrency: ci-${{ github.token }}",
            Particulars(labels=("x",)),
            id="a group that is not known",
        ),
        pytest.param(
            "continue-on-error: ${{ matrix.os }}",
            Particulars(
                error=error("continue-on-error", 24, "Unexpected value 'ubuntu'")
            ),
            id="a tolerance that is no boolean",
        ),
        pytest.param(
            "name: ${{ matrix.deep }}",
            Particulars(error=error("name", 11, "A mapping was not expected")),
            id="a name that is no string",
        ),
    ],
)
def test_a_leg_is_described(text: str, expected: Particulars) -> None:
    assert particulars(job(text), CONTEXTS) == expected


def test_a_job_without_a_runner_has_no_labels() -> None:
    text = "on: push\njobs:\n  a:\n    uses: ./.github/workflows/b.yml\n"
    call = read([Source(".github/workflows/ci.yml", text)]).workflows[0].jobs[0]

    assert particulars(call, CONTEXTS) == Particulars()


@pytest.mark.parametrize(
    ("group", "message"),
    [
        pytest.param(
            "${{ matrix.none }}", "Concurrency group name cannot be empty", id="empty"
        ),
        pytest.param(
            "x" * 401,
            "Concurrency group name must be less than 400 characters",
            id="too long",
        ),
    ],
)
def test_a_group_has_a_name_of_some_length(group: str, message: str) -> None:
    template = job(f"concurrency: {group}").concurrency

    with pytest.raises(TemplateError, match=f"^{message}$"):
        concurrency(template, CONTEXTS)


def test_nothing_written_is_no_group() -> None:
    assert concurrency(None, CONTEXTS) is None


@pytest.mark.parametrize(
    "runner",
    [
        pytest.param("runs-on: ${{ matrix.none }}", id="nothing"),
        pytest.param("runs-on: [a, '${{ matrix.none }}']", id="one of two"),
        pytest.param("runs-on: {group: x, labels: '${{ matrix.none }}'}", id="labels"),
    ],
)
def test_a_runner_without_a_name_is_an_error(runner: str) -> None:
    found = particulars(job(runner), CONTEXTS)

    assert found.error is not None
    assert found.error.startswith("Error when evaluating 'runs-on' for job 'a'. ")
    assert found.error.endswith("Unexpected value ''")
