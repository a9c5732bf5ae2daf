"""Expressions that read what is not there are warned of, at the very name."""

from __future__ import annotations

import pytest

from understudy.dialects.github.reader import read
from understudy.text.diagnostic import Authority, Severity
from understudy.text.source import Source

WORKFLOW = """\
on:
  workflow_call:
    inputs: {level: {type: string}}
    outputs: {done: {value: '${{ jobs.build.outputs.done }}'}}
env: {LEVEL: '${{ inputs.level }}'}
jobs:
  build:
    runs-on: ${{ matrix.os }}
    strategy: {matrix: {os: [a]}}
    outputs: {done: '${{ steps.last.outputs.x }}'}
    steps:
      - id: first
        run: echo ${{ matrix.os }}
      - id: last
        if: steps.first.outcome == 'success'
        run: echo ${{ steps.first.outputs.y }}
  test:
    needs: build
    if: needs.build.result == 'success'
    runs-on: x
    steps:
      - run: echo ${{ needs.build.outputs.done }}
"""


def warnings(text: str) -> list[tuple[int, int, int, str]]:
    found = read([Source(".github/workflows/x.yml", text)]).diagnostics
    assert all(
        (problem.severity, problem.authority)
        == (Severity.WARNING, Authority.UNDERSTUDY)
        for problem in found
    ), found
    return [
        (
            problem.span.line,
            problem.span.column,
            problem.span.end.column,
            problem.message,
        )
        for problem in found
    ]


def test_what_is_there_is_no_problem() -> None:
    assert warnings(WORKFLOW) == []


@pytest.mark.parametrize(
    ("before", "after", "warning"),
    [
        pytest.param(
            "inputs.level",
            "inputs.levle",
            (5, 19, 31, "there is no input `levle`"),
            id="an input of the workflow",
        ),
        pytest.param(
            "jobs.build.outputs.done",
            "jobs.build.outputs.doen",
            (4, 34, 57, "the job `build` has no output `doen`"),
            id="an output of a call",
        ),
        pytest.param(
            "runs-on: ${{ matrix.os }}",
            "runs-on: ${{ matrix.so }}",
            (8, 18, 27, "no leg of this job has a matrix key `so`"),
            id="a key of a job",
        ),
        pytest.param(
            "echo ${{ matrix.os }}",
            "echo x${{ matrix.so }}",
            (13, 24, 33, "no leg of this job has a matrix key `so`"),
            id="a key of a step",
        ),
        pytest.param(
            "if: steps.first",
            "if: steps.last",
            (15, 13, 23, "no step before this one has the id `last`"),
            id="a step that reads itself",
        ),
        pytest.param(
            "if: steps.first.outcome == 'success'",
            "if: ${{ steps.later }}",
            (15, 17, 28, "no step before this one has the id `later`"),
            id="a condition in a hole, once",
        ),
        pytest.param(
            "steps.last.outputs",
            "steps.lats.outputs",
            (10, 26, 36, "no step before this one has the id `lats`"),
            id="an output of a job",
        ),
        pytest.param(
            "if: needs.build",
            "if: needs.test",
            (19, 9, 19, "`test` is not among the `needs` of this job"),
            id="a condition of a job",
        ),
        pytest.param(
            "needs.build.outputs.done",
            "needs.build.outputs.doen",
            (22, 23, 47, "the job `build` has no output `doen`"),
            id="an output of a need",
        ),
    ],
)
def test_what_is_not_is_warned_of(
    before: str, after: str, warning: tuple[int, int, int, str]
) -> None:
    assert WORKFLOW.count(before) == 1

    assert warnings(WORKFLOW.replace(before, after)) == [warning]


def test_a_matrix_key_with_something_in_its_place_may_be_missing() -> None:
    text = WORKFLOW.replace("echo ${{ matrix.os }}", "echo ${{ matrix.x || 'y' }}")

    assert warnings(text) == []


def test_a_near_name_is_offered_and_a_missing_need_explained() -> None:
    text = WORKFLOW.replace("steps.last.outputs", "steps.lats.outputs").replace(
        "if: needs.build", "if: needs.test"
    )

    found = read([Source(".github/workflows/x.yml", text)]).diagnostics

    assert [problem.help for problem in found] == [
        "did you mean `last`?",
        "add `test` to its `needs`",
    ]


def test_a_broken_file_is_not_looked_into() -> None:
    text = WORKFLOW.replace("inputs.level", "inputs.levle") + "    bad: 1\n"

    found = read([Source(".github/workflows/x.yml", text)]).diagnostics

    assert [problem.message for problem in found] == ["Unexpected value 'bad'"]


def test_conditions_need_no_holes() -> None:
    text = "on: push\njobs: {a: {runs-on: x, if: needs.b, steps: [{run: x}]}}\n"

    assert warnings(text) == [(2, 28, 35, "there is no job `b`")]
