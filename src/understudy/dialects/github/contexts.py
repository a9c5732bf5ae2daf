"""Owns the contexts that expressions see; who reads them, and when, is decided above.

Every builder is pure. What exists only in a run is `Unknown`, with the reason, until
the run hands it in.
"""

from __future__ import annotations

from dataclasses import field
from types import MappingProxyType
from typing import Dict, Mapping, Optional, Union

from understudy.dialects.base import Run
from understudy.dialects.github import inputs
from understudy.expressions import CaseSensitive, Unknown
from understudy.model.event import Event
from understudy.model.pipeline import Workflow
from understudy.model.value import Value
from understudy.records import dataclass

SERVER = "https://github.com"
API = "https://api.github.com"
GRAPHQL = "https://api.github.com/graphql"
RETENTION_DAYS = "90"

Text = Union[str, Unknown]


@dataclass(frozen=True)
class Machine:
    """The runner, as a job on it sees it; None is what only a run settles."""

    os: Optional[str] = None
    arch: Optional[str] = None
    name: Optional[str] = None
    temp: Optional[str] = None
    tool_cache: Optional[str] = None
    workspace: Optional[str] = None
    environment: str = "github-hosted"
    debug: bool = False


@dataclass(frozen=True)
class Place:
    """Where a step runs, as its `github` context shows it; None as in `Machine`.

    `files` are the paths of its command files by their names in the context: `env`,
    `output`, `path`, `state`, `step_summary`. `action_path` and `action_status` exist
    within composite actions only.
    """

    job: str
    action: Optional[str] = None
    token: Optional[str] = field(default=None, repr=False)
    workspace: Optional[str] = None
    event_path: Optional[str] = None
    action_repository: str = ""
    action_ref: str = ""
    action_path: Optional[str] = None
    action_status: Optional[str] = None
    files: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class Ended:
    """How a job or a step ended; None where that is not known yet.

    `outcome` is that of a step, before its `continue-on-error`.
    """

    result: Optional[str] = None
    outputs: Optional[Mapping[str, str]] = None
    outcome: Optional[str] = None


def github(
    event: Event, workflow: Workflow, run: Optional[Run] = None
) -> Dict[str, object]:
    """Return the `github` context as the service has it, before there is a machine.

    It has no `token`, `job` or `workspace`: those are null in the `if` of a job.
    """
    owner = event.repository.split("/")[0]
    sha = _sha(event, run)
    is_pull = event.name in ("pull_request", "pull_request_target")
    return {
        "ref": event.ref,
        "sha": sha,
        "repository": event.repository,
        "repository_owner": owner,
        "repository_visibility": _visibility(event),
        "repository_owner_id": _number(event, "repository", "owner", "id", run=run),
        "repositoryUrl": f"git://github.com/{event.repository}.git",
        "run_id": _or_unknown(run.id if run else None, "its id"),
        "run_number": _or_unknown(str(run.number) if run else None, "its number"),
        "retention_days": RETENTION_DAYS,
        "run_attempt": str(run.attempt) if run else "1",
        "repository_id": _number(event, "repository", "id", run=run),
        "actor_id": _number(event, "sender", "id", run=run),
        "actor": event.actor,
        "triggering_actor": event.actor,
        "workflow": workflow.name or workflow.path,
        "head_ref": (event.head or "") if is_pull else "",
        "base_ref": (event.base or "") if is_pull else "",
        "event_name": event.name,
        "event": _payload(event, workflow, run),
        "server_url": SERVER,
        "api_url": API,
        "graphql_url": GRAPHQL,
        "ref_name": event.ref_name,
        "ref_protected": _protected(run),
        "ref_type": event.ref_type if event.ref else "",
        "secret_source": _secret_source(event),
        "workflow_ref": f"{event.repository}/{workflow.path}@{event.ref}",
        "workflow_sha": sha,
    }


def github_in_step(service: Mapping[str, object], place: Place) -> Dict[str, object]:
    """Return the `github` context of a step: the service's, and the machine's."""
    context: Dict[str, object] = dict(service)
    context["token"] = _or_unknown(place.token, "the token of the job")
    context["job"] = place.job
    context["workspace"] = _or_unknown(place.workspace, "the path of the workspace")
    context["event_path"] = _or_unknown(place.event_path, "the path of the event")
    context["action"] = _or_unknown(place.action, "the id of the step")
    context["action_repository"] = place.action_repository
    context["action_ref"] = place.action_ref
    if place.action_path is not None:
        context["action_path"] = place.action_path
    if place.action_status is not None:
        context["action_status"] = place.action_status
    context.update(place.files)
    return context


def runner(machine: Machine) -> Dict[str, object]:
    """Return the `runner` context."""
    context: Dict[str, object] = {"debug": "1"} if machine.debug else {}
    context["os"] = _or_unknown(machine.os, "the runner's operating system")
    context["arch"] = _or_unknown(machine.arch, "the runner's architecture")
    context["name"] = _or_unknown(machine.name, "the runner's name")
    context["environment"] = machine.environment
    context["tool_cache"] = _or_unknown(
        machine.tool_cache, "the path of the tool cache"
    )
    context["temp"] = _or_unknown(machine.temp, "the path of the temporary folder")
    context["workspace"] = _or_unknown(machine.workspace, "the path of the workspace")
    return context


