"""Pull requests and merge groups look as GitHub's do, with all that is made up said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from understudy.dialects.github import events, payloads
from understudy.model.event import Changes, Event
from understudy.model.facts import Base, Facts
from understudy.text.source import Source

SPAN = Source("ci.yml", "x").span(0, 1)
HEAD, BEFORE, MAIN, DEV = "f" * 40, "e" * 40, "a" * 40, "b" * 40
SINCE = Changes(("a.py",), "where faster left main", commits=4)
FACTS = Facts(
    HEAD,
    "faster",
    repository="octo/mathkit",
    message="Go faster\n\nmuch\n",
    bases={"main": Base(MAIN, changes=SINCE), "dev": Base(DEV)},
)


def made(words: str, facts: Facts = FACTS, **more: object) -> Event:
    request = events.parse_event(words.split())
    return events.synthesise(request, facts, [], **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param("action", "opened", id="activity"),
        pytest.param("number", 1, id="number"),
        pytest.param("pull_request.number", 1, id="number again"),
        pytest.param("pull_request.state", "open", id="state"),
        pytest.param("pull_request.title", "Go faster", id="title"),
        pytest.param("pull_request.body", "much", id="body"),
        pytest.param("pull_request.labels", [], id="labels"),
        pytest.param("pull_request.draft", False, id="draft"),
        pytest.param("pull_request.merged", False, id="merged"),
        pytest.param("pull_request.commits", 4, id="commits"),
        pytest.param("pull_request.user.login", "octo", id="user"),
        pytest.param("pull_request.head.ref", "faster", id="head"),
        pytest.param("pull_request.head.sha", HEAD, id="its commit"),
        pytest.param("pull_request.head.label", "octo:faster", id="its label"),
        pytest.param("pull_request.head.repo.full_name", "octo/mathkit", id="its repo"),
        pytest.param("pull_request.head.repo.fork", False, id="no fork"),
        pytest.param("pull_request.base.ref", "main", id="base"),
        pytest.param("pull_request.base.sha", MAIN, id="its newest commit"),
        pytest.param("pull_request.base.repo.full_name", "octo/mathkit", id="its home"),
        pytest.param("pull_request.html_url", "https://github.com/octo/mathkit/pull/1"),
        pytest.param("before", None, id="nothing before"),
        pytest.param("repository.full_name", "octo/mathkit", id="repository"),
        pytest.param("sender.login", "octo", id="sender"),
    ],
)
def test_a_pull_request_has_the_payload_of_one(path: str, expected: object) -> None:
    assert payloads.at(made("pr").payload, path) == expected


def test_new_commits_on_a_pushed_branch_synchronize() -> None:
    event = made("pr", replace(FACTS, upstream=BEFORE))

    assert event.action == "synchronize"
    assert (event.payload["before"], event.payload["after"]) == (BEFORE, HEAD)


def test_a_pull_request_goes_into_the_base_that_was_asked_for() -> None:
    event = made("pr dev")

    assert event.base == "dev"
    assert payloads.at(event.payload, "pull_request.base.sha") == DEV


def test_a_base_that_is_not_known_leaves_its_facts_open() -> None:
    event = made("pr next")

    assert event.changes == Changes(None, reason="`next` is not known here")
    assert payloads.at(event.payload, "pull_request.base.sha") is None
    assert "no commit of `next`: it is not known here" in event.assumed


def test_a_fork_has_its_own_repository() -> None:
    payload = made("pr", fork=True).payload

    paths = [
        "head.repo.full_name",
        "head.repo.fork",
        "head.label",
        "user.login",
        "author_association",
        "maintainer_can_modify",
    ]
    assert [payloads.at(payload, f"pull_request.{path}") for path in paths] == [
        "contributor/mathkit",
        True,
        "contributor:faster",
        "contributor",
        "CONTRIBUTOR",
        True,
    ]


@pytest.mark.parametrize(
    ("branch", "fork", "expected"),
    [
        pytest.param(
            None, False, "head branch `HEAD`: HEAD is detached", id="detached"
        ),
        pytest.param(
            "main",
            False,
            "head branch `main`, though it is the base as well",
            id="same",
        ),
        pytest.param("main", True, None, id="the same of a fork"),
        pytest.param("faster", False, None, id="another"),
    ],
)
def test_an_odd_head_is_said(
    branch: str | None, fork: bool, expected: str | None
) -> None:
    event = made("pr", replace(FACTS, branch=branch), fork=fork)

    said = [text for text in event.assumed if text.startswith("head branch")]
    assert said == ([expected] if expected else [])


def test_a_payload_may_name_the_head() -> None:
    payload = {"pull_request": {"head": {"ref": "other"}}}

    event = made("pr", replace(FACTS, branch=None), payload=payload)

    assert event.head == "other"
    assert not [text for text in event.assumed if text.startswith("head branch")]


@pytest.mark.parametrize(
    "payload",
    [
        pytest.param({"number": 7}, id="at the top"),
        pytest.param({"pull_request": {"number": 7.0}}, id="within"),
    ],
)
def test_a_payload_may_number_it(payload: dict[str, object]) -> None:
    assert made("pr", payload=payload).ref == "refs/pull/7/merge"


def test_the_target_runs_on_the_default_branch() -> None:
    event = made("pull_request_target dev")

    assert (event.ref, event.sha, event.base) == ("refs/heads/main", MAIN, "dev")
    assert payloads.at(event.payload, "pull_request.head.sha") == HEAD


def test_the_target_of_an_unknown_default_branch_has_no_commit_yet() -> None:
    event = made("pull_request_target", replace(FACTS, bases={}))

    assert (event.ref, event.sha) == ("refs/heads/main", "")


@pytest.mark.parametrize(
    ("name", "action", "text"),
    [
        pytest.param(
            "pull_request_review", "submitted", "nothing about the review", id="review"
        ),
        pytest.param(
            "pull_request_review_comment",
            "created",
            "nothing about the comment",
            id="comment",
        ),
    ],
)
def test_a_review_is_one_of_a_pull_request(name: str, action: str, text: str) -> None:
    event = made(name)

    assert (event.ref, event.base, event.action) == (
        "refs/pull/1/merge",
        "main",
        action,
    )
    assert event.assumed[-1] == text


def test_a_merge_group_waits_in_front_of_its_base() -> None:
    event = made("merge_group dev")

    ref = f"refs/heads/gh-readonly-queue/dev/pr-1-{DEV}"
    assert (event.ref, event.sha, event.base) == (ref, "", "dev")
    assert event.action == "checks_requested"
    assert event.assumed[2:] == ("a merge group of pull request 1 alone",)
    group = event.payload["merge_group"]
    assert isinstance(group, dict)
    assert {
        key: group[key] for key in ("head_sha", "head_ref", "base_sha", "base_ref")
    } == {
        "head_sha": HEAD,
        "head_ref": ref,
        "base_sha": DEV,
        "base_ref": "refs/heads/dev",
    }


def test_a_merge_group_without_a_word_goes_into_the_default_branch() -> None:
    event = made("merge_group", replace(FACTS, bases={}))

    assert event.ref == f"refs/heads/gh-readonly-queue/main/pr-1-{HEAD}"
    assert event.base == "main"
