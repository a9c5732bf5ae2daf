"""Owns what becomes of a job or a leg that is not played: its verdict, and why."""

from __future__ import annotations

from dataclasses import replace
from typing import Optional, Tuple, Union

from understudy.model.plan import Leg, PlannedJob, Reason, Starts
from understudy.model.result import LegResult, Verdict
from understudy.plan import explain

Ruling = Tuple[Verdict, Optional[Reason]]


def ruling(job: PlannedJob, missing: Optional[str]) -> Optional[Ruling]:
    """Return how a job ends without being played, None where it is to be played.

    Args:
        job: resolved, now that all that it needs has ended.
        missing: what it needs, and was left out for a reason that says nothing about
            how it would have ended.
    """
    reason = job.reason
    if job.starts is Starts.NO:
        failed = reason is not None and reason.code == explain.ERROR
        return (Verdict.FAILED if failed else Verdict.SKIPPED), reason
    if missing is not None:
        text = f"needs {missing}, which was not rehearsed"
        return Verdict.NOT_REHEARSED, Reason("needs", text, fixable=True)
    if job.starts is Starts.UNKNOWN:
        unknown = reason or Reason("if", "it is not known whether it starts")
        return Verdict.NOT_REHEARSED, replace(unknown, fixable=True)
    return None


def cancelled(why: str) -> Ruling:
    """Return how something ends that was cancelled before it began."""
    return Verdict.CANCELLED, Reason("cancelled", why)


def result(
    what: Union[Leg, PlannedJob], ruled: Ruling, without: Tuple[str, ...] = ()
) -> LegResult:
    """Return the result of a leg, or of a job as a whole, of which nothing was played.

    Args:
        without: the legs above it that were not played.
    """
    verdict, reason = ruled
    return LegResult(
        address=what.address,
        workflow=what.workflow.path,
        job=what.job.id,
        name=what.name,
        verdict=verdict,
        reason=reason,
        without=without,
    )
