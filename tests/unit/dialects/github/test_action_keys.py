"""The keys of an action's metadata are those that the runner knows."""

from __future__ import annotations

from understudy.dialects.github.action_keys import ACTION, PRE_OR_POST_IF, STEP_IF


def test_the_runner_takes_any_other_key_at_the_top_and_in_inputs() -> None:
    inputs = ACTION.keys["inputs"].definition.loose

    assert ACTION.loose is not None and ACTION.loose[1].anything
    assert inputs is not None and inputs[1].loose is not None


def test_an_action_runs_in_one_of_four_ways() -> None:
    runs = ACTION.keys["runs"].definition

    assert [sorted(shape.keys) for shape in runs.shapes][2:] == [
        ["plugin"],
        ["steps", "using"],
    ]


def test_no_secrets_and_no_needs_reach_an_action() -> None:
    for condition in (STEP_IF, PRE_OR_POST_IF):
        assert not {"secrets", "needs", "vars"} & set(condition.contexts)
    assert "steps" in STEP_IF.contexts
    assert "steps" not in PRE_OR_POST_IF.contexts
