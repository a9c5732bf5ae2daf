"""Owns the answer to an event: every workflow and job, what starts, why not the rest.

Planning and resolving are one: a job is looked at in a situation. Before a run, nothing
has ended, so what a job needs is taken to succeed with outputs that are unknown.
"""

from __future__ import annotations

from dataclasses import replace

from understudy.dialects.base import Contexts, Decision, Dialect, Operand
from understudy.model.event import Event
from understudy.model.pipeline import Pipeline, Workflow
from understudy.model.plan import (
    Leg,
    Plan,
    PlannedJob,
    PlannedWorkflow,
    Reason,
    Scope,
    Starts,
)
from understudy.plan import addresses, graph, jobs
from understudy.plan.jobs import Line, View
from understudy.plan.situation import Settings, Situation

_ANY_EVENT = Reason("event", "depends on the event")
_BROKEN = Reason("broken", "GitHub refuses this file")


def plan(
    pipeline: Pipeline,
    event: Event,
    dialect: Dialect,
    settings: Settings = Settings(),
) -> Plan:
    """Return what an event starts, with a reason for everything that it does not."""
    return _plan(pipeline, View(Situation(event, settings), dialect))


def plan_all(
    pipeline: Pipeline, dialect: Dialect, settings: Settings = Settings()
) -> Plan:
    """Return every workflow with all that is known of it whatever the event."""
    return _plan(pipeline, View(Situation(None, settings), dialect))


def resolve(job: PlannedJob, situation: Situation, dialect: Dialect) -> PlannedJob:
    """Look at a job again, now that what it needs has ended.

    Everything is evaluated anew: condition, matrix, names, labels and the rest, and the
    jobs of a called workflow. A reason whose code is `error` means that the service
    would fail the job. To be asked also of jobs that the plan does not start: only the
    results decide about `if: failure()`.

    Args:
        job: a job of a plan, or one that a resolved job calls.
        situation: with the results of all ancestors within the job's own workflow.
        dialect: whose pipeline it is.

    Raises:
        ValueError: the job comes from no plan.
    """
    if job.scope is None:
        raise ValueError(f"{job.address} comes from no plan")
    scope = replace(job.scope, starts=Starts.YES, reason=None)
    edges = graph.needs(scope.workflow.jobs)
    above = graph.ancestors(edges)
    ends = jobs.ends_above(job, scope, situation)
    needs = {need: above[need] for need in edges[job.job.id]}
    line = Line(needs, ends, job.ancestors)
    return jobs.look_at(scope, job.job, line, View(situation, dialect))[0]


def leg_contexts(
    job: PlannedJob, leg: Leg, situation: Situation, dialect: Dialect
) -> Contexts:
    """Return what one leg of a resolved job sees, before there is a machine.

    Args:
        job: the job that the leg belongs to.
        situation: that in which the job was resolved.

    Raises:
        ValueError: the job comes from no plan.
    """
    if job.scope is None:
        raise ValueError(f"{job.address} comes from no plan")
    ends = jobs.ends_above(job, job.scope, situation)
    needs = graph.needs(job.scope.workflow.jobs)[job.job.id]
    seen = dialect.contexts(jobs.facts(job.scope, needs, ends, situation))
    strategy = dialect.strategy(job.job, seen)
    return dialect.leg(seen, leg.matrix or None, leg.index, leg.total, strategy)


def dissect(
    plan: Plan, address: str, dialect: Dialect, settings: Settings = Settings()
) -> Operand:
    """Return the condition of a planned job in its parts, each with its own value.

    Raises:
        KeyError: no job has this address.
        ValueError: the job comes from no plan.
    """
    view = View(Situation(plan.event, settings), dialect)
    return _dissected(plan, plan.job(address), view)


def _dissected(plan: Plan, job: PlannedJob, view: View) -> Operand:
    if job.scope is None:
        raise ValueError(f"{job.address} comes from no plan")
    ends = {
        other.job.id: jobs.end_of(other)
        for other in plan.jobs()
        if other.address in job.ancestors and _is_beside(other, job)
    }
    needs = [need.rpartition("/")[2] for need in job.needs]
    contexts = view.dialect.contexts(jobs.facts(job.scope, needs, ends, view.situation))
    return view.dialect.dissect(job.job, contexts)


def _plan(pipeline: Pipeline, view: View) -> Plan:
    stems = addresses.stems(workflow.path for workflow in pipeline.workflows)
    workflows = tuple(
        _workflow(workflow, stems[workflow.path], view)
        for workflow in pipeline.workflows
    )
    plan = Plan(view.situation.event, workflows, pipeline.diagnostics)
    traps = view.dialect.traps(plan, lambda job: _dissected(plan, job, view))
    found = sorted((*plan.diagnostics, *traps), key=lambda found: found.order)
    return replace(plan, diagnostics=tuple(found))


def _workflow(workflow: Workflow, stem: str, view: View) -> PlannedWorkflow:
    event, settings = view.situation.event, view.situation.settings
    decision = Decision(Starts.UNKNOWN, _ANY_EVENT)
    if event is not None:
        decision = view.dialect.triggered(workflow, event)
    elif workflow.broken:
        decision = Decision(Starts.NO, _BROKEN)
    scope = Scope(
        address=stem,
        workflow=workflow,
        root=workflow,
        inputs=view.dialect.inputs(workflow, event),
        secrets=view.dialect.secrets(settings.secrets, event),
        starts=decision.starts,
        reason=decision.reason,
    )
    scope = jobs.grouped(scope, view)
    return PlannedWorkflow(
        workflow,
        stem,
        scope.starts,
        scope.reason,
        jobs.look_at_all(scope, view),
        scope.concurrency[0] if scope.concurrency else None,
    )


def _is_beside(other: PlannedJob, job: PlannedJob) -> bool:
    """Tell whether two jobs belong to one instance of a workflow."""
    return other.address.rpartition("/")[0] == job.address.rpartition("/")[0]
