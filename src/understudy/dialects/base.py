"""Owns what the layers above ask of a CI service's dialect; no service is here.

Private until a second service runs through it: then it changes without notice.
"""

from __future__ import annotations

from dataclasses import field
from typing import Callable, Mapping, Optional, Protocol, Sequence, Tuple

from understudy.model.event import Event
from understudy.model.pipeline import Call, Job, Workflow
from understudy.model.plan import (
    Concurrency,
    Leaf,
    Plan,
    PlannedJob,
    Reason,
    Starts,
)
from understudy.model.value import Value
from understudy.records import dataclass
from understudy.text.diagnostic import Diagnostic


@dataclass(frozen=True)
class Run:
    """What contexts show of a run; `sha` is the commit that was made for it, if any."""

    id: str
    number: int
    attempt: int = 1
    sha: str = ""


@dataclass(frozen=True)
class Ended:
    """How a job ended, or will; None is what is not known yet.

    `result` is `success`, `failure`, `cancelled` or `skipped`: of all legs together.
    """

    result: Optional[str] = None
    outputs: Optional[Mapping[str, str]] = None


@dataclass(frozen=True)
class Facts:
    """Everything that the contexts of a job are made from.

    `root` is the workflow that the event starts; without an event, whatever depends on
    it is unknown. `inputs` and `secrets` are those that the job sees: values may be
    unknown, and a secret's is None then. `needs` and `ancestors` are by the job's id.
    """

    root: Workflow
    event: Optional[Event] = None
    vars: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, Optional[str]] = field(default_factory=dict, repr=False)
    inputs: Mapping[str, object] = field(default_factory=dict)
    needs: Mapping[str, Ended] = field(default_factory=dict)
    ancestors: Mapping[str, Optional[str]] = field(default_factory=dict)
    run: Optional[Run] = None
    cancelled: bool = False


@dataclass(frozen=True)
class Contexts:
    """What the expressions of one place see: values, and functions of the run."""

    values: Mapping[str, object]
    functions: Mapping[str, Callable[..., object]] = field(default_factory=dict)


@dataclass(frozen=True)
class Decision:
    """Whether something starts; the reason may also say what let it start."""

    starts: Starts
    reason: Optional[Reason] = None


@dataclass(frozen=True)
class Judgement:
    """Whether a condition holds, and the smallest part of it that settles the matter.

    `truth` is None where that is not known, and `unknown` says what it waits for. An
    `error` is what the service would fail the job with. `statuses` tells that the
    settling part asks how other jobs ended, and nothing else.
    """

    truth: Optional[bool]
    expression: str = ""
    leaves: Tuple[Leaf, ...] = ()
    unknown: str = ""
    error: Optional[str] = None
    statuses: bool = False


@dataclass(frozen=True)
class Operand:
    """One part of a condition; `operands` are its parts where `operator` joins some.

    `truth` is None where it is not known, and where there is an `error`.
    """

    text: str
    truth: Optional[bool] = None
    leaves: Tuple[Leaf, ...] = ()
    operator: str = ""
    operands: Tuple[Operand, ...] = ()
    error: Optional[str] = None


@dataclass(frozen=True)
class Strategy:
    """How a job is multiplied; `matrix` is None where it is not, or is unknown."""

    matrix: object = None
    fail_fast: bool = True
    max_parallel: Optional[int] = None
    error: Optional[str] = None


@dataclass(frozen=True)
class Particulars:
    """What may differ from leg to leg; None where nothing is said, or not known yet."""

    name: Optional[str] = None
    labels: Optional[Tuple[str, ...]] = None
    continue_on_error: Optional[bool] = None
    timeout_minutes: Optional[float] = None
    environment: Optional[str] = None
    concurrency: Optional[Concurrency] = None
    error: Optional[str] = None


@dataclass(frozen=True)
class Grouping:
    """The concurrency group of a workflow; None where it has none, or none is known."""

    concurrency: Optional[Concurrency] = None
    error: Optional[str] = None


@dataclass(frozen=True)
class Passed:
    """What a call hands to the workflow it calls."""

    inputs: Mapping[str, object]
    secrets: Mapping[str, Optional[str]] = field(repr=False)
    error: Optional[str] = None


class Dialect(Protocol):
    """One CI service's language. Nothing here raises for what users wrote."""

    def triggered(self, workflow: Workflow, event: Event) -> Decision:
        """Say whether an event starts a workflow."""

    def inputs(
        self, workflow: Workflow, event: Optional[Event]
    ) -> Mapping[str, object]:
        """Return the inputs that the jobs of a started workflow see."""

    def secrets(
        self, known: Mapping[str, Optional[str]], event: Optional[Event]
    ) -> Mapping[str, Optional[str]]:
        """Return the secrets that the jobs of a started workflow see."""

    def permissions(
        self,
        job: Job,
        workflow: Workflow,
        allowed: Optional[Mapping[str, str]],
        event: Optional[Event],
    ) -> Mapping[str, str]:
        """Return what the token of a job may do, without what it may not do at all."""

    def title(self, job: Job) -> str:
        """Return what the names of a job's legs begin with."""

    def contexts(self, facts: Facts) -> Contexts:
        """Return what the condition of a job sees."""

    def judge(self, job: Job, contexts: Contexts) -> Judgement:
        """Say whether the condition of a job holds."""

    def dissect(self, job: Job, contexts: Contexts) -> Operand:
        """Return the condition of a job in its parts, each with its own value."""

    def strategy(self, job: Job, contexts: Contexts) -> Strategy:
        """Return how a job is multiplied."""

    def leg(
        self,
        contexts: Contexts,
        matrix: Optional[Mapping[str, Value]],
        index: int,
        total: int,
        strategy: Strategy,
    ) -> Contexts:
        """Return what one leg of a job sees."""

    def particulars(self, job: Job, contexts: Contexts) -> Particulars:
        """Return what may differ from leg to leg."""

    def concurrency(self, workflow: Workflow, contexts: Contexts) -> Grouping:
        """Return the concurrency group of a whole workflow."""

    def passed(
        self, job: Job, call: Call, callee: Workflow, contexts: Contexts
    ) -> Passed:
        """Return what a call hands to the workflow that it calls."""

    def returned(self, workflow: Workflow, facts: Facts) -> Mapping[str, str]:
        """Return the outputs of a called workflow, whose jobs are the facts' needs."""

    def complaint(self, job: Job, messages: Sequence[str]) -> str:
        """Return what the service says about a matrix that makes no legs."""

    def traps(
        self, plan: Plan, dissect: Callable[[PlannedJob], Operand]
    ) -> Sequence[Diagnostic]:
        """Return what the service lets pass in a plan and nobody can have meant."""
