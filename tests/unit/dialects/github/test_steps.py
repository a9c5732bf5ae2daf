"""Steps get ids, kinds and conditions, and GitHub's objections."""

from __future__ import annotations

import pytest

from understudy.dialects.github.keys import STEP_IF
from understudy.dialects.github.problems import Problems
from understudy.dialects.github.steps import read_steps
from understudy.model.pipeline import Step, StepKind
from understudy.text import yaml
from understudy.text.source import Source


def read(text: str) -> tuple[tuple[Step, ...], list[tuple[int, str]]]:
    node, _ = yaml.load(Source("x.yml", text))
    problems = Problems()
    steps = read_steps(node, STEP_IF, problems)
    return steps, [(found.span.line, found.message) for found in problems.sorted()]


def test_a_step_has_all_that_it_says() -> None:
    (script, action), problems = read("""\
- id: build
  name: Build
  if: env.A
  run: make
  shell: bash
  working-directory: src
  env: {A: b}
  continue-on-error: true
  timeout-minutes: 5
  background: true
- uses: actions/checkout@v4
  with: {path: x}
""")

    assert problems == []
    assert (script.id, script.kind, script.has_own_id) == ("build", StepKind.RUN, True)
    assert script.condition is not None
    assert script.condition.text == "success() && (env.A)"
    texts = (script.name, script.script, script.shell, script.working_directory)
    assert [template.text for template in texts if template] == [
        "Build",
        "make",
        "bash",
        "src",
    ]
    assert script.env and script.continue_on_error and script.timeout_minutes
    assert script.background
    assert script.span.line == 1
    assert (action.id, action.kind) == ("__actions_checkout", StepKind.USES)
    assert action.uses and action.uses.text == "actions/checkout@v4"
    assert action.inputs and not action.has_own_id and not action.background
    assert action.condition and action.condition.text == "success()"


def test_generated_ids_count_up_in_the_order_of_the_file() -> None:
    steps, _ = read("""\
- run: a
- uses: ./x
- id: mine
  run: b
- run: c
- uses: docker://alpine
""")

    assert [step.id for step in steps] == [
        "__run",
        "__self",
        "mine",
        "__run_2",
        "__alpine",
    ]


def test_background_steps_can_be_waited_for() -> None:
    steps, problems = read("""\
- id: server
  run: serve
  background: true
- wait: [server]
- wait-all:
- cancel: server
- parallel:
    - run: a
    - uses: ./b
""")

    assert problems == []
    assert [(step.id, step.kind.value) for step in steps] == [
        ("server", "run"),
        ("__wait", "wait"),
        ("__wait-all", "wait-all"),
        ("__cancel", "cancel"),
        ("__parallel", "parallel"),
    ]
    assert [step.targets for step in steps[1:4]] == [("server",), (), ("server",)]
    assert [step.id for step in steps[4].steps] == ["__run", "__self"]
    assert steps[1].condition is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param(
            "- wait: x", "Step references unknown step ID 'x'", id="an unknown target"
        ),
        pytest.param(
            "- wait: later\n- id: later\n  run: a",
            "Step references unknown step ID 'later'",
            id="a later target",
        ),
        pytest.param(
            "- id: me\n  cancel: ME", "Step 'me' cannot reference itself", id="itself"
        ),
        pytest.param(
            "- cancel: __run",
            "The identifier '__run' is invalid. IDs starting with '__' are reserved.",
            id="a generated id",
        ),
        pytest.param(
            "- wait-all: false",
            "The value of 'wait-all' must be true or omitted",
            id="waiting for nothing",
        ),
        pytest.param(
            "- parallel: [{parallel: []}]",
            "Nested 'parallel' blocks are not allowed.",
            id="groups in groups",
        ),
        pytest.param(
            "- parallel: [{run: a, background: true}]",
            "'background' is not allowed inside a parallel block. Steps in a parallel "
            "block are automatically run as background steps.",
            id="background in a group",
        ),
        pytest.param(
            "- parallel: [{wait-all: true}]",
            "'wait-all' is not allowed inside a parallel block.",
            id="waiting in a group",
        ),
        pytest.param(
            "- name: x",
            "Expected one of uses, run, wait, wait-all, cancel, or parallel to be "
            "defined",
            id="nothing to do",
        ),
        pytest.param(
            "- uses: checkout@v4",
            "Expected format {org}/{repo}[/path]@ref. Actual 'checkout@v4'",
            id="no action",
        ),
        pytest.param(
            "- id: a b\n  run: c",
            "The identifier 'a b' is invalid. IDs may only contain alphanumeric "
            "characters, '_', and '-'. IDs must start with a letter or '_' and and "
            "must be less than 100 characters.",
            id="no id",
        ),
        pytest.param(
            "- {id: a, run: b}\n- {id: A, run: c}",
            "The identifier 'A' may not be used more than once within the same scope.",
            id="the same id",
        ),
    ],
)
def test_objections_are_github_s(text: str, problem: str) -> None:
    _, problems = read(text)

    assert [message for _, message in problems] == [problem]


def test_what_is_no_step_is_left_out() -> None:
    steps, _ = read("- name: x\n- run: a\n- b\n")

    assert [step.id for step in steps] == ["__run"]
    assert read("a: b")[0] == ()
