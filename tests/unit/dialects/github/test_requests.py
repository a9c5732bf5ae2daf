"""EVENT words ask for one event, or say what is wrong and what would be right."""

from __future__ import annotations

import pytest

from understudy.dialects.github.requests import Request, next_version, parse_event
from understudy.errors import UsageError

EVENTS = [
    pytest.param("", Request(), id="the default one"),
    pytest.param("push", Request("push"), id="push"),
    pytest.param("push main", Request("push", branch="main"), id="push a branch"),
    pytest.param(
        "push refs/heads/a/b", Request("push", branch="a/b"), id="push a full ref"
    ),
    pytest.param("tag v1.2.3", Request("push", tag="v1.2.3"), id="tag"),
    pytest.param("tag refs/tags/v1", Request("push", tag="v1"), id="tag a full ref"),
    pytest.param("pull_request", Request("pull_request"), id="pull request"),
    pytest.param("pull-request", Request("pull_request"), id="with a hyphen"),
    pytest.param("PR", Request("pull_request"), id="in capitals"),
    pytest.param("pr dev", Request("pull_request", branch="dev"), id="into a base"),
    pytest.param(
        "pull_request_target dev",
        Request("pull_request_target", branch="dev"),
        id="the target of one",
    ),
    pytest.param("merge_group dev", Request("merge_group", branch="dev"), id="a group"),
    pytest.param("release", Request("release"), id="release"),
    pytest.param("release v1", Request("release", tag="v1"), id="release a tag"),
    pytest.param("release refs/tags/v1", Request("release", tag="v1"), id="in full"),
    pytest.param("dispatch", Request("workflow_dispatch"), id="dispatch"),
    pytest.param(
        "dispatch ci.yml", Request("workflow_dispatch", workflow="ci.yml"), id="one"
    ),
    pytest.param(
        "workflow-run CI", Request("workflow_run", workflow="CI"), id="after a run"
    ),
    pytest.param("schedule", Request("schedule"), id="schedule"),
    pytest.param("issues", Request("issues"), id="any event of GitHub's"),
    pytest.param("issues labeled", Request("issues", action="labeled"), id="activity"),
    pytest.param(
        "repository_dispatch nightly",
        Request("repository_dispatch", action="nightly"),
        id="an activity of one's own",
    ),
]


@pytest.mark.parametrize(("words", "expected"), EVENTS)
def test_words_ask_for_an_event(words: str, expected: Request) -> None:
    assert parse_event(words.split()) == expected


def test_a_schedule_is_one_word() -> None:
    found = parse_event(["schedule", "15  4 * * 1"])

    assert found == Request("schedule", cron="15 4 * * 1")


ERRORS = [
    pytest.param(
        ["tests"],
        "no event `tests`; it is a job: understudy run --job ci/tests "
        "(or wheels/tests)",
        id="a job",
    ),
    pytest.param(
        ["ci/lint"],
        "no event `ci/lint`; it is a job: understudy run --job ci/lint",
        id="an address",
    ),
    pytest.param(
        ["ci"],
        "no event `ci`; it is a workflow: understudy run --workflow ci",
        id="a workflow",
    ),
    pytest.param(["pus"], "no event `pus`; did you mean `push`?", id="half a word"),
    pytest.param(
        ["relaese"], "no event `relaese`; did you mean `release`?", id="a typo"
    ),
    pytest.param(
        ["pull-reqest"],
        "no event `pull-reqest`; did you mean `pull_request`?",
        id="a typo with a hyphen",
    ),
    pytest.param(
        ["xyzzy"],
        "no event `xyzzy`; there are `push`, `tag`, `pull_request`, `release`, "
        "`dispatch`, `schedule`, and each name that GitHub has",
        id="nothing like it",
    ),
    pytest.param(
        [""],
        "no event ``; there are `push`, `tag`, `pull_request`, `release`, "
        "`dispatch`, `schedule`, and each name that GitHub has",
        id="an empty word",
    ),
    pytest.param(
        ["tag"],
        "`tag` wants a name; the last tag is v1.2.2: understudy run tag v1.2.3",
        id="a tag without a name",
    ),
    pytest.param(
        ["push", "origin", "main"],
        "`push` takes one word at most, not `origin main`",
        id="too many words",
    ),
    pytest.param(
        ["status", "x"],
        "`status` takes no word behind it, and there is `x`",
        id="a word too many",
    ),
    pytest.param(
        ["watch", "x"],
        "`watch` has no activity `x`; it has started",
        id="no such activity",
    ),
    pytest.param(
        ["tag", "v 1"], "`v 1` cannot be the name of a tag", id="a blank in a tag"
    ),
    pytest.param(
        ["push", "a..b"], "`a..b` cannot be the name of a branch", id="two dots"
    ),
]


@pytest.mark.parametrize(("words", "message"), ERRORS)
def test_words_that_ask_for_nothing_get_help(words: list[str], message: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_event(
            words,
            jobs=["ci/lint", "ci/tests", "wheels/tests"],
            workflows=["ci", "wheels"],
            last_tag="v1.2.2",
        )

    assert str(caught.value) == message
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("last_tag", "message"),
    [
        pytest.param(
            None, "`tag` wants a name; understudy plan tag v0.1.0", id="no tag yet"
        ),
        pytest.param(
            "stable",
            "`tag` wants a name; the last tag is stable: understudy plan tag NAME",
            id="a tag without a number",
        ),
    ],
)
def test_the_hint_about_tags_fits_the_project(
    last_tag: str | None, message: str
) -> None:
    with pytest.raises(UsageError) as caught:
        parse_event(["tag"], last_tag=last_tag, verb="plan")

    assert str(caught.value) == message


@pytest.mark.parametrize(
    "name",
    ["/a", "a/", "a//b", ".a", "a/.b", "a.", "a.lock", "a.lock/b", "@", "a@{b", "a\\b"]
    + ["a~", "a^", "a:", "a?", "a*", "a[", "-a", "a\tb", ""],
)
def test_git_would_not_have_such_a_branch(name: str) -> None:
    with pytest.raises(UsageError, match="cannot be the name of a branch"):
        parse_event(["push", name])


@pytest.mark.parametrize("name", ["a", "a/b", "a.b", "a@b", "v1.0", "größe", "a-b_c"])
def test_git_would_have_such_a_branch(name: str) -> None:
    assert parse_event(["push", name]).branch == name


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        pytest.param("v1.2.9", "v1.2.10", id="a version"),
        pytest.param("2024.12", "2024.13", id="two numbers"),
        pytest.param("v1.0rc1", "v1.0rc2", id="a candidate"),
        pytest.param("stable", None, id="no number"),
    ],
)
def test_the_next_version_counts_the_last_number(
    tag: str, expected: str | None
) -> None:
    assert next_version(tag) == expected
