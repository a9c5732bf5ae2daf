"""A group that is wanted inside of what holds it is a deadlock."""

from __future__ import annotations

import pytest

from understudy.dialects.github import dialect
from understudy.dialects.github.reader import read
from understudy.model.event import Event
from understudy.plan import planner
from understudy.text.diagnostic import Authority, Diagnostic, Severity
from understudy.text.source import Source

EVENT = Event("push", "refs/heads/main", "", "o/r")
CI = "{top}\njobs:\n  a:\n    uses: ./.github/workflows/sub.yml\n{job}"
SUB = (
    "on: workflow_call\n{top}\njobs:\n  b:\n    runs-on: x\n"
    "    steps: [{{run: x}}]\n{job}"
)
GROUP = "concurrency: g"


def found(
    ci: tuple[str, str] = ("", ""), sub: tuple[str, str] = ("", "")
) -> list[Diagnostic]:
    """Return the warnings about two workflows with keys at the top and in their job."""
    texts = {
        "ci": "on: push\n"
        + CI.format(top=ci[0], job=f"    {ci[1]}\n" if ci[1] else ""),
        "sub": SUB.format(top=sub[0], job=f"    {sub[1]}\n" if sub[1] else ""),
    }
    sources = [
        Source(f".github/workflows/{name}.yml", text) for name, text in texts.items()
    ]
    plan = planner.plan(read(sources), EVENT, dialect)
    assert not any(problem.is_error for problem in plan.diagnostics)
    return [found for found in plan.diagnostics if found.id == "deadlock"]


def test_both_places_are_shown() -> None:
    group = "concurrency: {group: '${{ github.workflow }}-${{ github.ref }}'}"

    (problem,) = found((group, ""), (group, ""))

    assert problem.severity is Severity.WARNING
    assert problem.authority is Authority.UNDERSTUDY
    name = ".github/workflows/ci.yml-refs/heads/main"
    assert problem.message == (
        f"the workflow that `a` calls waits for the concurrency group `{name}`, which "
        "the workflow `ci` around it holds: GitHub cancels it"
    )
    assert str(problem.span) == ".github/workflows/sub.yml:2:14"
    ((other, text),) = ((label.span, label.text) for label in problem.labels)
    assert str(other) == ".github/workflows/ci.yml:2:14"
    assert text == f"the workflow `ci` is in `{name}` until it ends"


@pytest.mark.parametrize(
    "ci, sub, expected",
    [
        pytest.param((GROUP, ""), ("", GROUP), ["the job `b`"], id="a job below"),
        pytest.param(("", GROUP), ("", GROUP), ["the job `b`"], id="below a call"),
        pytest.param((GROUP, GROUP), ("", ""), ["the job `a`"], id="a call"),
        pytest.param(
            ("", GROUP), (GROUP, ""), ["the workflow that `a` calls"], id="by its call"
        ),
        pytest.param(("", ""), (GROUP, GROUP), ["the job `b`"], id="within a call"),
        pytest.param(
            (GROUP, ""), ("concurrency: G", ""), ["the workflow that `a`"], id="case"
        ),
        pytest.param((GROUP, ""), ("concurrency: h", ""), [], id="another group"),
        pytest.param((GROUP, ""), ("", ""), [], id="one group"),
        pytest.param(("", ""), ("", ""), [], id="no group"),
    ],
)
def test_who_waits_is_said(
    ci: tuple[str, str], sub: tuple[str, str], expected: list[str]
) -> None:
    problems = found(ci, sub)

    assert len(problems) == len(expected)
    for problem, who in zip(problems, expected):
        assert problem.message.startswith(who)


def test_legs_that_wait_are_told_of_once() -> None:
    matrix = "strategy: {matrix: {v: [1, 2]}}"

    (problem,) = found((GROUP, matrix), (GROUP, ""))

    assert problem.message.startswith("the workflow that `a` calls")


def test_groups_by_leg_are_told_apart() -> None:
    keys = "strategy: {matrix: {v: [g, h]}}\n    concurrency: ${{ matrix.v }}"

    (problem,) = found((GROUP, ""), ("", keys))

    assert problem.message.startswith("the job `b` waits")
