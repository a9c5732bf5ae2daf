"""A host with behaviour: it runs real processes in folders of its own."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Optional, Protocol

import pytest

from understudy.actions.registry import Registry
from understudy.engine import origin as origins
from understudy.engine.contract import Action, Found, Host, Machine
from understudy.engine.origin import Origin
from understudy.engine.process import Ending, Exit
from understudy.model.event import Event


@dataclass
class FakeHost:
    """Plays the engine for one step, and keeps all that the step says."""

    root: Path
    given: dict[str, str]
    defaults: Mapping[str, str]
    ref: str
    origin: Origin
    event: Event
    start: dict[str, str]
    machine: Machine = Machine(interpreters=tuple)
    repositories: dict[str, Path] = field(default_factory=dict)
    state: dict[str, str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    outputs: dict[str, str] = field(default_factory=dict)
    exported: dict[str, str] = field(default_factory=dict)
    paths: list[str] = field(default_factory=list)
    masks: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    pythons: list[str] = field(default_factory=list)
    address: str = "ci/tests/3.12"

    def __post_init__(self) -> None:
        for folder in (
            self.workspace,
            self.home,
            self.temp,
            self.tool_cache,
            self.run_folder,
            self.cache,
        ):
            folder.mkdir(parents=True, exist_ok=True)

    @property
    def inputs(self) -> Mapping[str, str]:
        return {**self.defaults, **self.given}

    @property
    def env(self) -> Mapping[str, str]:
        whole = {**self.start, **self.exported}
        path = os.pathsep.join([*reversed(self.paths), whole.get("PATH", "")])
        return {**whole, "PATH": path}

    @property
    def workspace(self) -> Path:
        return self.root / "work" / "project"

    @property
    def home(self) -> Path:
        return self.root / "leg-home"

    @property
    def temp(self) -> Path:
        return self.root / "temp"

    @property
    def tool_cache(self) -> Path:
        return self.root / "tools"

    @property
    def run_folder(self) -> Path:
        return self.root / "run"

    @property
    def cache(self) -> Path:
        return self.root / "cache"

    @property
    def log_text(self) -> str:
        return "\n".join(self.lines)

    @property
    def commands(self) -> list[str]:
        return [line[9:] for line in self.lines if line.startswith("[command]")]

    def repository(self, name: str) -> Optional[Path]:
        return self.repositories.get(name)

    def inside(self, path: Path) -> str:
        return str(path)

    def run(
        self,
        argv: Sequence[str],
        folder: Optional[Path] = None,
        env: Mapping[str, str] = MappingProxyType({}),
        say: bool = True,
    ) -> Exit:
        if say:
            self.lines.append(f"[command]{shlex.join(argv)}")
        whole = {**self.env, **env}
        program = shutil.which(argv[0], path=whole["PATH"])
        if program is None:
            return Exit(127, Ending.NOT_STARTED, problem=f"{argv[0]}: not found")
        done = subprocess.run(
            [program, *argv[1:]],
            cwd=folder or self.workspace,
            env=whole,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        self.lines += done.stdout.splitlines()
        return Exit(done.returncode)

    def log(self, *lines: str) -> None:
        self.lines += lines

    def set_output(self, name: str, value: str) -> None:
        self.outputs[name] = value

    def export(self, name: str, value: str) -> None:
        self.exported[name] = value

    def add_path(self, path: str) -> None:
        self.paths.append(path)

    def save_state(self, name: str, value: str) -> None:
        self.state[name] = value

    def mask(self, value: str) -> None:
        self.masks.append(value)

    def warn(self, message: str) -> None:
        self.warnings.append(message)

    def notice(self, message: str) -> None:
        self.notices.append(message)

    def tell_python(self, version: str) -> None:
        self.pythons.append(version)


class MakeHost(Protocol):
    """Make a host for a step: `host("actions/checkout@v4", {"path": "src"})`."""

    def __call__(
        self,
        uses: str,
        given: Optional[Mapping[str, str]] = None,
        checkout: Optional[Path] = None,
        **changes: object,
    ) -> FakeHost: ...


@pytest.fixture
def host(tmp_path: Path, home: Path, project) -> MakeHost:  # type: ignore[no-untyped-def]
    """Make hosts; those of one test share their folders, as steps of a leg do."""
    made: dict[Path, Origin] = {}

    def make(
        uses: str,
        given: Optional[Mapping[str, str]] = None,
        checkout: Optional[Path] = None,
        **changes: object,
    ) -> FakeHost:
        checkout = checkout or (
            tmp_path / "project"
            if (tmp_path / "project").exists()
            else project({"README.md": "Hello\n"})
        )
        if checkout not in made:
            made[checkout] = origins.create(
                checkout,
                tmp_path / f"origin-{len(made)}.git",
                dict(os.environ),
                repository="acme/project",
            )
        origin = made[checkout]
        name, _, ref = uses.partition("@")
        found = Registry().find(f"{name}@{ref or 'main'}")
        assert isinstance(found, Found), found
        defaults = {
            key: value if "${{" not in value else ""
            for key, value in found.action.INPUTS.items()
        }
        if "token" in defaults:
            defaults["token"] = "worthless"
        env = {
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path / "leg" / "leg-home"),
            **origin.git_config(),
        }
        event = Event("push", "refs/heads/main", origin.played, "acme/project")
        fields: dict[str, object] = {"event": event, "start": env, **changes}
        return FakeHost(
            tmp_path / "leg", dict(given or {}), defaults, ref, origin, **fields  # type: ignore[arg-type]
        )

    return make


class RunGit(Protocol):
    """Run git for real, as a developer would, and return what it printed."""

    def __call__(self, where: Path, *arguments: str) -> str: ...


@pytest.fixture
def git(home: Path) -> RunGit:
    """Run git: `git(project, "add", "file")`."""

    def run(where: Path, *arguments: str) -> str:
        done = subprocess.run(
            ["git", *arguments],
            cwd=where,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    return run
