from __future__ import annotations

import dataclasses

import pytest

from understudy.actions import checkout_request
from understudy.engine.contract import ActionFailed
from understudy.model.event import Event

SHA = "c" * 40


def read(host, **given):
    return checkout_request.read(
        host("actions/checkout@v7", {k.replace("_", "-"): v for k, v in given.items()})
    )


def test_without_inputs_it_is_the_ref_and_the_commit_of_the_event(host):
    leg = host("actions/checkout@v7")

    asked = checkout_request.read(leg)

    assert (asked.repository, asked.ref, asked.commit, asked.named) == (
        "acme/project",
        "refs/heads/main",
        leg.origin.played,
        "",
    )
    assert (asked.folder, asked.depth) == (leg.workspace.resolve(), 1)
    assert asked.url == "https://github.com/acme/project"


def test_the_bare_ref_of_an_event_is_a_branch(host):
    event = Event("pull_request", "main", SHA, "acme/project")
    leg = host("actions/checkout@v7", event=event)

    assert checkout_request.read(leg).ref == "refs/heads/main"


def test_an_event_without_a_commit_sees_what_is_played(host):
    event = Event("push", "refs/heads/main", "", "acme/project")
    leg = host("actions/checkout@v7", event=event)

    assert checkout_request.read(leg).commit == leg.origin.played


@pytest.mark.parametrize(
    "ref, expected",
    [
        pytest.param("v1", ("v1", "", "v1"), id="a name"),
        pytest.param(SHA, ("", SHA, SHA), id="a commit"),
        pytest.param("d" * 64, ("", "d" * 64, "d" * 64), id="a longer commit"),
        pytest.param(SHA[:39], (SHA[:39], "", SHA[:39]), id="too short for one"),
    ],
)
def test_a_ref_that_is_named_is_a_commit_or_a_name(host, ref, expected):
    asked = read(host, ref=ref)

    assert (asked.ref, asked.commit, asked.named) == expected


def test_another_repository_has_no_ref_of_the_event(host):
    asked = read(host, repository="acme/other")

    assert (asked.repository, asked.ref, asked.commit) == ("acme/other", "", "")


@pytest.mark.parametrize("name", ["other", "a/b/c", "/b", "a/"])
def test_a_repository_has_an_owner_and_a_name(host, name):
    with pytest.raises(ActionFailed) as failure:
        read(host, repository=name)

    assert failure.value.message == (
        f"Invalid repository '{name}'. Expected format {{owner}}/{{repo}}."
    )


def test_a_path_stays_below_the_workspace(host):
    leg = host("actions/checkout@v7", {"path": "../other"})

    with pytest.raises(ActionFailed) as failure:
        checkout_request.read(leg)

    workspace = leg.workspace.resolve()
    assert failure.value.message == (
        f"Repository path '{workspace.parent / 'other'}' is not under '{workspace}'"
    )


def test_a_path_may_lie_below(host):
    leg = host("actions/checkout@v7", {"path": "src/it"})

    assert checkout_request.read(leg).folder == leg.workspace.resolve() / "src/it"


@pytest.mark.parametrize(
    "uses, given, expected",
    [
        pytest.param("v4", {}, 1, id="one commit"),
        pytest.param("v4", {"fetch-depth": "0"}, 0, id="everything"),
        pytest.param("v4", {"fetch-depth": "2.9"}, 2, id="rounded down"),
        pytest.param("v4", {"fetch-depth": "-3"}, 0, id="less than nothing"),
        pytest.param("v4", {"fetch-depth": "all"}, 0, id="no number"),
        pytest.param("v4", {"fetch-depth": ""}, 1, id="empty"),
        pytest.param("v1", {}, 0, id="v1 fetches everything"),
        pytest.param("v1", {"fetch-depth": "1"}, 1, id="v1 when told otherwise"),
    ],
)
def test_how_many_commits_are_fetched(host, uses, given, expected):
    leg = host(f"actions/checkout@{uses}", given)

    assert checkout_request.read(leg).depth == expected


@pytest.mark.parametrize(
    "value, expected",
    [("true", "true"), ("Recursive", "recursive"), ("false", ""), ("", "")],
)
def test_submodules_are_asked_for_in_two_ways(host, value, expected):
    assert read(host, submodules=value).submodules == expected


def test_the_other_inputs_are_taken_as_they_are(host):
    asked = read(
        host, fetch_tags="TRUE", lfs="true", filter="tree:0", sparse_checkout="a\n\nb"
    )

    assert (asked.tags, asked.lfs, asked.filter, asked.sparse) == (
        True,
        True,
        "tree:0",
        ("a", "b"),
    )


@pytest.mark.parametrize(
    "value, default, expected",
    [("", "true", True), ("", "", False), ("True", "", True), ("1", "true", False)],
)
def test_an_empty_input_has_the_default_of_the_original(host, value, default, expected):
    leg = host("actions/checkout@v7", {"clean": value})

    assert checkout_request.is_true(leg, "clean", default) is expected


def fork(host, **given):
    payload = {
        "repository": {"id": 1},
        "pull_request": {"head": {"sha": SHA, "repo": {"id": 2}}},
    }
    event = Event(
        "pull_request_target", "refs/heads/main", "", "acme/project", payload=payload
    )
    return host("actions/checkout@v7", given, event=event)


def test_the_code_of_a_fork_is_refused_in_a_trusted_workflow(host):
    with pytest.raises(ActionFailed, match="^Refusing to check out fork pull request"):
        checkout_request.read(fork(host, ref=SHA))


def test_it_is_not_for_who_asks_for_it_by_name(host):
    leg = fork(host, ref=SHA)
    given = {**leg.given, "allow-unsafe-pr-checkout": "true"}

    asked = checkout_request.read(dataclasses.replace(leg, given=given))

    assert asked.commit == SHA


def test_the_base_of_the_pull_request_is_not_refused(host):
    assert checkout_request.read(fork(host)).ref == "refs/heads/main"
