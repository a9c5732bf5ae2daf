"""Owns counting a plan: what starts, what does not, what cannot be played here."""

from __future__ import annotations

from typing import Iterable, List, Tuple

from understudy.model.plan import PlannedJob, Starts
from understudy.records import dataclass
from understudy.report.players import Players

_ERROR = "error"


@dataclass(frozen=True)
class Tally:
    """The legs of some jobs, by their addresses.

    A job without legs counts as one: among `stopped` if it does not start, among
    `failing` if GitHub fails it instead, among `pending` if only the run decides.
    """

    starting: Tuple[str, ...] = ()
    missing: Tuple[str, ...] = ()
    pending: Tuple[str, ...] = ()
    stopped: Tuple[str, ...] = ()
    failing: Tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """How many legs there are."""
        unplayed = (self.pending, self.stopped, self.failing)
        return sum(map(len, (self.starting, self.missing, *unplayed)))

    @property
    def legs(self) -> str:
        """How many legs there are, in words."""
        return "1 leg" if self.total == 1 else f"{self.total} legs"

    def __str__(self) -> str:
        said = []
        if self.starting or not self.total:
            said.append(_verb(len(self.starting), "start", "starts"))
        if self.failing:
            said.append(_verb(len(self.failing), "fail", "fails"))
        if self.stopped:
            said.append(_verb(len(self.stopped), "do not", "does not"))
        if self.pending:
            many = "are decided in the run"
            said.append(_verb(len(self.pending), many, "is decided in the run"))
        if self.missing:
            said.append(f"{len(self.missing)} cannot be played here")
        return f"{self.legs}: {', '.join(said)}"


def tally(jobs: Iterable[PlannedJob], players: Players = Players()) -> Tally:
    """Count the legs of jobs, and of the jobs that they call."""
    starting: List[str] = []
    missing: List[str] = []
    pending: List[str] = []
    stopped: List[str] = []
    failing: List[str] = []
    for job in (inner for outer in jobs for inner in outer.walk()):
        if job.starts is Starts.NO and not job.called:
            (failing if fails(job) else stopped).append(job.address)
        elif job.starts is Starts.UNKNOWN and not job.called and not job.legs:
            pending.append(job.address)
        for leg in job.legs:
            if leg.starts is not Starts.YES:
                pending.append(leg.address)
            elif players.playable(leg) is not None:
                missing.append(leg.address)
            else:
                starting.append(leg.address)
    return Tally(*map(tuple, (starting, missing, pending, stopped, failing)))


def fails(job: PlannedJob) -> bool:
    """Tell whether the service would fail a job, in place of starting it."""
    return job.reason is not None and job.reason.code == _ERROR


def _verb(number: int, many: str, one: str) -> str:
    return f"{number} {one if number == 1 else many}"
