"""Owns what a CI service loads from a repository: workflows, jobs, steps; no event."""

from __future__ import annotations

from dataclasses import field
from enum import Enum
from types import MappingProxyType
from typing import Mapping, Optional, Tuple

from understudy.model.template import Condition, Template
from understudy.records import dataclass
from understudy.text.diagnostic import Diagnostic
from understudy.text.source import Span

_NOTHING: Mapping[str, Template] = MappingProxyType({})


class StepKind(Enum):
    """What a step does."""

    RUN = "run"
    USES = "uses"
    WAIT = "wait"
    WAIT_ALL = "wait-all"
    CANCEL = "cancel"
    PARALLEL = "parallel"


@dataclass(frozen=True)
class Defaults:
    """What `run` steps fall back to."""

    shell: Optional[Template] = None
    working_directory: Optional[Template] = None


@dataclass(frozen=True)
class Step:
    """One step of a job; its `id` is the given one or what the service generates."""

    id: str
    kind: StepKind
    span: Span = field(repr=False)
    condition: Optional[Condition] = None
    has_own_id: bool = False
    name: Optional[Template] = None
    uses: Optional[Template] = None
    inputs: Optional[Template] = None
    script: Optional[Template] = None
    shell: Optional[Template] = None
    working_directory: Optional[Template] = None
    env: Optional[Template] = None
    continue_on_error: Optional[Template] = None
    timeout_minutes: Optional[Template] = None
    background: bool = False
    targets: Tuple[str, ...] = ()
    steps: Tuple[Step, ...] = ()


@dataclass(frozen=True)
class Strategy:
    """How a job is multiplied."""

    span: Span = field(repr=False)
    whole: Optional[Template] = None
    matrix: Optional[Template] = None
    fail_fast: Optional[Template] = None
    max_parallel: Optional[Template] = None


@dataclass(frozen=True)
class Call:
    """A job that is another workflow.

    `workflow` is None where the callee could not be read; `problem` then says why, in a
    sentence.
    """

    uses: Template
    inputs: Optional[Template] = None
    secrets: Optional[Template] = None
    inherits_secrets: bool = False
    workflow: Optional[Workflow] = field(default=None, repr=False)
    problem: Optional[str] = None


@dataclass(frozen=True)
class Need:
    """One entry of a job's `needs`."""

    job: str
    span: Span = field(repr=False, compare=False)


@dataclass(frozen=True)
class Permissions:
    """What a job's token may do: scope to `read`, `write` or `none`.

    `shorthand` is `read-all`, `write-all` or None.
    """

    scopes: Mapping[str, str]
    span: Span = field(repr=False, compare=False)
    shorthand: Optional[str] = None


@dataclass(frozen=True)
class Job:
    """One job, before its matrix is expanded."""

    id: str
    span: Span = field(repr=False)
    condition: Condition
    key_span: Optional[Span] = field(default=None, repr=False)
    name: Optional[Template] = None
    needs: Tuple[Need, ...] = ()
    strategy: Optional[Strategy] = None
    runner: Optional[Template] = None
    env: Optional[Template] = None
    defaults: Defaults = Defaults()
    outputs: Optional[Template] = None
    permissions: Optional[Permissions] = None
    concurrency: Optional[Template] = None
    environment: Optional[Template] = None
    container: Optional[Template] = None
    services: Optional[Template] = None
    continue_on_error: Optional[Template] = None
    timeout_minutes: Optional[Template] = None
    steps: Tuple[Step, ...] = ()
    call: Optional[Call] = None
    extra: Mapping[str, Template] = field(default_factory=lambda: _NOTHING)


@dataclass(frozen=True)
class Filter:
    """One list of patterns of a trigger; `kind` is as written: `paths-ignore`."""

    kind: str
    patterns: Tuple[str, ...]
    spans: Tuple[Span, ...] = field(repr=False, compare=False)
    span: Span = field(repr=False, compare=False)


@dataclass(frozen=True)
class Input:
    """An input that a workflow takes when it is dispatched or called."""

    name: str
    type: str = "string"
    required: bool = False
    default: Optional[Template] = None
    options: Tuple[str, ...] = ()
    description: str = ""
    span: Optional[Span] = field(default=None, repr=False, compare=False)


@dataclass(frozen=True)
class Trigger:
    """One event that a workflow listens to, and the filters on it.

    `types` is None where none are given.
    """

    event: str
    span: Span = field(repr=False, compare=False)
    types: Optional[Tuple[str, ...]] = None
    filters: Tuple[Filter, ...] = ()
    crons: Tuple[str, ...] = ()
    workflows: Tuple[str, ...] = ()
    inputs: Tuple[Input, ...] = ()
    secrets: Tuple[Input, ...] = ()
    outputs: Mapping[str, Template] = field(default_factory=lambda: _NOTHING)

    def filter(self, kind: str) -> Optional[Filter]:
        """Return the filter of a kind, if the trigger has one."""
        return next((found for found in self.filters if found.kind == kind), None)


@dataclass(frozen=True)
class Workflow:
    """One file of a pipeline; `broken` where the service would refuse it."""

    path: str
    span: Span = field(repr=False)
    name: str = ""
    run_name: Optional[Template] = None
    triggers: Tuple[Trigger, ...] = ()
    env: Optional[Template] = None
    defaults: Defaults = Defaults()
    permissions: Optional[Permissions] = None
    concurrency: Optional[Template] = None
    jobs: Tuple[Job, ...] = ()
    broken: bool = False

    def trigger(self, event: str) -> Optional[Trigger]:
        """Return what the workflow says about an event, None where it says nothing."""
        return next((found for found in self.triggers if found.event == event), None)

    def job(self, id: str) -> Optional[Job]:
        """Return the job of an id, in any case, as the service compares ids."""
        return next(
            (found for found in self.jobs if found.id.lower() == id.lower()), None
        )

    def __repr__(self) -> str:
        state = ", broken" if self.broken else ""
        return f"<workflow {self.path}: {len(self.jobs)} jobs{state}>"


@dataclass(frozen=True)
class Pipeline:
    """All that one CI service would load from a repository, and the problems found."""

    workflows: Tuple[Workflow, ...]
    diagnostics: Tuple[Diagnostic, ...] = ()

    def __repr__(self) -> str:
        return (
            f"<pipeline of {len(self.workflows)} workflows, "
            f"{len(self.diagnostics)} diagnostics>"
        )
