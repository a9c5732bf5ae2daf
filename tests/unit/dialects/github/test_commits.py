"""Where an event names commits."""

from __future__ import annotations

from dataclasses import replace

import pytest

from understudy.dialects.github.commits import Pull, playing, pull_of
from understudy.model.event import Event

HEAD, PLAYED, OTHER = "a" * 40, "b" * 40, "c" * 40


@pytest.mark.parametrize(
    ("ref", "payload", "expected"),
    [
        pytest.param(
            "refs/pull/7/merge",
            {"pull_request": {"base": {"sha": OTHER}}},
            Pull(7, OTHER),
            id="a pull request",
        ),
        pytest.param("refs/pull/7/merge", {}, Pull(7, ""), id="an unknown base"),
        pytest.param("refs/pull/x/merge", {}, None, id="no number"),
        pytest.param("refs/heads/pull", {}, None, id="a branch"),
        pytest.param("refs", {}, None, id="hardly a ref"),
    ],
)
def test_a_merge_is_played_for_a_pull_request(ref, payload, expected):
    assert pull_of(Event("pull_request", ref, "", "o/r", payload=payload)) == expected


@pytest.mark.parametrize(
    ("sha", "expected"),
    [
        pytest.param(HEAD, PLAYED, id="the head"),
        pytest.param("", PLAYED, id="none yet"),
        pytest.param(OTHER, OTHER, id="another one"),
    ],
)
def test_the_commit_that_is_played_takes_the_place_of_the_head(push, sha, expected):
    assert playing(replace(push, sha=sha), HEAD, PLAYED).sha == expected


def test_the_payload_names_it_wherever_it_named_the_head(push):
    payload = {
        "before": HEAD,
        "after": HEAD,
        "head_commit": {"id": HEAD, "message": "Start"},
        "commits": [{"id": OTHER}, {"id": HEAD}],
        "pull_request": {"head": {"sha": HEAD}, "base": {"sha": HEAD}},
        "merge_group": {"head_sha": HEAD},
        "workflow_run": None,
    }

    found = playing(replace(push, payload=payload), HEAD, PLAYED)

    assert found.payload == {
        "before": HEAD,
        "after": PLAYED,
        "head_commit": {"id": PLAYED, "message": "Start"},
        "commits": [{"id": OTHER}, {"id": PLAYED}],
        "pull_request": {"head": {"sha": PLAYED}, "base": {"sha": HEAD}},
        "merge_group": {"head_sha": PLAYED},
        "workflow_run": None,
    }
    assert payload["after"] == HEAD


def test_a_clean_tree_changes_nothing(push):
    event = replace(push, sha=HEAD, payload={"after": HEAD})

    assert playing(event, HEAD, HEAD) == event
