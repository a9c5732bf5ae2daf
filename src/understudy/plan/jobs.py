"""Owns the look at one job: whether it starts, its legs, and the jobs that these call.

What stands above it, the event and the results so far come from its caller.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import Collection, Dict, FrozenSet, List, Mapping, Optional, Tuple

from understudy.dialects.base import Contexts, Dialect, Ended, Facts
from understudy.model.pipeline import Job
from understudy.model.plan import PlannedJob, Reason, Scope, Starts
from understudy.plan import explain, graph
from understudy.plan.legs import Legs, multiply
from understudy.plan.situation import Situation
from understudy.records import dataclass

_SUCCESS = Ended("success")
_SKIPPED = Ended("skipped", MappingProxyType({}))
_FAILURE = Ended("failure", MappingProxyType({}))


@dataclass(frozen=True)
class View:
    """From where jobs are looked at."""

    situation: Situation
    dialect: Dialect


@dataclass(frozen=True)
class Line:
    """What stands above a job, by id: its needs in order, each with its ancestors.

    `ends` has all of them, with how they ended or will; `addresses` also what those
    call.
    """

    needs: Mapping[str, FrozenSet[str]]
    ends: Mapping[str, Ended]
    addresses: FrozenSet[str]


def look_at_all(scope: Scope, view: View) -> Tuple[PlannedJob, ...]:
    """Return every job of one instance of a workflow, in file order."""
    jobs = {job.id: job for job in scope.workflow.jobs}
    edges = graph.needs(scope.workflow.jobs)
    above = graph.ancestors(edges)
    planned: Dict[str, PlannedJob] = {}
    ends: Dict[str, Ended] = {}
    for id in graph.order(edges):
        before = [other for other in planned if other in above[id]]
        line = Line(
            {need: above[need] for need in edges[id]},
            {other: ends[other] for other in before},
            scope.ancestors.union(
                *(
                    (found.address for found in planned[other].walk())
                    for other in before
                )
            ),
        )
        planned[id], end = look_at(scope, jobs[id], line, view)
        ends[id] = view.situation.ended.get(planned[id].address, end)
    return tuple(planned[id] for id in jobs)


def look_at(scope: Scope, job: Job, line: Line, view: View) -> Tuple[PlannedJob, Ended]:
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
    contexts = dialect.contexts(facts(scope, line.needs, line.ends, situation))
    judgement = dialect.judge(job, contexts)
    starts = explain.starts(judgement)
    if starts is Starts.NO or scope.starts is Starts.YES:
        reason = explain.reason(judgement, _above(scope, line, situation))
        planned = replace(planned, starts=starts, reason=reason)
    if starts is Starts.NO:
        return _idle(planned, view), end_of(planned)
    planned = _multiplied(planned, contexts, view)
    if planned.starts is Starts.NO:
        return _idle(planned, view), _FAILURE
    return planned, _SUCCESS if starts is Starts.YES else Ended()


def grouped(scope: Scope, view: View) -> Scope:
    """Return a scope with the concurrency group of its workflow."""
    if scope.starts is Starts.NO or scope.workflow.concurrency is None:
        return scope
    contexts = view.dialect.contexts(facts(scope, (), {}, view.situation))
    found = view.dialect.concurrency(scope.workflow, contexts)
    if found.error is not None:
        reason = Reason(explain.ERROR, found.error)
        return replace(scope, starts=Starts.NO, reason=reason)
    if found.concurrency is None:
        return scope
    return replace(scope, concurrency=(*scope.concurrency, found.concurrency))


def _multiplied(planned: PlannedJob, contexts: Contexts, view: View) -> PlannedJob:
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


def _called(planned: PlannedJob, found: Legs, view: View) -> PlannedJob:
    """Return a job with the jobs of the workflow that each of its legs calls."""
    job, scope, call = planned.job, planned.scope, planned.job.call
    assert scope is not None and call is not None and call.workflow is not None
    callee = call.workflow
    called: List[PlannedJob] = []
    for leg, contexts in found.legs:
        passed = view.dialect.passed(job, call, callee, contexts)
        if passed.error is not None:
            return _failing(planned, passed.error)
        inner = grouped(
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
        called.extend(look_at_all(inner, view))
    return replace(planned, called=tuple(called))


def _idle(planned: PlannedJob, view: View) -> PlannedJob:
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
    return replace(planned, called=look_at_all(inner, view))


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


def end_of(planned: PlannedJob) -> Ended:
    """Return how a job will end if all goes well."""
    if planned.starts is Starts.NO:
        failing = planned.reason is not None and planned.reason.code == explain.ERROR
        return _FAILURE if failing else _SKIPPED
    code = planned.reason.code if planned.reason else ""
    return Ended() if code in ("if", "needs") else _SUCCESS


def ends_above(job: PlannedJob, scope: Scope, situation: Situation) -> Dict[str, Ended]:
    """Return how all ancestors of a job in its own workflow ended, by id."""
    edges = graph.needs(scope.workflow.jobs)
    above = graph.ancestors(edges)[job.job.id]
    return {
        id: situation.ended.get(f"{scope.address}/{id}", _SUCCESS)
        for id in edges
        if id in above
    }


def facts(
    scope: Scope,
    needs: Collection[str],
    ends: Mapping[str, Ended],
    situation: Situation,
) -> Facts:
    """Return what the contexts of a job are made from; `ends` are by its id."""
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


def _above(scope: Scope, line: Line, situation: Situation) -> explain.Above:
    return explain.Above(
        {id: end.result for id, end in line.ends.items()},
        line.needs,
        {id for id in line.ends if f"{scope.address}/{id}" in situation.ended},
        situation.cancelled,
    )
