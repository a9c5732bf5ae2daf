"""Finds the Pythons of this machine, and remembers what each of them is.

It installs nothing and makes no environment: `prefix` turns an interpreter into what a
leg runs on. Which of them a version means is for `python_specification` to say.
"""

from __future__ import annotations

import json
import os
import re
import time
from contextlib import suppress
from pathlib import Path
from typing import (
    Callable,
    Dict,
    Iterable,
    Iterator,
    List,
    Mapping,
    Optional,
    Sequence,
    Tuple,
)

from understudy.engine.files import write_json
from understudy.records import dataclass

_TOOL_CACHE_VARIABLES = ("RUNNER_TOOL_CACHE", "AGENT_TOOLSDIRECTORY")
# How long a program may take to say which Python it is, in seconds: a cold start from a
# network folder takes some. One that hung is left alone for a while: it costs as much
# each time.
LIMIT, _AGAIN = 15.0, 3600.0
_PROGRAM = re.compile(r"(python|pypy|graalpy)(\d+(\.\d+)?t?)?")

# setup-python's words; what is not listed keeps its own name
_ARCHITECTURES = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64", "i686": "x86"}


@dataclass(frozen=True)
class Interpreter:
    """A Python on this machine."""

    path: Path
    version: str  # as Python writes it: 3.13.0, 3.14.0rc1
    implementation: str  # cpython, pypy, graalpy
    implementation_version: str  # the same as `version` for CPython
    free_threaded: bool
    architecture: str  # x64, arm64, x86
    prefix: Path
    source: str  # who installed it, or PATH

    @property
    def minor(self) -> str:
        """Return major and minor version, as 3.13."""
        return ".".join(self.version.split(".")[:2])

    def __repr__(self) -> str:
        threads = "t" if self.free_threaded else ""
        own = "" if self.implementation == "cpython" else self.implementation_version
        name = " ".join(filter(None, (self.implementation[:20], own[:20])))
        return (
            f"<{name} {self.version}{threads} ({self.architecture}, {self.source}) "
            f"at {str(self.path)[-120:]}>"
        )


@dataclass(frozen=True)
class Root:
    """Folders that hold Pythons: those below `directory` that match the pattern."""

    source: str
    directory: Path
    pattern: str = ""  # of folders with programs; empty: the directory itself


def roots(
    environment: Mapping[str, str] = os.environ, home: Optional[Path] = None
) -> Tuple[Root, ...]:
    """Return where Pythons may be: tool caches and managers first, then PATH.

    In this order because what a manager built has a prefix of its own, which is easier
    to shadow than the system's.
    """
    home = home or Path(environment.get("HOME") or Path.home())

    def named(variable: str, *otherwise: str) -> Path:
        return Path(environment.get(variable) or home.joinpath(*otherwise))

    data = named("XDG_DATA_HOME", ".local", "share")
    found: List[Root] = []
    caches = [environment.get(name) for name in _TOOL_CACHE_VARIABLES]
    for cache in [*filter(None, caches), "/opt/hostedtoolcache"]:
        for tool in ("Python", "PyPy", "GraalPy"):
            found.append(Root("tool cache", Path(cache, tool), "*/*/bin"))
    uv = environment.get("UV_PYTHON_INSTALL_DIR") or data / "uv" / "python"
    mise = environment.get("MISE_DATA_DIR") or data / "mise"
    asdf = named("ASDF_DATA_DIR", ".asdf")
    frameworks = Path("/Library/Frameworks/Python.framework/Versions")
    found += [
        Root("pyenv", named("PYENV_ROOT", ".pyenv") / "versions", "*/bin"),
        Root("uv", Path(uv), "*/bin"),
        Root("asdf", asdf / "installs" / "python", "*/bin"),
        Root("mise", Path(mise, "installs", "python"), "*/bin"),
        Root("python.org", frameworks, "*/bin"),
    ]
    for conda in _conda_folders(environment, home):
        found += [Root("conda", conda, "bin"), Root("conda", conda, "envs/*/bin")]
    for entry in environment.get("PATH", "").split(os.pathsep):
        if os.path.isabs(entry) and not _unwanted(Path(entry)):
            found.append(Root("PATH", Path(entry)))
    return tuple(found)


def discover(
    where: Iterable[Root],
    cache: Path,
    limit: float = LIMIT,
    now: Callable[[], float] = time.time,
) -> Tuple[Interpreter, ...]:
    """Return the Pythons found, in the order of the roots.

    Each is started once, and again only when its file has changed.

    Args:
        where: what to look through.
        cache: the JSON file that remembers what each is.
        limit: how long each may take to say so, in seconds.
        now: the time of day, in seconds.
    """
    candidates: Dict[Path, str] = {}
    for root in where:
        for program in _programs(root):
            candidates.setdefault(program, root.source)
    known = _read_cache(cache)
    facts = _facts(tuple(candidates), known, limit, now())
    fresh = {str(path): entry for path, entry in zip(candidates, facts) if entry}
    merged = {**{p: e for p, e in known.items() if os.path.exists(p)}, **fresh}
    if merged != known:
        _write_cache(cache, merged)
    found: Dict[Path, Interpreter] = {}
    for path, entry in zip(candidates, facts):
        interpreter = _interpreter(entry, candidates[path]) if entry else None
        if interpreter:
            found.setdefault(interpreter.path, interpreter)
    return tuple(found.values())


