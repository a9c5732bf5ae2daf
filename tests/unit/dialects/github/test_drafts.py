"""A draft is of a usual occasion, or at least of one that somebody listens to."""

from __future__ import annotations

import pytest

from understudy.dialects.github.drafts import (
    Assumption,
    Draft,
    Given,
    action_of,
    on_default_branch,
)
from understudy.dialects.github.payloads import Setting
from understudy.dialects.github.requests import Request
from understudy.model.facts import Facts
from understudy.model.pipeline import Trigger, Workflow
from understudy.text.source import Source

SPAN = Source("ci.yml", "x").span(0, 1)


def given(name: str, *types: tuple[str, ...] | None, branch: str = "main") -> Given:
    workflows = [
        Workflow("ci.yml", SPAN, triggers=(Trigger(name, SPAN, types=listed),))
        for listed in types
    ]
    setting = Setting("octo/mathkit", "main", "octo")
    facts = Facts("f" * 40, branch)
    return Given(Request(name), name, facts, workflows, setting, {}, {})


@pytest.mark.parametrize(
    ("name", "types", "expected"),
    [
        pytest.param("issues", (), "opened", id="nobody listens"),
        pytest.param("issues", (None,), "opened", id="somebody listens to all"),
        pytest.param("issues", (("closed", "opened"),), "opened", id="the usual one"),
        pytest.param(
            "issues", (("closed", "edited"),), "closed", id="the first listed"
        ),
        pytest.param(
            "issues", (("closed",), ("opened",)), "opened", id="the usual one of two"
        ),
        pytest.param("issues", (("closed",), None), "opened", id="all of two"),
        pytest.param("milestone", (), "opened", id="the usual one of another"),
        pytest.param("label", (), "created", id="the first that there is"),
        pytest.param("page_build", (), "", id="none at all"),
    ],
)
def test_an_activity_is_one_that_somebody_listens_to(
    name: str, types: tuple[tuple[str, ...] | None, ...], expected: str
) -> None:
    assert action_of(given(name, *types)) == expected


def test_only_workflows_with_the_event_listen() -> None:
    found = given("issues", None)
    other = Workflow("x.yml", SPAN, triggers=(Trigger("push", SPAN),))

    listening = Given(
        found.request,
        found.name,
        found.facts,
        [other, *found.workflows],
        found.setting,
        {},
        {},
    ).listening

    assert listening == list(found.workflows)


@pytest.mark.parametrize(
    ("branch", "said"),
    [
        pytest.param("main", [], id="on it"),
        pytest.param(
            "faster",
            ["this tree in place of the default branch `main`"],
            id="on another",
        ),
    ],
)
def test_a_tree_may_stand_in_for_the_default_branch(
    branch: str, said: list[str]
) -> None:
    first = Assumption("action", "activity `opened`")

    draft = on_default_branch(given("issues", branch=branch), {"a": 1.0}, (first,))

    assert draft == Draft("refs/heads/main", {"a": 1.0}, draft.assumed, "f" * 40)
    assert [one.text for one in draft.assumed] == ["activity `opened`", *said]
