"""Status functions look at the jobs before, or at the job so far."""

from __future__ import annotations

from typing import Mapping

import pytest

from understudy.dialects.github import status
from understudy.expressions import Unknown, evaluate_node, parse

LATER = Unknown("it is still running")

JOBS = [
    pytest.param({}, "success()", True, id="nothing came before"),
    pytest.param({"a": "success"}, "success()", True, id="all well"),
    pytest.param(
        {"a": "success", "b": "skipped"}, "success()", False, id="one skipped"
    ),
    pytest.param({"a": "failure"}, "success()", False, id="one failed"),
    pytest.param({"a": "cancelled"}, "success()", False, id="one cancelled"),
    pytest.param({"a": LATER}, "success()", LATER, id="one still runs"),
    pytest.param({"a": LATER, "b": "failure"}, "success()", False, id="settled anyway"),
    pytest.param({"a": "skipped"}, "failure()", False, id="skipped is no failure"),
    pytest.param({"a": "success", "b": "failure"}, "failure()", True, id="one failure"),
    pytest.param({"a": LATER}, "failure()", LATER, id="it may fail"),
    pytest.param({"a": LATER, "b": "failure"}, "failure()", True, id="one has failed"),
    pytest.param({"a": "failure"}, "always()", True, id="always"),
    pytest.param({"a": "cancelled"}, "cancelled()", False, id="the run goes on"),
    pytest.param(
        {"a": "success", "b": "failure"}, "success('a')", True, id="of one job"
    ),
    pytest.param({"a": "success"}, "success('A')", True, id="ids in any case"),
    pytest.param(
        {"a": "success", "b": "failure"}, "success('a', 'b')", False, id="of two jobs"
    ),
    pytest.param(
        {"a": "success", "b": "failure"}, "failure('a')", False, id="no failure there"
    ),
    pytest.param(
        {"a": "success", "b": "failure"}, "failure('a', 'b')", True, id="or there"
    ),
    pytest.param({"a": "success"}, "success('x')", False, id="of no job before"),
    pytest.param({"a": "failure"}, "failure('x')", False, id="nor has it failed"),
    pytest.param({"a": "skipped"}, "success() || failure()", False, id="only skipped"),
]


@pytest.mark.parametrize(("results", "text", "expected"), JOBS)
def test_a_job_asks_how_all_that_led_to_it_ended(
    results: Mapping[str, status.Result], text: str, expected: object
) -> None:
    functions = status.job_functions(results)

    assert evaluate_node(parse(text), {}, functions) == expected


@pytest.mark.parametrize(
    ("cancelled", "text", "expected"),
    [
        pytest.param(True, "success()", False, id="no success any more"),
        pytest.param(True, "cancelled()", True, id="cancelled"),
        pytest.param(True, "always()", True, id="always"),
        pytest.param(True, "failure()", False, id="no failure"),
        pytest.param(LATER, "cancelled()", LATER, id="it may be cancelled"),
        pytest.param(LATER, "success()", LATER, id="then it would be no success"),
    ],
)
def test_a_cancelled_run_changes_the_answers(
    cancelled: bool | Unknown, text: str, expected: object
) -> None:
    functions = status.job_functions({"a": "success"}, cancelled)

    assert evaluate_node(parse(text), {}, functions) == expected


STEPS = [
    pytest.param("success", None, [True, False, False, True], id="all well"),
    pytest.param("failure", None, [False, True, False, True], id="a step failed"),
    pytest.param("cancelled", None, [False, False, True, True], id="cancelled"),
    pytest.param(LATER, None, [LATER, LATER, LATER, True], id="before the run"),
    pytest.param(
        "failure", "success", [True, False, False, True], id="an action is well itself"
    ),
    pytest.param(
        "success", "failure", [False, True, False, True], id="an action failed itself"
    ),
    pytest.param(
        "cancelled", "success", [True, False, True, True], id="an action is cancelled"
    ),
]


@pytest.mark.parametrize(("job", "action", "expected"), STEPS)
def test_a_step_asks_how_the_job_is_doing(
    job: status.Result, action: status.Result | None, expected: list[object]
) -> None:
    functions = status.step_functions(job, action)

    answers = [
        evaluate_node(parse(text), {}, functions)
        for text in ("success()", "failure()", "cancelled()", "always()")
    ]

    assert answers == expected


def test_a_deferred_function_is_unknown_whatever_it_is_asked() -> None:
    hash_files = status.deferred("files are hashed in a run")

    value = evaluate_node(parse("hashFiles('a', 'b')"), {}, {"hashFiles": hash_files})

    assert value == Unknown("files are hashed in a run")
