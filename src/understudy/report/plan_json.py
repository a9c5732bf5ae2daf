"""Owns the plan as JSON, the contract that tools outside read; decides nothing.

What plays a step or a service is for the engine and its siblings to say: it comes in.
"""

from __future__ import annotations

from typing import Dict, List, Mapping, Optional

from understudy.model.event import Event
from understudy.model.pipeline import Job, Step
from understudy.model.plan import Leg, Plan, PlannedJob, PlannedWorkflow, Reason
from understudy.model.template import Template
from understudy.model.value import Value
from understudy.report.players import Players
from understudy.text import yaml

SCHEMA = 1

Json = Dict[str, object]


def to_json(plan: Plan, players: Players = Players()) -> Json:
    """Return a plan as the JSON contract has it, schema 1."""
    return {
        "schema": SCHEMA,
        "event": _event(plan.event) if plan.event else None,
        "workflows": [_workflow(found, players) for found in plan.workflows],
        "diagnostics": [found.to_json() for found in plan.diagnostics],
    }


def _event(event: Event) -> Json:
    return {
        "kind": event.name,
        "ref": event.ref,
        "sha": event.sha,
        "base": event.base,
        "dirty": bool(event.dirty),
        "untracked": list(event.untracked),
        "repository": event.repository,
        "assumed": list(event.assumed),
    }


def _workflow(planned: PlannedWorkflow, players: Players) -> Json:
    return {
        "path": planned.workflow.path,
        "name": planned.workflow.name or planned.workflow.path,
        "starts": planned.starts.value,
        "reason": _reason(planned.reason),
        "jobs": [_job(job, players) for job in planned.jobs],
    }


def _job(planned: PlannedJob, players: Players) -> Json:
    job = planned.job
    place = (job.key_span or job.span).start
    calls: Optional[Json] = None
    if job.call is not None:
        called = [_job(inner, players) for inner in planned.called]
        calls = {"uses": job.call.uses.text, "jobs": called}
    return {
        "id": job.id,
        "name": planned.name,
        "line": place.line,
        "column": place.column,
        "needs": [need.job for need in job.needs],
        "if": job.condition.text,
        "starts": planned.starts.value,
        "reason": _reason(planned.reason),
        "calls": calls,
        "permissions": dict(planned.permissions),
        "environment": _environment(planned),
        "concurrency": _concurrency(planned),
        "services": _services(job, players),
        "steps": _steps(job, None, players),
        "legs": [_leg(leg, players) for leg in planned.legs],
    }


def _leg(leg: Leg, players: Players) -> Json:
    missing = players.playable(leg)
    return {
        "address": leg.address,
        "name": leg.name,
        "matrix": {key: _plain(value) for key, value in leg.matrix.items()},
        "runs_on": None if leg.labels is None else list(leg.labels),
        "verdict": "not rehearsed" if missing else None,
        "reason": _reason(missing or leg.reason),
        "steps": _steps(leg.job, leg, players),
    }


def _steps(job: Job, leg: Optional[Leg], players: Players) -> List[Json]:
    return [_step(step, leg, players) for step in job.steps]


def _step(step: Step, leg: Optional[Leg], players: Players) -> Json:
    return {
        "id": step.id,
        "name": step.name.text if step.name else None,
        "kind": step.kind.value,
        "if": step.condition.text if step.condition else None,
        "uses": step.uses.text if step.uses else None,
        "fidelity": players.step(step, leg),
        "line": step.span.line,
        "column": step.span.column,
    }


def _services(job: Job, players: Players) -> List[Json]:
    found: List[Json] = []
    for name, image in images(job.services).items():
        fidelity, by = players.service(name, image)
        found.append({"name": name, "image": image, "fidelity": fidelity, "by": by})
    return found


def images(services: Optional[Template]) -> Mapping[str, str]:
    """Return the image of each service of a job, as written; empty where it is none."""
    found: Dict[str, str] = {}
    for name, node in _fields(services.node if services else None).items():
        image = _fields(node).get("image", node)
        found[name] = image.text if isinstance(image, yaml.Scalar) else ""
    return found


def _environment(planned: PlannedJob) -> Optional[str]:
    """Return the name of the environment, as written where legs differ."""
    names = {leg.environment for leg in planned.legs}
    if len(names) == 1 and None not in names:
        return names.pop()
    return _text(planned.job.environment, "name")


def _concurrency(planned: PlannedJob) -> Optional[str]:
    """Return the concurrency group, as written where legs differ."""
    groups = {
        leg.concurrency.group if leg.concurrency else None for leg in planned.legs
    }
    if len(groups) == 1 and None not in groups:
        return groups.pop()
    return _text(planned.job.concurrency, "group")


def _text(template: Optional[Template], field: str) -> Optional[str]:
    if template is None:
        return None
    node = _fields(template.node).get(field, template.node)
    return node.text if isinstance(node, yaml.Scalar) else None


def _fields(node: Optional[yaml.Node]) -> Mapping[str, yaml.Node]:
    entries = node.entries if isinstance(node, yaml.Mapping) else ()
    return {key.text: value for key, value in entries if isinstance(key, yaml.Scalar)}


def _plain(value: Value) -> object:
    """Return a value of a matrix with whole numbers as such: 10, not 10.0."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _reason(reason: Optional[Reason]) -> Optional[Json]:
    if reason is None:
        return None
    return {
        "code": reason.code,
        "text": reason.text,
        "expression": reason.expression,
    }
