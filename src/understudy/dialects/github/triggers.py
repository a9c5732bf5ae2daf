"""Owns whether an event starts a workflow, and why not; jobs are the planner's."""

from __future__ import annotations

from typing import Callable, Mapping, Optional, Sequence, Tuple

from understudy.dialects.github import filters, inputs, skips
from understudy.model.event import Event
from understudy.model.pipeline import Trigger, Workflow
from understudy.model.plan import Reason, Starts
from understudy.records import dataclass


@dataclass(frozen=True)
class Decision:
    """Whether something starts; the reason may also say what let it start."""

    starts: Starts
    reason: Optional[Reason] = None


# Every other event starts a workflow whatever its activity type.
DEFAULT_TYPES: Mapping[str, Tuple[str, ...]] = {
    "pull_request": ("opened", "synchronize", "reopened"),
    "pull_request_target": ("opened", "synchronize", "reopened"),
}

_STARTS = Decision(Starts.YES)


def decide(workflow: Workflow, event: Event) -> Decision:
    """Say whether an event starts a workflow, as GitHub decides it."""
    for listened in workflow.triggers:
        for refusal in filters.refusals(listened):
            return _no("broken", refusal.message)
    if workflow.broken:
        return _no("broken", "GitHub refuses this file")
    trigger = workflow.trigger(event.name)
    if trigger is None:
        return _no("event", f"no `{event.name}` in `on`")
    if event.name == "workflow_call":
        return _no("call", "`workflow_call` starts nothing by itself")
    if event.problem:
        return _no("conflict", event.problem)
    said = skips.instruction(event.message) if event.name in skips.EVENTS else None
    if said:
        return _no("skip", f"the message of the head commit says `{said}`")
    return _first_that_keeps_back(
        _activity(trigger, event), lambda: _by_event(workflow, trigger, event)
    )


def _by_event(workflow: Workflow, trigger: Trigger, event: Event) -> Decision:
    if event.name == "workflow_dispatch":
        return _dispatched(workflow, trigger, event)
    rule = _RULES.get(event.name)
    return rule(trigger, event) if rule else _STARTS


def _activity(trigger: Trigger, event: Event) -> Decision:
    types = trigger.types
    if types is None:
        types = DEFAULT_TYPES.get(event.name)
        written = f"{_listed(types or ())}, the default types"
    else:
        written = f"`types: {', '.join(types)}`"
    if types is None or event.action in types:
        return _STARTS
    if event.action is None:
        return _unknown("types", f"which of {written} this is, is not known")
    return _no("types", f"`{event.action}` is none of {written}")


def _push(trigger: Trigger, event: Event) -> Decision:
    for kind, other, prefix in (
        ("tags", "branches", "refs/tags/"),
        ("branches", "tags", "refs/heads/"),
    ):
        if event.ref.startswith(prefix):
            break
    else:
        return _no("ref", f"{event.ref} is neither a branch nor a tag")
    noun = {"tags": "tag", "branches": "branch"}
    names = filters.pair(trigger, kind)
    others = filters.pair(trigger, other)
    if names is None and others is not None:
        text = f"only `{others.kind}` in `push`, and this is a {noun[kind]}"
        return _no(kind, text)
    by_name = filters.by_name(names, event.ref[len(prefix) :], noun[kind])
    if kind == "tags":
        return _decision(by_name)
    return _first_that_keeps_back(_decision(by_name), lambda: _paths(trigger, event))


def _pull_request(trigger: Trigger, event: Event) -> Decision:
    names = filters.pair(trigger, "branches")
    by_name = filters.by_name(names, event.base, "base branch")
    return _first_that_keeps_back(_decision(by_name), lambda: _paths(trigger, event))


def _merge_group(trigger: Trigger, event: Event) -> Decision:
    names = filters.pair(trigger, "branches")
    return _decision(filters.by_name(names, event.base, "base branch"))


def _paths(trigger: Trigger, event: Event) -> Decision:
    return _decision(filters.by_paths(filters.pair(trigger, "paths"), event.changes))


def _schedule(trigger: Trigger, event: Event) -> Decision:
    if event.ref != f"refs/heads/{event.default_branch}":
        text = f"`schedule` runs on the default branch `{event.default_branch}` only"
        return _no("schedule", text)
    cron = event.payload.get("schedule")
    crons = [" ".join(line.split()) for line in trigger.crons]
    if not isinstance(cron, str) or " ".join(cron.split()) in crons:
        return _STARTS
    return _no("schedule", f'"{cron}" is none of {_quoted(crons)}')


def _workflow_run(trigger: Trigger, event: Event) -> Decision:
    run = event.payload.get("workflow_run")
    run = run if isinstance(run, dict) else {}
    known = [run.get("name"), run.get("path")]
    names = [name for name in known if isinstance(name, str)]
    if trigger.workflows and not names:
        return _unknown("workflows", "which workflow has run, is not known")
    if trigger.workflows and not set(names) & set(trigger.workflows):
        return _no("workflows", f'"{names[0]}" is none of {_quoted(trigger.workflows)}')
    branch = run.get("head_branch")
    return _decision(
        filters.by_name(
            filters.pair(trigger, "branches"),
            branch if isinstance(branch, str) else None,
            "branch of that run",
        )
    )


def _image_version(trigger: Trigger, event: Event) -> Decision:
    if trigger.filters:
        return _unknown(trigger.filters[0].kind, "which image this is, is not known")
    return _STARTS


def _dispatched(workflow: Workflow, trigger: Trigger, event: Event) -> Decision:
    wanted = event.payload.get("workflow")
    if isinstance(wanted, str) and wanted != workflow.path:
        return _no("workflow", f"this dispatch is for {wanted}")
    problem = inputs.problem(trigger.inputs, event.inputs)
    if problem is None:
        return _STARTS
    return Decision(
        Starts.NO,
        Reason("inputs", problem.text, fixable=True, command=problem.command),
    )


_RULES: Mapping[str, Callable[[Trigger, Event], Decision]] = {
    "push": _push,
    "pull_request": _pull_request,
    "pull_request_target": _pull_request,
    "merge_group": _merge_group,
    "schedule": _schedule,
    "workflow_run": _workflow_run,
    "image_version": _image_version,
}


def _first_that_keeps_back(first: Decision, then: Callable[[], Decision]) -> Decision:
    if first.starts is Starts.NO:
        return first
    second = then()
    if second.starts is Starts.NO or first.starts is Starts.YES and second.reason:
        return second
    return first


def _decision(found: filters.Finding) -> Decision:
    reason = Reason(found.code, found.text) if found.text else None
    return Decision(found.starts, reason)


def _no(code: str, text: str) -> Decision:
    return Decision(Starts.NO, Reason(code, text))


def _unknown(code: str, text: str) -> Decision:
    return Decision(Starts.UNKNOWN, Reason(code, text))


def _listed(words: Sequence[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _quoted(words: Sequence[str]) -> str:
    return ", ".join(f'"{word}"' for word in words) or "none"
