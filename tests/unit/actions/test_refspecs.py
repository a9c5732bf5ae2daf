from __future__ import annotations

import pytest

from understudy.actions import refspecs
from understudy.actions.refspecs import TAGS, Target

SHA = "1" * 40


@pytest.mark.parametrize(
    "ref, commit, tags, expected",
    [
        pytest.param(
            "refs/heads/a/b",
            SHA,
            False,
            (f"+{SHA}:refs/remotes/origin/a/b",),
            id="a branch where the event saw it",
        ),
        pytest.param(
            "refs/heads/main",
            "",
            False,
            ("+refs/heads/main:refs/remotes/origin/main",),
            id="a branch where it is now",
        ),
        pytest.param(
            "refs/pull/1/merge",
            SHA,
            True,
            (TAGS, f"+{SHA}:refs/remotes/pull/1/merge"),
            id="a pull request, and every tag",
        ),
        pytest.param(
            "refs/pull/1/head",
            "",
            False,
            ("+refs/pull/1/head:refs/remotes/pull/1/head",),
            id="a pull request by its name",
        ),
        pytest.param(
            "refs/tags/v1",
            SHA,
            False,
            ("+refs/tags/v1:refs/tags/v1",),
            id="a tag is fetched by its name",
        ),
        pytest.param("refs/tags/v1", "", True, (TAGS,), id="it is one of all the tags"),
        pytest.param("", SHA, False, (SHA,), id="a commit"),
        pytest.param(
            "refs/notes/x", SHA, False, (SHA,), id="the commit of another ref"
        ),
        pytest.param(
            "refs/notes/x", "", False, ("+refs/notes/x:refs/notes/x",), id="another ref"
        ),
        pytest.param(
            "v1",
            "",
            False,
            (
                "+refs/heads/v1*:refs/remotes/origin/v1*",
                "+refs/tags/v1*:refs/tags/v1*",
            ),
            id="a bare name may be a branch or a tag",
        ),
        pytest.param(
            "v1",
            "",
            True,
            (TAGS, "+refs/heads/v1*:refs/remotes/origin/v1*"),
            id="a bare name among all the tags",
        ),
    ],
)
def test_what_is_fetched_for_a_ref(ref, commit, tags, expected):
    assert refspecs.wanted(ref, commit, tags) == expected


@pytest.mark.parametrize(
    "ref, commit, expected",
    [
        pytest.param("refs/heads/main", SHA, (), id="a branch is among the branches"),
        pytest.param(
            "refs/pull/1/merge",
            SHA,
            (f"+{SHA}:refs/remotes/pull/1/merge",),
            id="a pull request is not",
        ),
        pytest.param(
            "refs/pull/1/merge",
            "",
            ("+refs/pull/1/merge:refs/remotes/pull/1/merge",),
            id="nor is one by its name",
        ),
    ],
)
def test_all_of_the_history_is_every_branch_and_every_tag(ref, commit, expected):
    assert refspecs.everything(ref, commit) == (
        "+refs/heads/*:refs/remotes/origin/*",
        TAGS,
        *expected,
    )


@pytest.mark.parametrize(
    "ref, commit, expected",
    [
        pytest.param("", SHA, Target(SHA), id="a commit"),
        pytest.param(
            "refs/heads/a/b",
            SHA,
            Target("a/b", "refs/remotes/origin/a/b"),
            id="a branch",
        ),
        pytest.param(
            "REFS/heads/main",
            "",
            Target("main", "refs/remotes/origin/main"),
            id="in whatever case",
        ),
        pytest.param(
            "refs/pull/1/merge",
            SHA,
            Target("refs/remotes/pull/1/merge"),
            id="a pull request",
        ),
        pytest.param("refs/tags/v1", SHA, Target("refs/tags/v1"), id="a tag"),
        pytest.param("refs/notes/x", SHA, Target(SHA), id="another ref's commit"),
        pytest.param("refs/notes/x", "", Target("refs/notes/x"), id="another ref"),
    ],
)
def test_what_is_checked_out(ref, commit, expected):
    assert refspecs.target(ref, commit) == expected


@pytest.mark.parametrize(
    "ref, expected", [("main", True), ("refs/heads/main", False), ("", False)]
)
def test_a_bare_name_is_no_full_ref(ref, expected):
    assert refspecs.is_unqualified(ref) is expected
