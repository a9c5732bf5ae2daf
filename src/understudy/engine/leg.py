"""Owns the state of one leg while it plays: what its steps set and said."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Callable, Dict, List, Mapping, Optional, Sequence

from understudy.dialects.stage import Moment, Said, Stage, StepEnd
from understudy.engine.cancellation import Cancellation
from understudy.engine.confine import Cell
from understudy.engine.log import Log
from understudy.engine.observe import StepAnnotated
from understudy.engine.process import Command, Exit, Stop
from understudy.engine.rehearsal import Rehearsal
from understudy.engine.room import Room, step_environment
from understudy.model.plan import Leg
from understudy.model.result import Annotation

SUCCESS, FAILURE, CANCELLED, SKIPPED = "success", "failure", "cancelled", "skipped"

# ExecutionContext.cs: what one step may leave of each level, and how long each may be.
_ANNOTATIONS, _LONGEST = 10, 4096


@dataclass
class LegState:
    """What the steps of a leg share: it changes with each of them.

    `env` is what workflow, job and GITHUB_ENV say; `paths` what GITHUB_PATH does, the
    last one first to be searched. `status` is how the job stands.
    """

    leg: Leg
    rehearsal: Rehearsal
    stage: Stage
    room: Room
    cell: Cell
    log: Log
    cancellation: Cancellation
    start: Mapping[str, str] = field(repr=False)
    env: Dict[str, str] = field(default_factory=dict, repr=False)
    paths: List[str] = field(default_factory=list)
    ended: Dict[str, StepEnd] = field(default_factory=dict)
    status: str = SUCCESS
    annotations: List[Annotation] = field(default_factory=list)
    assumed: List[str] = field(default_factory=list)
    python: Optional[str] = None

    @property
    def now(self) -> str:
        """Return how the job stands at this moment."""
        return CANCELLED if self.cancellation.requested else self.status

    def moment(
        self,
        action: str = "",
        files: Optional[Mapping[str, Path]] = None,
        env: Optional[Mapping[str, str]] = None,
    ) -> Moment:
        """Return what an expression sees now.

        Args:
            action: the id of the step.
            files: the step's command files.
            env: the step's own variables.
        """
        inside = (
            {name: self.cell.inside(str(path)) for name, path in files.items()}
            if files
            else {}
        )
        return Moment(
            {**self.env, **(env or {})}, dict(self.ended), self.now, action, inside
        )

    def environment(self, moment: Moment) -> Dict[str, str]:
        """Return the whole environment of a step; a moment's has its own variables."""
        service = dict(self.stage.variables(moment))
        return step_environment(self.start, moment.env, service, self.paths)

    def add_paths(self, folders: Sequence[str]) -> None:
        """Let later steps search folders first; a repeated one moves to the front."""
        for folder in folders:
            if folder in self.paths:
                self.paths.remove(folder)
            self.paths.append(folder)

    def run(
        self,
        command: Command,
        timeout: Optional[float],
        goes_on: Callable[[], bool],
    ) -> Exit:
        """Run a process into the log; `goes_on` tells whether a cancel spares it."""
        spared: List[bool] = []

        def stop() -> Optional[Stop]:
            wanted = self.cancellation.stop
            if wanted is Stop.CANCEL:
                # StepsRunner.cs: the condition is asked again, once.
                if not spared:
                    spared.append(goes_on())
                return None if spared[0] else wanted
            return wanted

        return self.cell.run(command, self.log, timeout, stop)

    def annotate(
        self, step: str, annotation: Annotation, count: Dict[str, int]
    ) -> None:
        """Keep an annotation, as many of each level as the service does."""
        count[annotation.level] = count.get(annotation.level, 0) + 1
        if count[annotation.level] > _ANNOTATIONS:
            return
        hidden = self.rehearsal.masker.hide
        kept = replace(
            annotation,
            message=hidden(annotation.message)[:_LONGEST],
            title=hidden(annotation.title),
        )
        self.annotations.append(kept)
        rehearsal = self.rehearsal
        rehearsal.observer.notify(
            StepAnnotated(rehearsal.seconds(), self.leg.address, step, kept)
        )


@dataclass
class StepTalk:
    """What one step says, by its log, its files or its action; a `Hearing`.

    Variables and paths count from the next step on, so they are kept until the end.
    """

    state: LegState
    step: str
    env: Dict[str, str] = field(default_factory=dict)
    paths: List[str] = field(default_factory=list)
    outputs: Dict[str, str] = field(default_factory=dict)
    saved: Dict[str, str] = field(default_factory=dict)
    summary: Optional[str] = None
    failed: bool = False
    counts: Dict[str, int] = field(default_factory=dict)

    def set_variable(self, name: str, value: str) -> None:
        """Let every later step see a variable."""
        self.env[name] = value

    def add_path(self, path: str) -> None:
        """Let every later step search a folder first."""
        self.paths.append(path)

    def set_output(self, name: str, value: str) -> None:
        """Keep an output of the step."""
        self.outputs[name] = value

    def save_state(self, name: str, value: str) -> None:
        """Keep a state for the step's own end."""
        self.saved[name] = value

    def mask(self, value: str) -> None:
        """Hide a value from here on."""
        self.state.rehearsal.masker.add(value)

    def annotate(self, annotation: Annotation) -> None:
        """Keep an annotation."""
        self.state.annotate(self.step, annotation, self.counts)

    def error(self, message: str) -> None:
        """Write an error into the log, and keep it as an annotation."""
        self.state.log.write(f"##[error]{message}")
        self.annotate(Annotation("error", message))

    def take(self, said: Said) -> None:
        """Take in what the step's files say."""
        self.env.update(said.env)
        self.outputs.update(said.outputs)
        self.saved.update(said.state)
        self.paths.extend(said.paths)
        self.summary = said.summary
        for annotation in said.annotations:
            self.state.log.write(f"##[{annotation.level}]{annotation.message}")
            self.annotate(annotation)
        self.failed = self.failed or said.failed

    def settle(self) -> None:
        """Let later steps see it all."""
        self.state.env.update(self.env)
        self.state.add_paths(self.paths)
