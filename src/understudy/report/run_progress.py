"""Owns what a report keeps of a run while it is played: logs, steps, who failed."""

from __future__ import annotations

from pathlib import Path
from typing import Dict, Iterable, List, Mapping, Optional, Set, Tuple

from understudy.engine.observe import (
    Event,
    LegFinished,
    LegStarted,
    RunStarted,
    StepFinished,
    StepStarted,
)
from understudy.model.plan import Plan, PlannedJob
from understudy.model.result import Fidelity, LegResult, Verdict
from understudy.report.run_output import tail
from understudy.report.run_words import culprit

_TAIL = 12
# The end of an action, after the last step: that is no step of its own.
_END_OF = "__post_"


class Lineage:
    """The jobs of a plan, and which of them failed so far."""

    def __init__(self, plan: Plan) -> None:
        self._jobs: Mapping[str, PlannedJob] = {job.address: job for job in plan.jobs()}
        self._failed: Set[str] = set()

    def in_order(self, legs: Iterable[LegResult]) -> Tuple[LegResult, ...]:
        """Return legs in the order of the plan, whichever ended first."""
        places = {
            leg.address: (place, index)
            for place, job in enumerate(self._jobs.values())
            for index, leg in enumerate(job.legs)
        }
        of_jobs = {address: place for place, address in enumerate(self._jobs)}

        def place(leg: LegResult) -> Tuple[int, int]:
            job = self._job(leg.address)
            last = (of_jobs[job.address] if job else len(of_jobs), len(places))
            return places.get(leg.address, last)

        return tuple(sorted(legs, key=place))

    def add(self, leg: LegResult) -> None:
        """Take note of how a leg ended."""
        if leg.verdict is Verdict.FAILED and not leg.tolerated:
            job = self._job(leg.address)
            address = job.address if job else leg.address
            while "/" in address:  # A call fails with what it calls.
                self._failed.add(address)
                address = address.rpartition("/")[0]

    def after(self, leg: LegResult) -> Optional[str]:
        """Return the failed job of which a leg's end is a consequence, if it is."""
        if not _may_follow(leg):
            return None
        job = self._job(leg.address)
        if job is None:
            return None
        above = [address for address in self._jobs if address in job.ancestors]
        return next((a for a in (*job.needs, *above) if a in self._failed), None)

    def is_above(self, leg: LegResult, other: LegResult) -> bool:
        """Tell whether a leg belongs to a job that another one waits for."""
        job, below = self._job(leg.address), self._job(other.address)
        if job is None or below is None:
            return False
        return any(
            job.address == address or job.address.startswith(f"{address}/")
            for address in (*below.needs, *below.ancestors)
        )

    def played_as(self, leg: LegResult, fidelity: Fidelity) -> Tuple[str, ...]:
        """Return what was played in a way, each once: actions, or names of steps."""
        job = self._job(leg.address)
        steps = job.job.steps if job else ()
        uses = {step.id: step.uses.text for step in steps if step.uses}
        names = (
            uses.get(step.id, "").partition("@")[0] or step.name or step.id
            for step in leg.steps
            if step.fidelity is fidelity
            and step.verdict is not Verdict.SKIPPED
            and not step.id.startswith(_END_OF)
        )
        return tuple(dict.fromkeys(names))

    def _job(self, address: str) -> Optional[PlannedJob]:
        while address and address not in self._jobs:
            address = address.rpartition("/")[0]
        return self._jobs.get(address)


def _may_follow(leg: LegResult) -> bool:
    if leg.verdict is Verdict.SKIPPED:
        return leg.reason is None or leg.reason.code == "needs"
    return leg.verdict is Verdict.FAILED


class Progress:
    """Where the logs are, which step a leg is at, and what it left."""

    def __init__(self, plan: Plan) -> None:
        self.lineage = Lineage(plan)
        self.steps: Dict[str, StepStarted] = {}
        self._folder = Path()
        self._logs: Dict[str, Path] = {}
        self._spans: Dict[Tuple[str, str], Tuple[int, int]] = {}

    def notify(self, event: Event) -> None:
        """Take note of an event."""
        if isinstance(event, RunStarted):
            self._folder = Path(event.folder)
        elif isinstance(event, LegStarted):
            self._logs[event.address] = self._folder / event.log
        elif isinstance(event, StepStarted):
            self.steps[event.address] = event
        elif isinstance(event, StepFinished):
            span = (event.offset, event.end)
            self._spans[event.address, event.result.id] = span
        elif isinstance(event, LegFinished):
            self.lineage.add(event.result)

    def log(self, address: str) -> Optional[Path]:
        """Return the log of a leg, None where it has none."""
        return self._logs.get(address)

    def last_lines(self, leg: LegResult) -> List[str]:
        """Return the last lines of the step at which a leg failed."""
        path = self.log(leg.address)
        if path is None:
            return []
        found = culprit(leg)
        if found is None:
            return tail(path, 0, None, _TAIL)
        start, end = self._spans.get((leg.address, found.step.id), (0, None))
        return tail(path, start, end, _TAIL)
