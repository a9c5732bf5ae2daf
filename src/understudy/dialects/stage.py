"""Owns what the engine asks of a dialect while it plays one leg; no service is here.

Private until a second service runs through it: then it changes without notice.
"""

from __future__ import annotations

from dataclasses import field
from pathlib import Path
from types import MappingProxyType
from typing import Callable, Dict, Mapping, Optional, Protocol, Tuple

from understudy.dialects.base import Judgement
from understudy.expressions import ExpressionError
from understudy.model.pipeline import Step
from understudy.model.template import Template
from understudy.records import dataclass


class NotKnown(ExpressionError):
    """A value that the service would know and that is not known here.

    Nobody can tell what the service would make of it: it is no failure.
    """


@dataclass(frozen=True)
class StepEnd:
    """How a step ended: `outcome` before its `continue-on-error`, `result` after."""

    result: str
    outcome: str
    outputs: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class Setting:
    """Where a leg is played, in paths and names as the leg itself sees them.

    `hash_root` is the workspace on this machine, and `here` says where any path of the
    leg is on it. `services` are by name, each with what a job may know of it.
    """

    workspace: str
    temp: str
    tool_cache: str
    home: str
    event_path: str
    token: str = field(repr=False, default="")
    system: str = "Linux"
    architecture: str = "X64"
    runner: str = "understudy"
    hash_root: Path = Path(".")
    here: Callable[[str], Path] = field(repr=False, default=Path)
    services: Mapping[str, Mapping[str, object]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    container: Optional[Mapping[str, object]] = None


@dataclass(frozen=True)
class Inside:
    """The action that is made of steps, as one of these steps sees it.

    `status` is how far the action has come: None before and after its main steps, which
    look at the job then.
    """

    path: str
    inputs: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    status: Optional[str] = None


@dataclass(frozen=True)
class Moment:
    """What is known when a step is looked at.

    `env` is what the job and earlier steps set, without the step's own. `status` is
    `success`, `failure` or `cancelled`, `action` the id of the step, `files` its
    command files by name. `repository` and `ref` are those of the action that the step
    plays, once it starts. `ended` are the steps of the action where it is `inside` one.
    """

    env: Mapping[str, str]
    ended: Mapping[str, StepEnd] = field(default_factory=lambda: MappingProxyType({}))
    status: str = "success"
    action: str = ""
    files: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    repository: str = ""
    ref: str = ""
    inside: Optional[Inside] = None


class Stage(Protocol):
    """What one leg sees of its service, once it is played.

    Every method may raise `ExpressionError`, for which the service fails the step, and
    its `NotKnown`, for which it would not.
    """

    def job_env(self) -> Dict[str, str]:
        """Return the variables of the workflow and of the job."""
        ...

    def defaults(self, moment: Moment) -> Tuple[Optional[str], Optional[str]]:
        """Return the shell and the folder that `run` steps fall back to."""
        ...

    def step_env(self, step: Step, moment: Moment) -> Dict[str, str]:
        """Return the step's own variables."""
        ...

    def judge(self, step: Step, moment: Moment) -> Judgement:
        """Say whether a step runs; `moment.env` has the step's own variables too."""
        ...

    def name(self, step: Step, moment: Moment) -> str:
        """Return how the service shows a step."""
        ...

    def text(self, template: Template, moment: Moment) -> str:
        """Fill a string."""
        ...

    def flag(self, template: Optional[Template], moment: Moment) -> bool:
        """Fill a boolean; false where nothing is said."""
        ...

    def number(self, template: Optional[Template], moment: Moment) -> Optional[float]:
        """Fill a number, cut to a whole one; None where nothing is said."""
        ...

    def inputs(self, step: Step, moment: Moment) -> Dict[str, str]:
        """Return what a step gives to its action."""
        ...

    def default_input(self, text: str, moment: Moment) -> str:
        """Fill the default of an action's input."""
        ...

    def outputs(self, moment: Moment) -> Dict[str, str]:
        """Return the outputs of the job."""
        ...

    def variables(self, moment: Moment) -> Dict[str, str]:
        """Return the variables that the service sets for every step."""
        ...

    def event(self) -> Mapping[str, object]:
        """Return the payload, as the file of the event holds it."""
        ...

    def empty(self, step: Step) -> Tuple[str, ...]:
        """Return the secrets and variables that a step reads and nobody has set."""
        ...

    def empty_in_job(self) -> Tuple[str, ...]:
        """Return the same for what the job and its workflow read for all steps."""
        ...
