"""What a step sees is what the service knows, and where the leg is played."""

from __future__ import annotations

from dataclasses import replace
from typing import Mapping

from understudy.dialects.base import Contexts, Facts, Run, Strategy
from understudy.dialects.github import dialect
from understudy.dialects.github.reader import read
from understudy.dialects.github.scope import scope, service, variables
from understudy.dialects.stage import Inside, Moment, Setting, StepEnd
from understudy.model.event import Event
from understudy.text.source import Source

TEXT = "on: push\njobs: {a: {runs-on: x, steps: [{run: x}]}}\n"
WORKFLOW = read([Source(".github/workflows/ci.yml", TEXT)]).workflows[0]
JOB = WORKFLOW.jobs[0]
EVENT = Event("push", "refs/heads/main", "f" * 40, "octo/mathkit", actor="octo")
FACTS = Facts(WORKFLOW, EVENT, inputs={"x": "outer"}, run=Run("42", 3))
SEEN = dialect.leg(dialect.contexts(FACTS), None, 0, 1, Strategy())
SETTING = Setting("/w/m/m", "/w/t", "/tools", "/home", "/w/t/event.json", "token")
MOMENT = Moment({"A": "1"}, action="__run", files={"env": "/w/t/env"})


def seen(moment: Moment = MOMENT) -> Contexts:
    return scope(SEEN, JOB, WORKFLOW, SETTING, moment)


def context(name: str, moment: Moment = MOMENT) -> Mapping[str, object]:
    found = seen(moment).values[name]
    assert isinstance(found, Mapping)
    return found


def test_the_service_s_context_is_kept_and_the_machines_is_added() -> None:
    before, after = service(SEEN), context("github")

    assert {key: after[key] for key in before} == before
    assert {key: after[key] for key in after if key not in before} == {
        "token": "token",
        "job": "a",
        "workspace": "/w/m/m",
        "event_path": "/w/t/event.json",
        "action": "__run",
        "action_repository": "",
        "action_ref": "",
        "env": "/w/t/env",
    }


def test_the_runner_is_the_legs_own() -> None:
    assert context("runner") == {
        "os": "Linux",
        "arch": "X64",
        "name": "understudy",
        "environment": "github-hosted",
        "tool_cache": "/tools",
        "temp": "/w/t",
        "workspace": "/w/m",
    }


def test_steps_with_generated_ids_are_not_seen() -> None:
    end = StepEnd("success", "failure", {"o": "1"})
    moment = replace(MOMENT, ended={"own": end, "__run": end})

    assert context("steps", moment) == {
        "own": {"outcome": "failure", "conclusion": "success", "outputs": {"o": "1"}}
    }


def test_the_job_s_status_moves_on() -> None:
    moment = replace(MOMENT, status="cancelled")

    assert context("job", moment)["status"] == "cancelled"
    assert seen(moment).functions["cancelled"]() is True


def test_inside_an_action_its_own_inputs_and_status_count() -> None:
    inside = Inside("/actions/a", {"x": "inner"}, "failure")
    moment = replace(MOMENT, inside=inside)

    assert context("inputs") == {"x": "outer"}
    assert context("inputs", moment) == {"x": "inner"}
    assert context("github", moment)["action_path"] == "/actions/a"
    assert seen(moment).functions["failure"]() is True
    assert context("job", moment)["status"] == "success"


def test_variables_are_made_of_both_contexts() -> None:
    found = variables(SEEN, JOB, SETTING, MOMENT)

    assert found["GITHUB_RUN_NUMBER"] == "3"
    assert found["GITHUB_ENV"] == "/w/t/env"
    assert found["RUNNER_WORKSPACE"] == "/w/m"
    assert "GITHUB_TOKEN" not in found
