"""Owns what the engine and a built-in action say to each other; no action is here.

An action is a module. Built-ins and those of third parties have the same shape.
"""

from __future__ import annotations

from dataclasses import field
from pathlib import Path
from types import MappingProxyType
from typing import (
    TYPE_CHECKING,
    Callable,
    ClassVar,
    Mapping,
    Optional,
    Protocol,
    Sequence,
    Tuple,
    Union,
)

from understudy.engine.command import Ending, Exit
from understudy.errors import UnderstudyError
from understudy.model.event import Event
from understudy.model.plan import Reason
from understudy.model.result import Fidelity
from understudy.records import dataclass

if TYPE_CHECKING:  # Plans ask what plays an action, and start no process.
    from understudy.engine.interpreters import Interpreter
    from understudy.engine.origin import Origin


class ActionFailed(UnderstudyError):
    """An action failed as its original does; the message is an error annotation."""

    exit_code: ClassVar[int] = 1


class NotPlayed(UnderstudyError):
    """Something cannot be played here: the leg stops, and is not rehearsed."""

    exit_code: ClassVar[int] = 5

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.text, reason.command)
        self.reason = reason


class Interrupted(UnderstudyError):
    """The step has to end: it was cancelled, or is out of time. No action catches it.

    `ending` says which of these, as the process did that was ended for it.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, ending: Ending) -> None:
        super().__init__(f"the step was {ending.value}")
        self.ending = ending


@dataclass(frozen=True)
class Played:
    """How an action was played: by what, and what differs from the original."""

    fidelity: Fidelity = Fidelity.EMULATED
    notes: Tuple[str, ...] = ()


@dataclass(frozen=True)
class Machine:
    """What is known of this machine and this leg before the first step.

    `interpreters` looks for them when it is first called. `labels` are those of the
    leg's runner. `project` holds what a checkout will bring, for what an action reads
    from files before it runs; None where that is not known.
    """

    interpreters: Callable[[], Tuple[Interpreter, ...]]
    labels: Tuple[str, ...] = ()
    offline: bool = False
    project: Optional[Path] = None


class Host(Protocol):
    """One `uses` step while it is played: what an action may ask and tell.

    Paths are those of this machine; `inside` says how the leg's processes see one.
    """

    @property
    def inputs(self) -> Mapping[str, str]:
        """Return the inputs by their names in lower case, defaults filled in."""
        ...

    @property
    def given(self) -> Mapping[str, str]:
        """Return the inputs that the step gives, by their names in lower case."""
        ...

    @property
    def ref(self) -> str:
        """Return the version of the action that is played: `v4`, or empty."""
        ...

    @property
    def env(self) -> Mapping[str, str]:
        """Return the environment that a process of the step has."""
        ...

    @property
    def state(self) -> Mapping[str, str]:
        """Return what `main` saved for `post`."""
        ...

    @property
    def status(self) -> str:
        """Return how the job stands: `success`, `failure` or `cancelled`."""
        ...

    @property
    def machine(self) -> Machine:
        """Return what is known of this machine."""
        ...

    @property
    def event(self) -> Event:
        """Return the event, its `sha` the commit that is played."""
        ...

    @property
    def origin(self) -> Origin:
        """Return the run's own repository."""
        ...

    @property
    def workspace(self) -> Path:
        """Return the leg's working folder."""
        ...

    @property
    def home(self) -> Path:
        """Return the leg's home folder."""
        ...

    @property
    def temp(self) -> Path:
        """Return the leg's folder for temporary files."""
        ...

    @property
    def tool_cache(self) -> Path:
        """Return the leg's folder for tools that actions install."""
        ...

    @property
    def run_folder(self) -> Path:
        """Return the run's folder, which all of its legs share."""
        ...

    @property
    def cache(self) -> Path:
        """Return a folder that outlives the run, and may go at any time."""
        ...

    @property
    def address(self) -> str:
        """Return the address of the leg."""
        ...

    def repository(self, name: str) -> Optional[Path]:
        """Return a checkout that plays another repository, `owner/name[@ref]`."""
        ...

    def inside(self, path: Path) -> str:
        """Return how the leg's own processes see a path of this machine."""
        ...

    def run(
        self,
        argv: Sequence[str],
        folder: Optional[Path] = None,
        env: Mapping[str, str] = MappingProxyType({}),
        say: bool = True,
    ) -> Exit:
        """Run a process of the leg, its output in the log.

        Args:
            argv: the program, looked for on the leg's own PATH, and its arguments.
            folder: where it runs; the workspace by default.
            env: what it sees beside the step's environment.
            say: write the command itself into the log first.

        Raises:
            Interrupted: the step was cancelled, or is out of time.
        """
        ...

    def log(self, *lines: str) -> None:
        """Write lines into the log; commands in there are not obeyed."""
        ...

    def set_output(self, name: str, value: str) -> None:
        """Set an output of the step."""
        ...

    def export(self, name: str, value: str) -> None:
        """Set a variable for every later step."""
        ...

    def add_path(self, path: str) -> None:
        """Let every later step search a folder first, as its processes see it."""
        ...

    def save_state(self, name: str, value: str) -> None:
        """Keep a value for `post`."""
        ...

    def mask(self, value: str) -> None:
        """Hide a value in everything that is shown from here on."""
        ...

    def warn(self, message: str) -> None:
        """Leave a warning beside the step."""
        ...

    def notice(self, message: str) -> None:
        """Leave a notice beside the step."""
        ...

    def tell_python(self, version: str) -> None:
        """Tell the Python that later steps run: it stands beside the verdict."""
        ...


