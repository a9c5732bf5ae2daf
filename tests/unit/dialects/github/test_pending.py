"""A check that a filter keeps from being reported is waited for, for ever."""

from __future__ import annotations

from dataclasses import replace

import pytest

from understudy.dialects.github import dialect
from understudy.dialects.github.reader import read
from understudy.model.event import Changes, Event
from understudy.plan import planner
from understudy.text.diagnostic import Authority, Diagnostic, Severity
from understudy.text.source import Source

EVENT = Event(
    name="pull_request",
    ref="refs/pull/1/merge",
    sha="",
    repository="o/r",
    base="main",
    action="opened",
    changes=Changes(("README.md", "b")),
)
JOBS = "jobs:\n  a:\n    runs-on: x\n    steps: [{run: x}]\n"
PATHS = "on: {pull_request: {paths: [bench/**]}}\n"


def found(event: Event = EVENT, **texts: str) -> list[Diagnostic]:
    """Return the warnings about workflows of these names."""
    sources = [
        Source(f".github/workflows/{name}.yml", text) for name, text in texts.items()
    ]
    plan = planner.plan(read(sources), event, dialect)
    return [found for found in plan.diagnostics if found.id == "pending-check"]


def test_the_filter_is_shown_and_what_to_do() -> None:
    (problem,) = found(nightly=PATHS + JOBS)

    assert problem.severity is Severity.WARNING
    assert problem.authority is Authority.UNDERSTUDY
    assert problem.message == (
        "if `nightly` is a required check, this pull request waits for it for ever"
    )
    assert str(problem.span) == ".github/workflows/nightly.yml:1:21"
    assert problem.notes == ("`paths: bench/**` matches none of README.md and 1 more",)
    assert problem.help is not None
    assert "a job that is skipped counts as passed" in problem.help


@pytest.mark.parametrize(
    "on, expected",
    [
        pytest.param("{pull_request: {paths: [x]}}", True, id="paths"),
        pytest.param("{pull_request: {paths-ignore: ['*']}}", True, id="ignored"),
        pytest.param("{pull_request: {branches: [x]}}", True, id="branches"),
        pytest.param("{pull_request: {branches-ignore: [main]}}", True, id="not main"),
        pytest.param("{pull_request: {paths: [b]}}", False, id="it starts"),
        pytest.param("{pull_request: {types: [closed]}}", False, id="types"),
        pytest.param("{push: {paths: [x]}}", False, id="another event"),
    ],
)
def test_filters_of_the_event_count(on: str, expected: bool) -> None:
    assert bool(found(ci=f"on: {on}\n{JOBS}")) is expected


@pytest.mark.parametrize(
    "name, waiting",
    [
        ("pull_request_target", "this pull request waits"),
        ("merge_group", "the merge queue waits"),
    ],
)
def test_checks_are_wanted_by_some_events(name: str, waiting: str) -> None:
    event = replace(EVENT, name=name)

    (problem,) = found(event, ci=f"on: {{{name}: {{branches: [x]}}}}\n{JOBS}")

    assert waiting in problem.message


def test_nobody_waits_for_a_push() -> None:
    event = Event("push", "refs/heads/main", "", "o/r", changes=EVENT.changes)

    assert found(event, ci=f"on: {{push: {{paths: [x]}}}}\n{JOBS}") == []


def test_a_stacked_pull_request_requires_nothing() -> None:
    event = replace(EVENT, base="feature")

    assert found(event, ci=f"on: {{pull_request: {{branches: [main]}}}}\n{JOBS}") == []
    assert found(event, ci=PATHS + JOBS)


def test_another_workflow_may_report_the_same_checks() -> None:
    same = f"on: pull_request\n{JOBS}"

    assert found(ci=PATHS + JOBS, docs=same) == []
    assert found(ci=PATHS + JOBS, docs=same.replace("  a:", "  b:"))


def test_a_skipped_job_of_another_workflow_reports_nothing() -> None:
    other = f"on: pull_request\n{JOBS}    if: github.ref == 'x'\n"

    assert found(ci=PATHS + JOBS, docs=other)


def test_all_that_wait_are_named_together() -> None:
    texts = {name: PATHS + JOBS for name in "cdabef"}

    (two,) = found(c=PATHS + JOBS, d=PATHS + JOBS)
    (six,) = found(**texts)

    assert two.message.startswith("if `c` or `d` is a required check")
    assert [label.span.path for label in two.labels] == [".github/workflows/d.yml"]
    assert two.notes == ()
    assert six.message.startswith("if `c`, `d`, `a`, `b` or one of 2 more is")
    assert len(six.labels) == 3
