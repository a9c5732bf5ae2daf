"""Finds the Pythons of this machine and the one that a version specification means.

It installs nothing and makes no environment: `prefix` turns an interpreter into what a
leg runs on. Specifications are read as actions/setup-python reads them: as ranges of
npm's semver, with its words for pre-releases, free-threaded builds, PyPy and GraalPy.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, Iterable, Iterator, List, Mapping, Optional, Sequence, Tuple

from understudy.engine import semver
from understudy.errors import UnderstudyError

_TIMEOUT = 15  # seconds; a cold start from a network folder takes some

_PROGRAM = re.compile(r"(python|pypy|graalpy)(\d+(\.\d+)?t?)?")

# Runs on 2.7 too, without `site` and without `platform`, which starts processes.
_PROBE = """
import json, os, sys
def text(version):
    level = {"alpha": "a", "beta": "b", "candidate": "rc"}.get(version[3])
    end = level + str(version[4]) if level else ""
    return ".".join(map(str, version[:3])) + end
kind = getattr(sys, "implementation", None)
name = getattr(kind, "name", "cpython")
own = getattr(sys, "pypy_version_info", getattr(kind, "version", sys.version_info))
print(json.dumps({
    "executable": sys.executable,
    "version": text(sys.version_info),
    "implementation": name,
    "implementation_version": text(own),
    "free_threaded": "t" in getattr(sys, "abiflags", ""),
    "machine": os.uname()[4],
    "wide": sys.maxsize > 2 ** 32,
    "prefix": getattr(sys, "base_prefix", sys.prefix),
}))
"""

# setup-python's words; what is not listed keeps its own name
_ARCHITECTURES = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64", "i686": "x86"}

_KNOWN_MINORS = (*range(15, 7, -1), 16, 17, 18)  # newest release first, future last


class InvalidSpecification(UnderstudyError):
    """A version that setup-python refuses, in its own words."""


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
class Match:
    """The interpreter that stands for a specification.

    Not `exact`: it is another patch than the one asked for. `note` says in words what
    has to stand beside the verdict, also for an exact match.
    """

    interpreter: Interpreter
    exact: bool
    note: str = ""

    def __repr__(self) -> str:
        return f"<Match {self.interpreter.version}: {self.note[:150] or 'exact'}>"


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


def discover(where: Iterable[Root], cache: Path) -> Tuple[Interpreter, ...]:
    """Return the Pythons found, in the order of the roots; `cache` is a JSON file.

    Each is started once, and again only when its file has changed.
    """
    candidates: Dict[Path, str] = {}
    for root in where:
        for program in _programs(root):
            candidates.setdefault(program, root.source)
    known = _read_cache(cache)
    facts = _facts(tuple(candidates), known)
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


def find(
    specification: str,
    interpreters: Sequence[Interpreter],
    *,
    allow_prereleases: bool = False,
    free_threaded: bool = False,
    architecture: str = "",
) -> Optional[Match]:
    """Return the newest interpreter that setup-python would take, or None.

    A full version that is not here is played by another patch of the same minor, and
    the match says so. Another minor never stands in.
    """
    wanted = _read(specification, allow_prereleases, free_threaded)
    usable = [
        interpreter
        for interpreter in interpreters
        if interpreter.implementation == wanted.implementation
        and interpreter.free_threaded == wanted.free_threaded
        and architecture in ("", interpreter.architecture)
    ]
    fitting = [interpreter for interpreter in usable if wanted.accepts(interpreter)]
    if fitting:
        newest = max(fitting, key=_age)
        return Match(newest, True, _openness(specification, wanted, newest))
    exact = (
        semver.version(wanted.python) if wanted.implementation == "cpython" else None
    )
    if exact is None:
        return None
    # a final release, not a pre-release, stands in for another patch
    same_minor = [
        i for i in usable if _age(i)[0][0][:2] == exact[0][:2] and _age(i)[0][1]
    ]
    if not same_minor:
        return None
    nearest = max(same_minor, key=_age)
    note = f"asked for {specification.strip()}, played on {nearest.version}"
    return Match(nearest, False, note)


def is_range(specification: str) -> bool:
    """Return whether npm's semver could read a range of versions."""
    return semver.ranges(specification) is not None


