"""Jobs have all that they say, and GitHub's objections."""

from __future__ import annotations

import pytest

from understudy.dialects.github.jobs import (
    check_concurrency,
    read_defaults,
    read_jobs,
)
from understudy.dialects.github.nodes import entries
from understudy.dialects.github.problems import Problems
from understudy.model.pipeline import Job
from understudy.text import yaml
from understudy.text.source import Source

JOBS = """\
build:
  name: Build
  needs: [lint, types]
  if: github.ref
  runs-on: [self-hosted, linux]
  strategy:
    fail-fast: false
    max-parallel: 2
    matrix: {os: [a, b]}
  permissions: {contents: read}
  concurrency: {group: x}
  env: {A: b}
  defaults: {run: {shell: bash, working-directory: src}}
  outputs: {o: x}
  environment: pypi
  container: python:3
  services: {db: postgres}
  continue-on-error: true
  timeout-minutes: 5
  cancel-timeout-minutes: 1
  snapshot: image
  steps:
    - run: make
call:
  uses: ./.github/workflows/x.yml
  with: {a: 1}
  secrets: {B: c}
  strategy: ${{ fromJSON('{}') }}
inherit:
  uses: o/r/.github/workflows/x.yml@v1
  secrets: inherit
"""


def read(text: str) -> tuple[tuple[Job, ...], list[tuple[int, int, str]]]:
    node, _ = yaml.load(Source("x.yml", text))
    problems = Problems()
    jobs = read_jobs(node, problems)
    return jobs, [
        (found.span.line, found.span.column, found.message)
        for found in problems.sorted()
    ]


def test_a_job_has_all_that_it_says() -> None:
    (build, _, _), problems = read(JOBS)

    assert problems == []
    assert build.id == "build"
    assert build.key_span is not None
    assert (build.key_span.line, build.span.line) == (1, 2)
    assert build.name and build.name.text == "Build"
    assert [(need.job, need.span.column) for need in build.needs] == [
        ("lint", 11),
        ("types", 17),
    ]
    assert build.condition.text == "success() && (github.ref)"
    assert build.permissions and dict(build.permissions.scopes) == {"contents": "read"}
    assert build.defaults.shell and build.defaults.shell.text == "bash"
    assert [step.id for step in build.steps] == ["__run"]
    assert build.timeout_minutes and build.timeout_minutes.text == "5"
    assert all(
        (
            build.runner,
            build.concurrency,
            build.env,
            build.outputs,
            build.environment,
            build.container,
            build.services,
            build.continue_on_error,
        )
    )
    assert build.call is None


def test_a_strategy_may_be_computed_as_a_whole() -> None:
    (build, call, inherit), _ = read(JOBS)

    assert build.strategy and build.strategy.whole is None
    assert build.strategy.matrix and build.strategy.fail_fast
    assert build.strategy.max_parallel and build.strategy.max_parallel.text == "2"
    assert call.strategy and call.strategy.whole and not call.strategy.matrix
    assert inherit.strategy is None


def test_a_job_may_be_a_call() -> None:
    (_, call, inherit), _ = read(JOBS)

    assert call.call and call.call.uses.text == "./.github/workflows/x.yml"
    assert call.call.inputs and call.call.secrets and not call.call.inherits_secrets
    assert inherit.call and inherit.call.inherits_secrets
    assert inherit.call.secrets is None


def test_what_the_model_has_no_place_for_is_kept() -> None:
    (build, call, _), _ = read(JOBS)

    assert {name: found.text for name, found in build.extra.items()} == {
        "cancel-timeout-minutes": "1",
        "snapshot": "image",
    }
    assert dict(call.extra) == {}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param(
            "a.b: {runs-on: x}",
            (
                1,
                1,
                "The identifier 'a.b' is invalid. IDs may only contain alphanumeric "
                "characters, '_', and '-'. IDs must start with a letter or '_' and and "
                "must be less than 100 characters.",
            ),
            id="an id",
        ),
        pytest.param(
            "a: {runs-on: {group: x/y}}",
            (
                1,
                22,
                "Invalid runs-on group name 'x/y'. Please use 'organization/' or "
                "'enterprise/' prefix to target a single runner group.",
            ),
            id="a runner",
        ),
        pytest.param(
            "a: {container: {options: x}}",
            (1, 16, "Container image cannot be empty"),
            id="a container",
        ),
        pytest.param(
            "a: {services: {db: {options: x}}}",
            (1, 20, "Container image cannot be empty"),
            id="a service",
        ),
        pytest.param(
            "a: {strategy: {matrix: {os: []}}}",
            (1, 29, "Matrix vector 'os' does not contain any values"),
            id="a matrix",
        ),
        pytest.param(
            f"a: {{concurrency: {'x' * 401}}}",
            (1, 18, "Concurrency group name must be less than 400 characters"),
            id="a concurrency group",
        ),
    ],
)
def test_objections_are_github_s(text: str, problem: tuple[int, int, str]) -> None:
    assert read(text)[1] == [problem]


def test_what_is_no_job_is_left_out() -> None:
    jobs, _ = read("a: {runs-on: x}\nb: c\n${{ d }}: {runs-on: x}\n")

    assert [job.id for job in jobs] == ["a"]
    assert read("[a]")[0] == ()


@pytest.mark.parametrize(
    "text",
    ["", f"group: ${{{{ {'x' * 400} }}}}", f"{{group: {'x' * 400}}}"],
)
def test_a_group_that_is_absent_computed_or_short_is_none_of_our_business(
    text: str,
) -> None:
    node, _ = yaml.load(Source("x.yml", f"concurrency: {text}" if text else "a: b"))
    problems = Problems()

    check_concurrency(entries(node).get("concurrency"), problems)

    assert problems.sorted() == []


def test_defaults_may_be_absent() -> None:
    node, _ = yaml.load(Source("x.yml", "run: {shell: sh}"))

    assert read_defaults(None).shell is None
    found = read_defaults(node)
    assert found.shell and found.shell.text == "sh"
    assert found.working_directory is None
