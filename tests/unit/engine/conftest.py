"""Git commands, and what a run hands to its legs, for the engine's tests."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from textwrap import dedent, indent
from typing import Any, Optional, Protocol

import pytest

from understudy.actions.registry import Registry
from understudy.dialects.base import Contexts, Run
from understudy.dialects.github import commands, dialect, stage
from understudy.dialects.stage import Setting
from understudy.engine import foresight
from understudy.engine import origin as origins
from understudy.engine import set_up
from understudy.engine.cancellation import Cancellation
from understudy.engine.command import Stop
from understudy.engine.confine import Plain
from understudy.engine.contract import (
    Found,
    Machine,
    Refused,
    Versions,
    nothing_to_foresee,
)
from understudy.engine.here import this_machine
from understudy.engine.indexes import Indexes
from understudy.engine.job import LegPlay, play_leg
from understudy.engine.leg import LegState
from understudy.engine.log import Log
from understudy.engine.mask import Masker
from understudy.engine.observe import Broadcast, Event, Observer
from understudy.engine.options import RunOptions
from understudy.engine.origin import Origin
from understudy.engine.rehearsal import Rehearsal
from understudy.engine.room import furnish
from understudy.engine.services import Services
from understudy.engine.store import Places, Store
from understudy.model.event import Event as Happened
from understudy.model.plan import Leg, Reason
from understudy.model.result import LegResult, StepResult
from understudy.plan import planner
from understudy.plan.situation import Settings, Situation
from understudy.text.diagnostic import Severity


class RunGit(Protocol):
    """Run git for real, as a developer would, and return what it printed."""

    def __call__(self, where: Path, *arguments: str, **environment: str) -> str: ...


@pytest.fixture
def git(home: Path) -> RunGit:
    """Run git: `git(project, "add", "file")`."""

    def run(where: Path, *arguments: str, **environment: str) -> str:
        done = subprocess.run(
            ["git", *arguments],
            cwd=where,
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="surrogateescape",
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    return run


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Return where a run would have its origin."""
    return tmp_path / "run" / "origin"


class MakeWorkspace(Protocol):
    """Make an empty workspace that knows an origin as GitHub."""

    def __call__(self, made: Origin) -> Path: ...


@pytest.fixture
def workspace(tmp_path: Path, git: RunGit) -> MakeWorkspace:
    """Make an empty workspace: `workspace(made)`."""

    def make(made: Origin) -> Path:
        where = tmp_path / "workspace"
        git(tmp_path, "init", "--quiet", str(where))
        address = f"https://github.com/{made.repository}"
        git(where, "remote", "add", "origin", address)
        return where

    return make


@dataclass
class Watcher:
    """An observer that keeps all that it learns."""

    events: list[Event] = field(default_factory=list)

    def notify(self, event: Event) -> None:
        self.events.append(event)

    def of(self, kind: type) -> list[Any]:
        """Return the events of a kind."""
        return [event for event in self.events if isinstance(event, kind)]


class MakeRehearsal(Protocol):
    """Make what a run hands to its legs; `services` replaces parts of what plays it."""

    def __call__(
        self,
        options: RunOptions = ...,
        settings: Settings = ...,
        observer: Observer = ...,
        **services: Any,
    ) -> Rehearsal: ...


@pytest.fixture(scope="session")
def bare_origin(tmp_path_factory: pytest.TempPathFactory) -> Origin:
    """Return the origin of a project that is nothing but a README."""
    folder = tmp_path_factory.mktemp("origin")
    project = folder / "mathkit"
    project.mkdir()
    project.joinpath("README").write_text("mathkit\n", encoding="utf-8")
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "GIT_AUTHOR_NAME": "A. Developer",
        "GIT_AUTHOR_EMAIL": "developer@example.org",
        "GIT_COMMITTER_NAME": "A. Developer",
        "GIT_COMMITTER_EMAIL": "developer@example.org",
    }
    for arguments in (
        ["init", "--quiet"],
        ["add", "--all"],
        ["commit", "--quiet", "--message", "Start"],
    ):
        subprocess.run(["git", *arguments], cwd=project, env=environment, check=True)
    plain = {name: environment[name] for name in ("PATH", "HOME")}
    return origins.create(project, folder / "origin", plain, repository="octo/mathkit")


