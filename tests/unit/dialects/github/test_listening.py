"""The events of an `on` come with their filters, whatever form it has."""

from __future__ import annotations

import pytest

from understudy.dialects.github.listening import read_triggers
from understudy.dialects.github.problems import Problems
from understudy.model.pipeline import Trigger
from understudy.text import yaml
from understudy.text.source import Source


def read(text: str) -> tuple[tuple[Trigger, ...], list[tuple[int, str]]]:
    node, _ = yaml.load(Source("x.yml", text))
    problems = Problems()
    triggers = read_triggers(node, problems)
    return triggers, [(found.span.line, found.message) for found in problems.sorted()]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("push", id="a word"),
        pytest.param("[push]", id="a list"),
        pytest.param("push:", id="a mapping"),
    ],
)
def test_an_event_has_three_forms(text: str) -> None:
    (push,), _ = read(text)

    assert (push.event, push.types, push.filters) == ("push", None, ())
    assert push.span.column == text.index("push") + 1


@pytest.mark.parametrize("text", ["~", "[]", "{}", "${{ a }}", "{'${{ a }}': }"])
def test_nothing_and_the_computed_are_no_events(text: str) -> None:
    assert read(text)[0] == ()


def test_filters_keep_every_pattern_and_its_place() -> None:
    (push,), _ = read("push:\n  branches: [main, 3.10]\n  paths: src/**\n")

    assert [(found.kind, found.patterns) for found in push.filters] == [
        ("branches", ("main", "3.1")),
        ("paths", ("src/**",)),
    ]
    branches = push.filter("branches")
    assert branches is not None
    assert [span.column for span in branches.spans] == [14, 20]
    assert (branches.span.line, branches.span.column) == (2, 3)


def test_types_and_workflows_may_be_one_word_or_a_list() -> None:
    (pull, run), _ = read("""\
pull_request: {types: opened}
workflow_run: {workflows: [CI], types: [completed]}
""")

    assert (pull.types, pull.workflows) == (("opened",), ())
    assert (run.types, run.workflows) == (("completed",), ("CI",))


def test_a_key_without_a_value_is_not_there() -> None:
    (push, pull), _ = read("""\
push: {branches: [main], tags: }
pull_request: {types: , branches: ~, paths: []}
""")

    assert [filter.kind for filter in push.filters] == ["branches"]
    assert pull.types is None
    assert [filter.kind for filter in pull.filters] == ["paths"]


def test_a_schedule_has_crons_and_the_wrong_ones_are_problems() -> None:
    (schedule,), problems = read("""\
schedule:
  - cron: '0 3 * * *'
  - cron: 'every day'
  - timezone: Europe/Berlin
""")

    assert schedule.crons == ("0 3 * * *", "every day")
    assert problems == [
        (
            3,
            "Invalid cron expression. "
            "Expected format: '* * * * *' (minute hour day month weekday)",
        )
    ]


def test_inputs_secrets_and_outputs_of_a_call() -> None:
    (call,), problems = read("""\
workflow_call:
  inputs:
    level: {type: number, required: true, default: 3, description: How far}
  secrets:
    TOKEN: {required: true}
    OTHER:
  outputs:
    done: {value: '${{ jobs.a.outputs.b }}'}
    broken: {}
""")

    assert problems == []
    (level,) = call.inputs
    assert (level.name, level.type, level.required) == ("level", "number", True)
    assert level.default and level.default.text == "3"
    assert level.description == "How far"
    assert level.span and level.span.line == 3
    assert [(secret.name, secret.required) for secret in call.secrets] == [
        ("TOKEN", True),
        ("OTHER", False),
    ]
    assert {name: found.text for name, found in call.outputs.items()} == {
        "done": "${{ jobs.a.outputs.b }}"
    }


def test_an_input_of_a_dispatch_may_say_nothing() -> None:
    (dispatch,), problems = read("workflow_dispatch:\n  inputs:\n    a:\n")

    assert problems == []
    assert [(found.name, found.type) for found in dispatch.inputs] == [("a", "string")]


def test_a_choice_has_options_and_nothing_else_does() -> None:
    (dispatch,), problems = read("""\
workflow_dispatch:
  inputs:
    good: {type: choice, options: [a, 1]}
    without: {type: choice}
    with: {type: string, options: [a]}
""")

    assert dispatch.inputs[0].options == ("a", "1")
    assert problems == [
        (4, "Missing 'options' for choice input"),
        (5, "Input type is not 'choice', but 'options' is defined"),
    ]
