"""Owns the answer to an event: what starts, what does not, and why."""

from __future__ import annotations

from dataclasses import field
from enum import Enum
from types import MappingProxyType
from typing import FrozenSet, Iterator, Mapping, Optional, Tuple

from understudy.model.event import Event
from understudy.model.pipeline import Job, Workflow
from understudy.model.value import Value
from understudy.records import dataclass
from understudy.text.diagnostic import Diagnostic
from understudy.text.source import Span


class Starts(Enum):
    """Whether something starts; `UNKNOWN` depends on a value that is not known here."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    def __bool__(self) -> bool:
        return self is Starts.YES


@dataclass(frozen=True)
class Leaf:
    """A value that a condition read: its text there, and the value in words."""

    text: str
    value: str


@dataclass(frozen=True)
class Reason:
    """Why something did not start or was not rehearsed.

    `code` is one word of the contract; `text` a sentence; `expression` the
    sub-expression that decided, with the values that it read in `leaves`; `fixable`
    whether the user could do something about it, `command` what.
    """

    code: str
    text: str
    expression: Optional[str] = None
    leaves: Tuple[Leaf, ...] = ()
    fixable: bool = False
    command: Optional[str] = None

    def __str__(self) -> str:
        return f"{self.text}: {self.expression}" if self.expression else self.text


@dataclass(frozen=True)
class Concurrency:
    """A group of which one member runs at a time; `queue` is `single` or `max`."""

    group: str
    cancel_in_progress: bool = False
    queue: str = "single"
    span: Optional[Span] = field(default=None, repr=False, compare=False)


@dataclass(frozen=True)
class Scope:
    """One instance of a workflow: the one that an event starts, or one call of another.

    `address` and `names` are what the addresses and the names of its jobs begin with.
    `root` is the workflow that the event starts. Values of `inputs` may be unknown;
    `secrets` are those that its jobs see, None where a value is not known. `allowed` is
    what a caller lets its tokens do at most, None where no caller says so. `starts`,
    `reason` and `ancestors` are those of the caller, or of the workflow.
    """

    address: str
    workflow: Workflow = field(repr=False)
    root: Workflow = field(repr=False)
    names: Tuple[str, ...] = ()
    inputs: Mapping[str, object] = field(
        default_factory=lambda: MappingProxyType({}), repr=False
    )
    secrets: Mapping[str, Optional[str]] = field(
        default_factory=lambda: MappingProxyType({}), repr=False
    )
    allowed: Optional[Mapping[str, str]] = field(default=None, repr=False)
    concurrency: Tuple[Concurrency, ...] = ()
    starts: Starts = Starts.YES
    reason: Optional[Reason] = None
    ancestors: FrozenSet[str] = frozenset()


@dataclass(frozen=True)
class Leg:
    """One job with one combination of its matrix.

    `continue_on_error`, `timeout_minutes`, `environment` and `concurrency` are None
    also where they are not known yet.
    """

    address: str
    name: str
    job: Job = field(repr=False, compare=False)
    workflow: Workflow = field(repr=False, compare=False)
    matrix: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))
    index: int = 0
    total: int = 1
    labels: Optional[Tuple[str, ...]] = None
    starts: Starts = Starts.YES
    reason: Optional[Reason] = None
    continue_on_error: Optional[bool] = None
    timeout_minutes: Optional[float] = None
    environment: Optional[str] = None
    concurrency: Optional[Concurrency] = None

    def __repr__(self) -> str:
        return _short(f"<leg {self.address}{_why(self.starts, self.reason)}>")


@dataclass(frozen=True)
class PlannedJob:
    """One job under one event.

    `address` is `workflow-stem/job-id`, nested for called workflows. `legs` is empty
    where the job does not start or its matrix is not known yet. `called` holds the jobs
    of a called workflow. `ancestors` are addresses. A reason whose `code` is `error` is
    one for which the service would fail the job.
    """

    address: str
    job: Job = field(repr=False, compare=False)
    workflow: Workflow = field(repr=False, compare=False)
    starts: Starts = Starts.YES
    reason: Optional[Reason] = None
    name: str = ""
    needs: Tuple[str, ...] = ()
    ancestors: frozenset[str] = frozenset()
    legs: Tuple[Leg, ...] = ()
    called: Tuple[PlannedJob, ...] = ()
    permissions: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    inputs: Mapping[str, object] = field(
        default_factory=lambda: MappingProxyType({}), compare=False
    )
    fail_fast: bool = True
    max_parallel: Optional[int] = None
    scope: Optional[Scope] = field(default=None, repr=False, compare=False)

    def walk(self) -> Iterator[PlannedJob]:
        """Yield this job and the jobs that it calls, depth first."""
        yield self
        for job in self.called:
            yield from job.walk()

    def __repr__(self) -> str:
        return _short(f"<job {self.address}{_why(self.starts, self.reason)}>")


@dataclass(frozen=True)
class PlannedWorkflow:
    """One workflow under one event."""

    workflow: Workflow
    stem: str
    starts: Starts = Starts.YES
    reason: Optional[Reason] = None
    jobs: Tuple[PlannedJob, ...] = ()
    concurrency: Optional[Concurrency] = None

    def walk(self) -> Iterator[PlannedJob]:
        """Yield every job, those of called workflows included, depth first."""
        for job in self.jobs:
            yield from job.walk()

    def __repr__(self) -> str:
        return _short(f"<workflow {self.stem}{_why(self.starts, self.reason)}>")


@dataclass(frozen=True)
class Plan:
    """What an event starts; without one, every workflow whatever the event."""

    event: Optional[Event]
    workflows: Tuple[PlannedWorkflow, ...]
    diagnostics: Tuple[Diagnostic, ...] = ()

    def jobs(self) -> Iterator[PlannedJob]:
        """Yield every job, those of called workflows included."""
        for workflow in self.workflows:
            yield from workflow.walk()

    def legs(self) -> Iterator[Leg]:
        """Yield every leg that is known."""
        for job in self.jobs():
            yield from job.legs

    def job(self, address: str) -> PlannedJob:
        """Return the job of an address.

        Raises:
            KeyError: no job has this address.
        """
        for job in self.jobs():
            if job.address == address:
                return job
        raise KeyError(address)

    def __repr__(self) -> str:
        of = f" of {self.event.name}" if self.event else ""
        starting = sum(1 for leg in self.legs() if leg.starts is Starts.YES)
        return f"<plan{of}: {len(self.workflows)} workflows, {starting} legs start>"


def _why(starts: Starts, reason: Optional[Reason]) -> str:
    verb = {
        Starts.YES: "",
        Starts.NO: ": does not start",
        Starts.UNKNOWN: ": not known yet",
    }[starts]
    return f"{verb}, {reason}" if reason else verb


def _short(text: str) -> str:
    text = text.replace("\n", "\\n")
    return text if len(text) < 240 else f"{text[:150]} ... {text[-80:]}"
