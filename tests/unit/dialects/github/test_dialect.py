"""GitHub answers the planner: what starts, what is seen, what is handed on."""

from __future__ import annotations

from dataclasses import replace
from typing import Optional

import pytest

from understudy.dialects.base import (
    Contexts,
    Ended,
    Facts,
    Grouping,
    Passed,
    Run,
    Strategy,
)
from understudy.dialects.github import dialect
from understudy.dialects.github.reader import read
from understudy.expressions import Unknown
from understudy.model.event import Event
from understudy.model.pipeline import Job, Workflow
from understudy.model.plan import Concurrency, Leaf, Starts
from understudy.text.source import Source

PUSH = Event("push", "refs/heads/main", "f" * 40, "octo/mathkit", actor="octo")
DISPATCH = replace(PUSH, name="workflow_dispatch", inputs={"level": "high"})
LATER = Unknown("it depends on the event")
CALLED = """
on:
  workflow_call:
    inputs: {level: {type: string, default: 'd-${{ github.ref_name }}'}}
    secrets: {KEY: {}}
    outputs:
      done: {value: '${{ jobs.one.outputs.x }}'}
      lost: {value: '${{ fromJSON(''['') }}'}
      later: {value: '${{ jobs.two.outputs.x }}'}
jobs:
  one: {runs-on: x, steps: [{run: x}]}
  two: {runs-on: x, steps: [{run: x}]}
"""


def workflows(text: str) -> tuple[Workflow, ...]:
    files = {"ci.yml": text, "called.yml": CALLED}
    sources = [Source(f".github/workflows/{name}", files[name]) for name in files]
    return read(sources).workflows


def workflow(text: str = "on: push", job: str = "") -> Workflow:
    jobs = f"\njobs:\n  a:\n    runs-on: x\n    {job}\n    steps: [{{run: x}}]\n"
    return workflows(text + jobs)[0]


def job(text: str) -> Job:
    return workflow(job=text).jobs[0]


def call(text: str) -> tuple[Job, Workflow]:
    source = (
        f"on: push\njobs:\n  a:\n    uses: ./.github/workflows/called.yml\n{text}\n"
    )
    caller, callee = workflows(source)
    return caller.jobs[0], callee


def seen(event: Optional[Event] = PUSH, **facts: object) -> Contexts:
    root = workflow("on: push")
    found = Facts(root, event, **facts)  # type: ignore[arg-type]
    return dialect.contexts(found)


def test_an_event_starts_what_listens_to_it() -> None:
    assert dialect.triggered(workflow(), PUSH).starts is Starts.YES

    found = dialect.triggered(workflow(), DISPATCH)

    assert found.starts is Starts.NO
    assert found.reason is not None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", "a", id="no name"),
        pytest.param("name: Build", "Build", id="a name"),
        pytest.param("name: Build ${{ github.ref }}", "a", id="an expression"),
        pytest.param("name: ''", "a", id="an empty name"),
    ],
)
def test_legs_are_named_after_their_job(text: str, expected: str) -> None:
    assert dialect.title(job(text)) == expected


DISPATCHED = "on: {push: , workflow_dispatch: {inputs: {level: {}, n: {default: 3}}}}"


@pytest.mark.parametrize(
    ("text", "event", "expected"),
    [
        pytest.param(DISPATCHED, PUSH, {}, id="of a push"),
        pytest.param("on: push", DISPATCH, {}, id="of nothing that is dispatched"),
        pytest.param(
            DISPATCHED, DISPATCH, {"level": "high", "n": "3"}, id="of a dispatch"
        ),
        pytest.param(DISPATCHED, None, {"level": LATER, "n": LATER}, id="of any event"),
        pytest.param(
            "on: {workflow_call: {inputs: {x: {type: string}}}}",
            None,
            {"x": LATER},
            id="of any call",
        ),
    ],
)
def test_inputs_are_those_of_a_dispatch(
    text: str, event: Optional[Event], expected: object
) -> None:
    assert dialect.inputs(workflow(text), event) == expected


def test_strangers_see_no_secrets() -> None:
    fork = replace(PUSH, name="pull_request", fork=True)

    assert dialect.secrets({"KEY": "k"}, fork) == {}
    assert dialect.secrets({"KEY": "k"}, PUSH) == {"KEY": "k"}
    assert dialect.secrets({"KEY": "k"}, None) == {"KEY": "k"}


def test_a_job_sees_what_is_known() -> None:
    found = seen(
        vars={"A": "1"},
        secrets={"KEY": "k", "OTHER": None},
        inputs={"x": True},
        needs={"b": Ended("success", {"o": "2"})},
        ancestors={"b": "success", "c": None},
        run=Run("42", 3, 2, "e" * 40),
    )

    github = found.values["github"]
    assert isinstance(github, dict)
    assert (github["run_id"], github["run_attempt"]) == ("42", "2")
    assert github["sha"] == "e" * 40
    assert found.values["vars"] == {"A": "1"}
    assert found.values["inputs"] == {"x": True}
    assert found.values["needs"] == {"b": {"result": "success", "outputs": {"o": "2"}}}
    assert found.values["secrets"] == {
        "KEY": "k",
        "OTHER": Unknown("a secret"),
        "github_token": Unknown("only a run has the token of the job"),
    }
    assert found.functions["success"]() == Unknown("whether `c` starts is not known")


def test_without_an_event_what_depends_on_it_is_not_known() -> None:
    assert seen(None).values["github"] == LATER


