"""Pushes of branches and tags, and releases, look as GitHub's do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from understudy.dialects.github import events
from understudy.errors import UsageError
from understudy.model.event import Changes, Event
from understudy.model.facts import Base, Facts, Person
from understudy.model.pipeline import Trigger, Workflow
from understudy.text.source import Source

SPAN = Source("ci.yml", "x").span(0, 1)
HEAD, BEFORE, MAIN, PARENT = "f" * 40, "e" * 40, "a" * 40, "d" * 40
NONE = "0" * 40
COMPARE = "https://github.com/octo/mathkit/compare"
PUSHED = Changes(("a.py",), "the last push", commits=1)
DIRECT = Changes(("b.py",), "main", commits=3)
FACTS = Facts(
    HEAD,
    "faster",
    repository="octo/mathkit",
    message="Go faster",
    author=Person("A. Developer", "developer@example.org"),
    timestamp="2026-09-01T12:00:00+02:00",
    tree="c" * 40,
    parent=PARENT,
    upstream=BEFORE,
    changes=PUSHED,
    bases={"main": Base(MAIN, direct=DIRECT)},
    tags=("v1.2.2", "v1.2.1"),
)


def made(words: str, facts: Facts = FACTS, *types: str) -> Event:
    trigger = Trigger("release", SPAN, types=types or None)
    workflow = Workflow("ci.yml", SPAN, triggers=(trigger,))
    return events.synthesise(events.parse_event(words.split()), facts, [workflow])


def test_a_push_has_the_payload_of_one() -> None:
    payload = dict(made("push").payload)

    head = {
        "id": HEAD,
        "tree_id": "c" * 40,
        "distinct": True,
        "message": "Go faster",
        "timestamp": "2026-09-01T12:00:00+02:00",
        "url": f"https://github.com/octo/mathkit/commit/{HEAD}",
        "author": {"name": "A. Developer", "email": "developer@example.org"},
        "committer": {"name": "A. Developer", "email": "developer@example.org"},
    }
    assert {key: payload.pop(key) for key in ("repository", "sender")}
    assert payload == {
        "ref": "refs/heads/faster",
        "before": BEFORE,
        "after": HEAD,
        "created": False,
        "deleted": False,
        "forced": False,
        "base_ref": None,
        "compare": f"{COMPARE}/eeeeeeeeeeee...ffffffffffff",
        "commits": [head],
        "head_commit": head,
        "pusher": {"name": "octo", "email": "developer@example.org"},
    }


def test_a_branch_that_was_never_pushed_is_created() -> None:
    payload = made("push", replace(FACTS, upstream=None)).payload

    assert (payload["before"], payload["created"]) == (NONE, True)
    assert payload["compare"] == f"{COMPARE}/faster"


def test_a_push_of_nothing_new_is_that_of_the_last_commit() -> None:
    event = made("push", replace(FACTS, upstream=HEAD))

    assert event.payload["before"] == PARENT
    assert "the last commit is pushed, as no newer one waits" in event.assumed


def test_what_is_not_committed_is_pushed_on_top() -> None:
    event = made("push", replace(FACTS, upstream=HEAD, dirty=("a.py",)))

    assert event.payload["before"] == HEAD
    assert not any("the last commit is pushed" in text for text in event.assumed)


def test_another_branch_that_has_the_commit_is_not_compared() -> None:
    bases = {"main": replace(FACTS.bases["main"], sha=HEAD)}

    event = made("push main", replace(FACTS, bases=bases))

    assert event.payload["before"] == PARENT
    assert event.changes == Changes(None, reason="`main` has this commit already")


def test_a_shallow_checkout_does_not_know_what_its_commit_changed() -> None:
    facts = replace(FACTS, upstream=HEAD, parent=None, is_shallow=True)

    reason = "this shallow checkout ends at this commit"
    assert made("push", facts).changes == Changes(None, reason=reason)


def test_the_first_commit_of_all_is_a_new_branch() -> None:
    event = made("push", replace(FACTS, upstream=HEAD, parent=None))

    assert (event.payload["before"], event.payload["created"]) == (NONE, True)


def test_a_push_to_another_branch_is_compared_with_that_one() -> None:
    event = made("push main")

    assert event.ref == "refs/heads/main"
    assert event.payload["before"] == MAIN
    assert event.changes == DIRECT
    assert "`commits` holds the head commit only" in event.assumed


def test_a_push_to_a_branch_that_is_not_known_changes_nobody_knows_what() -> None:
    event = made("push dev")

    assert event.payload["before"] == NONE
    assert event.changes == Changes(None, reason="`dev` is not known here")


def test_a_detached_head_is_pushed_to_the_default_branch() -> None:
    event = made("push", replace(FACTS, branch=None))

    assert event.ref == "refs/heads/main"
    assert "branch `main`: HEAD is detached" in event.assumed


def test_a_tag_is_created_whatever_files_it_changes() -> None:
    event = made("tag v1.2.3")

    assert (event.ref, event.sha) == ("refs/tags/v1.2.3", HEAD)
    assert (event.payload["before"], event.payload["created"]) == (NONE, True)
    assert event.changes.files is None
    assert event.assumed == (
        "actor `octo`",
        "a public repository",
        "tag `v1.2.3`: it does not exist yet, and will in the workspaces only",
    )


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(FACTS, None, id="no branch ends there"),
        pytest.param(
            replace(FACTS, upstream=HEAD), "refs/heads/faster", id="a branch ends there"
        ),
        pytest.param(replace(FACTS, upstream=HEAD, branch=None), None, id="detached"),
    ],
)
def test_a_tag_names_the_branch_that_ends_there(
    facts: Facts, expected: str | None
) -> None:
    assert made("tag v1.2.3", facts).payload["base_ref"] == expected


@pytest.mark.parametrize(
    ("shas", "expected"),
    [
        pytest.param({"v1.2.2": HEAD}, (), id="here"),
        pytest.param({}, (), id="somewhere"),
        pytest.param(
            {"v1.2.2": MAIN},
            ("tag `v1.2.2` at fffffff: here it is at aaaaaaa",),
            id="x",
        ),
    ],
)
def test_a_tag_that_exists_elsewhere_is_said_to(
    shas: dict[str, str], expected: tuple[str, ...]
) -> None:
    event = made("tag v1.2.2", replace(FACTS, tag_shas=shas))

    assert event.assumed[2:] == expected


def test_a_release_has_the_payload_of_one() -> None:
    event = made("release v1.2.3")

    release = event.payload["release"]
    assert isinstance(release, dict)
    assert (event.ref, event.sha, event.action) == (
        "refs/tags/v1.2.3",
        HEAD,
        "published",
    )
    assert event.payload["action"] == "published"
    assert {
        key: release[key] for key in ("tag_name", "name", "draft", "prerelease")
    } == {
        "tag_name": "v1.2.3",
        "name": "v1.2.3",
        "draft": False,
        "prerelease": False,
    }
    assert release["target_commitish"] == "faster"
    assert event.assumed[2:] == (
        "tag `v1.2.3`: it does not exist yet, and will in the workspaces only",
        "activity `published`",
    )


def test_a_release_without_a_tag_is_the_next_one() -> None:
    event = made("release")

    assert event.ref == "refs/tags/v1.2.3"
    assert "tag `v1.2.3`, as the last one is v1.2.2" in event.assumed


def test_a_release_after_a_tag_without_a_number_is_that_one() -> None:
    event = made("release", replace(FACTS, tags=("stable",)))

    assert event.ref == "refs/tags/stable"


def test_a_payload_may_name_the_tag_of_a_release() -> None:
    payload = {"action": "edited", "release": {"tag_name": "v9"}}
    request = events.parse_event(["release"])

    event = events.synthesise(request, FACTS, [], payload=payload)

    assert (event.ref, event.action) == ("refs/tags/v9", "edited")
    assert event.assumed == (
        "actor `octo`",
        "a public repository",
        "tag `v9`: it does not exist yet, and will in the workspaces only",
    )


def test_a_first_release_wants_a_tag() -> None:
    with pytest.raises(UsageError) as caught:
        made("release", replace(FACTS, tags=()))

    assert str(caught.value) == "`release` wants a tag; as in `release v0.1.0`"


@pytest.mark.parametrize(
    ("types", "expected"),
    [
        pytest.param(("published", "released"), "published", id="the usual one"),
        pytest.param(("released",), "released", id="the one that is listened to"),
        pytest.param(("prereleased",), "prereleased", id="a candidate"),
        pytest.param((), "published", id="all of them"),
    ],
)
def test_a_release_is_an_activity_that_somebody_listens_to(
    types: tuple[str, ...], expected: str
) -> None:
    event = made("release v1", FACTS, *types)

    release = event.payload["release"]
    assert isinstance(release, dict)
    assert event.action == expected
    assert release["prerelease"] is (expected == "prereleased")
