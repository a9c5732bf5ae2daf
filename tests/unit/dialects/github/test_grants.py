"""A job's token may do what is written, unless its caller or the event forbid it."""

from __future__ import annotations

from dataclasses import replace
from typing import Mapping, Optional

import pytest

from understudy.dialects.github.grants import is_untrusted, permissions
from understudy.dialects.github.reader import read
from understudy.model.event import Event
from understudy.text.source import Source

PUSH = Event("push", "refs/heads/main", "f" * 40, "octo/mathkit", actor="octo")
FORK = replace(PUSH, name="pull_request", fork=True)
BOT = replace(PUSH, actor="dependabot[bot]")


def granted(
    job: str = "",
    root: str = "",
    allowed: Optional[Mapping[str, str]] = None,
    event: Optional[Event] = PUSH,
) -> Mapping[str, str]:
    text = (
        f"on: push\n{root}\njobs:\n  a:\n    runs-on: x\n    {job}\n"
        "    steps: [{run: x}]\n"
    )
    workflow = read([Source(".github/workflows/ci.yml", text)]).workflows[0]
    return permissions(workflow.jobs[0], workflow, allowed, event)


DEFAULT = {"contents": "read", "packages": "read"}
ISSUES = "permissions: {issues: write}"


@pytest.mark.parametrize(
    ("job", "root", "expected"),
    [
        pytest.param("", "", DEFAULT, id="the default reads"),
        pytest.param("", ISSUES, {"issues": "write"}, id="the workflow's"),
        pytest.param(
            "permissions: {contents: read}",
            ISSUES,
            {"contents": "read"},
            id="the job's take their place",
        ),
        pytest.param("permissions: {}", ISSUES, {}, id="none at all"),
        pytest.param(
            "permissions: {contents: read, issues: none}",
            "",
            {"contents": "read"},
            id="none is not there",
        ),
    ],
)
def test_what_is_written_is_granted(
    job: str, root: str, expected: Mapping[str, str]
) -> None:
    assert granted(job, root) == expected


@pytest.mark.parametrize(
    ("job", "expected"),
    [
        pytest.param("", {"issues": "read"}, id="by default all that it allows"),
        pytest.param(ISSUES, {"issues": "read"}, id="not more than it allows"),
        pytest.param("permissions: {contents: read}", {}, id="nothing else"),
    ],
)
def test_a_caller_is_the_limit(job: str, expected: Mapping[str, str]) -> None:
    assert granted(job, allowed={"issues": "read"}) == expected


@pytest.mark.parametrize(
    "event", [pytest.param(FORK, id="a fork"), pytest.param(BOT, id="Dependabot")]
)
def test_nothing_is_written_and_vouched_for_on_behalf_of_strangers(
    event: Event,
) -> None:
    job = "permissions: {contents: write, id-token: write}"

    assert granted(job, event=event) == {"contents": "read"}
    assert granted(job, event=None) == {"contents": "write", "id-token": "write"}


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        pytest.param(PUSH, False, id="a push"),
        pytest.param(FORK, True, id="a pull request from a fork"),
        pytest.param(replace(FORK, name="pull_request_target"), False, id="its target"),
        pytest.param(replace(FORK, fork=False), False, id="from the repository"),
        pytest.param(BOT, True, id="Dependabot pushes"),
        pytest.param(replace(BOT, name="workflow_run"), False, id="what comes of it"),
    ],
)
def test_strangers_are_not_trusted(event: Event, expected: bool) -> None:
    assert is_untrusted(event) is expected
