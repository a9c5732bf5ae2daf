"""Owns what the expressions of one step see once a leg is played; evaluates none."""

from __future__ import annotations

from pathlib import Path
from typing import Dict, Mapping

from understudy.dialects.base import Contexts
from understudy.dialects.github import contexts as builders
from understudy.dialects.github import status
from understudy.dialects.github.environment import default_environment
from understudy.dialects.stage import Moment, Setting
from understudy.expressions import to_string
from understudy.model.pipeline import Job, Workflow

# Ids that GitHub makes up begin so; such steps are not in `steps`.
_GENERATED = "__"


def service(contexts: Contexts) -> Mapping[str, object]:
    """Return the `github` context of a leg as the service has it."""
    found = contexts.values["github"]
    assert isinstance(found, Mapping)
    return found


def scope(
    contexts: Contexts, job: Job, workflow: Workflow, setting: Setting, moment: Moment
) -> Contexts:
    """Return the contexts and functions of a moment of a leg.

    Args:
        contexts: those of the leg before there is a machine.
    """
    secrets = contexts.values.get("secrets")
    values: Dict[str, object] = {
        **contexts.values,
        "secrets": {
            **(secrets if isinstance(secrets, Mapping) else {}),
            "github_token": setting.token,
        },
        "github": _github(contexts, job, setting, moment),
        "runner": _runner(setting),
        "job": builders.job(
            moment.status,
            service(contexts),
            workflow,
            setting.services,
            setting.container,
        ),
        "steps": _steps(moment),
        "env": builders.env(moment.env),
    }
    status_of_action = None
    if moment.inside is not None:
        values["inputs"] = moment.inside.inputs
        status_of_action = moment.inside.status
    functions = status.step_functions(moment.status, status_of_action)

    def hashed(*arguments: object) -> str:
        from understudy.dialects.github.hashfiles import hash_arguments

        given = [to_string(argument) for argument in arguments]
        home = Path(setting.home)
        return hash_arguments(given, setting.hash_root, home, setting.workspace)

    return Contexts(values, {**functions, "hashfiles": hashed})


def variables(
    contexts: Contexts, job: Job, setting: Setting, moment: Moment
) -> Dict[str, str]:
    """Return the variables that GitHub sets for every step."""
    github = _github(contexts, job, setting, moment)
    return default_environment(github, _runner(setting))


def _github(
    contexts: Contexts, job: Job, setting: Setting, moment: Moment
) -> Dict[str, object]:
    place = builders.Place(
        job=job.id,
        action=moment.action,
        token=setting.token,
        workspace=setting.workspace,
        event_path=setting.event_path,
        action_repository=moment.repository,
        action_ref=moment.ref,
        action_path=moment.inside.path if moment.inside else None,
        action_status=moment.inside.status if moment.inside else None,
        files=moment.files,
    )
    return builders.github_in_step(service(contexts), place)


def _runner(setting: Setting) -> Dict[str, object]:
    machine = builders.Machine(
        os=setting.system,
        arch=setting.architecture,
        name=setting.runner,
        temp=setting.temp,
        tool_cache=setting.tool_cache,
        workspace=str(Path(setting.workspace).parent),
    )
    return builders.runner(machine)


def _steps(moment: Moment) -> Dict[str, object]:
    # UpdateGlobalStepsContext and SetOutput of ExecutionContext.cs.
    ended = {
        id: builders.Ended(end.result, end.outputs, end.outcome)
        for id, end in moment.ended.items()
        if not id.startswith(_GENERATED)
    }
    return builders.steps(ended)
