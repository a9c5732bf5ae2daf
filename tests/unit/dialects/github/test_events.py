"""An event is made of what was asked for and of what git knows, and says the rest."""

from __future__ import annotations

from dataclasses import replace

import pytest

from understudy.dialects.github import events
from understudy.dialects.github.listening_keys import ACTIVITIES, EVENTS
from understudy.dialects.github.requests import Request
from understudy.errors import UsageError
from understudy.model.event import Changes, Event
from understudy.model.facts import Base, Facts, Person
from understudy.model.pipeline import Trigger, Workflow
from understudy.text.source import Source

SPAN = Source("ci.yml", "x").span(0, 1)
HEAD, BEFORE, MAIN = "f" * 40, "e" * 40, "a" * 40
FACTS = Facts(
    HEAD,
    "faster",
    repository="octo/mathkit",
    message="Go faster\n\nmuch",
    author=Person("A. Developer", "developer@example.org"),
    timestamp="2026-09-01T12:00:00+02:00",
    changes=Changes(("a.py",), "the last push", commits=1),
    bases={"main": Base(MAIN, changes=Changes(("a.py", "b.py"), "main"))},
    tags=("v1.2.2",),
)


def workflow(*names: str) -> Workflow:
    triggers = tuple(Trigger(name, SPAN) for name in names)
    return Workflow(".github/workflows/ci.yml", SPAN, triggers=triggers)


def made(words: str, facts: Facts = FACTS, **more: object) -> Event:
    request = events.parse_event(words.split())
    files = [workflow("push")]
    return events.synthesise(request, facts, files, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("branch", "listened", "expected"),
    [
        pytest.param("main", "pull_request", "push", id="the default branch"),
        pytest.param("faster", "pull_request", "pull_request", id="another branch"),
        pytest.param("faster", "push", "push", id="nobody listens to pull requests"),
        pytest.param(None, "pull_request", "push", id="no branch at all"),
    ],
)
def test_without_words_the_branch_decides(
    branch: str | None, listened: str, expected: str
) -> None:
    facts = replace(FACTS, branch=branch)

    event = events.synthesise(Request(), facts, [workflow(listened)])

    assert event.name == expected


def test_a_push_is_all_that_git_knows() -> None:
    facts = replace(FACTS, dirty=("a.py",), untracked=("new.py",), upstream=BEFORE)

    event = made("push", facts)

    assert event == Event(
        name="push",
        ref="refs/heads/faster",
        sha=HEAD,
        repository="octo/mathkit",
        default_branch="main",
        actor="octo",
        changes=Changes(("a.py",), "the last push", commits=1),
        payload=event.payload,
        dirty=("a.py",),
        untracked=("new.py",),
        assumed=(
            "actor `octo`",
            "a public repository",
        ),
    )


def test_a_pull_request_is_all_that_git_knows() -> None:
    event = made("pr")

    assert event == Event(
        name="pull_request",
        ref="refs/pull/1/merge",
        sha="",
        repository="octo/mathkit",
        default_branch="main",
        base="main",
        head="faster",
        action="opened",
        actor="octo",
        changes=Changes(("a.py", "b.py"), "main"),
        payload=event.payload,
        assumed=(
            "actor `octo`",
            "a public repository",
            "pull request number 1",
            "activity `opened`",
            "no labels",
            "no draft",
        ),
        message="Go faster\n\nmuch",
    )


def test_a_payload_lies_over_what_is_made_up_and_ends_assumptions() -> None:
    payload = {
        "action": "labeled",
        "number": 7,
        "pull_request": {
            "number": 7,
            "labels": [{"name": "bench"}],
            "draft": False,
            "base": {"ref": "dev"},
        },
        "sender": {"login": "mona"},
        "repository": {"full_name": "mona/kit", "default_branch": "trunk"},
    }

    event = made("pr", payload=payload)

    assert event.ref == "refs/pull/7/merge"
    assert (event.base, event.head, event.action) == ("dev", "faster", "labeled")
    assert (event.actor, event.repository) == ("mona", "mona/kit")
    assert event.default_branch == "trunk"
    assert event.changes == Changes(None, reason="`dev` is not known here")
    assert event.assumed == (
        "a public repository",
        "no commit of `dev`: it is not known here",
    )
    request = event.payload["pull_request"]
    assert isinstance(request, dict)
    assert (request["labels"], request["title"]) == ([{"name": "bench"}], "Go faster")


