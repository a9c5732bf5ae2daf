"""A step is shown as GitHub shows it, whatever its name comes to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from understudy.dialects.github.reader import read
from understudy.dialects.github.step_names import step_name
from understudy.expressions import ExpressionError
from understudy.model.pipeline import Step
from understudy.model.template import Template
from understudy.text.source import Source


def step(text: str) -> Step:
    """Return the last step of a job."""
    source = (
        "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n"
        "      - {id: bg, run: x, background: true}\n"
        f"      - {text}\n"
    )
    found = read([Source(".github/workflows/ci.yml", source)])
    return found.workflows[0].jobs[0].steps[1]


def as_written(template: Template) -> str:
    return template.text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("{name: Test, run: x}", "Test", id="its name"),
        pytest.param(
            r'{name: "\n  Test\r\nmore", run: x}', "Test", id="one line of it"
        ),
        pytest.param("{name: '', run: x}", "run", id="an empty name"),
        pytest.param("{name: , run: x}", "run", id="no name after the key"),
        pytest.param("{run: pytest -q}", "Run pytest -q", id="a script"),
        pytest.param(
            r'{run: "\n\n  cd a \n pytest"}', "Run cd a ", id="its first line"
        ),
        pytest.param("{run: ''}", "run", id="an empty script"),
        pytest.param("{uses: a/b@v1}", "Run a/b@v1", id="an action"),
        pytest.param("{uses: a//b/c/@v1}", "Run a/b/c@v1", id="a path in one"),
        pytest.param("{uses: ./here}", "Run ./here", id="a local action"),
        pytest.param("{uses: 'docker://alpine:3'}", "Run alpine:3", id="an image"),
        pytest.param("{uses: a/b@v1, name: N}", "N", id="the name of an action"),
        pytest.param("{wait: bg}", "wait", id="waiting"),
        pytest.param("{wait: bg, name: Wait}", "Wait", id="waiting under a name"),
        pytest.param(
            "{cancel: bg, name: '${{ github.ref }}'}", "cancel", id="no expression"
        ),
    ],
)
def test_a_step_has_a_name(text: str, expected: str) -> None:
    assert step_name(step(text), as_written) == expected


def test_a_name_that_is_not_known_yet_stands_as_written() -> None:
    named = step("{name: ' Test ${{ env.X }}', run: x}")

    assert step_name(named, lambda template: None) == "Test ${{ env.X }}"


def test_a_name_that_is_broken_is_no_error() -> None:
    def fill(template: Template) -> str:
        raise ExpressionError("evaluation", "no")

    assert step_name(step("{name: '${{ x }}', run: x}"), fill) == "run"


def test_a_step_of_nothing_has_a_name() -> None:
    assert step_name(replace(step("{run: x}"), script=None), as_written) == "run"
