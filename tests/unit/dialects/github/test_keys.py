"""The keys of a workflow are GitHub's, with the contexts that it allows in each."""

from __future__ import annotations

import pytest

from understudy.dialects.github.keys import (
    JOB_IF,
    JOBS,
    PERMISSIONS,
    SCOPES,
    STEP,
    STEP_IF,
    WORKFLOW_KEYS,
)

JOB = JOBS.shapes[0].loose[1]  # type: ignore[index]
RUNNER_JOB, CALLING_JOB = JOB.shapes


def contexts(key: str) -> set[str]:
    """Return the contexts of a key of a job."""
    return {*JOB.contexts, *JOB.keys[key].definition.contexts}


@pytest.mark.parametrize(
    ("key", "allowed", "refused"),
    [
        pytest.param("env", "secrets", "env", id="env sees secrets, not itself"),
        pytest.param("runs-on", "matrix", "secrets", id="a runner is no secret"),
        pytest.param("if", "needs", "matrix", id="a job's if comes before its matrix"),
        pytest.param("name", "strategy", "runner", id="a name comes before a runner"),
        pytest.param("strategy", "needs", "matrix", id="a matrix has no matrix"),
        pytest.param("services", "matrix", "secrets", id="secrets only as credentials"),
    ],
)
def test_keys_of_a_job_allow_contexts(key: str, allowed: str, refused: str) -> None:
    found = contexts(key)

    assert allowed in found
    assert refused not in found


def test_steps_see_everything_but_their_if_sees_no_secrets() -> None:
    script = set(STEP.keys["run"].definition.contexts)

    assert {"secrets", "steps", "env", "hashFiles(1,255)"} <= script
    assert "secrets" not in STEP_IF.contexts
    assert "always(0,0)" not in script


def test_status_functions_take_job_ids_in_jobs_only() -> None:
    assert "success(0,MAX)" in JOB_IF.contexts
    assert "success(0,0)" in STEP_IF.contexts
    assert "hashFiles(1,255)" not in JOB_IF.contexts


def test_a_job_either_runs_or_calls() -> None:
    assert RUNNER_JOB.required == ("runs-on",)
    assert CALLING_JOB.required == ("uses",)
    assert "steps" not in CALLING_JOB.keys
    assert "with" not in RUNNER_JOB.keys


def test_every_kind_of_step_says_what_it_is() -> None:
    assert [shape.required for shape in STEP.shapes] == [
        ("run",),
        ("uses",),
        ("wait",),
        ("wait-all",),
        ("cancel",),
        ("parallel",),
    ]


def test_permissions_are_levels_or_a_word_for_all() -> None:
    scopes = SCOPES.shapes[0].keys

    assert PERMISSIONS.accepts("read-all")
    assert scopes["contents"].accepts("write")
    assert not scopes["id-token"].accepts("read")
    assert not scopes["models"].accepts("write")


def test_only_jobs_are_required_beside_on() -> None:
    assert [key for key in WORKFLOW_KEYS if key.endswith("!")] == ["jobs!"]
