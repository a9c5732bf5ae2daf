"""An action's metadata are read as the runner reads them."""

from __future__ import annotations

import pytest

from understudy.dialects.github.action_yml import read_action
from understudy.model.action import ActionDefinition, Composite, Docker, JavaScript
from understudy.text.source import Source

PATH = "o/r/action.yml"
HEAD = "name: A\ndescription: does it\n"
COMPOSITE = f"""\
{HEAD}\
inputs:
  Level:
    description: how far
    required: true
    default: ${{{{ github.ref }}}}
    deprecationMessage: use `depth`
  other: {{}}
outputs:
  done: {{description: ready, value: '${{{{ steps.a.outputs.b }}}}'}}
branding: {{icon: x}}
runs:
  using: composite
  steps:
    - id: a
      run: make
      shell: bash
    - uses: ./other
      if: runner.os == 'Linux'
"""


def read(text: str) -> tuple[ActionDefinition, list[tuple[int, int, str]]]:
    action, found = read_action(Source(PATH, text))
    return action, [
        (problem.span.line, problem.span.column, problem.message) for problem in found
    ]


def test_a_composite_action_has_inputs_outputs_and_steps() -> None:
    action, problems = read(COMPOSITE)

    assert problems == []
    assert (action.path, action.name, action.description) == (PATH, "A", "does it")
    level = action.input("LEVEL")
    assert level is not None and level.default is not None
    assert level.default.text == "${{ github.ref }}"
    assert (level.required, level.description) == (True, "how far")
    assert level.deprecated == "use `depth`"
    assert action.inputs[1].default is None
    assert action.inputs[1].deprecated is None
    assert action.input("none") is None
    (done,) = action.outputs
    assert (done.name, done.description) == ("done", "ready")
    assert done.value and done.value.text == "${{ steps.a.outputs.b }}"
    assert isinstance(action.runs, Composite)
    assert [step.id for step in action.runs.steps] == ["a", "__self"]
    condition = action.runs.steps[1].condition
    assert condition and condition.text == "success() && (runner.os == 'Linux')"
    assert repr(action) == f"<action {PATH}: Composite>"


def test_a_javascript_action_has_scripts_and_when_they_run() -> None:
    action, problems = read(f"""\
{HEAD}\
runs:
  using: Node20
  main: main.js
  pre: pre.js
  pre-if: runner.os == 'Linux'
  post: post.js
""")

    assert problems == []
    assert isinstance(action.runs, JavaScript)
    assert (action.runs.node, action.runs.main) == ("node20", "main.js")
    assert (action.runs.pre, action.runs.post) == ("pre.js", "post.js")
    assert action.runs.pre_condition.text == "runner.os == 'Linux'"
    assert action.runs.post_condition.text == "always()"


def test_a_docker_action_has_an_image_and_how_it_starts() -> None:
    action, problems = read(f"""\
{HEAD}\
inputs: {{a: {{}}}}
runs:
  using: docker
  image: Dockerfile
  entrypoint: /main
  args: ['${{{{ inputs.a }}}}']
  env: {{A: b}}
  pre-entrypoint: /pre
  post-entrypoint: /post
  post-if: success()
""")

    assert problems == []
    assert isinstance(action.runs, Docker)
    assert (action.runs.image, action.runs.entrypoint) == ("Dockerfile", "/main")
    assert action.runs.arguments and action.runs.env
    assert (action.runs.pre, action.runs.post) == ("/pre", "/post")
    assert action.runs.post_condition.text == "success()"


USING = "'composite', 'docker', 'node12', 'node16', 'node20' or 'node24'."


@pytest.mark.parametrize(
    ("runs", "problem"),
    [
        pytest.param(
            "{using: node20, pre: x}",
            "You are using a JavaScript Action but there is not an entry JavaScript "
            f"file provided in {PATH}.",
            id="no script",
        ),
        pytest.param(
            "{using: docker, entrypoint: x}",
            f"You are using a Container Action but an image is not provided in {PATH}.",
            id="no image",
        ),
        pytest.param(
            "{using: ruby, main: x}",
            "'using: ruby' is not supported, use 'docker', 'node12', 'node16', "
            "'node20' or 'node24' instead.",
            id="another runtime",
        ),
        pytest.param(
            "{main: x}",
            f"Missing 'using' value. 'using' requires {USING}",
            id="no runtime",
        ),
        pytest.param(
            "{using: node20, main: x, pre-if: secrets.a}",
            "Unrecognized named-value: 'secrets'. Located at position 1 within "
            "expression: secrets.a",
            id="a condition",
        ),
        pytest.param(
            "{using: composite, steps: [{run: x}]}",
            "Required property is missing: shell",
            id="no shell",
        ),
        pytest.param(
            "{using: composite, steps: [{uses: x}]}",
            "Expected format {org}/{repo}[/path]@ref. Actual 'x'",
            id="no action",
        ),
    ],
)
def test_what_the_runner_refuses(runs: str, problem: str) -> None:
    action, problems = read(f"{HEAD}runs: {runs}\n")

    assert problem in [message for *_, message in problems]
    assert action.broken


def test_a_composite_action_needs_steps() -> None:
    action, problems = read(f"{HEAD}runs:\n  using: composite\n  image: x\n")

    assert problems == [
        (
            4,
            3,
            "You are using a composite action but there are no steps provided in "
            f"{PATH}.",
        )
    ]
    assert action.runs is None
    assert repr(action) == f"<action {PATH}: nothing, broken>"


@pytest.mark.parametrize(
    ("before", "after", "warning"),
    [
        pytest.param(
            "steps.a.outputs",
            "steps.c.outputs",
            (11, 42, "no step before this one has the id `c`"),
            id="an output of a step",
        ),
        pytest.param(
            "run: make",
            "run: ${{ inputs.levle }}",
            (17, 16, "there is no input `levle`"),
            id="an input in a step",
        ),
        pytest.param(
            "run: make",
            "run: ${{ inputs.LEVEL }}${{ steps.a }}",
            (17, 35, "no step before this one has the id `a`"),
            id="a step that reads itself",
        ),
        pytest.param(
            "if: runner.os",
            "if: steps.b",
            (20, 11, "no step before this one has the id `b`"),
            id="a condition",
        ),
    ],
)
def test_what_is_not_there_is_warned_of(
    before: str, after: str, warning: tuple[int, int, str]
) -> None:
    action, problems = read(COMPOSITE.replace(before, after))

    assert problems == [warning]
    assert not action.broken


@pytest.mark.parametrize(
    ("text", "place"),
    [pytest.param(HEAD, (1, 1), id="no runs"), pytest.param("", (1, 1), id="empty")],
)
def test_an_action_must_run(text: str, place: tuple[int, int]) -> None:
    _, problems = read(text)

    assert problems == [(*place, f"Top level 'runs:' section is required for {PATH}")]


def test_a_yaml_error_is_the_only_one() -> None:
    action, problems = read(f"{HEAD}runs: [\n")

    assert len(problems) == 1
    assert (action.name, action.broken) == ("A", True)
