"""The project's own actions are looked at before a step wants them."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import indent
from typing import Optional

import pytest

from understudy.dialects.github.reader import read
from understudy.text.diagnostic import Authority, Severity
from understudy.text.source import Source

CHECKOUT = "- uses: actions/checkout@v4"
COMPOSITE = """\
inputs:
  version: {}
runs:
  using: composite
  steps:
    - run: echo
      shell: bash
"""


class Tree:
    """Files that are there, by their paths."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.files = files

    def read(self, path: str) -> Optional[Source]:
        return Source(path, self.files[path]) if path in self.files else None

    def actions(self) -> list[str]:
        return [path.rpartition("/")[0] for path in self.files if "action.y" in path]


def found(
    files: Mapping[str, str], *steps: str, top: str = ""
) -> list[tuple[str, str, str, Optional[str]]]:
    """Return the id, place, message and help of what is wrong with steps."""
    text = "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n"
    text += "".join(indent(step, " " * 6) + "\n" for step in steps) + top
    pipeline = read([Source("ci.yml", text)], files=Tree(files))
    return [
        (problem.id, str(problem.span), problem.message, problem.help)
        for problem in pipeline.diagnostics
    ]


def test_an_action_that_is_there_is_right() -> None:
    files = {"tools/x/action.yml": COMPOSITE, "y/action.yaml": COMPOSITE}

    steps = ["- uses: ./tools/x", "- uses: ./y/\n  with: {Version: 1}"]
    assert found(files, CHECKOUT, *steps) == []


def test_one_that_is_missing_is_told_of_with_the_nearest() -> None:
    files = {".github/actions/setup/action.yml": COMPOSITE}

    assert found(files, CHECKOUT, "- uses: ./.github/actions/setpu") == [
        (
            "missing-action",
            "ci.yml:7:15",
            "there is no `action.yml`, `action.yaml` or `Dockerfile` in "
            "`.github/actions/setpu`",
            "did you mean `./.github/actions/setup`?",
        )
    ]


def test_it_is_a_warning_of_ours() -> None:
    text = "on: push\njobs:\n  a:\n    runs-on: x\n    steps: [{uses: ./x}]\n"

    pipeline = read([Source("ci.yml", text)], files=Tree({}))

    (problem,) = pipeline.diagnostics
    assert problem.severity is Severity.WARNING
    assert problem.authority is Authority.UNDERSTUDY
    assert not pipeline.workflows[0].broken


@pytest.mark.parametrize("name", ["Dockerfile", "dockerfile"])
def test_an_image_is_an_action(name: str) -> None:
    assert found({f"x/{name}": "FROM scratch"}, CHECKOUT, "- uses: ./x") == []


@pytest.mark.parametrize(
    "before",
    [
        pytest.param("- run: mkdir -p x", id="made"),
        pytest.param("- run: git clone https://example.org y", id="cloned"),
        pytest.param("- uses: actions/checkout@v4\n  with: {path: x}", id="elsewhere"),
        pytest.param("- uses: actions/checkout@v4\n  with: {submodules: 1}", id="more"),
        pytest.param("- uses: actions/download-artifact@v4", id="downloaded"),
        pytest.param("- parallel:\n    - run: mkdir x", id="at once"),
    ],
)
def test_a_step_before_may_make_one(before: str) -> None:
    assert found({}, CHECKOUT, before, "- uses: ./x") == []


@pytest.mark.parametrize(
    "uses",
    [
        pytest.param("./../x", id="out of the project"),
        pytest.param("docker://x", id="an image"),
        pytest.param("o/r@v1", id="of another repository"),
    ],
)
def test_what_is_not_of_the_project_is_not_looked_for(uses: str) -> None:
    assert found({}, CHECKOUT, f"- uses: {uses}") == []


def test_the_project_may_be_an_action() -> None:
    problems = found({"action.yml": COMPOSITE}, CHECKOUT, "- uses: ./")

    assert problems == []


def test_what_is_wrong_in_an_action_is_shown_in_it() -> None:
    files = {
        "x/action.yml": COMPOSITE.replace("      shell: bash\n", ""),
        "y/action.yml": COMPOSITE.replace("{}", "{default: 3.10}"),
        "z/action.yml": "runs: [",
    }

    steps = [f"- uses: ./{name}" for name in "xxyz"]
    problems = found(files, CHECKOUT, *steps)

    assert [problem[:2] for problem in problems] == [
        ("action-syntax", "x/action.yml:6:7"),
        ("unquoted-version", "y/action.yml:2:22"),
        ("yaml-syntax", "z/action.yml:1:8"),
    ]


def test_versions_in_steps_of_an_action_are_looked_at() -> None:
    step = "    - uses: o/r@v1\n      with: {python-version: 3.10}\n"

    problems = found({"x/action.yml": COMPOSITE + step}, CHECKOUT, "- uses: ./x")

    assert [problem[:2] for problem in problems] == [
        ("unquoted-version", "x/action.yml:9:30")
    ]


def test_an_action_of_an_action_is_looked_at_once() -> None:
    files = {
        "x/action.yml": COMPOSITE + "    - uses: ./x\n    - uses: ./y\n",
    }

    problems = found(files, CHECKOUT, "- uses: ./x", "- uses: ./x")

    assert [problem[:2] for problem in problems] == [
        ("missing-action", "x/action.yml:9:13")
    ]


@pytest.mark.parametrize(
    "before, expected",
    [
        pytest.param("- run: x", True, id="a script"),
        pytest.param("- uses: ./x", True, id="another one"),
        pytest.param("- run: git init", False, id="git"),
        pytest.param("- uses: o/r@v1", False, id="any action"),
        pytest.param("- uses: actions/checkout@v4", False, id="a checkout"),
    ],
)
def test_the_project_must_be_checked_out(before: str, expected: bool) -> None:
    problems = found({"x/action.yml": COMPOSITE}, before, "- uses: ./x")

    messages = {problem[2] for problem in problems}
    text = "`./x` is not there yet: no step before this one checks the repository out"
    assert messages == ({text} if expected else set())


def test_an_input_that_is_not_there_is_told_of_with_the_nearest() -> None:
    step = "- uses: ./x\n  with: {verson: 1, version: 2}"

    assert found({"x/action.yml": COMPOSITE}, CHECKOUT, step) == [
        (
            "action-input",
            "ci.yml:8:16",
            "`./x` has no input `verson`",
            "did you mean `version`?",
        )
    ]


def test_a_container_takes_two_inputs_more() -> None:
    files = {"x/action.yml": "runs: {using: docker, image: Dockerfile}"}

    steps = ["- uses: ./x\n  with: {args: a, entrypoint: b}"]
    assert found(files, CHECKOUT, *steps) == []


def test_a_broken_file_is_not_followed() -> None:
    problems = found({}, "- uses: ./x", top="bad: 1\n")

    assert [problem[0] for problem in problems] == ["workflow-syntax"]