def install_hint(
    specification: str,
    environment: Mapping[str, str] = os.environ,
    *,
    free_threaded: bool = False,
) -> str:
    """Return the command that would install it with the first manager found here."""
    try:
        wanted = _read(specification, False, free_threaded)
    except InvalidSpecification as problem:
        return problem.message
    name = _concrete(specification, wanted)
    commands = {
        "uv": f"uv python install {name}",
        "pyenv": f"pyenv install {name}",
        "mise": f"mise install python@{name}",
        "conda": f"conda create --yes --name python-{name} python={name}",
    }
    if wanted.implementation == "graalpy":
        del commands["uv"]  # counts GraalPy by the Python that it implements
    if wanted.implementation != "cpython" or wanted.free_threaded:
        del commands["conda"]
    for manager, command in commands.items():
        if shutil.which(manager, path=environment.get("PATH", "")):
            return command
    first = next(iter(commands))
    return f"{commands[first]}  # with {first}: {_MANAGERS[first]}"


_MANAGERS = {
    "uv": "https://docs.astral.sh/uv/",
    "pyenv": "https://github.com/pyenv/pyenv",
}
_TOOL_CACHE_VARIABLES = ("RUNNER_TOOL_CACHE", "AGENT_TOOLSDIRECTORY")


# What is on the machine


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
        for name in filter(_PROGRAM.fullmatch, names):
            # mise links its own binary as `python`: look at the name of what is there
            program = Path(os.path.realpath(folder / name))
            if (
                _PROGRAM.fullmatch(program.name)
                and program.is_file()
                and os.access(program, os.X_OK)
            ):
                yield program


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
    programs: Sequence[Path], known: Mapping[str, _Entry]
) -> List[Optional[_Entry]]:
    """Return what each program says of itself, now or when it was last asked."""
    facts = {program: _remembered(program, known) for program in programs}
    unknown = [program for program, entry in facts.items() if entry is None]
    if unknown:
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(max_workers=8) as pool:
            facts.update(zip(unknown, pool.map(_ask, unknown)))
    return [facts[program] for program in programs]


def _stamp(program: Path) -> str:
    status = program.stat()
    return f"{status.st_mtime_ns} {status.st_size}"


def _remembered(program: Path, known: Mapping[str, _Entry]) -> Optional[_Entry]:
    entry = known.get(str(program))
    # It was there a moment ago: if it is gone by now, asking it will say so.
    with suppress(OSError):
        if entry and entry.get("stamp") == _stamp(program) and _interpreter(entry, ""):
            return entry
    return None


def _ask(program: Path) -> Optional[_Entry]:
    try:
        stamp = _stamp(program)
        done = subprocess.run(
            [str(program), "-B", "-E", "-s", "-S", "-c", _PROBE],
            # A relative path in LD_LIBRARY_PATH or the like is none of its business.
            env={"PATH": os.defpath, "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_TIMEOUT,
            check=True,
        )
        told = json.loads(done.stdout)
    except (OSError, subprocess.SubprocessError, ValueError):
        return None  # broken, or no Python; asked again next time
    return {"stamp": stamp, **told} if isinstance(told, dict) else None


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
    """Replace the file in one step: two runs may write at the same time."""
    stored = {"schema": 1, "interpreters": entries}
    try:
        cache.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=cache.parent, prefix=cache.name)
        with open(descriptor, "w", encoding="utf-8") as file:
            json.dump(stored, file, indent=1, sort_keys=True)
        os.replace(name, cache)
    except OSError:
        pass  # a cache that cannot be written only costs time


# What a specification means


@dataclass(frozen=True)
class _Wanted:
    """A specification taken apart; both ranges are semver's."""

    implementation: str
    python: str
    own: str  # of the version of PyPy or GraalPy
    free_threaded: bool

    def accepts(self, interpreter: Interpreter) -> bool:
        python = _satisfies(interpreter.version, self.python)
        own = _satisfies(interpreter.implementation_version, self.own)
        # of GraalPy, setup-python never asks which Python it implements
        return {"cpython": python, "graalpy": own}.get(
            self.implementation, python and own
        )


