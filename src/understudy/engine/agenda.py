"""Owns which jobs of a run are still to come, and how the others ended; plays none."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Dict, Iterable, Iterator, List, Optional, Set, Tuple

from understudy.dialects.base import Ended
from understudy.engine.groups import Groups
from understudy.engine.propagation import JobEnd, job_end
from understudy.model.plan import Concurrency, Leg, PlannedJob, Starts
from understudy.model.result import LegResult
from understudy.plan.selection import Selection


@dataclass(eq=False)
class Entry:
    """One job of a run, and what came of it so far.

    `caller` is the job that calls its workflow, `called` are those that it calls, and
    `total` is how many results it waits for.
    """

    job: PlannedJob
    caller: Optional[Entry] = None
    called: Tuple[Entry, ...] = ()
    total: int = 1
    results: List[LegResult] = field(default_factory=list)

    @property
    def instance(self) -> str:
        """The address of the instance of a workflow that the job belongs to."""
        return self.job.address.rpartition("/")[0]

    @property
    def groups(self) -> Tuple[Concurrency, ...]:
        """The concurrency groups that this instance holds from its first job on."""
        return self.job.scope.concurrency if self.job.scope else ()

    def legs(self) -> Iterator[LegResult]:
        """Yield the results of the job, and those of the jobs that it calls."""
        yield from self.results
        for entry in self.called:
            yield from entry.legs()


class Agenda:
    """The jobs of one run, in the order of the plan.

    An instance of a workflow waits for its concurrency groups: where two want the same
    one, the second follows the first.

    Args:
        groups: those of the run, which legs enter, too.
        selection: what to play; None for everything.
    """

    def __init__(self, groups: Groups, selection: Optional[Selection] = None) -> None:
        self.ends: Dict[str, JobEnd] = {}
        self.legs: List[LegResult] = []
        self._groups = groups
        self._selection = selection
        self._waiting: List[Entry] = []
        self._calling: List[Entry] = []
        self._unended: Dict[str, int] = {}
        self._wanted: Dict[str, List[Concurrency]] = {}
        self._members: Dict[str, str] = {}

    @property
    def is_over(self) -> bool:
        """Whether no job is left to be looked at."""
        return not (self._waiting or self._calling)

    def enlist(
        self, jobs: Iterable[PlannedJob], caller: Optional[Entry] = None
    ) -> Tuple[str, ...]:
        """Take in jobs, and return a warning for each group that several want."""
        warnings: List[str] = []
        entries = tuple(Entry(job, caller) for job in jobs if self.is_wanted(job))
        if caller is not None:
            caller.called = entries
            self._calling.append(caller)
        self._waiting += entries
        for entry in entries:
            count = self._unended.get(entry.instance, 0)
            self._unended[entry.instance] = count + 1
            if not count:
                warnings += self._join(entry)
        return tuple(warnings)

    def is_wanted(self, job: PlannedJob) -> bool:
        """Tell whether a job, or one that it calls, may be played."""
        selection = self._selection
        if selection is None or self._comes_along(job):
            return True
        own = f"{job.address}/"
        # A leg below it, or a job above it whose legs were not known.
        return any(
            f"{address}/".startswith(own) or own.startswith(f"{address}/")
            for address in selection.legs
        )

    def expected(self) -> Iterator[str]:
        """Yield the legs that may play, or a job whose legs are not known."""
        for entry in self._waiting:
            yield from self._expected(entry.job)

    def chosen(self, job: PlannedJob) -> Tuple[Leg, ...]:
        """Return the legs of a job that are to be played."""
        selection = self._selection
        if selection is None or self._comes_along(job):
            return job.legs
        return tuple(leg for leg in job.legs if selection.includes(job, leg))

    def next_job(self) -> Optional[Entry]:
        """Take out a job of which all that it needs has ended, if there is one."""
        for entry in self._waiting:
            if all(need in self.ends for need in entry.job.needs):
                if self._has_groups(entry.instance):
                    self._waiting.remove(entry)
                    return entry
        return None

    def next_call(self) -> Optional[Entry]:
        """Take out a call of which all jobs have ended, if there is one."""
        for entry in self._calling:
            if all(below.job.address in self.ends for below in entry.called):
                self._calling.remove(entry)
                return entry
        return None

    def rest(self) -> Tuple[Entry, ...]:
        """Take out all jobs that nobody has looked at yet."""
        rest = tuple(self._waiting)
        self._waiting.clear()
        return rest

    def expect(self, entry: Entry, total: int) -> None:
        """Say how many results a job waits for."""
        entry.total = total
        self._settle(entry)

    def keep(self, entry: Entry, result: LegResult) -> None:
        """Keep how a leg of a job ended; the last one ends the job."""
        entry.results.append(result)
        self.legs.append(result)
        self._settle(entry)

    def end(self, entry: Entry, end: JobEnd) -> None:
        """Keep how a job ended for those that need it."""
        self.ends[entry.job.address] = end
        self._unended[entry.instance] -= 1
        if not self._unended[entry.instance]:
            self._groups.leave(entry.instance)

    def end_call(self, entry: Entry, ended: Ended) -> None:
        """Keep how a call ended, if that can be told."""
        legs = tuple(entry.legs())
        end = job_end(legs) if legs else JobEnd(ended)
        below = (self.ends[found.job.address] for found in entry.called)
        gap = any(found.left_out for found in below)
        # What is empty may be so because of a job that nobody has played.
        if end.left_out or (gap and not all((ended.outputs or {}).values())):
            self.end(entry, JobEnd(Ended(), end.missing, left_out=True))
        else:
            self.end(entry, replace(end, ended=ended))

    def left_out(self, job: PlannedJob) -> Optional[str]:
        """Return what a job needs and nobody can tell how it would have ended."""
        found = (need for need in job.needs if self.ends[need].left_out)
        return next(found, None)

    def without(self, job: PlannedJob) -> Tuple[str, ...]:
        """Return the legs above a job that were not played."""
        found: Dict[str, None] = {}
        for address, end in self.ends.items():
            if address in job.ancestors:
                found.update(dict.fromkeys(end.missing))
        return tuple(found)

    def _settle(self, entry: Entry) -> None:
        if len(entry.results) >= entry.total:
            self.end(entry, job_end(entry.results))

    def _expected(self, job: PlannedJob) -> Iterator[str]:
        if job.called and job.starts is not Starts.NO:
            for below in job.called:
                if self.is_wanted(below):
                    yield from self._expected(below)
        elif job.legs:
            yield from (leg.address for leg in self.chosen(job))
        else:
            yield job.address

    def _comes_along(self, job: PlannedJob) -> bool:
        """Tell whether a job is needed, or called by one that is."""
        along = self._selection.along if self._selection else ()
        return any(f"{job.address}/".startswith(f"{address}/") for address in along)

    def _join(self, entry: Entry) -> Iterator[str]:
        """Let an instance wait for its groups; yield a warning for shared ones."""
        instance = entry.instance
        # None gives way to another: that is for the runs of different pushes.
        wanted = [
            replace(group, queue="max", cancel_in_progress=False)
            for group in entry.groups
        ]
        self._wanted[instance] = wanted
        for group in wanted:
            before = self._members.get(group.group.lower())
            if before is not None:
                yield (
                    f"{before} and {instance} share the concurrency group"
                    f" {group.group}: here one follows the other, on GitHub one may"
                    " cancel the other"
                )
            self._members[group.group.lower()] = instance
            self._groups.join(instance, group)
        self._has_groups(instance)

    def _has_groups(self, instance: str) -> bool:
        """Take what is free of an instance's groups; tell whether it has them all."""
        wanted = self._wanted[instance]
        while wanted and self._groups.enter(instance, wanted[0]):
            del wanted[0]
        return not wanted


def deadlock(entry: Entry, wanted: Iterable[Concurrency]) -> Optional[str]:
    """Return what GitHub says of groups that are held around a job, if one is."""
    held: Set[str] = set()
    above: Optional[Entry] = entry
    while above is not None:
        held.update(group.group.lower() for group in above.groups)
        above = above.caller
    for group in wanted:
        if group.group.lower() in held:
            return (
                f"Canceling since a deadlock for concurrency group '{group.group}' was"
                f" detected between 'top level workflow' and '{entry.job.job.id}'"
            )
        held.add(group.group.lower())
    return None
