"""Owns the events that nobody pushes: dispatches, schedules, ended runs, and others."""

from __future__ import annotations

from typing import List, Optional, Sequence, Tuple

from understudy.dialects.github import payloads
from understudy.dialects.github.drafts import (
    Assumption,
    Draft,
    Given,
    action_of,
    on_default_branch,
)
from understudy.dialects.github.payloads import Payload, text_at
from understudy.errors import UsageError
from understudy.model.pipeline import Workflow
from understudy.text.suggest import suggest


def dispatch(given: Given) -> Draft:
    """Return a `workflow_dispatch`: of one workflow, as GitHub has it."""
    facts = given.facts
    branch = facts.branch or given.setting.default_branch
    ref = text_at(given.payload, "ref") or f"refs/heads/{branch}"
    workflow = text_at(given.payload, "workflow")
    if given.request.workflow is not None:
        workflow = _named(given.request.workflow, given.workflows).path
    elif workflow is None and given.listening:
        if len(given.listening) > 1:
            names = ", ".join(_stem(one.path) for one in given.listening)
            raise UsageError("`dispatch` wants a workflow", f"there are {names}")
        workflow = given.listening[0].path
    payload = payloads.dispatch(given.setting, ref, workflow, given.inputs)
    return Draft(ref, payload, (), facts.sha)


def schedule(given: Given) -> Draft:
    """Return a `schedule`; without a cron, the only one there is, or all of them."""
    cron = given.request.cron or text_at(given.payload, "schedule")
    assumed: Tuple[Assumption, ...] = ()
    if cron is None:
        crons = {
            line
            for workflow in given.listening
            for trigger in workflow.triggers
            for line in trigger.crons
        }
        cron = next(iter(crons)) if len(crons) == 1 else None
        said = f'schedule "{cron}"' if cron else "every schedule is due"
        assumed = (Assumption("schedule", said),) if crons else ()
    payload: Payload = {**payloads.common(given.setting), "schedule": cron}
    return on_default_branch(given, payload, assumed)


def repository_dispatch(given: Given) -> Draft:
    """Return a `repository_dispatch`."""
    said = text_at(given.payload, "action")
    action: Optional[str] = said or given.request.action or action_of(given) or None
    text = f"activity `{action}`" if action else "no activity"
    assumed = () if given.request.action else (Assumption("action", text),)
    payload = payloads.repository_dispatch(given.setting, action, given.inputs)
    return on_default_branch(given, payload, assumed)


def workflow_run(given: Given) -> Draft:
    """Return a `workflow_run`, of a workflow that somebody waits for."""
    assumed: List[Assumption] = []
    wanted = given.request.workflow
    if wanted is None:
        named = [
            name
            for workflow in given.listening
            for trigger in workflow.triggers
            for name in trigger.workflows
        ]
        wanted = named[0] if named else None
        if wanted is not None:
            text = f"a run of `{wanted}`"
            assumed.append(Assumption("workflow_run.name", text))
    ran = _find(wanted, given.workflows) if wanted is not None else None
    action = action_of(given)
    assumed.append(Assumption("action", f"activity `{action}`"))
    assumed.append(Assumption("workflow_run.conclusion", "which ended in success"))
    name = (ran.name or ran.path) if ran else wanted or ""
    path = ran.path if ran else ""
    payload = payloads.workflow_run(given.setting, given.facts, action, name, path)
    return on_default_branch(given, payload, tuple(assumed))


def create(given: Given) -> Draft:
    """Return a `create` of the current branch."""
    name = given.facts.branch or given.setting.default_branch
    payload = payloads.reference(given.setting, name, "branch")
    assumed = (Assumption("ref", f"branch `{name}`"),)
    return Draft(f"refs/heads/{name}", payload, assumed, given.facts.sha)


def delete(given: Given) -> Draft:
    """Return a `delete` of some branch."""
    payload = payloads.reference(given.setting, "deleted-branch", "branch")
    assumed = (Assumption("ref", "branch `deleted-branch`"),)
    return on_default_branch(given, payload, assumed)


def other(given: Given) -> Draft:
    """Return any other event: its name and activity, and little more."""
    payload = payloads.common(given.setting)
    assumed = [
        Assumption(
            "", f"nothing of the `{given.name}` payload but repository and sender"
        )
    ]
    action = given.request.action or action_of(given)
    if action:
        payload["action"] = action
        if given.request.action is None:
            assumed.append(Assumption("action", f"activity `{action}`"))
    return on_default_branch(given, payload, tuple(assumed))


def _named(word: str, workflows: Sequence[Workflow]) -> Workflow:
    found = _find(word, workflows)
    if found is not None:
        return found
    stems = [_stem(workflow.path) for workflow in workflows]
    close = suggest(word, stems)
    hint = f"did you mean `{close}`?" if close else f"there are {', '.join(stems)}"
    raise UsageError(f"no workflow `{word}`", hint)


def _find(word: str, workflows: Sequence[Workflow]) -> Optional[Workflow]:
    for workflow in workflows:
        file = workflow.path.rpartition("/")[2]
        if word in (workflow.path, file, _stem(workflow.path), workflow.name):
            return workflow
    return None


def _stem(path: str) -> str:
    return path.rpartition("/")[2].rpartition(".")[0]
