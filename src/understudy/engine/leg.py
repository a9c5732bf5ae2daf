"""Owns the state of one leg while it plays: what its steps share, and when it ends."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable, Dict, List, Mapping, Optional, Sequence, Tuple

from understudy.dialects.commands import Commands
from understudy.dialects.stage import Moment, Stage, StepEnd
from understudy.engine.cancellation import Cancellation
from understudy.engine.command import Command, Exit, Stop
from understudy.engine.confine import Cell
from understudy.engine.log import Log
from understudy.engine.outcome import CANCELLED
from understudy.engine.posts import Post
from understudy.engine.rehearsal import Rehearsal
from understudy.engine.room import Room, step_environment
from understudy.engine.standing import Standing
from understudy.model.plan import Leg
from understudy.model.result import Annotation

# What the service grants a job that says nothing, and one that was cancelled.
DEFAULT_MINUTES = 360.0
CANCEL_SECONDS = 300.0


@dataclass
class LegState:
    """What the steps of a leg share: it changes with each of them.

    `env` is what workflow, job and GITHUB_ENV say; `paths` what GITHUB_PATH does, the
    last one first to be searched. `defaults` are the shell and the folder of scripts.
    `posts` are to be played at the end. It has `minutes` since it `begun`.
    """

    leg: Leg
    rehearsal: Rehearsal
    stage: Stage
    commands: Commands
    room: Room
    cell: Cell
    log: Log
    cancellation: Cancellation
    start: Mapping[str, str] = field(repr=False)
    standing: Standing
    minutes: float
    begun: float
    env: Dict[str, str] = field(default_factory=dict, repr=False)
    defaults: Tuple[Optional[str], Optional[str]] = (None, None)
    paths: List[str] = field(default_factory=list)
    ended: Dict[str, StepEnd] = field(default_factory=dict)
    annotations: List[Annotation] = field(default_factory=list)
    posts: List[Post] = field(default_factory=list)
    assumed: List[str] = field(default_factory=list)
    python: Optional[str] = None
    out_of_time: bool = False
    cancelled_at: Optional[float] = None

    @property
    def status(self) -> str:
        """Return how the job stands at this moment."""
        return CANCELLED if self.cancellation.requested else self.standing.status

    @property
    def too_long(self) -> str:
        """Return what the service says when a job is out of time."""
        hours, minutes = divmod(int(self.minutes), 60)
        lasted = f"{hours}h{minutes}m0s" if hours else f"{minutes}m0s"
        return f"The job has exceeded the maximum execution time of {lasted}"

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
        inside = {
            name: self.cell.inside(str(path)) for name, path in (files or {}).items()
        }
        return Moment(
            {**self.env, **(env or {})}, dict(self.ended), self.status, action, inside
        )

    def environment(self, moment: Moment) -> Dict[str, str]:
        """Return the whole environment of a step; a moment's has its own variables."""
        service = dict(self.stage.variables(moment))
        return step_environment(self.start, moment.env, service, self.paths)

    def assume(self, names: Sequence[str]) -> None:
        """Keep the names of values that nobody has set, each once."""
        self.assumed += [name for name in names if name not in self.assumed]

    def add_paths(self, folders: Sequence[str]) -> None:
        """Let later steps search folders first; a repeated one moves to the front."""
        for folder in folders:
            if folder in self.paths:
                self.paths.remove(folder)
            self.paths.append(folder)

    def heed(self) -> Optional[Stop]:
        """Return how the leg is to end now, None where it is not."""
        now = self.rehearsal.services.now()
        over = now - self.begun >= self.minutes * 60
        if over and not self.cancellation.requested:
            # The service itself cancels a job that is out of time.
            self.out_of_time = True
            self.cancellation.cancel(self.too_long)
        stop = self.cancellation.stop
        if stop is Stop.CANCEL:
            if self.cancelled_at is None:
                self.cancelled_at = now
            elif now - self.cancelled_at >= CANCEL_SECONDS:
                self.cancellation.kill()
                return Stop.KILL
        return stop

    def run(
        self,
        command: Command,
        timeout: Optional[float],
        goes_on: Callable[[], bool],
    ) -> Exit:
        """Run a process into the log; `goes_on` tells whether a cancel spares it."""
        spared: List[bool] = []

        def stop() -> Optional[Stop]:
            wanted = self.heed()
            if wanted is not Stop.CANCEL:
                return wanted
            # StepsRunner.cs: the condition is asked again, once.
            if not spared:
                spared.append(goes_on())
            return None if spared[0] else wanted

        return self.cell.run(command, self.log, timeout, stop)
