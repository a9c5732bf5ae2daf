"""A call fits the workflow called, or GitHub says what does not."""

from __future__ import annotations

import pytest

from understudy.dialects.github.calls import check_call, check_permissions, objection_to
from understudy.dialects.github.documents import Strictness, read_document
from understudy.dialects.github.permissions import read_permissions
from understudy.dialects.github.problems import Problems
from understudy.model.pipeline import Job, Workflow
from understudy.text import yaml
from understudy.text.source import Source

CALLED = """\
on:
  workflow_call:
    inputs:
      level: {type: number}
      fast: {type: boolean, default: 'no'}
      name: {type: string, required: true}
    secrets:
      TOKEN: {required: true}
      OTHER:
permissions: {contents: read}
jobs:
  first: {runs-on: x, permissions: {actions: write}}
  second: {runs-on: x}
"""


def workflow(text: str) -> Workflow:
    return read_document(Source("x.yml", text), Strictness.SERVER).workflow


def caller(text: str) -> Job:
    (job,) = workflow(
        f"jobs:\n  a:\n    uses: o/r/.github/workflows/x.yml@v1\n{text}"
    ).jobs
    return job


def check(text: str, called: str = CALLED) -> list[tuple[int, int, str]]:
    job, problems = caller(text), Problems()
    assert job.call is not None
    check_call(job.call, workflow(called).trigger("workflow_call"), problems)
    return [
        (found.span.line, found.span.column, found.message)
        for found in problems.sorted()
    ]


GOOD = "    with: {name: x}\n    secrets: {token: y}\n"
NO = (5, 38, "Unexpected value 'no'")


def test_a_default_of_another_type_is_a_problem_of_the_definition() -> None:
    assert check(GOOD) == [NO]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param(
            "    secrets: inherit\n",
            (3, 11, "Input name is required, but not provided while calling."),
            id="an input is missing",
        ),
        pytest.param(
            "    with: {name: x}\n",
            (3, 11, "Secret TOKEN is required, but not provided while calling."),
            id="a secret is missing",
        ),
        pytest.param(
            GOOD.replace("x}", "x, nmae: y}"),
            (
                4,
                27,
                "Invalid input, nmae is not defined in the referenced workflow.",
            ),
            id="an unknown input",
        ),
        pytest.param(
            GOOD.replace("y}", "y, MORE: z}"),
            (
                5,
                31,
                "Invalid secret, MORE is not defined in the referenced workflow.",
            ),
            id="an unknown secret",
        ),
        pytest.param(
            GOOD.replace("x}", "x, level: high}"),
            (4, 28, "Unexpected value 'high'"),
            id="no number",
        ),
        pytest.param(
            GOOD.replace("x}", "x, fast: 'true'}"),
            (4, 27, "Unexpected value 'true'"),
            id="a string is no boolean",
        ),
        pytest.param(
            GOOD.replace("x}", "x, level: true}"),
            (4, 28, "Unexpected value 'true'"),
            id="a boolean is no number",
        ),
    ],
)
def test_what_does_not_fit(text: str, problem: tuple[int, int, str]) -> None:
    assert check(text, CALLED.replace(", default: 'no'", "")) == [problem]


@pytest.mark.parametrize(
    "given",
    [
        pytest.param("name: 3, level: 3, fast: false", id="a string may be a number"),
        pytest.param("NAME: x, level: '${{ github.a }}'", id="computed, in any case"),
    ],
)
def test_what_fits(given: str) -> None:
    text = GOOD.replace("name: x", given)

    assert check(text, CALLED.replace(", default: 'no'", "")) == []


def test_a_workflow_must_listen_to_calls() -> None:
    assert check(GOOD, "on: push\njobs: {}\n") == [
        (3, 11, "workflow_call key is not defined in the referenced workflow.")
    ]


@pytest.mark.parametrize(
    ("by_name", "who"),
    [
        pytest.param(False, "The workflow", id="the server"),
        pytest.param(
            True, "The workflow 'o/r/.github/workflows/x.yml@v1'", id="the editor"
        ),
    ],
)
def test_more_permissions_than_the_caller_has_are_refused(
    by_name: bool, who: str
) -> None:
    node, _ = yaml.load(Source("p.yml", "{actions: read}"))
    allowed = read_permissions(node)
    assert allowed is not None
    problems = Problems()

    check_permissions(caller(""), workflow(CALLED), allowed, problems, by_name)

    uses = "o/r/.github/workflows/x.yml@v1"
    assert [found.message for found in problems.sorted()] == [
        f"Error calling workflow '{uses}'. {who} is requesting "
        "'contents: read', but is only allowed 'contents: none'.",
        f"Error calling workflow '{uses}'. The nested job 'first' is requesting "
        "'actions: write', but is only allowed 'actions: read'.",
    ]
    assert {found.span.line for found in problems.sorted()} == {2}


@pytest.mark.parametrize(
    "uses",
    [
        "./.github/workflows/x.yml",
        "$/.github/workflows/x.yml",
        "o/r/.github/workflows/x.yml@v1",
    ],
)
def test_a_reference_names_a_workflow(uses: str) -> None:
    assert objection_to(uses) is None


@pytest.mark.parametrize(
    ("uses", "reason"),
    [
        (
            "./.github/workflows/x.yml@v1",
            "cannot specify version when calling local workflows",
        ),
        ("o/r/.github/workflows/x.yml", "no version specified"),
        ("o/r@v1", "references to workflows must be rooted in '.github/workflows'"),
        ("./x.yml", "references to workflows must be rooted in '.github/workflows'"),
        (
            "./.github/workflows/a/x.yml",
            "workflows must be defined at the top level of the .github/workflows/ "
            "directory",
        ),
    ],
)
def test_any_other_reference_does_not(uses: str, reason: str) -> None:
    assert objection_to(uses) == f"invalid value workflow reference: {reason}"
