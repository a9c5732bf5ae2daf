"""Every step finds the variables set that GitHub documents."""

from __future__ import annotations

from understudy.dialects.base import Run
from understudy.dialects.github import contexts
from understudy.dialects.github.contexts import Machine, Place
from understudy.dialects.github.environment import default_environment
from understudy.model.event import Event
from understudy.model.pipeline import Workflow
from understudy.text.source import Source

CI = Workflow("ci.yml", Source("ci.yml", "x").span(0, 1), name="CI")
PUSH = Event("push", "refs/tags/v1", "f" * 40, "octo/mathkit", actor="octo")

# GitHub's list of default variables, but for those of composite actions and debugging.
DOCUMENTED = (
    "CI GITHUB_ACTION GITHUB_ACTION_REPOSITORY GITHUB_ACTIONS GITHUB_ACTOR "
    "GITHUB_ACTOR_ID GITHUB_API_URL GITHUB_BASE_REF GITHUB_ENV GITHUB_EVENT_NAME "
    "GITHUB_EVENT_PATH GITHUB_GRAPHQL_URL GITHUB_HEAD_REF GITHUB_JOB GITHUB_OUTPUT "
    "GITHUB_PATH GITHUB_REF GITHUB_REF_NAME GITHUB_REF_PROTECTED GITHUB_REF_TYPE "
    "GITHUB_REPOSITORY GITHUB_REPOSITORY_ID GITHUB_REPOSITORY_OWNER "
    "GITHUB_REPOSITORY_OWNER_ID GITHUB_RETENTION_DAYS GITHUB_RUN_ATTEMPT GITHUB_RUN_ID "
    "GITHUB_RUN_NUMBER GITHUB_SERVER_URL GITHUB_SHA GITHUB_STEP_SUMMARY "
    "GITHUB_TRIGGERING_ACTOR GITHUB_WORKFLOW GITHUB_WORKFLOW_REF GITHUB_WORKFLOW_SHA "
    "GITHUB_WORKSPACE RUNNER_ARCH RUNNER_ENVIRONMENT RUNNER_NAME RUNNER_OS RUNNER_TEMP "
    "RUNNER_TOOL_CACHE"
)


def test_a_step_finds_all_that_is_documented() -> None:
    files = {name: f"/f/{name}" for name in ("env", "output", "path", "step_summary")}
    place = Place("tests", "__run", "ghs_x", "/w/m", "/event.json", files=files)
    github = contexts.github_in_step(contexts.github(PUSH, CI, Run("1", 2)), place)
    runner = contexts.runner(Machine("Linux", "X64", "r", "/tmp/r", "/opt/t", "/w"))

    variables = default_environment(github, runner)

    extra = {"GITHUB_ACTION_REF", "RUNNER_WORKSPACE"}
    assert set(variables) == set(DOCUMENTED.split()) | extra
    assert variables["GITHUB_REF_TYPE"] == "tag"
    assert variables["GITHUB_ENV"] == "/f/env"
    assert variables["GITHUB_BASE_REF"] == ""
    assert variables["RUNNER_OS"] == "Linux"
    assert variables["CI"] == variables["GITHUB_ACTIONS"] == "true"


def test_the_token_and_the_event_are_no_variables() -> None:
    github = {"token": "ghs_x", "event": {}, "secret_source": "Actions", "sha": "f"}

    assert default_environment(github, {}) == {
        "CI": "true",
        "GITHUB_ACTIONS": "true",
        "GITHUB_SHA": "f",
    }


def test_a_truth_is_written_in_small_letters() -> None:
    variables = [
        default_environment({"ref_protected": value}, {})["GITHUB_REF_PROTECTED"]
        for value in (True, False)
    ]

    assert variables == ["true", "false"]


def test_what_is_not_known_is_left_out() -> None:
    variables = default_environment(
        contexts.github(PUSH, CI), contexts.runner(Machine())
    )

    assert "GITHUB_RUN_ID" not in variables
    assert "RUNNER_TEMP" not in variables
    assert variables["RUNNER_ENVIRONMENT"] == "github-hosted"
