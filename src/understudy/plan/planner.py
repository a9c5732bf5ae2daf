"""Owns the answer to an event: every workflow and job, what starts, why not the rest.

Planning and resolving are one: a job is looked at in a situation. Before a run, nothing
has ended, so what a job needs is taken to succeed with outputs that are unknown.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import Collection, Dict, FrozenSet, List, Mapping, Optional, Tuple

from understudy.dialects.base import Contexts, Decision, Dialect, Ended, Facts, Operand
from understudy.model.event import Event
from understudy.model.pipeline import Job, Pipeline, Workflow
from understudy.model.plan import (
    Leg,
    Plan,
    PlannedJob,
    PlannedWorkflow,
    Reason,
    Scope,
    Starts,
)
from understudy.plan import addresses, explain, graph
from understudy.plan.legs import Legs, multiply
from understudy.plan.situation import Settings, Situation
from understudy.records import dataclass

_SUCCESS = Ended("success")
_SKIPPED = Ended("skipped", MappingProxyType({}))
_FAILURE = Ended("failure", MappingProxyType({}))
_ANY_EVENT = Reason("event", "depends on the event")
_BROKEN = Reason("broken", "GitHub refuses this file")


@dataclass(frozen=True)
class _View:
    """From where jobs are looked at."""

    situation: Situation
    dialect: Dialect


@dataclass(frozen=True)
class _Line:
    """What stands above a job, by id: its needs in order, each with its ancestors.

    `ends` has all of them, with how they ended or will; `addresses` also what those
    call.
    """

    needs: Mapping[str, FrozenSet[str]]
    ends: Mapping[str, Ended]
    addresses: FrozenSet[str]


def plan(
    pipeline: Pipeline,
    event: Event,
    dialect: Dialect,
    settings: Settings = Settings(),
) -> Plan:
    """Return what an event starts, with a reason for everything that it does not."""
    return _plan(pipeline, _View(Situation(event, settings), dialect))


def plan_all(
    pipeline: Pipeline, dialect: Dialect, settings: Settings = Settings()
) -> Plan:
    """Return every workflow with all that is known of it whatever the event."""
    return _plan(pipeline, _View(Situation(None, settings), dialect))


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
    ends = _ends_above(job, scope, situation)
    needs = {need: above[need] for need in edges[job.job.id]}
    line = _Line(needs, ends, job.ancestors)
    return _job(scope, job.job, line, _View(situation, dialect))[0]


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
    ends = _ends_above(job, job.scope, situation)
    needs = graph.needs(job.scope.workflow.jobs)[job.job.id]
    seen = dialect.contexts(_facts(job.scope, needs, ends, situation))
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
    view = _View(Situation(plan.event, settings), dialect)
    return _dissected(plan, plan.job(address), view)


def _dissected(plan: Plan, job: PlannedJob, view: _View) -> Operand:
    if job.scope is None:
        raise ValueError(f"{job.address} comes from no plan")
    ends = {
        other.job.id: _end(other)
        for other in plan.jobs()
        if other.address in job.ancestors and _is_beside(other, job)
    }
    needs = [need.rpartition("/")[2] for need in job.needs]
    contexts = view.dialect.contexts(_facts(job.scope, needs, ends, view.situation))
    return view.dialect.dissect(job.job, contexts)


def _plan(pipeline: Pipeline, view: _View) -> Plan:
    stems = addresses.stems(workflow.path for workflow in pipeline.workflows)
    workflows = tuple(
        _workflow(workflow, stems[workflow.path], view)
        for workflow in pipeline.workflows
    )
    plan = Plan(view.situation.event, workflows, pipeline.diagnostics)
    traps = view.dialect.traps(plan, lambda job: _dissected(plan, job, view))
    found = sorted((*plan.diagnostics, *traps), key=lambda found: found.order)
    return replace(plan, diagnostics=tuple(found))


def _workflow(workflow: Workflow, stem: str, view: _View) -> PlannedWorkflow:
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
    scope = _grouped(scope, view)
    return PlannedWorkflow(
        workflow,
        stem,
        scope.starts,
        scope.reason,
        _jobs(scope, view),
        scope.concurrency[0] if scope.concurrency else None,
    )


def _grouped(scope: Scope, view: _View) -> Scope:
    """Return a scope with the concurrency group of its workflow."""
    if scope.starts is Starts.NO or scope.workflow.concurrency is None:
        return scope
    contexts = view.dialect.contexts(_facts(scope, (), {}, view.situation))
    found = view.dialect.concurrency(scope.workflow, contexts)
    if found.error is not None:
        reason = Reason(explain.ERROR, found.error)
        return replace(scope, starts=Starts.NO, reason=reason)
    if found.concurrency is None:
        return scope
    return replace(scope, concurrency=(*scope.concurrency, found.concurrency))


def _jobs(scope: Scope, view: _View) -> Tuple[PlannedJob, ...]:
    """Return every job of one instance of a workflow, in file order."""
    jobs = {job.id: job for job in scope.workflow.jobs}
    edges = graph.needs(scope.workflow.jobs)
    above = graph.ancestors(edges)
    planned: Dict[str, PlannedJob] = {}
    ends: Dict[str, Ended] = {}
    for id in graph.order(edges):
        before = [other for other in planned if other in above[id]]
        line = _Line(
            {need: above[need] for need in edges[id]},
            {other: ends[other] for other in before},
            scope.ancestors.union(
                *(
                    (found.address for found in planned[other].walk())
                    for other in before
                )
            ),
        )
        planned[id], end = _job(scope, jobs[id], line, view)
        ends[id] = view.situation.ended.get(planned[id].address, end)
    return tuple(planned[id] for id in jobs)


def _job(scope: Scope, job: Job, line: _Line, view: _View) -> Tuple[PlannedJob, Ended]:
    """Look at one job; return it, and how it will end if all goes well."""
    situation, dialect = view.situation, view.dialect
    planned = PlannedJob(
        address=f"{scope.address}/{job.id}",
        job=job,
        workflow=scope.workflow,
        starts=scope.starts,
        reason=scope.reason,
        name=" / ".join((*scope.names, dialect.title(job))),
        needs=tuple(f"{scope.address}/{need}" for need in line.needs),
        ancestors=line.addresses,
        permissions=dialect.permissions(
            job, scope.workflow, scope.allowed, situation.event
        ),
        inputs=scope.inputs,
        scope=scope,
    )
    if scope.starts is Starts.NO:
        return _idle(planned, view), _SKIPPED
    contexts = dialect.contexts(_facts(scope, line.needs, line.ends, situation))
    judgement = dialect.judge(job, contexts)
    starts = explain.starts(judgement)
    if starts is Starts.NO or scope.starts is Starts.YES:
        reason = explain.reason(judgement, _above(scope, line, situation))
        planned = replace(planned, starts=starts, reason=reason)
    if starts is Starts.NO:
        return _idle(planned, view), _end(planned)
    planned = _multiplied(planned, contexts, view)
    if planned.starts is Starts.NO:
        return _idle(planned, view), _FAILURE
    return planned, _SUCCESS if starts is Starts.YES else Ended()


def _multiplied(planned: PlannedJob, contexts: Contexts, view: _View) -> PlannedJob:
    """Return a job with its legs, or with the jobs that these call."""
    call = planned.job.call
    if call is not None and call.workflow is None:
        text = call.problem or "the workflow that it calls cannot be had"
        return _unknown(planned, Reason("call", text, fixable=True))
    strategy = view.dialect.strategy(planned.job, contexts)
    planned = replace(
        planned, fail_fast=strategy.fail_fast, max_parallel=strategy.max_parallel
    )
    found = multiply(planned, strategy, contexts, view.dialect)
    if found.error is not None:
        return _failing(planned, found.error)
    if found.unknown is not None:
        return _unknown(planned, explain.undecided(found.unknown))
    if call is not None:
        return _called(planned, found, view)
    legs = tuple(leg for leg, _ in found.legs)
    name = legs[0].name if len(legs) == 1 and not legs[0].matrix else planned.name
    return replace(planned, name=name, legs=legs)


def _called(planned: PlannedJob, found: Legs, view: _View) -> PlannedJob:
    """Return a job with the jobs of the workflow that each of its legs calls."""
    job, scope, call = planned.job, planned.scope, planned.job.call
    assert scope is not None and call is not None and call.workflow is not None
    callee = call.workflow
    called: List[PlannedJob] = []
    for leg, contexts in found.legs:
        passed = view.dialect.passed(job, call, callee, contexts)
        if passed.error is not None:
            return _failing(planned, passed.error)
        inner = _grouped(
            Scope(
                address=leg.address,
                workflow=callee,
                root=scope.root,
                names=(leg.name,),
                inputs=passed.inputs,
                secrets=passed.secrets,
                allowed=_allowed(planned),
                concurrency=(leg.concurrency,) if leg.concurrency else (),
                starts=planned.starts,
                reason=planned.reason,
                ancestors=planned.ancestors,
            ),
            view,
        )
        called.extend(_jobs(inner, view))
    return replace(planned, called=tuple(called))


def _idle(planned: PlannedJob, view: _View) -> PlannedJob:
    """Return a job that does not start, with the jobs that it would have called."""
    call, scope = planned.job.call, planned.scope
    if call is None or call.workflow is None or scope is None:
        return planned
    inner = Scope(
        address=planned.address,
        workflow=call.workflow,
        root=scope.root,
        names=(planned.name,),
        secrets=scope.secrets,
        allowed=_allowed(planned),
        starts=Starts.NO,
        reason=planned.reason,
        ancestors=planned.ancestors,
    )
    return replace(planned, called=_jobs(inner, view))


def _allowed(planned: PlannedJob) -> Optional[Mapping[str, str]]:
    """Return what a call lets the tokens below it do; None where nobody says so."""
    if planned.job.permissions or planned.workflow.permissions:
        return planned.permissions
    return planned.scope.allowed if planned.scope else None


def _failing(planned: PlannedJob, error: str) -> PlannedJob:
    return replace(planned, starts=Starts.NO, reason=Reason(explain.ERROR, error))


def _unknown(planned: PlannedJob, reason: Reason) -> PlannedJob:
    # A job that may not start at all says that first.
    if planned.starts is Starts.UNKNOWN:
        return planned
    return replace(planned, starts=Starts.UNKNOWN, reason=reason)


def _end(planned: PlannedJob) -> Ended:
    """Return how a job will end if all goes well."""
    if planned.starts is Starts.NO:
        failing = planned.reason is not None and planned.reason.code == explain.ERROR
        return _FAILURE if failing else _SKIPPED
    code = planned.reason.code if planned.reason else ""
    return Ended() if code in ("if", "needs") else _SUCCESS


def _ends_above(
    job: PlannedJob, scope: Scope, situation: Situation
) -> Dict[str, Ended]:
    """Return how all ancestors of a job in its own workflow ended, by id."""
    edges = graph.needs(scope.workflow.jobs)
    above = graph.ancestors(edges)[job.job.id]
    return {
        id: situation.ended.get(f"{scope.address}/{id}", _SUCCESS)
        for id in edges
        if id in above
    }


def _is_beside(other: PlannedJob, job: PlannedJob) -> bool:
    """Tell whether two jobs belong to one instance of a workflow."""
    return other.address.rpartition("/")[0] == job.address.rpartition("/")[0]


def _facts(
    scope: Scope,
    needs: Collection[str],
    ends: Mapping[str, Ended],
    situation: Situation,
) -> Facts:
    return Facts(
        root=scope.root,
        event=situation.event,
        vars=situation.settings.vars,
        secrets=scope.secrets,
        inputs=scope.inputs,
        needs={need: ends.get(need, Ended()) for need in needs},
        ancestors={id: end.result for id, end in ends.items()},
        run=situation.run,
        cancelled=situation.cancelled,
    )


def _above(scope: Scope, line: _Line, situation: Situation) -> explain.Above:
    return explain.Above(
        {id: end.result for id, end in line.ends.items()},
        line.needs,
        {id for id in line.ends if f"{scope.address}/{id}" in situation.ended},
        situation.cancelled,
    )
