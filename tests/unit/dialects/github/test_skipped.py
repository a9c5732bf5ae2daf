"""A job that is skipped by one far above it is told of, with the one that does it."""

from __future__ import annotations

import pytest

from understudy.dialects.github import dialect
from understudy.dialects.github.reader import read
from understudy.model.event import Event
from understudy.plan import planner
from understudy.text.diagnostic import Authority, Diagnostic, Severity
from understudy.text.source import Source

EVENT = Event("push", "refs/heads/main", "", "o/r")
BODY = "    runs-on: x\n    steps: [{run: x}]\n"
FALSE = "github.ref == 'x'"


def found(**jobs: str) -> list[Diagnostic]:
    """Return the warnings about a workflow with jobs of these keys."""
    text = "on: push\njobs:\n"
    for id, keys in jobs.items():
        text += f"  {id}:\n" + "".join(f"    {key}\n" for key in keys.split("; "))
        text += "" if "uses:" in keys else BODY
    called = (
        f"on: workflow_call\njobs:\n  inner:\n{BODY}  last:\n    needs: inner\n{BODY}"
    )
    sources = [
        Source(".github/workflows/ci.yml", text),
        Source(".github/workflows/x.yml", called),
    ]
    plan = planner.plan(read(sources), EVENT, dialect)
    return [found for found in plan.diagnostics if found.id == "skipped-ancestor"]


def test_the_job_and_the_skipped_one_are_shown() -> None:
    (problem,) = found(
        bench=f"if: {FALSE}", gate="needs: bench; if: always()", deploy="needs: gate"
    )

    assert problem.severity is Severity.WARNING
    assert problem.authority is Authority.UNDERSTUDY
    assert problem.message == (
        "`deploy` is skipped because `bench` is, which is not among its `needs`"
    )
    assert str(problem.span) == ".github/workflows/ci.yml:12:3"
    ((above, text),) = ((label.span, label.text) for label in problem.labels)
    assert str(above) == ".github/workflows/ci.yml:3:3"
    assert text == f"does not start: `if` is false: {FALSE}"
    assert problem.help is not None
    assert "`!failure() && !cancelled()` lets skipped ones pass" in problem.help


def test_a_condition_of_its_own_is_shown() -> None:
    (problem,) = found(
        bench=f"if: {FALSE}",
        gate="needs: bench; if: always()",
        deploy="needs: gate; if: needs.gate.result == 'success'",
    )

    assert problem.span.source.lines[problem.span.line - 1].strip().startswith("if:")


@pytest.mark.parametrize(
    "jobs",
    [
        pytest.param({"a": f"if: {FALSE}", "b": "needs: a"}, id="a need is skipped"),
        pytest.param(
            {"a": "if: always()", "b": "needs: a", "c": "needs: b"}, id="nothing is"
        ),
        pytest.param(
            {
                "a": f"if: {FALSE}",
                "b": "needs: a; if: always()",
                "c": "needs: b; if: '!cancelled()'",
            },
            id="it starts",
        ),
        pytest.param(
            {
                "a": f"if: {FALSE}",
                "b": "needs: a; if: always()",
                "c": f"needs: b; if: {FALSE}",
            },
            id="it would not start anyway",
        ),
        pytest.param(
            {
                "a": f"if: {FALSE}",
                "b": "needs: a; if: always()",
                "c": f"needs: b; if: success() && {FALSE}",
            },
            id="nor with a function",
        ),
        pytest.param(
            {
                "a": "timeout-minutes: ${{ fromJSON('x') }}",
                "b": "needs: a; if: always()",
                "c": "needs: b",
            },
            id="a job above fails",
        ),
        pytest.param(
            {
                "a": f"if: {FALSE}",
                "b": "needs: a; uses: ./.github/workflows/x.yml",
            },
            id="inside of a call",
        ),
    ],
)
def test_nothing_else_is_told_of(jobs: dict[str, str]) -> None:
    assert found(**jobs) == []


def test_the_first_of_several_is_named() -> None:
    (problem,) = found(
        a=f"if: {FALSE}",
        b=f"if: {FALSE}",
        gate="needs: [b, a]; if: always()",
        deploy="needs: gate",
    )

    assert "because `a` is" in problem.message