def _conda_folders(environment: Mapping[str, str], home: Path) -> Tuple[Path, ...]:
    found = [environment.get("MAMBA_ROOT_PREFIX", ""), environment.get("CONDA_PREFIX")]
    program = environment.get("CONDA_EXE")
    found.append(str(Path(program).parent.parent) if program else "")
    names = ("miniconda3", "anaconda3", "miniforge3", "mambaforge", "micromamba")
    return (
        *(Path(f) for f in found if f),
        *(home / n for n in names),
        Path("/opt/conda"),
    )


def _unwanted(folder: Path) -> bool:
    """Tell whether programs here only look like Pythons.

    Shims start what is active in the current folder. The drives of WSL hold Windows
    programs, and listing them takes seconds.
    """
    return (
        folder.name == "shims" or re.match(r"/mnt/[a-z](/|$)", str(folder)) is not None
    )


def _programs(root: Root) -> Iterator[Path]:
    """Yield the real files of the Pythons in a root's folders."""
    folders = (
        sorted(root.directory.glob(root.pattern)) if root.pattern else [root.directory]
    )
    for folder in folders:
        folder = _without_environment(folder)
        try:
            names = sorted(os.listdir(folder))
        except OSError:
            continue
        programs = dict.fromkeys(filter(_PROGRAM.fullmatch, names))
        for name in programs:
            path = os.path.join(folder, name)
            if _target(path) in programs:
                continue  # a name for one that has its own turn
            # mise links its own binary as `python`: look at the name of what is there
            path = os.path.realpath(path)
            if (
                _PROGRAM.fullmatch(os.path.basename(path))
                and os.path.isfile(path)
                and os.access(path, os.X_OK)
            ):
                yield Path(path)


def _target(path: str) -> str:
    """Return what a symbolic link says, empty where there is none."""
    with suppress(OSError):
        return os.readlink(path)
    return ""


def _without_environment(folder: Path) -> Path:
    """Return where the Python of a virtual environment comes from, or the folder."""
    try:
        settings = (folder.parent / "pyvenv.cfg").read_text(encoding="utf-8")
    except (OSError, ValueError):
        return folder
    home = re.search(r"^home\s*=\s*(.+?)\s*$", settings, re.M)
    return Path(home.group(1)) if home else folder


_Entry = Mapping[str, object]


def _facts(
    programs: Sequence[Path],
    known: Mapping[str, _Entry],
    limit: float,
    moment: float,
) -> List[Optional[_Entry]]:
    """Return what each program says of itself, now or when it was last asked."""
    stamps = {program: _stamp(program) for program in programs}
    facts = {
        program: _remembered(known.get(str(program)), stamp, moment)
        for program, stamp in stamps.items()
    }
    unknown = [program for program, entry in facts.items() if entry is None]
    if unknown:
        from understudy.engine import python_probe

        for program, told in zip(unknown, python_probe.ask(unknown, limit)):
            told = {"late": moment} if told is python_probe.LATE else told
            facts[program] = {"stamp": stamps[program], **told} if told else None
    return [facts[program] for program in programs]


def _stamp(program: Path) -> str:
    """Return what changes with a file, empty if it is gone by now."""
    with suppress(OSError):
        status = program.stat()
        return f"{status.st_mtime_ns} {status.st_size}"
    return ""


def _remembered(entry: Optional[_Entry], stamp: str, moment: float) -> Optional[_Entry]:
    if not entry or entry.get("stamp") != stamp:
        return None
    late = entry.get("late")
    hung = isinstance(late, (int, float)) and late <= moment < late + _AGAIN
    return entry if hung or _interpreter(entry, "") else None


def _interpreter(entry: _Entry, source: str) -> Optional[Interpreter]:
    machine = str(entry.get("machine"))
    if machine == "x86_64" and not entry.get("wide"):
        machine = "i686"  # 32 bits under a kernel of 64
    try:
        return Interpreter(
            path=Path(os.path.realpath(str(entry["executable"]))),
            version=str(entry["version"]),
            implementation=str(entry["implementation"]),
            implementation_version=str(entry["implementation_version"]),
            free_threaded=bool(entry["free_threaded"]),
            architecture=_ARCHITECTURES.get(machine, machine),
            prefix=Path(str(entry["prefix"])),
            source=source,
        )
    except KeyError:
        return None


def _read_cache(cache: Path) -> Dict[str, _Entry]:
    try:
        stored = json.loads(cache.read_text(encoding="utf-8"))
        if stored["schema"] != 1:
            return {}
        entries = stored["interpreters"].items()
        return {str(path): dict(entry) for path, entry in entries}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def _write_cache(cache: Path, entries: Mapping[str, _Entry]) -> None:
    with suppress(OSError):  # without a cache, it only takes longer
        cache.parent.mkdir(parents=True, exist_ok=True)
        write_json(cache, {"schema": 1, "interpreters": entries})
