"""Owns how a call ends: what the jobs of a called workflow come to for its caller."""

from __future__ import annotations

from typing import Dict, List, Tuple

from understudy.dialects.base import Dialect, Ended, Facts
from understudy.model.pipeline import Workflow
from understudy.model.plan import PlannedJob, Scope
from understudy.plan.situation import Situation


def ended(call: PlannedJob, situation: Situation, dialect: Dialect) -> Ended:
    """Return the result and the outputs of a call all of whose jobs have ended.

    Args:
        call: the resolved job, with the jobs that it calls.
        situation: with the results of these jobs.
        dialect: whose pipeline it is.
    """
    results = [
        situation.ended[job.address].result or "skipped"
        for job in call.called
        if job.address in situation.ended
    ]
    outputs: Dict[str, str] = {}
    for found in _instances(call, situation):
        for name, value in dialect.returned(*found).items():
            # As for the legs of a matrix, the last one that says something counts.
            outputs[name] = value or outputs.get(name, "")
    return Ended(_together(results), outputs)


def _together(results: List[str]) -> str:
    for result in ("failure", "cancelled", "success"):
        if result in results:
            return result
    return "skipped"


def _instances(call: PlannedJob, situation: Situation) -> List[Tuple[Workflow, Facts]]:
    """Return each workflow that was called, with how its jobs ended."""
    scopes: Dict[str, Scope] = {}
    jobs: Dict[str, Dict[str, Ended]] = {}
    for job in call.called:
        if job.scope is not None:
            scopes[job.scope.address] = job.scope
            end = situation.ended.get(job.address, Ended("skipped", {}))
            jobs.setdefault(job.scope.address, {})[job.job.id] = end
    return [
        (
            scope.workflow,
            Facts(
                root=scope.root,
                event=situation.event,
                vars=situation.settings.vars,
                inputs=scope.inputs,
                needs=jobs[address],
                run=situation.run,
            ),
        )
        for address, scope in scopes.items()
    ]
