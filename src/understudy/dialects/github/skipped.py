"""Owns finding jobs that are skipped although all that they need runs.

The `success()` of a job asks every job above it, and not only its `needs`: one that is
skipped skips all below it, past others whose `always()` let them run (actions/runner
issue 2205).
"""

from __future__ import annotations

from typing import Callable, Iterator, Mapping, Optional

from understudy.dialects.base import Operand
from understudy.model.plan import Plan, PlannedJob, Starts
from understudy.text.diagnostic import Diagnostic, Label, Severity

ID = "skipped-ancestor"
_HELP = (
    "`success()` asks all jobs above, not only those in `needs`; "
    "`!failure() && !cancelled()` lets skipped ones pass"
)


def skipped_jobs(
    plan: Plan, dissect: Callable[[PlannedJob], Operand]
) -> Iterator[Diagnostic]:
    """Yield a warning for each job that a skipped one far above it skips.

    Args:
        dissect: returns the condition of a job in its parts.
    """
    if plan.event is None:
        return
    jobs = {job.address: job for job in plan.jobs()}
    for job in jobs.values():
        cause = _cause(job, jobs)
        if cause is not None and not _has_own_reason(dissect(job)):
            span = job.job.condition.span or job.job.key_span or job.job.span
            above = cause.job.key_span or cause.job.span
            yield Diagnostic(
                ID,
                Severity.WARNING,
                f"`{job.job.id}` is skipped because `{cause.job.id}` is, which is not "
                "among its `needs`",
                span,
                labels=(Label(above, f"does not start: {cause.reason}"),),
                help=_HELP,
            )


def _cause(job: PlannedJob, jobs: Mapping[str, PlannedJob]) -> Optional[PlannedJob]:
    """Return the job above the needs of another that skips it, if all needs run."""
    if job.starts is not Starts.NO or not job.needs or job.scope is None:
        return None
    if (
        job.scope.starts is Starts.NO
        or job.reason is None
        or job.reason.code != "needs"
    ):
        return None
    if any(jobs[need].starts is Starts.NO for need in job.needs):
        return None
    above = [jobs[address] for address in job.ancestors if address in jobs]
    causes = [
        other
        for other in above
        if other.scope is job.scope
        and other.starts is Starts.NO
        and other.reason is not None
        and other.reason.code != "error"
    ]
    return min(causes, key=lambda other: other.job.span.start, default=None)


def _has_own_reason(condition: Operand) -> bool:
    """Tell whether something else in a condition is false as well."""
    if condition.operator == "&&":
        return any(map(_has_own_reason, condition.operands))
    is_status = condition.text.lower().startswith("success(")
    return condition.truth is False and not is_status
