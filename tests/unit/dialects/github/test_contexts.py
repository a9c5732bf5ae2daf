"""Contexts hold what GitHub documents; what only a run has is unknown before it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from understudy.dialects.base import Run
from understudy.dialects.github import contexts
from understudy.dialects.github.contexts import Ended, Machine, Place
from understudy.dialects.github.templates import unknown_in
from understudy.expressions import Unknown, evaluate_node, parse
from understudy.model.event import Event
from understudy.model.pipeline import Input, Trigger, Workflow
from understudy.model.template import Template
from understudy.text import yaml
from understudy.text.source import Source

SPAN = Source("ci.yml", "x").span(0, 1)
CI = Workflow(".github/workflows/ci.yml", SPAN, name="CI")
PUSH = Event("push", "refs/heads/main", "f" * 40, "octo/mathkit", actor="octo")
PULL = Event(
    "pull_request",
    "refs/pull/7/merge",
    "",
    "octo/mathkit",
    base="main",
    head="faster",
    actor="octo",
)


def later(what: str) -> Unknown:
    return Unknown(f"only a run has {what}")


def test_the_service_knows_a_push() -> None:
    context = contexts.github(PUSH, CI, Run("42", 3))

    assert context == {
        "ref": "refs/heads/main",
        "sha": "f" * 40,
        "repository": "octo/mathkit",
        "repository_owner": "octo",
        "repository_visibility": None,
        "repository_owner_id": "0",
        "repositoryUrl": "git://github.com/octo/mathkit.git",
        "run_id": "42",
        "run_number": "3",
        "retention_days": "90",
        "run_attempt": "1",
        "repository_id": "0",
        "actor_id": "0",
        "actor": "octo",
        "triggering_actor": "octo",
        "workflow": "CI",
        "head_ref": "",
        "base_ref": "",
        "event_name": "push",
        "event": {},
        "server_url": "https://github.com",
        "api_url": "https://api.github.com",
        "graphql_url": "https://api.github.com/graphql",
        "ref_name": "main",
        "ref_protected": False,
        "ref_type": "branch",
        "secret_source": "Actions",
        "workflow_ref": "octo/mathkit/.github/workflows/ci.yml@refs/heads/main",
        "workflow_sha": "f" * 40,
    }


def test_before_a_run_its_own_facts_are_unknown() -> None:
    context = contexts.github(PULL, CI)

    unknown = {key: value for key, value in context.items() if type(value) is Unknown}
    assert unknown == {
        "sha": later("the commit that it plays"),
        "workflow_sha": later("the commit that it plays"),
        "run_id": later("its id"),
        "run_number": later("its number"),
        "ref_protected": Unknown("only GitHub knows whether the ref is protected"),
        "repository_id": Unknown("`repository.id` is a number that only GitHub knows"),
        "repository_owner_id": Unknown(
            "`repository.owner.id` is a number that only GitHub knows"
        ),
        "actor_id": Unknown("`sender.id` is a number that only GitHub knows"),
    }
    assert context["run_attempt"] == "1"


def test_a_pull_request_has_two_branches_and_a_commit_of_its_own() -> None:
    context = contexts.github(PULL, CI, Run("1", 1, attempt=2, sha="a" * 40))

    chosen = ["ref", "ref_name", "head_ref", "base_ref", "sha", "run_attempt"]
    assert {key: context[key] for key in chosen} == {
        "ref": "refs/pull/7/merge",
        "ref_name": "7/merge",
        "head_ref": "faster",
        "base_ref": "main",
        "sha": "a" * 40,
        "run_attempt": "2",
    }


@pytest.mark.parametrize("name", ["merge_group", "pull_request_review"])
def test_a_base_counts_for_pull_requests_and_their_targets_only(name: str) -> None:
    context = contexts.github(replace(PULL, name=name), CI)

    assert (context["base_ref"], context["head_ref"]) == ("", "")


def test_a_payload_gives_the_numbers_that_only_github_knows() -> None:
    payload = {
        "repository": {"id": 186853002.0, "owner": {"id": "21"}},
        "sender": {"id": ""},
    }

    context = contexts.github(replace(PUSH, payload=payload), CI)

    assert context["repository_id"] == "186853002"
    assert context["repository_owner_id"] == "21"
    assert isinstance(context["actor_id"], Unknown)


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        pytest.param(PUSH, "Actions", id="a push"),
        pytest.param(replace(PULL, fork=True), "None", id="a fork"),
        pytest.param(
            replace(PULL, name="pull_request_target", fork=True), "Actions", id="target"
        ),
        pytest.param(replace(PULL, actor="dependabot[bot]"), "Dependabot", id="a bot"),
    ],
)
def test_secrets_have_a_source(event: Event, expected: str) -> None:
    assert contexts.github(event, CI)["secret_source"] == expected


def test_a_repository_is_as_visible_as_its_payload_says() -> None:
    payload = {"repository": {"visibility": "private"}}

    found = contexts.github(replace(PUSH, payload=payload), CI)

    assert found["repository_visibility"] == "private"


def test_a_workflow_without_a_name_is_called_by_its_path() -> None:
    context = contexts.github(PUSH, replace(CI, name=""))

    assert context["workflow"] == ".github/workflows/ci.yml"


def test_an_event_without_a_ref_has_no_type_of_one() -> None:
    assert contexts.github(replace(PUSH, ref=""), CI)["ref_type"] == ""


def test_a_dispatch_shows_all_of_its_inputs_as_strings() -> None:
    default = Template(yaml.Scalar(14, "14", SPAN))
    inputs = (
        Input("loud", "boolean"),
        Input("count", "number", default=default),
        Input("who"),
    )
    workflow = replace(
        CI, triggers=(Trigger("workflow_dispatch", SPAN, inputs=inputs),)
    )
    event = replace(PUSH, name="workflow_dispatch", inputs={"loud": True})

    context = contexts.github(event, workflow)

    assert context["event"] == {"inputs": {"loud": "true", "count": "14", "who": ""}}


@pytest.mark.parametrize(
    ("crons", "payload", "expected"),
    [
        pytest.param(("1 1 * * *",), {}, "1 1 * * *", id="the only one"),
        pytest.param(
            ("1 1 * * *", "2 2 * * *"),
            {},
            Unknown("which of its schedules is due, is not said"),
            id="one of two",
        ),
        pytest.param(("1 1 * * *",), {"schedule": "3 3 * * *"}, "3 3 * * *", id="said"),
    ],
)
def test_a_schedule_is_the_one_that_is_due(
    crons: tuple[str, ...], payload: dict[str, str], expected: object
) -> None:
    workflow = replace(CI, triggers=(Trigger("schedule", SPAN, crons=crons),))
    event = replace(PUSH, name="schedule", payload=dict(payload))

    assert contexts.github(event, workflow)["event"] == {"schedule": expected}


def test_a_run_takes_the_first_schedule_where_none_is_said() -> None:
    crons = ("1 1 * * *", "2 2 * * *")
    workflow = replace(CI, triggers=(Trigger("schedule", SPAN, crons=crons),))

    context = contexts.github(replace(PUSH, name="schedule"), workflow, Run("1", 1))

    assert context["event"] == {"schedule": "1 1 * * *"}


@pytest.mark.parametrize("event", [PUSH, PULL], ids=["push", "pull request"])
def test_in_a_run_nothing_is_unknown(event: Event) -> None:
    run = Run("1", 1, sha="a" * 40)
    place = Place("tests", "__run", "ghs_x", "/w/m", "/event.json")

    github = contexts.github_in_step(contexts.github(event, CI, run), place)

    assert unknown_in(github) is None
    assert unknown_in(contexts.job("success", github, CI)) is None
    assert unknown_in(contexts.secrets({}, "ghs_x")) is None


def test_the_if_of_a_job_sees_no_token() -> None:
    context = {"github": contexts.github(PUSH, CI, Run("1", 1))}

    found = [
        evaluate_node(parse(text), context)
        for text in ("github.token", "github.job", "github.workspace")
    ]

    assert found == [None, None, None]


def test_a_step_sees_its_place_too() -> None:
    place = Place(
        "tests",
        action="__run",
        token="ghs_x",
        workspace="/home/runner/wd/mathkit/mathkit",
        event_path="/home/runner/wd/_temp/_github_workflow/event.json",
        files={"env": "/files/env", "step_summary": "/files/summary"},
    )

    context = contexts.github_in_step({"ref": "r"}, place)

    assert context == {
        "ref": "r",
        "token": "ghs_x",
        "job": "tests",
        "workspace": "/home/runner/wd/mathkit/mathkit",
        "event_path": "/home/runner/wd/_temp/_github_workflow/event.json",
        "action": "__run",
        "action_repository": "",
        "action_ref": "",
        "env": "/files/env",
        "step_summary": "/files/summary",
    }
    assert "ghs_x" not in repr(place)


def test_a_step_of_an_action_sees_the_action() -> None:
    place = Place(
        "tests",
        action_repository="octo/setup",
        action_ref="v1",
        action_path="/actions/setup",
        action_status="success",
    )

    context = contexts.github_in_step({}, place)

    assert context == {
        "token": later("the token of the job"),
        "job": "tests",
        "workspace": later("the path of the workspace"),
        "event_path": later("the path of the event"),
        "action": later("the id of the step"),
        "action_repository": "octo/setup",
        "action_ref": "v1",
        "action_path": "/actions/setup",
        "action_status": "success",
    }


def test_a_runner_is_what_the_job_is_told() -> None:
    machine = Machine(
        os="Linux",
        arch="X64",
        name="understudy",
        temp="/home/runner/wd/_temp",
        tool_cache="/opt/hostedtoolcache",
        workspace="/home/runner/wd/mathkit",
        debug=True,
    )

    assert contexts.runner(machine) == {
        "debug": "1",
        "os": "Linux",
        "arch": "X64",
        "name": "understudy",
        "environment": "github-hosted",
        "tool_cache": "/opt/hostedtoolcache",
        "temp": "/home/runner/wd/_temp",
        "workspace": "/home/runner/wd/mathkit",
    }


def test_before_a_run_only_the_system_of_a_runner_is_known() -> None:
    context = contexts.runner(Machine(os="Linux"))

    assert context == {
        "os": "Linux",
        "arch": later("the runner's architecture"),
        "name": later("the runner's name"),
        "environment": "github-hosted",
        "tool_cache": later("the path of the tool cache"),
        "temp": later("the path of the temporary folder"),
        "workspace": later("the path of the workspace"),
    }


@pytest.mark.parametrize(
    ("max_parallel", "expected"),
    [
        pytest.param(None, 4.0, id="all legs"),
        pytest.param(0, 4.0, id="0 is none"),
        pytest.param(2, 2.0, id="two"),
    ],
)
def test_a_strategy_counts_legs(max_parallel: int | None, expected: float) -> None:
    context = contexts.strategy(3, 4, fail_fast=False, max_parallel=max_parallel)

    assert context == {
        "fail-fast": False,
        "job-index": 3.0,
        "job-total": 4.0,
        "max-parallel": expected,
    }


def test_a_matrix_is_null_where_there_is_none() -> None:
    found = [
        contexts.matrix({"os": "linux"}),
        contexts.matrix({}),
        contexts.matrix(None),
    ]

    assert found == [{"os": "linux"}, {}, None]


def test_a_job_knows_its_status_its_file_and_its_services() -> None:
    service = contexts.github(PUSH, CI, Run("1", 1))
    services = {"db": {"id": "1", "network": "n", "ports": {"5432": "5432"}}}

    context = contexts.job(
        "success", service, CI, services, {"id": "c", "network": "n"}
    )

    assert context == {
        "status": "success",
        "workflow_ref": "octo/mathkit/.github/workflows/ci.yml@refs/heads/main",
        "workflow_sha": "f" * 40,
        "workflow_repository": "octo/mathkit",
        "workflow_file_path": ".github/workflows/ci.yml",
        "container": {"id": "c", "network": "n"},
        "services": services,
    }


def test_a_job_without_containers_has_none() -> None:
    context = contexts.job("success", contexts.github(PUSH, CI), CI)

    assert not {"container", "services"} & set(context)


def test_steps_have_outputs_and_two_results() -> None:
    ended = {
        "one": Ended("success", {"version": "1.2"}, outcome="failure"),
        "two": Ended(),
    }

    assert contexts.steps(ended) == {
        "one": {
            "outputs": {"version": "1.2"},
            "outcome": "failure",
            "conclusion": "success",
        },
        "two": {
            "outputs": later("the outputs of step `two`"),
            "outcome": later("the outcome of step `two`"),
            "conclusion": later("the conclusion of step `two`"),
        },
    }


def test_needs_have_a_result_and_outputs() -> None:
    ended = {"build": Ended("skipped", {}), "lint": Ended()}

    assert contexts.needs(ended) == {
        "build": {"result": "skipped", "outputs": {}},
        "lint": {
            "result": later("the result of job `lint`"),
            "outputs": later("the outputs of job `lint`"),
        },
    }


@pytest.mark.parametrize(
    ("fork", "expected"),
    [
        pytest.param(False, {"TOKEN": "x", "github_token": "ghs_x"}, id="not a fork"),
        pytest.param(True, {"github_token": "ghs_x"}, id="a fork"),
    ],
)
def test_a_fork_sees_no_secret_but_its_token(
    fork: bool, expected: dict[str, str]
) -> None:
    assert contexts.secrets({"TOKEN": "x"}, "ghs_x", fork=fork) == expected


def test_the_token_is_unknown_before_a_run() -> None:
    assert contexts.secrets({}) == {"github_token": later("the token of the job")}


@pytest.mark.parametrize(
    ("windows", "expected"),
    [pytest.param(False, None, id="linux"), pytest.param(True, "x", id="windows")],
)
def test_names_of_variables_have_a_case_but_on_windows(
    windows: bool, expected: object
) -> None:
    context = {"env": contexts.env({"Path": "x"}, windows)}

    found = [evaluate_node(parse(text), context) for text in ("env.Path", "env.PATH")]

    assert found == ["x", expected]