Main = Callable[[Host], Played]
Post = Callable[[Host], None]
Foresight = Callable[[Mapping[str, str], Machine], Optional[Reason]]


def nothing_to_foresee(inputs: Mapping[str, str], machine: Machine) -> Optional[Reason]:
    """Foresee nothing: for actions that can always be played."""
    return None


@dataclass(frozen=True)
class Versions:
    """The versions of an action that a built-in plays.

    `majors` are those that it plays (`v4`); `retired` are those that GitHub refuses, to
    the message of that; `commits` is by full commit.
    """

    majors: Tuple[str, ...]
    retired: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    commits: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    branches: Tuple[str, ...] = ()


class Action(Protocol):
    """A module that plays one action. Its docstring is its manual page.

    `INPUTS` maps every input, in lower case, to its default, which may hold
    expressions. `main` raises `ActionFailed` and `NotPlayed`; `post` is None where the
    action has no last part. `foresee` says before the leg starts why it cannot be
    played; a value that is not known yet is not among its inputs.
    """

    @property
    def NAME(self) -> str:
        """Return `owner/name[/path]`."""
        ...

    @property
    def INPUTS(self) -> Mapping[str, str]:
        """Return every input and its default."""
        ...

    @property
    def VERSIONS(self) -> Versions:
        """Return the versions that it plays."""
        ...

    @property
    def main(self) -> Main:
        """Return what plays the step."""
        ...

    @property
    def post(self) -> Optional[Post]:
        """Return what plays its end, after the last step of the job."""
        ...

    @property
    def foresee(self) -> Foresight:
        """Return what says early why it cannot be played."""
        ...


@dataclass(frozen=True)
class Found:
    """The built-in that plays a `uses`; `notes` say what was taken for granted."""

    action: Action
    ref: str
    notes: Tuple[str, ...] = ()


@dataclass(frozen=True)
class Refused:
    """Why a `uses` fails on GitHub itself, in its words."""

    message: str


class Actions(Protocol):
    """Finds what plays an action: handed to the engine from above."""

    def foresees(self, uses: str) -> bool:
        """Tell whether what plays an action may say early that it cannot."""
        ...

    def find(self, uses: str, comment: str = "") -> Union[Found, Refused, Reason]:
        """Return `Found`, `Refused`, or the `Reason` why nothing here plays it.

        Args:
            uses: as the step has it, `owner/name[/path]@ref` or `./path`.
            comment: what stands behind it in its line, where pins name their version.
        """
        ...