def strategy(
    index: int, total: int, fail_fast: bool = True, max_parallel: Optional[int] = None
) -> Dict[str, object]:
    """Return the `strategy` context of one leg out of `total`, which a job always has.

    Without `max-parallel` it is the number of legs (WorkflowTemplateConverter.cs).
    """
    return {
        "fail-fast": fail_fast,
        "job-index": float(index),
        "job-total": float(total),
        "max-parallel": float(max_parallel or total),
    }


def matrix(values: Optional[Mapping[str, Value]]) -> Optional[Dict[str, object]]:
    """Return the `matrix` context; null for a job without a matrix."""
    return dict(values) if values is not None else None


def job(
    status: Text,
    service: Mapping[str, object],
    workflow: Workflow,
    services: Optional[Mapping[str, Mapping[str, object]]] = None,
    container: Optional[Mapping[str, object]] = None,
) -> Dict[str, object]:
    """Return the `job` context, without the id of a check run, which only GitHub has.

    Args:
        service: the `github` context.
        workflow: the file that defines the job: the called one, where one is called.
        services: by name, each with `id`, `network` and `ports`.
    """
    context: Dict[str, object] = {"status": status}
    context["workflow_ref"] = (
        f"{service['repository']}/{workflow.path}@{service['ref']}"
    )
    context["workflow_sha"] = service["workflow_sha"]
    context["workflow_repository"] = service["repository"]
    context["workflow_file_path"] = workflow.path
    if container is not None:
        context["container"] = dict(container)
    if services:
        context["services"] = {name: dict(one) for name, one in services.items()}
    return context


def steps(ended: Mapping[str, Ended]) -> Dict[str, object]:
    """Return the `steps` context of the steps with an id that have ended, or will."""
    return {
        id: {
            "outputs": _outputs(step.outputs, f"the outputs of step `{id}`"),
            "outcome": _or_unknown(step.outcome, f"the outcome of step `{id}`"),
            "conclusion": _or_unknown(step.result, f"the conclusion of step `{id}`"),
        }
        for id, step in ended.items()
    }


def needs(ended: Mapping[str, Ended]) -> Dict[str, object]:
    """Return the `needs` context of a job, or `jobs` of a called workflow's outputs."""
    return {
        id: {
            "result": _or_unknown(job.result, f"the result of job `{id}`"),
            "outputs": _outputs(job.outputs, f"the outputs of job `{id}`"),
        }
        for id, job in ended.items()
    }


def secrets(
    values: Mapping[str, Text], token: Optional[str] = None, fork: bool = False
) -> Dict[str, object]:
    """Return the `secrets` context; a pull request from a fork has the token alone."""
    known: Dict[str, object] = {} if fork else dict(values)
    known["github_token"] = _or_unknown(token, "the token of the job")
    return known


def env(values: Mapping[str, object], windows: bool = False) -> Mapping[str, object]:
    """Return the `env` context; only on Windows are its names the same in any case."""
    return dict(values) if windows else CaseSensitive(values)


def _outputs(outputs: Optional[Mapping[str, str]], what: str) -> object:
    return dict(outputs) if outputs is not None else _later(what)


def _or_unknown(value: Optional[str], what: str) -> Text:
    return value if value is not None else _later(what)


def _later(what: str) -> Unknown:
    return Unknown(f"only a run has {what}")


def _sha(event: Event, run: Optional[Run]) -> Text:
    sha = (run.sha if run else "") or event.sha
    return sha or _later("the commit that it plays")


def _protected(run: Optional[Run]) -> Union[bool, Unknown]:
    # A rehearsal has no rulesets: in a run no ref is protected.
    return False if run else Unknown("only GitHub knows whether the ref is protected")


def _visibility(event: Event) -> object:
    repository = event.payload.get("repository")
    return repository.get("visibility") if isinstance(repository, dict) else None


def _secret_source(event: Event) -> str:
    if event.actor == "dependabot[bot]":
        return "Dependabot"
    hidden = event.fork and event.name != "pull_request_target"
    return "None" if hidden else "Actions"


def _number(event: Event, *path: str, run: Optional[Run]) -> Text:
    value: Value = dict(event.payload)
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    if isinstance(value, (int, float, str)) and value != "":
        return value if isinstance(value, str) else str(int(value))
    # In a run a number must stand there; 0 is nobody's.
    return (
        "0"
        if run
        else Unknown(f"`{'.'.join(path)}` is a number that only GitHub knows")
    )


def _payload(event: Event, workflow: Workflow, run: Optional[Run]) -> Dict[str, object]:
    payload: Dict[str, object] = dict(event.payload)
    trigger = workflow.trigger(event.name)
    if event.name == "workflow_dispatch" and trigger:
        defaults = inputs.defaults(trigger.inputs)
        payload["inputs"] = inputs.of_event(trigger.inputs, event.inputs, defaults)
    elif event.name == "schedule" and payload.get("schedule") is None and trigger:
        one = trigger.crons and (run or len(trigger.crons) == 1)
        due = trigger.crons[0] if one else None
        later = Unknown("which of its schedules is due, is not said")
        payload["schedule"] = later if due is None else due
    return payload
