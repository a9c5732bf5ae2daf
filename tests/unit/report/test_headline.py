"""The first line names the project, what happened, and the tree that is played."""

from __future__ import annotations

import pytest

from understudy.model.event import Changes, Event
from understudy.report.headline import happened, headline
from understudy.report.style import Style

SHA = "0123456789" * 4
PLAIN = Style()


def event(name="push", ref="refs/heads/main", sha=SHA, **more) -> Event:
    return Event(name, ref, sha, "octo/mathkit", **more)


PULL = {"base": "main", "head": "faster"}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param(event(), "push to main", id="a push"),
        pytest.param(event(ref="refs/tags/v1"), "push of tag v1", id="a tag"),
        pytest.param(
            event("pull_request", **PULL),
            "pull_request faster → main",
            id="a pull request",
        ),
        pytest.param(
            event("pull_request_target", **PULL),
            "pull_request_target faster → main",
            id="its target",
        ),
        pytest.param(
            event("pull_request"),
            "pull_request on main",
            id="one of which little is known",
        ),
        pytest.param(
            event("pull_request", fork=True, **PULL),
            "pull_request faster → main from a fork",
            id="one from a fork",
        ),
        pytest.param(event("release", "refs/tags/v1"), "release of v1", id="a release"),
        pytest.param(
            event("release", "refs/tags/v1", action="published"),
            "release published of v1",
            id="what was done with it",
        ),
        pytest.param(event("schedule"), "schedule on main", id="anything else"),
        pytest.param(event("delete", ref=""), "delete", id="without a ref"),
    ],
)
def test_an_event_is_said_in_words(given, expected):
    assert happened(given) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param(event(), "at 0123456", id="a commit"),
        pytest.param(event(sha=""), "", id="a commit that will be made"),
        pytest.param(
            event(dirty=("a",)), "at 0123456 · 1 uncommitted file", id="dirty"
        ),
        pytest.param(
            event(dirty=("a", "b")), "at 0123456 · 2 uncommitted files", id="dirtier"
        ),
        pytest.param(
            event(base="main", changes=Changes(("a", "b"), "main")),
            "2 files changed since main",
            id="changed files",
        ),
        pytest.param(
            event(base="main", changes=Changes(("a",))), "1 file changed", id="one"
        ),
        pytest.param(event(base="main"), "at 0123456", id="changes are not known"),
        pytest.param(
            event(changes=Changes(("a", "b"), "4f2a1c0 (the commit before)")),
            "at 0123456 · 2 files changed since 4f2a1c0 (the commit before)",
            id="a push",
        ),
        pytest.param(
            event(changes=Changes(("a",), "nothing: it is new")),
            "at 0123456",
            id="a first push",
        ),
    ],
)
def test_the_tree_is_named(given, expected):
    line = headline(given, PLAIN)

    assert line == " · ".join(filter(None, ["mathkit", "push to main", expected]))


def test_more_may_be_said():
    assert (
        headline(None, PLAIN, "run 4") == "every workflow, whatever the event · run 4"
    )
    assert headline(event(), Style(unicode=False), "run 4") == (
        "mathkit, push to main, at 0123456, run 4"
    )
