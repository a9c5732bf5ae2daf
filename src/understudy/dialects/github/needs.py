"""Owns what GitHub says against the `needs` of a workflow's jobs; plans nothing."""

from __future__ import annotations

from typing import Sequence, Set

from understudy.dialects.github.problems import Problems
from understudy.dialects.github.validation import did_you_mean
from understudy.model.pipeline import Job
from understudy.text.source import Span


def check_needs(jobs: Sequence[Job], span: Span, problems: Problems) -> None:
    """Report jobs that would never start.

    Args:
        span: where the jobs stand, for when none of them can be the first.
    """
    if all(job.needs for job in jobs):
        problems.error(
            "needs-cycle",
            "The workflow must contain at least one job with no dependencies.",
            span,
        )
        return
    reached = _reached(jobs)
    names = {job.id.lower() for job in jobs}
    for job in jobs:
        if job.id.lower() in reached:
            continue
        for need in job.needs:
            if need.job.lower() in reached:
                continue
            if need.job.lower() in names:
                problems.error(
                    "needs-cycle",
                    f"Job '{job.id}' depends on job '{need.job}' which creates a "
                    "cycle in the dependency graph.",
                    need.span,
                )
            else:
                problems.error(
                    "unknown-need",
                    f"Job '{job.id}' depends on unknown job '{need.job}'.",
                    need.span,
                    help=did_you_mean(need.job, [other.id for other in jobs]),
                )


def _reached(jobs: Sequence[Job]) -> Set[str]:
    """Return the ids of the jobs whose needs can all end."""
    reached: Set[str] = set()
    waiting = list(jobs)
    while True:
        ready = [
            job
            for job in waiting
            if all(need.job.lower() in reached for need in job.needs)
        ]
        if not ready:
            return reached
        reached.update(job.id.lower() for job in ready)
        waiting = [job for job in waiting if job.id.lower() not in reached]
