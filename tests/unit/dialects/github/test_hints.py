"""A value that nobody gave comes with what to do about it."""

from __future__ import annotations

import pytest

from understudy.dialects.github.hints import hint

DISPATCH = {"event_name": "workflow_dispatch", "event": {"inputs": {"level": ""}}}


def of(event: str) -> dict[str, object]:
    return {"github": {"event_name": event, "event": {}}}


@pytest.mark.parametrize(
    ("text", "value", "event", "expected"),
    [
        pytest.param(
            "github.event.pull_request.labels.*.name",
            [],
            "pull_request",
            "no labels are known; give them with --payload pr.json",
            id="a list of the event",
        ),
        pytest.param(
            "github.event.release.body",
            "",
            "release",
            "no `body` is known; give it with --payload event.json",
            id="a text of the event",
        ),
        pytest.param(
            "GitHub.Event.Comment.body",
            None,
            "issue_comment",
            "no `body` is known; give it with --payload event.json",
            id="an event whose payload is not known",
        ),
        pytest.param(
            "github.event.action",
            None,
            "push",
            "`push` has no `action`",
            id="a key that the event has never",
        ),
        pytest.param(
            "github.event.pull_request.labels.*.name",
            [],
            "schedule",
            "`schedule` has no `pull_request`",
            id="a list that the event has never",
        ),
        pytest.param(
            "github.event.organization.login",
            None,
            "push",
            "no `login` is known; give it with --payload event.json",
            id="a key that every event may have",
        ),
        pytest.param(
            "vars.REGION",
            None,
            "push",
            "not given; give it with --var REGION=VALUE",
            id="a variable",
        ),
        pytest.param(
            "inputs.level", None, "push", "`push` has no inputs", id="no inputs"
        ),
        pytest.param(
            "github.event.inputs.level",
            None,
            "pull_request",
            "`pull_request` has no inputs",
            id="no inputs in the event",
        ),
        pytest.param("inputs.level", "", "push", None, id="an input of a call"),
        pytest.param("matrix.os", None, "push", None, id="nothing to give"),
        pytest.param("vars.REGION", "eu", "push", None, id="a value that is there"),
        pytest.param("vars.N", 0.0, "push", None, id="zero is a value"),
        pytest.param(
            "failure()", False, "push", "nothing that it needs has failed", id="failure"
        ),
        pytest.param(
            "CANCELLED()", False, "push", "the run is not cancelled", id="cancelled"
        ),
        pytest.param("failure()", True, "push", None, id="a failure"),
        pytest.param("vars.A", False, "push", None, id="false is a value"),
    ],
)
def test_an_empty_value_has_a_hint(
    text: str, value: object, event: str, expected: str | None
) -> None:
    assert hint(text, value, of(event)) == expected


@pytest.mark.parametrize("text", ["Inputs.level", "github.event.inputs.level"])
def test_an_input_of_the_dispatch_can_be_given(text: str) -> None:
    expected = "not given; give it with --input level=VALUE"

    assert hint(text, "", {"github": DISPATCH}) == expected


def test_an_input_of_a_call_cannot_be_given() -> None:
    assert hint("inputs.other", "", {"github": DISPATCH}) is None


def test_whatever_the_event_there_is_nothing_to_give() -> None:
    assert hint("inputs.level", None, {"github": None}) is None
