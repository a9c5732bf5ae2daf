"""Owns the plan as Mermaid: a flowchart for each workflow that starts, or may."""

from __future__ import annotations

from typing import Iterator, List, Sequence

from understudy.model.plan import Plan, PlannedJob, PlannedWorkflow, Starts
from understudy.report.players import Players

_MOST_LEGS = 8
_CLASSES = {
    Starts.NO: "stopped",
    Starts.UNKNOWN: "pending",
}


def text(plan: Plan, players: Players = Players()) -> str:
    """Return a plan as one flowchart, in which each workflow is a subgraph."""
    lines = ["flowchart LR"]
    for number, workflow in enumerate(plan.workflows):
        if workflow.starts is not Starts.NO:
            lines.extend(_workflow(workflow, f"w{number}", players))
    lines.append("  classDef stopped stroke-dasharray:2 4,opacity:0.6")
    lines.append("  classDef pending stroke-dasharray:6 3")
    lines.append("  classDef missing stroke-dasharray:1 3")
    return "\n".join(lines)


def _workflow(
    workflow: PlannedWorkflow, prefix: str, players: Players
) -> Iterator[str]:
    yield f'  subgraph {prefix}["{workflow.stem}"]'
    yield from _jobs(workflow.jobs, prefix, "    ", players)
    yield "  end"


def _jobs(
    jobs: Sequence[PlannedJob],
    prefix: str,
    indent: str,
    players: Players,
) -> Iterator[str]:
    # Labels are ids and addresses, in which nothing means anything to Mermaid or HTML.
    # Node ids are numbers: `end` and `default` are words of Mermaid, and jobs too.
    ids = {job.address: f"{prefix}j{number}" for number, job in enumerate(jobs)}
    for job in jobs:
        yield from _job(job, ids[job.address], indent, players)
    for job in jobs:
        for need in job.needs:
            yield f"{indent}{ids[need]} --> {ids[job.address]}"


def _job(job: PlannedJob, id: str, indent: str, players: Players) -> Iterator[str]:
    if job.called:
        yield f'{indent}subgraph {id}["{job.job.id}"]'
        yield from _jobs(job.called, id, indent + "  ", players)
        yield f"{indent}end"
        return
    label = "<br/>".join([job.job.id, *_legs(job)])
    name = _CLASSES.get(job.starts, "")
    if job.legs and all(players.playable(leg) is not None for leg in job.legs):
        name = "missing"
    yield f'{indent}{id}["{label}"]' + (f":::{name}" if name else "")


def _legs(job: PlannedJob) -> List[str]:
    values = [leg.address[len(job.address) + 1 :] for leg in job.legs if leg.matrix]
    if len(values) > _MOST_LEGS:
        more = len(values) - _MOST_LEGS + 1
        return [*values[: _MOST_LEGS - 1], f"and {more} more"]
    return values