def _read(specification: str, prereleases: bool, free_threaded: bool) -> _Wanted:
    text = specification.strip()
    if text.startswith("pypy"):
        python, own = _read_pypy(text)
        return _Wanted("pypy", python, own, False)
    if text.startswith("graalpy"):
        return _Wanted("graalpy", "*", _read_graalpy(text), False)
    threads = re.fullmatch(r"(\d+\.\d+(?:\.\d+)?)t|(\d+\.\d+)t(-dev)", text)
    if threads:
        text = "".join(filter(None, threads.groups()))
    # find-python.ts: desugarDevVersion, then pythonVersionToSemantic
    text = re.sub(r"^(\d+)\.(\d+)-dev$", r"~\1.\2.0-0", text)
    text = re.sub(r"(\d+\.\d+\.\d+)((?:a|b|rc)\d*)", r"\1-\2", text)
    if prereleases:
        text = re.sub(r"^(\d+)\.(\d+)$", r"~\1.\2.0-0", text)
    return _Wanted("cpython", text, "*", free_threaded or bool(threads))


def _split(name: str, text: str) -> List[str]:
    """Return the parts of NAME "-"? PYTHON ("-" OWN)?"""
    separated = re.sub(rf"^{name}(?=[^-])", f"{name}-", text)
    return [part for part in separated.split("-") if part]


def _read_pypy(text: str) -> Tuple[str, str]:
    parts = _split("pypy", text)
    if len(parts) < 2 or parts[0] != "pypy":
        raise InvalidSpecification(
            "Invalid 'version' property for PyPy. PyPy version should be specified as "
            "'pypy<python-version>' or 'pypy-<python-version>'. See README for "
            "examples and documentation."
        )
    own = re.sub(r"(\d+\.\d+\.\d+)((?:a|b|rc))(\d*)", r"\1-\2.\3", (parts + ["x"])[2])
    valid = semver.ranges(parts[1]) is not None and semver.ranges(own) is not None
    if not valid and own != "nightly":
        raise InvalidSpecification(
            "Invalid 'version' property for PyPy. Both Python version and PyPy "
            "versions should satisfy SemVer notation. See README for examples and "
            "documentation."
        )
    if not re.fullmatch(r"\d+\.\d+", parts[1]):
        raise InvalidSpecification(
            "Invalid format of Python version for PyPy. Python version should be "
            "specified in format 'x.y'. See README for examples and documentation."
        )
    return parts[1], own


def _read_graalpy(text: str) -> str:
    parts = _split("graalpy", text)
    if len(parts) < 2 or parts[0] != "graalpy":
        raise InvalidSpecification(
            "Invalid 'version' property for GraalPy. GraalPy version should be "
            "specified as 'graalpy<python-version>' or 'graalpy-<python-version>'. See "
            "README for examples and documentation."
        )
    if semver.ranges(parts[1]) is None:
        raise InvalidSpecification(
            "Invalid 'version' property for GraalPy. GraalPy versions should satisfy "
            "SemVer notation. See README for examples and documentation."
        )
    return parts[1]


def _semantic(version: str) -> str:
    """Return Python's spelling of a version as the tool cache names it: 3.14.0-rc.1."""
    words = {"a": "alpha", "b": "beta", "rc": "rc"}
    return re.sub(
        r"(?<=\d)(a|b|rc)(\d+)$",
        lambda found: f"-{words[found.group(1)]}.{found.group(2)}",
        version,
    )


def _satisfies(version: str, wanted: str) -> bool:
    """Tell whether a Python's version is in the range."""
    return semver.satisfies(_semantic(version), wanted)


def _age(interpreter: Interpreter) -> Tuple[semver.Key, semver.Key]:
    own = semver.version(_semantic(interpreter.implementation_version))
    return (
        semver.version(_semantic(interpreter.version)) or semver.NOTHING,
        own or semver.NOTHING,
    )


def _openness(specification: str, wanted: _Wanted, found: Interpreter) -> str:
    """Say that GitHub may take a newer minor, where the range goes on past this one."""
    if wanted.implementation != "cpython":
        return ""
    after = range(int(found.minor.split(".")[1]) + 1, 100)
    if not any(_satisfies(f"3.{minor}.0", wanted.python) for minor in after):
        return ""
    text = specification.strip()
    return f"{found.version} is the newest here for `{text}`; GitHub may have newer"


def _concrete(specification: str, wanted: _Wanted) -> str:
    if wanted.implementation == "pypy":
        return f"pypy{wanted.python}"
    if wanted.implementation == "graalpy":
        return f"graalpy-{wanted.own}"
    threads = "t" if wanted.free_threaded else ""
    if semver.version(wanted.python):
        return specification.strip().lstrip("=v") + threads * (specification[-1] != "t")
    for minor in _KNOWN_MINORS:
        if _satisfies(f"3.{minor}.99", wanted.python):
            return f"3.{minor}{threads}"
    return specification.strip()