@pytest.fixture
def rehearsal(tmp_path: Path, bare_origin: Origin, push: Happened) -> MakeRehearsal:
    """Make rehearsals of a push, each in places of its own."""

    def make(
        options: RunOptions = RunOptions(),
        settings: Settings = Settings(),
        observer: Observer = Watcher(),
        **services: Any,
    ) -> Rehearsal:
        places = Places(tmp_path / "state", tmp_path / "cache")
        played = Services(
            dialect=dialect,
            stage=stage.Stage,
            commands=commands.make,
            actions=Registry(()),
            confinement=Plain(),
            interpreters=tuple,
            repository=lambda name: None,
            # Tests say `x` for this machine, whatever it is.
            here=replace(this_machine(), system="Linux"),
        )
        played = replace(played, **services)
        masker = Masker()
        for value in settings.secrets.values():
            masker.add(value or "")
        return Rehearsal(
            run=Store(tmp_path / "mathkit", places).start(),
            event=replace(push, sha=bare_origin.played),
            origin=bare_origin,
            settings=settings,
            services=played,
            options=replace(options, here=options.here | {"x"}),
            observer=Broadcast([observer]),
            masker=masker,
            indexes=Indexes({}, {}),
            environ={"PATH": os.environ["PATH"], "HOME": str(tmp_path)},
            cache=tmp_path / "cache",
            token="ghs_worthless",
            started=played.now(),
        )

    return make


@dataclass(frozen=True)
class FakeAction:
    """An action of a test; `main` and `post` do whatever the test wants."""

    main: Any
    post: Any = None
    NAME: str = "octo/act"
    INPUTS: Mapping[str, str] = field(default_factory=dict)
    VERSIONS: Versions = Versions(("v1",))
    foresee: Any = nothing_to_foresee


@dataclass(frozen=True)
class FakeActions:
    """Finds what a test has put there: an action, a refusal or a reason."""

    known: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def foresees(self, uses: str) -> bool:
        return uses.partition("@")[0] in self.known  # whatever its version

    def find(self, uses: str, comment: str = "") -> Any:
        name, _, ref = uses.partition("@")
        found = self.known.get(name)
        if found is None:
            return Reason("action", f"{uses}: no built-in plays it", fixable=True)
        if not isinstance(found, FakeAction):
            return found
        return Found(found, ref or comment, self.notes)


@dataclass(frozen=True)
class PlayedLeg:
    """A leg that was played: how it ended, and all that was seen of it."""

    result: LegResult
    log: str
    watcher: Watcher
    rehearsal: Rehearsal

    @property
    def steps(self) -> dict[str, StepResult]:
        """Return how its steps ended, by their ids."""
        return {step.id: step for step in self.result.steps}

    @property
    def outcomes(self) -> list[tuple[str, str]]:
        """Return the ids of its steps and their verdicts."""
        return [(step.id, step.verdict.value) for step in self.result.steps]

    @property
    def messages(self) -> list[str]:
        """Return the messages of its annotations."""
        return [annotation.message for annotation in self.result.annotations]

    def said(self) -> list[str]:
        """Return what the steps themselves wrote, without how the log begins them."""
        lines: list[str] = []
        within = False
        for line in self.log.splitlines():
            if line.startswith("##[group]Run "):
                within = True
            elif line == "##[endgroup]":
                within = False
            elif not within:
                lines.append(line)
        return lines


class StageLeg(Protocol):
    """Make the arguments of `play_leg` from the steps of a job, in YAML."""

    def __call__(
        self,
        steps: str,
        job: str = ...,
        root: str = ...,
        settings: Settings = ...,
        options: RunOptions = ...,
        actions: Any = ...,
        **services: Any,
    ) -> tuple[Leg, Contexts, Rehearsal, Watcher]: ...


class PlayLeg(Protocol):
    """Play a leg: `play("- run: exit 3")`."""

    def __call__(
        self,
        steps: str,
        job: str = ...,
        root: str = ...,
        cancellation: Optional[Cancellation] = ...,
        **more: Any,
    ) -> PlayedLeg: ...


@pytest.fixture
def staged(rehearsal: MakeRehearsal, planned: Any) -> StageLeg:
    """Plan the one leg of a job that runs on `ubuntu-latest`."""

    def make(
        steps: str,
        job: str = "",
        root: str = "",
        settings: Settings = Settings(),
        options: RunOptions = RunOptions(),
        actions: Any = FakeActions(),
        **services: Any,
    ) -> tuple[Leg, Contexts, Rehearsal, Watcher]:
        head = dedent(job).strip()
        runner = "" if "runs-on:" in head else "runs-on: ubuntu-latest\n"
        body = f"{runner}{head}\nsteps:\n{indent(dedent(steps).strip(), '  ')}\n"
        text = f"on: push\n{dedent(root)}\njobs:\n  test:\n{indent(body, '    ')}"
        plan = planned({"ci.yml": text}, settings=settings)
        assert not [d for d in plan.diagnostics if d.severity is Severity.ERROR]
        watcher = Watcher()
        run = rehearsal(options, settings, watcher, actions=actions, **services)
        run.masker.add(run.token)
        situation = Situation(run.event, settings, run=Run("1", 1, sha=run.event.sha))
        found = planner.resolve(plan.job("ci/test"), situation, dialect)
        contexts = planner.leg_contexts(found, found.legs[0], situation, dialect)
        return found.legs[0], contexts, run, watcher

    return make


