"""A host with behaviour: it runs real processes in folders of its own."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Optional, Protocol

import pytest

from understudy.actions.registry import Registry
from understudy.engine import origin as origins
from understudy.engine.command import Ending, Exit
from understudy.engine.contract import Found, Machine
from understudy.engine.interpreters import Interpreter
from understudy.engine.origin import Origin
from understudy.model.event import Event


@dataclass
class FakeHost:
    """Plays the engine for one step, and keeps all that the step says.

    With `confined`, the leg sees its folders below another root.
    """

    root: Path
    given: Mapping[str, str]
    defaults: Mapping[str, str]
    ref: str
    origin: Origin
    event: Event
    start: Mapping[str, str]
    machine: Machine = Machine(interpreters=tuple)
    address: str = "ci/tests/3.12"
    confined: bool = False
    repositories: Mapping[str, Path] = field(default_factory=dict)
    state: dict[str, str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    outputs: dict[str, str] = field(default_factory=dict)
    exported: dict[str, str] = field(default_factory=dict)
    paths: list[str] = field(default_factory=list)
    masks: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    pythons: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        for folder in (self.workspace, self.home, self.temp, self.tool_cache):
            folder.mkdir(parents=True, exist_ok=True)
        for folder in (self.run_folder, self.cache):
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
        return self.root / "work" / "project" / "project"

    @property
    def home(self) -> Path:
        return self.root / "home"

    @property
    def temp(self) -> Path:
        return self.root / "work" / "_temp"

    @property
    def tool_cache(self) -> Path:
        return self.root / "tools"

    @property
    def run_folder(self) -> Path:
        return self.root.parent / "run"

    @property
    def cache(self) -> Path:
        return self.root.parent / "cache"

    @property
    def commands(self) -> list[str]:
        beginning = "[command]"
        found = [line for line in self.lines if line.startswith(beginning)]
        return [line[len(beginning) :] for line in found]

    def repository(self, name: str) -> Optional[Path]:
        return self.repositories.get(name)

    def inside(self, path: Path) -> str:
        text = str(path)
        if self.confined and text.startswith(str(self.root)):
            return "/home/runner" + text[len(str(self.root)) :]
        return text

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
    """Make a host for a step: `host("actions/checkout@v4", {"path": "src"})`.

    All others are the fields of the host. Hosts of one test share their folders, as the
    steps of a leg do.
    """

    def __call__(
        self,
        uses: str,
        given: Optional[Mapping[str, str]] = None,
        **fields: object,
    ) -> FakeHost: ...


@pytest.fixture(scope="session")
def some_project(tmp_path_factory: pytest.TempPathFactory, nobody: Path) -> Path:
    """Make a project with two commits, and a tag and another branch at the first.

    All tests that change nothing in there read the same one: making it, and its origin,
    takes more processes than most tests of a checkout.
    """
    root = tmp_path_factory.mktemp("some") / "project"
    for name in ("README.md", "c.txt", "docs/b.txt", "src/a.txt"):
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("Hello\n", encoding="utf-8")
    environment = {"PATH": os.environ["PATH"], "HOME": str(nobody)}

    def run(*arguments: str) -> None:
        subprocess.run(("git", *arguments), cwd=root, env=environment, check=True)

    run("init", "--quiet")
    run("add", "--all")
    run("commit", "--quiet", "--message", "Start")
    run("tag", "v1")
    run("branch", "topic/x")
    root.joinpath("c.txt").write_text("Bye\n", encoding="utf-8")
    run("commit", "--quiet", "--all", "--message", "Second")
    return root


@pytest.fixture(scope="session")
def some_origin(some_project: Path, nobody: Path) -> Iterator[Origin]:
    """Make the origin that a leg has where its test has no project of its own."""
    target = some_project.with_name("origin.git")
    environment = {"PATH": os.environ["PATH"], "HOME": str(nobody)}
    made = origins.create(some_project, target, environment, repository="acme/project")
    yield made
    assert made.pushed() == (), "a test changed what others read"


@pytest.fixture
def host(tmp_path: Path, home: Path, some_origin: Origin) -> MakeHost:
    """Make hosts of one leg, whose origin is that of the test's project, if it has one.

    The project is what the fixture `project` makes.
    """
    made: dict[Path, Origin] = {}

    def origin_of(uses: str) -> Origin:
        checkout = tmp_path / "project"
        if not uses.startswith("actions/checkout") or not checkout.exists():
            return some_origin
        if checkout not in made:
            made[checkout] = origins.create(
                checkout,
                tmp_path / "origin.git",
                dict(os.environ),
                repository="acme/project",
            )
        return made[checkout]

    def make(
        uses: str,
        given: Optional[Mapping[str, str]] = None,
        **fields: object,
    ) -> FakeHost:
        origin = origin_of(uses)
        found = Registry().find(uses)
        assert isinstance(found, Found), found
        defaults = {
            key: {"token": "worthless"}.get(key, "") if "${{" in value else value
            for key, value in found.action.INPUTS.items()
        }
        start = {
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path / "leg" / "home"),
            **origin.git_config(),
        }
        event = Event("push", "refs/heads/main", origin.played, "acme/project")
        settled = {
            "root": tmp_path / "leg",
            "given": dict(given or {}),
            "defaults": defaults,
            "ref": found.ref,
            "origin": origin,
            "event": event,
            "start": start,
        }
        return FakeHost(**{**settled, **fields})  # type: ignore[arg-type]

    return make


class MakeInterpreter(Protocol):
    """Make an interpreter: only a few files, in a place of its own."""

    def __call__(self, version: str, **fields: object) -> Interpreter: ...


@pytest.fixture
def interpreter(tmp_path: Path) -> MakeInterpreter:
    """Make interpreters: `interpreter("3.12.1")`."""

    def make(version: str, **fields: object) -> Interpreter:
        minor = ".".join(version.split(".")[:2])
        prefix = tmp_path / "pythons" / version
        program = prefix / "bin" / f"python{minor}"
        library = prefix / "lib" / f"python{minor}"
        for file, text in (
            (program, "#!/bin/sh\necho Python\n"),
            (library / "os.py", "import abc\n"),
            (library / "test" / "big.py", ""),
            (library / "libpython.a", ""),
            (library / "_sysconfigdata_x.py", f"build = {str(prefix)!r}\n"),
            (prefix / "lib" / f"libpython{minor}.so.1.0", "elf"),
            (prefix / "include" / f"python{minor}" / "Python.h", "/* */"),
        ):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        program.chmod(0o755)
        settled: dict[str, object] = {
            "path": program,
            "version": version,
            "implementation": "cpython",
            "implementation_version": version,
            "free_threaded": False,
            "architecture": "x64",
            "prefix": prefix,
            "source": "pyenv",
        }
        return Interpreter(**{**settled, **fields})  # type: ignore[arg-type]

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
