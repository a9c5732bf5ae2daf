from __future__ import annotations

import pytest

from understudy.engine.observe import RunStarted
from understudy.model.event import Event
from understudy.report.run_headline import headline, preface, sentence, tree
from understudy.report.style import Style

PUSH = Event("push", "refs/heads/main", "c" * 40, "octo/lib")
NEW = Event("push", "refs/heads/main", "", "octo/lib", dirty=("a",))


@pytest.mark.parametrize(
    ("event", "style", "line"),
    [
        pytest.param(PUSH, Style(), "lib · push to main · ccccccc · run 2", id="usual"),
        pytest.param(
            NEW, Style(), "lib · push to main · 1 uncommitted file · run 2", id="no sha"
        ),
        pytest.param(
            PUSH,
            Style(unicode=False),
            "lib, push to main, ccccccc, run 2",
            id="without UTF-8",
        ),
        pytest.param(None, Style(), "run 2", id="no event"),
    ],
)
def test_the_first_line_says_what_is_rehearsed(event, style, line):
    assert headline(event, 2, style) == line


def test_a_log_says_it_in_a_sentence():
    assert sentence(PUSH, 2) == "push to main of lib at ccccccc, run 2"


def test_what_was_not_committed_is_counted():
    assert tree(NEW) == "1 uncommitted file"


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        pytest.param({"pull_request": {"head": {"sha": "d" * 40}}}, "ddddddd", id="is"),
        pytest.param({"pull_request": {"head": {"sha": None}}}, "", id="no commit"),
        pytest.param({"pull_request": {"head": "x"}}, "", id="no object"),
        pytest.param({"pull_request": None}, "", id="no pull request"),
        pytest.param({}, "", id="nothing"),
    ],
)
def test_the_merge_of_a_pull_request_is_known_by_its_head(payload, expected):
    event = Event("pull_request", "refs/pull/1/merge", "", "octo/lib", payload=payload)

    assert tree(event) == expected


def test_a_confinement_is_said_in_one_sentence():
    notes = ("a: 1", "plain confinement: x", "a: 2", "plain confinement: y", "b")

    assert preface(RunStarted(0.0, 1, ("a",), "", 1, notes), "; ", None) == [
        "1 leg; a: 1; plain confinement: x; a: 2; b"
    ]


def test_what_is_known_before_takes_as_few_lines_as_hold_it():
    event = RunStarted(0.0, 1, ("a", "b"), "", 3, ("one", "two", "t" * 12))

    assert preface(event, " · ", 30) == [
        "2 legs, 3 at a time · one",
        "two · tttttttttttt",
    ]
    assert preface(event, "; ", None) == ["2 legs, 3 at a time; one; two; tttttttttttt"]
