"""Owns finding concurrency groups that wait for themselves.

A workflow holds its group until all of its jobs have ended: a job of it, or a workflow
that it calls, cannot have the same one. GitHub cancels it instead.
"""

from __future__ import annotations

from typing import Dict, Iterable, Iterator, List, NamedTuple, Sequence, Tuple

from understudy.model.plan import Concurrency, Plan, PlannedJob
from understudy.text.diagnostic import Diagnostic, Label, Severity
from understudy.text.source import Span

ID = "deadlock"
_HELP = "give them groups of different names"


class _Held(NamedTuple):
    """A group, and who holds it."""

    who: str
    concurrency: Concurrency


def deadlocks(plan: Plan) -> Iterator[Diagnostic]:
    """Yield a warning for each group that is wanted where it is held already."""
    found: Dict[Tuple[Span, Span], Diagnostic] = {}
    for workflow in plan.workflows:
        held: Tuple[_Held, ...] = ()
        if workflow.concurrency is not None:
            held = (_Held(f"the workflow `{workflow.stem}`", workflow.concurrency),)
        for wanted, holder in _conflicts(workflow.jobs, held):
            place, other = wanted.concurrency.span, holder.concurrency.span
            # Groups of a plan have all been read from a file.
            assert place is not None and other is not None
            found.setdefault((place, other), _report(wanted, holder, place, other))
    yield from found.values()


def _conflicts(
    jobs: Iterable[PlannedJob], held: Sequence[_Held]
) -> Iterator[Tuple[_Held, _Held]]:
    """Yield each group that is wanted below one that holds it, with the latter."""
    for job in jobs:
        for leg in job.legs:
            if leg.concurrency is not None:
                yield from _same(
                    _Held(f"the job `{job.job.id}`", leg.concurrency), held
                )
        below: Dict[str, List[PlannedJob]] = {}
        for inner in job.called:
            assert inner.scope is not None
            below.setdefault(inner.scope.address, []).append(inner)
        for inner_jobs in below.values():
            chain = list(held)
            scope = inner_jobs[0].scope
            for concurrency in scope.concurrency if scope else ():
                who = f"the workflow that `{job.job.id}` calls"
                if job.job.concurrency and concurrency.span == job.job.concurrency.span:
                    who = f"the job `{job.job.id}`"
                wanted = _Held(who, concurrency)
                yield from _same(wanted, chain)
                chain.append(wanted)
            yield from _conflicts(inner_jobs, chain)


def _same(wanted: _Held, held: Sequence[_Held]) -> Iterator[Tuple[_Held, _Held]]:
    # The names of groups are compared in any case.
    group = wanted.concurrency.group.lower()
    for holder in held:
        if holder.concurrency.group.lower() == group:
            yield wanted, holder
            return


def _report(wanted: _Held, holder: _Held, place: Span, other: Span) -> Diagnostic:
    group = wanted.concurrency.group
    return Diagnostic(
        ID,
        Severity.WARNING,
        f"{wanted.who} waits for the concurrency group `{group}`, which {holder.who} "
        "around it holds: GitHub cancels it",
        place,
        labels=(Label(other, f"{holder.who} is in `{group}` until it ends"),),
        help=_HELP,
    )
