"""Owns the list of what GitHub lets pass and nobody can have meant, for one event.

What a file alone shows is found when it is read (`lost_failures`, `loose_versions`).
"""

from __future__ import annotations

from typing import Callable, Tuple

from understudy.dialects.base import Operand
from understudy.dialects.github.deadlocks import deadlocks
from understudy.dialects.github.pending import pending_checks
from understudy.dialects.github.skipped import skipped_jobs
from understudy.model.plan import Plan, PlannedJob
from understudy.text.diagnostic import Diagnostic


def traps(
    plan: Plan, dissect: Callable[[PlannedJob], Operand]
) -> Tuple[Diagnostic, ...]:
    """Return the traps of a plan.

    Args:
        dissect: returns the condition of a job in its parts.
    """
    return (*pending_checks(plan), *skipped_jobs(plan, dissect), *deadlocks(plan))