def test_the_payload_of_a_push_may_move_it() -> None:
    event = made("push", payload={"ref": "refs/heads/other"})

    assert event.ref == "refs/heads/other"


def test_a_merged_pull_request_runs_on_its_base() -> None:
    event = made("pr", payload={"action": "closed", "pull_request": {"merged": True}})

    assert event.ref == "refs/heads/main"


def test_changed_files_can_be_said() -> None:
    event = made("pr", changed=["x.py"])

    assert event.changes == Changes(("x.py",), against="the files that were given")


def test_a_conflict_is_a_problem_of_the_pull_request_alone() -> None:
    facts = replace(FACTS, bases={"main": Base(MAIN, conflict=True)})

    found = [
        made(words, facts).problem for words in ("pr", "pull_request_target", "push")
    ]

    text = "faster conflicts with main: GitHub starts no pull_request workflow"
    assert found == [text, None, None]


def test_a_fork_brings_its_own_repository_and_person() -> None:
    event = made("pr", fork=True)

    assert (event.fork, event.actor) == (True, "contributor")
    assert "fork `contributor/mathkit`" in event.assumed


def test_a_fork_that_a_payload_names_is_one() -> None:
    head = {"repo": {"full_name": "mona/mathkit"}}

    event = made("pr", payload={"pull_request": {"head": head}})

    assert event.fork


def test_only_a_pull_request_comes_from_a_fork() -> None:
    with pytest.raises(UsageError, match="`push` comes from no fork"):
        made("push", fork=True)


def test_only_a_dispatch_has_inputs() -> None:
    with pytest.raises(UsageError, match="`schedule` has no inputs"):
        made("schedule", inputs={"a": "1"})


def test_without_a_remote_the_repository_has_a_name_of_its_own() -> None:
    facts = replace(FACTS, repository=None)

    event = made("push", facts, repository="local/mathkit")

    assert event.repository == "local/mathkit"
    assert event.assumed[0] == "repository `local/mathkit`: there is no remote"


@pytest.mark.parametrize("words", ["tag v1.2.3", "release v1.2.3"])
def test_a_tag_takes_the_commit_and_leaves_the_rest(words: str) -> None:
    facts = replace(FACTS, dirty=("a.py", "b.py"))

    event = made(words, facts)

    assert (event.dirty, event.message) == ((), "Go faster\n\nmuch")
    assert event.assumed[-1] == "the commit, without 2 uncommitted files"


def test_a_commit_that_is_still_to_be_made_has_no_message_yet() -> None:
    facts = replace(FACTS, message="x [skip ci]", dirty=("a.py",))

    assert made("push", facts).message == ""


def test_inputs_go_before_those_of_a_payload() -> None:
    payload = {"inputs": {"a": "1", "b": "2"}}

    event = made("dispatch", payload=payload, inputs={"b": "3"})

    assert dict(event.inputs) == {"a": "1", "b": "3"}
    assert event.payload["inputs"] == {"a": "1", "b": "3"}


def test_inputs_that_are_no_object_are_none() -> None:
    event = made("dispatch", payload={"inputs": "x"}, inputs={"b": "3"})

    assert dict(event.inputs) == {"b": "3"}


@pytest.mark.parametrize("name", sorted(EVENTS))
def test_every_event_of_github_can_be_made(name: str) -> None:
    event = made(name)

    assert event.name == name
    assert event.ref.startswith("refs/")
    assert event.payload["sender"] and event.payload["repository"]
    assert type(event.payload.get("action")) is (
        str if name in ACTIVITIES else type(None)
    )


def test_a_dispatch_that_fits_no_workflow_is_refused() -> None:
    with pytest.raises(UsageError, match="no workflow `x`"):
        made("dispatch x")
