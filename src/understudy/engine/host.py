"""Owns what an action gets of its leg: the engine's side of `contract`."""

from __future__ import annotations

from dataclasses import field
from pathlib import Path
from types import MappingProxyType
from typing import Dict, Mapping, Optional, Sequence

from understudy.engine.command import Command, Ending, Exit
from understudy.engine.contract import Interrupted, Machine
from understudy.engine.environ import prepended
from understudy.engine.leg import LegState
from understudy.engine.origin import Origin
from understudy.engine.part import Part
from understudy.engine.shell import which
from understudy.model.event import Event
from understudy.records import dataclass

_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class StepHost:
    """One `uses` step while it is played: a `contract.Host`."""

    part: Part
    machine: Machine
    ref: str
    inputs: Mapping[str, str]
    given: Mapping[str, str]
    environment: Mapping[str, str] = field(repr=False)
    state: Mapping[str, str] = field(default_factory=lambda: _NOTHING, repr=False)

    @property
    def env(self) -> Mapping[str, str]:
        """Return the environment that a process of the step has."""
        # core.exportVariable and core.addPath count for the action itself at once.
        talk = self.part.talk
        whole: Dict[str, str] = {**self.environment, **talk.env}
        return {**whole, "PATH": prepended(whole.get("PATH", ""), talk.paths)}

    @property
    def status(self) -> str:
        """Return how the job stands: `success`, `failure` or `cancelled`."""
        return self._leg.status

    @property
    def event(self) -> Event:
        """Return the event, its `sha` the commit that is played."""
        return self._leg.rehearsal.event

    @property
    def origin(self) -> Origin:
        """Return the run's own repository."""
        return self._leg.rehearsal.origin

    @property
    def workspace(self) -> Path:
        """Return the leg's working folder."""
        return self._leg.room.workspace

    @property
    def home(self) -> Path:
        """Return the leg's home folder."""
        return self._leg.room.home

    @property
    def temp(self) -> Path:
        """Return the leg's folder for temporary files."""
        return self._leg.room.temp

    @property
    def tool_cache(self) -> Path:
        """Return the leg's folder for tools that actions install."""
        return self._leg.room.tool_cache

    @property
    def run_folder(self) -> Path:
        """Return the run's folder, which all of its legs share."""
        return self._leg.rehearsal.run.folder

    @property
    def cache(self) -> Path:
        """Return a folder that outlives the run, and may go at any time."""
        return self._leg.rehearsal.cache

    @property
    def address(self) -> str:
        """Return the address of the leg."""
        return self._leg.leg.address

    def repository(self, name: str) -> Optional[Path]:
        """Return a checkout that plays another repository, `owner/name[@ref]`."""
        return self._leg.rehearsal.services.repository(name)

    def inside(self, path: Path) -> str:
        """Return how the leg's own processes see a path of this machine."""
        return self._leg.cell.inside(str(path))

    def run(
        self,
        argv: Sequence[str],
        folder: Optional[Path] = None,
        env: Mapping[str, str] = _NOTHING,
        say: bool = True,
    ) -> Exit:
        """Run a process of the leg, its output in the log."""
        whole = {**self.env, **env}
        program = which(argv[0], whole.get("PATH", ""))
        if program is None:
            problem = f"{argv[0]}: command not found"
            self.log(problem)
            return Exit(127, Ending.NOT_STARTED, problem=problem)
        if say:
            self.log(f"[command]{program} {' '.join(argv[1:])}")
        command = Command(
            (program, *argv[1:]), self.inside(folder or self.workspace), whole
        )
        end = self._leg.run(command, self.part.remaining(), self.part.goes_on)
        if end.ending in (Ending.CANCELLED, Ending.TIMED_OUT):
            raise Interrupted(end.ending)
        return end

    def log(self, *lines: str) -> None:
        """Write lines into the log; commands in there are not obeyed."""
        self._leg.log.write(*lines)

    def set_output(self, name: str, value: str) -> None:
        """Set an output of the step."""
        self.part.talk.set_output(name, value)

    def export(self, name: str, value: str) -> None:
        """Set a variable for every later step."""
        self.part.talk.set_variable(name, value)

    def add_path(self, path: str) -> None:
        """Let every later step search a folder first, as its processes see it."""
        self.part.talk.add_path(path)

    def save_state(self, name: str, value: str) -> None:
        """Keep a value for `post`."""
        self.part.talk.save_state(name, value)

    def mask(self, value: str) -> None:
        """Hide a value in everything that is shown from here on."""
        self.part.talk.mask(value)

    def warn(self, message: str) -> None:
        """Leave a warning beside the step."""
        self.part.talk.say("warning", message)

    def notice(self, message: str) -> None:
        """Leave a notice beside the step."""
        self.part.talk.say("notice", message)

    def tell_python(self, version: str) -> None:
        """Tell the Python that later steps run: it stands beside the verdict."""
        self._leg.python = version

    @property
    def _leg(self) -> LegState:
        return self.part.state
