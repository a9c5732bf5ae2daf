"""Dispatches, schedules, ended runs and all other events look as GitHub's do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from understudy.dialects.github import events, payloads
from understudy.errors import UsageError
from understudy.model.event import Event
from understudy.model.facts import Facts
from understudy.model.pipeline import Trigger, Workflow
from understudy.text.source import Source

SPAN = Source("ci.yml", "x").span(0, 1)
HEAD = "f" * 40
FACTS = Facts(HEAD, "main", repository="octo/mathkit", message="Go")


def workflow(stem: str, *triggers: Trigger, name: str = "") -> Workflow:
    return Workflow(f".github/workflows/{stem}.yml", SPAN, name=name, triggers=triggers)


def on(event: str, **more: object) -> Trigger:
    return Trigger(event, SPAN, **more)  # type: ignore[arg-type]


def made(
    words: list[str], *workflows: Workflow, facts: Facts = FACTS, **more: object
) -> Event:
    event = events.parse_event(words)
    return events.synthesise(event, facts, workflows, **more)  # type: ignore[arg-type]


CI = workflow("ci", on("workflow_dispatch"), name="Build and test")
RELEASE = workflow("release", on("workflow_dispatch"))
DOCS = workflow("docs", on("push"))


@pytest.mark.parametrize(
    "word",
    [
        pytest.param("ci", id="by its stem"),
        pytest.param("ci.yml", id="by its file"),
        pytest.param(".github/workflows/ci.yml", id="by its path"),
        pytest.param("Build and test", id="by its name"),
    ],
)
def test_a_dispatch_names_a_workflow(word: str) -> None:
    event = made(["dispatch", word], DOCS, CI, RELEASE)

    assert event.payload["workflow"] == ".github/workflows/ci.yml"
    assert (event.ref, event.sha) == ("refs/heads/main", HEAD)


def test_a_dispatch_without_a_name_is_that_of_the_only_one() -> None:
    event = made(["dispatch"], DOCS, RELEASE)

    assert event.payload["workflow"] == ".github/workflows/release.yml"


def test_a_dispatch_without_a_name_must_not_be_one_of_many() -> None:
    with pytest.raises(UsageError) as caught:
        made(["dispatch"], CI, RELEASE)

    assert str(caught.value) == "`dispatch` wants a workflow; there are ci, release"


def test_a_dispatch_that_nobody_listens_to_names_none() -> None:
    assert made(["dispatch"], DOCS).payload["workflow"] is None


def test_a_payload_may_name_the_workflow_and_the_ref_of_a_dispatch() -> None:
    payload = {"workflow": RELEASE.path, "ref": "refs/tags/v1"}

    event = made(["dispatch"], CI, RELEASE, payload=payload)

    assert (event.ref, event.payload["workflow"]) == ("refs/tags/v1", RELEASE.path)


@pytest.mark.parametrize(
    ("word", "message"),
    [
        pytest.param(
            "relase", "no workflow `relase`; did you mean `release`?", id="a typo"
        ),
        pytest.param(
            "x", "no workflow `x`; there are ci, release", id="nothing like it"
        ),
    ],
)
def test_a_dispatch_of_no_workflow_gets_help(word: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        made(["dispatch", word], CI, RELEASE)

    assert str(caught.value) == message


def test_a_dispatch_of_a_detached_head_is_on_the_default_branch() -> None:
    event = made(["dispatch"], CI, facts=replace(FACTS, branch=None))

    assert event.ref == "refs/heads/main"


NIGHTLY = workflow("nightly", on("schedule", crons=("1 1 * * *",)))
WEEKLY = workflow("weekly", on("schedule", crons=("2 2 * * 0",)))


@pytest.mark.parametrize(
    ("words", "workflows", "cron", "said"),
    [
        pytest.param(["3 3 * * *"], [NIGHTLY], "3 3 * * *", [], id="one is given"),
        pytest.param(
            [], [NIGHTLY], "1 1 * * *", ['schedule "1 1 * * *"'], id="one only"
        ),
        pytest.param(
            [], [NIGHTLY, WEEKLY], None, ["every schedule is due"], id="one of two"
        ),
        pytest.param([], [CI], None, [], id="nobody listens"),
    ],
)
def test_a_schedule_is_due(
    words: list[str], workflows: list[Workflow], cron: str | None, said: list[str]
) -> None:
    event = made(["schedule", *words], *workflows)

    assert event.payload["schedule"] == cron
    assert list(event.assumed[2:]) == said
    assert (event.ref, event.sha) == ("refs/heads/main", HEAD)


def test_a_payload_may_name_the_schedule() -> None:
    event = made(["schedule"], NIGHTLY, payload={"schedule": "4 4 * * *"})

    assert event.payload["schedule"] == "4 4 * * *"
    assert event.assumed == (
        "actor `octo`",
        "a public repository",
    )


def test_a_payload_may_say_all_of_a_run() -> None:
    run = {"name": "Lab", "conclusion": "failure"}

    event = made(
        ["workflow_run"], AFTER, payload={"action": "requested", "workflow_run": run}
    )

    assert event.assumed == (
        "actor `octo`",
        "a public repository",
    )
    assert payloads.at(event.payload, "workflow_run.name") == "Lab"


def test_a_payload_may_name_the_default_branch() -> None:
    payload = {"repository": {"default_branch": "trunk"}}

    event = made(["issues"], payload=payload)

    assert (event.ref, event.default_branch) == ("refs/heads/trunk", "trunk")
    assert not [text for text in event.assumed if "default branch" in text]


@pytest.mark.parametrize("name", ["schedule", "issues", "delete", "workflow_run"])
def test_another_branch_plays_the_default_one(name: str) -> None:
    event = made([name], facts=replace(FACTS, branch="faster"))

    assert event.ref == "refs/heads/main"
    assert event.assumed[-1] == "this tree in place of the default branch `main`"


HOOKED = workflow("hooked", on("repository_dispatch", types=("deploy", "test")))


@pytest.mark.parametrize(
    ("words", "payload", "expected", "said"),
    [
        pytest.param(["test"], {}, "test", [], id="given"),
        pytest.param([], {"action": "x"}, "x", [], id="said by a payload"),
        pytest.param([], {}, "deploy", ["activity `deploy`"], id="listened to"),
    ],
)
def test_a_repository_dispatch_has_an_activity(
    words: list[str], payload: dict[str, str], expected: str, said: list[str]
) -> None:
    event = made(
        ["repository_dispatch", *words], HOOKED, payload=payload, inputs={"a": 1.0}
    )

    assert event.action == expected
    assert event.payload["client_payload"] == {"a": 1.0}
    assert dict(event.inputs) == {}
    assert list(event.assumed[2:]) == said


def test_a_repository_dispatch_that_nobody_names_has_no_activity() -> None:
    event = made(["repository_dispatch"], CI)

    assert event.action is None
    assert event.assumed[2:] == ("no activity",)


AFTER = workflow("after", on("workflow_run", workflows=("Build and test", "Other")))


def test_a_run_that_somebody_waits_for_has_ended_well() -> None:
    event = made(["workflow_run"], CI, AFTER)

    found = {
        path: payloads.at(event.payload, f"workflow_run.{path}")
        for path in ("name", "path", "head_branch", "head_sha", "status", "conclusion")
    }
    assert found == {
        "name": "Build and test",
        "path": ".github/workflows/ci.yml",
        "head_branch": "main",
        "head_sha": HEAD,
        "status": "completed",
        "conclusion": "success",
    }
    assert event.action == "completed"
    assert event.assumed[2:] == (
        "a run of `Build and test`",
        "activity `completed`",
        "which ended in success",
    )


def test_a_run_that_only_starts_has_no_end() -> None:
    waiting = workflow("w", on("workflow_run", workflows=("X",), types=("requested",)))

    event = made(["workflow_run"], waiting)

    found = [
        payloads.at(event.payload, f"workflow_run.{path}")
        for path in ("name", "path", "status", "conclusion")
    ]
    assert found == ["X", "", "requested", None]


def test_a_run_of_a_named_workflow_is_that_of_its_file() -> None:
    event = made(["workflow_run", "docs"], DOCS)

    name = payloads.at(event.payload, "workflow_run.name")
    assert name == ".github/workflows/docs.yml"
    assert not [text for text in event.assumed if text.startswith("a run of")]


def test_a_run_that_nobody_waits_for_has_no_name() -> None:
    event = made(["workflow_run"], DOCS)

    assert payloads.at(event.payload, "workflow_run.name") == ""


def test_a_new_branch_is_the_current_one() -> None:
    event = made(["create"], facts=replace(FACTS, branch="faster"))

    assert (event.ref, event.sha) == ("refs/heads/faster", HEAD)
    assert (event.payload["ref"], event.payload["ref_type"]) == ("faster", "branch")
    assert event.assumed[2:] == ("branch `faster`",)


def test_a_deleted_branch_is_some_other_one() -> None:
    event = made(["delete"])

    assert event.ref == "refs/heads/main"
    assert event.payload["ref"] == "deleted-branch"
    assert event.payload["master_branch"] == "main"


def test_any_other_event_has_little_more_than_a_name() -> None:
    event = made(["issues"])

    assert set(event.payload) == {"action", "repository", "sender"}
    assert event.action == "opened"
    assert event.assumed == (
        "actor `octo`",
        "a public repository",
        "nothing of the `issues` payload but repository and sender",
        "activity `opened`",
    )


def test_an_activity_that_is_given_is_not_assumed() -> None:
    event = made(["issues", "labeled"])

    assert event.action == "labeled"
    assert len(event.assumed) == 3


def test_an_event_without_activities_has_none() -> None:
    assert "action" not in made(["page_build"]).payload