@pytest.mark.parametrize(
    ("text", "truth", "expression"),
    [
        pytest.param("if: github.ref_name == 'main'", True, "", id="true"),
        pytest.param(
            "if: github.ref_name == 'x'", False, "github.ref_name == 'x'", id="false"
        ),
        pytest.param(
            "if: github.run_id == '1'", None, "github.run_id == '1'", id="not known"
        ),
    ],
)
def test_a_condition_is_judged(
    text: str, truth: Optional[bool], expression: str
) -> None:
    found = dialect.judge(job(text), seen())

    assert found.truth is truth
    assert found.statuses is False
    if not truth:
        assert found.expression == expression
    assert found.unknown == ("only a run has its id" if truth is None else "")


def test_what_only_asks_how_other_jobs_ended_says_so() -> None:
    found = dialect.judge(job(""), seen(ancestors={"b": "failure"}))

    assert (found.truth, found.statuses) == (False, True)
    assert found.leaves == (Leaf("success()", "false here"),)


def test_a_condition_that_cannot_be_evaluated_is_an_error() -> None:
    broken = job("if: fromJSON('[')")
    nowhere = replace(broken, condition=replace(broken.condition, span=None))

    for one, place in ((broken, "(Line: 5, Col: 9)"), (nowhere, "(Line: 4, Col: 5)")):
        found = dialect.judge(one, seen())
        assert found.truth is None
        assert found.error is not None
        assert found.error.startswith(
            f"Error when evaluating 'if' for job 'a'. .github/workflows/ci.yml {place}:"
            " Error parsing fromJson"
        )


def test_a_leg_sees_its_matrix_and_no_functions_of_jobs() -> None:
    found = dialect.leg(seen(), {"n": 3.0}, 1, 4, Strategy(None, False, 2))

    assert found.values["matrix"] == {"n": 3.0}
    assert found.values["strategy"] == {
        "fail-fast": False,
        "job-index": 1.0,
        "job-total": 4.0,
        "max-parallel": 2.0,
    }
    assert found.functions == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", Grouping(), id="none"),
        pytest.param(
            "concurrency: ci-${{ github.ref_name }}",
            Grouping(Concurrency("ci-main")),
            id="a group",
        ),
        pytest.param(
            "concurrency: ${{ vars.NONE }}",
            Grouping(
                error="Error when evaluating 'concurrency'. .github/workflows/ci.yml"
                " (Line: 2, Col: 14): Concurrency group name cannot be empty"
            ),
            id="a group without a name",
        ),
    ],
)
def test_a_workflow_may_have_a_group(text: str, expected: Grouping) -> None:
    assert dialect.concurrency(workflow(f"on: push\n{text}"), seen()) == expected


SECRETS = {"KEY": "k", "OTHER": None}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", Passed({"level": "d-main"}, {}), id="defaults"),
        pytest.param(
            "    with: {level: '${{ github.ref_type }}'}",
            Passed({"level": "branch"}, {}),
            id="inputs",
        ),
        pytest.param(
            "    secrets: inherit",
            Passed({"level": "d-main"}, {"KEY": "k", "OTHER": None}),
            id="all secrets, without the token",
        ),
        pytest.param(
            "    secrets: {KEY: '${{ secrets.OTHER }}'}",
            Passed({"level": "d-main"}, {"KEY": None}),
            id="a secret that is not known",
        ),
        pytest.param(
            "    secrets: {KEY: '${{ secrets.KEY }}!'}",
            Passed({"level": "d-main"}, {"KEY": "k!"}),
            id="a secret by another value",
        ),
    ],
)
def test_a_call_hands_on(text: str, expected: Passed) -> None:
    caller, callee = call(text)
    assert caller.call is not None

    found = dialect.passed(caller, caller.call, callee, seen(secrets=SECRETS))

    assert found == expected


def test_a_call_that_cannot_be_evaluated_hands_on_nothing() -> None:
    caller, callee = call("    with: {level: \"${{ fromJSON('[') }}\"}")
    assert caller.call is not None

    found = dialect.passed(caller, caller.call, callee, seen())

    assert (found.inputs, found.secrets) == ({}, {})
    assert found.error is not None
    assert found.error.startswith("Error when evaluating 'with' for job 'a'.")


def test_an_input_of_a_wrong_type_is_an_error() -> None:
    caller, callee = call("    with: {level: '${{ fromJSON(''[1]'') }}'}")
    assert caller.call is not None

    found = dialect.passed(caller, caller.call, callee, seen())

    assert found.error is not None
    assert found.error.startswith(
        "Error when evaluating 'with' for job 'a'. .github/workflows/ci.yml"
        " (Line: 5, Col: 11): "
    )


def test_what_is_not_called_takes_nothing() -> None:
    caller, _ = call("    with: {level: x}")
    assert caller.call is not None

    found = dialect.passed(caller, caller.call, workflow(), seen())

    assert found.inputs == {}


def test_a_called_workflow_returns_its_outputs() -> None:
    _, callee = call("")
    facts = Facts(
        callee, PUSH, needs={"one": Ended("success", {"x": "1"}), "two": Ended()}
    )

    assert dialect.returned(callee, facts) == {"done": "1", "later": ""}
    assert dialect.returned(workflow(), facts) == {}


def test_a_matrix_without_legs_is_complained_of_where_it_stands() -> None:
    multiplied = job("strategy: {matrix: {n: [1]}}")

    assert dialect.complaint(multiplied, ["no"]) == (
        "Error when evaluating 'strategy' for job 'a'. .github/workflows/ci.yml"
        " (Line: 5, Col: 15): no"
    )
    assert dialect.complaint(job(""), ["no"]).endswith("(Line: 4, Col: 5): no")
