"""Which names exist is known as far as files decide it, and never guessed."""

from __future__ import annotations

from dataclasses import replace
from typing import Optional

import pytest

from understudy.dialects.github.documents import Strictness, read_document
from understudy.dialects.github.names import (
    Known,
    inputs_of,
    matrix_keys,
    outputs_of,
    step_ids,
    unknown,
)
from understudy.model.pipeline import Job, Workflow
from understudy.text.source import Source


def workflow(text: str) -> Workflow:
    return read_document(Source("x.yml", text), Strictness.SERVER).workflow


def job(text: str) -> Job:
    (found,) = workflow(f"jobs:\n  a:\n    {text}\n").jobs
    return found


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        pytest.param("runs-on: x", (), id="no strategy"),
        pytest.param("strategy: {fail-fast: true}", (), id="no matrix"),
        pytest.param("strategy: ${{ a }}", None, id="a computed strategy"),
        pytest.param("strategy: {matrix: '${{ a }}'}", None, id="a computed matrix"),
        pytest.param(
            "strategy: {matrix: {os: '${{ a }}', py: [3]}}",
            ("os", "py"),
            id="computed values",
        ),
        pytest.param(
            "strategy: {matrix: {os: [x], include: [{py: 3}, {os: y}], exclude: [{}]}}",
            ("os", "py", "os"),
            id="included keys",
        ),
        pytest.param(
            "strategy: {matrix: {os: [x], include: '${{ a }}'}}",
            None,
            id="computed legs",
        ),
        pytest.param(
            "strategy: {matrix: {os: [x], include: ['${{ a }}']}}", None, id="a leg"
        ),
        pytest.param(
            "strategy: {matrix: {'${{ a }}': [x]}}", None, id="a computed key"
        ),
    ],
)
def test_matrix_keys(text: str, keys: Optional[tuple[str, ...]]) -> None:
    assert matrix_keys(job(text).strategy) == keys


def test_inputs_are_those_of_some_events() -> None:
    found = workflow("""\
on:
  workflow_call: {inputs: {a: {type: string}}}
  workflow_dispatch: {inputs: {b: }}
  push:
""")

    assert inputs_of(found, "workflow_call", "push") == ("a",)
    assert inputs_of(found, "workflow_dispatch", "workflow_call") == ("a", "b")


@pytest.mark.parametrize(
    ("text", "outputs"),
    [
        pytest.param("runs-on: x", (), id="none"),
        pytest.param("outputs: {a: b, c: d}", ("a", "c"), id="two"),
        pytest.param("outputs: {'${{ a }}': b}", None, id="a computed name"),
        pytest.param("uses: o/r/.github/workflows/x.yml@v1", None, id="not at hand"),
    ],
)
def test_outputs_of_a_job(text: str, outputs: Optional[tuple[str, ...]]) -> None:
    assert outputs_of(job(text)) == outputs


@pytest.mark.parametrize(
    ("called", "outputs"),
    [
        pytest.param(
            "on: {workflow_call: {outputs: {a: {value: b}}}}", ("a",), id="of a call"
        ),
        pytest.param("on: push", None, id="of what is not called"),
    ],
)
def test_outputs_of_a_call(called: str, outputs: Optional[tuple[str, ...]]) -> None:
    caller = job("uses: ./x.yml")
    assert caller.call is not None

    linked = replace(caller, call=replace(caller.call, workflow=workflow(called)))

    assert outputs_of(linked) == outputs


def test_steps_of_a_group_have_ids_too() -> None:
    found = job("steps: [{parallel: [{id: a, run: b}]}, {id: c, run: d}]")

    assert step_ids(found.steps) == ("__parallel", "a", "c")


KNOWN = Known(
    inputs=("level",),
    matrix=("os",),
    steps=("build",),
    jobs={"Test": ("report",), "remote": None},
    others=("lint",),
)


@pytest.mark.parametrize(
    "path",
    [
        "matrix",
        "matrix.OS",
        "steps.build.outputs.anything",
        "inputs.Level",
        "needs.test",
        "needs.test.result",
        "needs.TEST.outputs.report",
        "needs.remote.outputs.anything",
        "jobs.test.outputs.report",
        "github.repositoryURL",
        "github.event.anything",
        "runner.temp",
        "strategy.job-index",
        "env.anything",
    ],
)
def test_what_is_known_is_no_problem(path: str) -> None:
    assert unknown(path.split("."), KNOWN) is None


@pytest.mark.parametrize(
    ("path", "id", "depth", "message"),
    [
        (
            "Matrix.oss.x",
            "unknown-matrix-key",
            1,
            "no leg of this job has a matrix key `oss`",
        ),
        (
            "steps.biuld",
            "unknown-step",
            1,
            "no step before this one has the id `biuld`",
        ),
        (
            "inputs.levle",
            "unknown-input",
            1,
            "there is no input `levle`",
        ),
        ("GitHub.evnt_name", "unknown-property", 1, "`github` has no `evnt_name`"),
        ("runner.tmp", "unknown-property", 1, "`runner` has no `tmp`"),
        ("strategy.index", "unknown-property", 1, "`strategy` has no `index`"),
        ("needs.tset", "unknown-job", 1, "there is no job `tset`"),
        (
            "needs.lint.result",
            "unknown-job",
            1,
            "`lint` is not among the `needs` of this job",
        ),
        (
            "needs.test.output.x",
            "unknown-output",
            2,
            "a job has a `result` and `outputs`, and no `output`",
        ),
        (
            "needs.test.outputs.repotr",
            "unknown-output",
            3,
            "the job `test` has no output `repotr`",
        ),
    ],
)
def test_what_is_not_is_one(path: str, id: str, depth: int, message: str) -> None:
    found = unknown(path.split("."), KNOWN)

    assert found is not None
    assert (found.id, found.depth, found.message) == (id, depth, message)
    assert found.name == path.split(".")[depth]


@pytest.mark.parametrize(
    "path", ["matrix.x", "steps.x", "inputs.x", "needs.x.outputs.y"]
)
def test_nothing_is_said_of_what_only_a_run_knows(path: str) -> None:
    assert unknown(path.split("."), Known()) is None
