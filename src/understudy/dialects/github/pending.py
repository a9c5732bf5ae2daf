"""Owns finding workflows that a filter keeps back while others may wait for them.

A check that is required and never reported stays pending: GitHub reports what a job's
`if` skips as passed, and does not report at all what a filter of `on` keeps back.
"""

from __future__ import annotations

from typing import FrozenSet, Iterable, Iterator, List, Sequence, Tuple

from understudy.dialects.github import filters
from understudy.model.event import Event
from understudy.model.pipeline import Filter
from understudy.model.plan import Plan, PlannedWorkflow, Starts
from understudy.text.diagnostic import Diagnostic, Label, Severity

ID = "pending-check"
_WAITING = {
    "pull_request": "this pull request waits",
    "pull_request_target": "this pull request waits",
    "merge_group": "the merge queue waits",
}
_SHOWN = 4
_HELP = (
    "start it always and put the filter into the `if` of its jobs: a job that is "
    "skipped counts as passed"
)


def pending_checks(plan: Plan) -> Iterator[Diagnostic]:
    """Yield a warning if jobs of workflows may be waited for in vain.

    Not where another workflow, which starts, has jobs of the same names: that is how
    GitHub's documentation solves this.
    """
    event = plan.event
    if event is None or event.name not in _WAITING:
        return
    reported = _names(found for found in plan.workflows if found.starts)
    waiting: List[Tuple[PlannedWorkflow, Filter]] = []
    for found in plan.workflows:
        trigger = found.workflow.trigger(event.name)
        code = found.reason.code if found.reason else ""
        if trigger is None or found.starts is not Starts.NO or not _counts(code, event):
            continue
        filter = filters.pair(trigger, code)
        if filter is not None and not _names([found]) <= reported:
            waiting.append((found, filter))
    if waiting:
        yield _report(waiting, _WAITING[event.name])


def _report(
    waiting: Sequence[Tuple[PlannedWorkflow, Filter]], waits: str
) -> Diagnostic:
    """Return one warning for all: a change of one file can keep back a dozen."""
    (first, filter), *others = waiting
    stems = [f"`{found.stem}`" for found, _ in waiting]
    listed = ", ".join(stems[:_SHOWN])
    if len(stems) > _SHOWN:
        listed += f" or one of {len(stems) - _SHOWN} more"
    elif others:
        listed = f"{', '.join(stems[:-1])} or {stems[-1]}"
    return Diagnostic(
        ID,
        Severity.WARNING,
        f"if {listed} is a required check, {waits} for it for ever",
        filter.span,
        label="keeps it back",
        labels=tuple(
            Label(other.span, "and this") for _, other in others[: _SHOWN - 1]
        ),
        help=_HELP,
        notes=(str(first.reason),) if not others else (),
    )


def _counts(code: str, event: Event) -> bool:
    """Tell whether what a filter keeps back may be required all the same.

    Checks are required by branch: a workflow that is not meant for the base of a
    stacked pull request is not required there.
    """
    is_main = event.base == event.default_branch
    return code == "paths" or code == "branches" and is_main


def _names(workflows: Iterable[PlannedWorkflow]) -> FrozenSet[str]:
    return frozenset(
        job.name
        for found in workflows
        for job in found.walk()
        if job.job.call is None and (found.starts is Starts.NO or job.starts)
    )