@pytest.fixture
def play(staged: StageLeg) -> PlayLeg:
    """Play the one leg of a job, for real."""

    def make(
        steps: str,
        job: str = "",
        root: str = "",
        cancellation: Optional[Cancellation] = None,
        **more: Any,
    ) -> PlayedLeg:
        leg, contexts, run, watcher = staged(steps, job, root, **more)
        playing: dict[str, LegPlay] = {}
        result = play_leg(leg, contexts, run, cancellation or Cancellation(), playing)
        assert not playing
        log = run.run.log_path(leg.address).read_text("utf-8")
        return PlayedLeg(result, log, watcher, run)

    return make


@pytest.fixture
def fast() -> dict[str, Any]:
    """Return services whose minutes last a fifth of a second."""

    def now() -> float:
        return time.monotonic() * 300

    return {"now": now, "confinement": Plain(now)}


@pytest.fixture
def leg_state(staged: StageLeg, tmp_path: Path) -> Iterator[LegState]:
    """Return the state of a leg that has begun, with a step to play in it."""
    leg, contexts, run, _ = staged("- run: 'true'")
    room = furnish(run.run.workspace("ci/test"), "octo/mathkit", "", "linux")
    # As of any run: other tests may end processes at the same time.
    tracking = run.run.tracking_of("ci/test")
    cell = Plain().open(tracking, (str(room.root),))
    with run.run.open_log("ci/test") as file:
        log = Log(file, run.masker)
        yield set_up.leg_state(leg, contexts, run, Cancellation(), room, cell, log)
    cell.close()


class OnSight(Cancellation):
    """A cancellation that happens as soon as a file is there: `touch {flag}`.

    `hard` is a second file, which makes a kill of it.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.flag = folder / "flag"
        self.hard = folder / "hard"

    @property
    def stop(self) -> Optional[Stop]:
        if self.hard.exists():
            self.kill()
        elif self.flag.exists():
            self.cancel("Ctrl-C")
        return super().stop


@pytest.fixture
def on_sight(tmp_path: Path) -> OnSight:
    """Return a cancellation that a step can make happen."""
    return OnSight(tmp_path)


class Act(Protocol):
    """Play a leg of which `octo/act` is an action: `act("- uses: octo/act@v1", main)`.

    `main` and `post` are functions of a host; it has the inputs `level`, which is `low`
    by default, `token` and `where`.
    """

    def __call__(
        self,
        steps: str,
        main: Any,
        post: Any = ...,
        notes: tuple[str, ...] = ...,
        **more: Any,
    ) -> PlayedLeg: ...


@pytest.fixture
def act(play: PlayLeg) -> Act:
    """Play legs with an action of a test."""
    inputs = {"level": "low", "token": "${{ github.token }}", "where": ""}

    def make(
        steps: str,
        main: Any,
        post: Any = None,
        notes: tuple[str, ...] = (),
        **more: Any,
    ) -> PlayedLeg:
        action = FakeAction(main, post, INPUTS=inputs)
        known = {"octo/act": action, "octo/act/sub": action}
        return play(steps, actions=FakeActions(known, notes), **more)

    return make


class Foresee(Protocol):
    """Ask for the obstacle of a leg: `foresee("- run: x", job="runs-on: macos-14")`."""

    def __call__(self, steps: str = ..., **more: Any) -> Optional[Reason]: ...


@pytest.fixture
def foresee(staged: StageLeg) -> Foresee:
    """Look at legs with an `octo/act` that is always missing something.

    It is missing what its input `where` says; `labels` are played here as well.
    """

    def missing(inputs: Mapping[str, str], machine: Machine) -> Optional[Reason]:
        where = inputs["where"]
        return Reason("tool", f"no {where} for {machine.labels}") if where else None

    def make(
        steps: str = "- run: x", labels: tuple[str, ...] = (), **more: Any
    ) -> Optional[Reason]:
        action = FakeAction(None, INPUTS={"where": "", "b": "x"}, foresee=missing)
        actions = FakeActions({"octo/act": action, "octo/old": Refused("old")})
        leg, contexts, run, _ = staged(steps, actions=actions, **more)
        setting = Setting("", "", "", "", "")
        played = run.services.stage(contexts, leg.job, leg.workflow, setting)
        services = run.services
        outlook = foresight.Outlook(
            services.actions, services.interpreters, services.here, frozenset(labels)
        )
        return foresight.obstacle(leg, played, outlook)

    return make


@pytest.fixture
def lfs(project: Any, git: Any) -> Path:
    """Return a project with a changed file that a filter stores elsewhere, as git-lfs.

    It stores where `lfs.storage` says, or else in the repository itself.
    """
    storing = "d=$(git config lfs.storage || echo .git/lfs); mkdir -p $d; tee $d/stored"
    root = project({"a.bin": "pointer\n"})
    (root / ".gitattributes").write_text("*.bin filter=lfs\n", encoding="utf-8")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "Attributes")
    git(root, "config", "filter.lfs.clean", f"sh -c '{storing}'")
    (root / "a.bin").write_text("changed\n", encoding="utf-8")
    return root
