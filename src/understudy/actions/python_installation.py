"""Plays actions/setup-python: makes the Pythons that it asks for ready for a leg."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Dict, List, Tuple

from understudy.actions import (
    dependency_cache,
    inputs,
    prefixes,
    python_choice,
    python_versions,
)
from understudy.engine.contract import ActionFailed, Host, Played
from understudy.engine.interpreters import Interpreter
from understudy.engine.prefix import Prefix
from understudy.engine.python_specification import InvalidSpecification, to_semver
from understudy.records import dataclass

_TOOLS = {"cpython": "Python", "pypy": "PyPy", "graalpy": "GraalPy"}
_NAMES = {"cpython": "CPython", "pypy": "PyPy", "graalpy": "GraalPy"}


@dataclass(frozen=True)
class _Ready:
    """A Python that is set up: its place as steps see it, and the original's name."""

    location: str
    version: str
    notes: Tuple[str, ...]

    @property
    def python(self) -> str:
        """Return its program."""
        return f"{self.location}/bin/python"


def set_up(host: Host) -> Played:
    """Set up every Python that is asked for, the last one first on the PATH."""
    major = inputs.major(host.ref, newest=7)
    wanted = python_versions.wanted(host.inputs, host.workspace, major)
    host.log(*wanted.lines)
    for message in wanted.warnings:
        host.warn(message)
    if not wanted.versions:
        host.warn(
            "The `python-version` input is not set.  The version of Python currently "
            "in `PATH` will be used."
        )
        return Played()
    notes: List[str] = []
    host.log("##[group]Installed versions")
    for version in wanted.versions:
        ready = _set_up_one(host, version)
        notes += ready.notes
    host.log("##[endgroup]")
    if inputs.boolean(host.inputs, "check-latest"):
        notes.append("the newest Python that is here: `check-latest` cannot look")
    notes += dependency_cache.look_up(host)
    packages = inputs.text(host.inputs, "pip-install").split()
    if packages:
        host.log(f"Installing pip packages: {' '.join(packages)}")
        inputs.succeed(host, ready.python, "-m", "pip", "install", *packages)
    return Played(notes=tuple(notes))


def _set_up_one(host: Host, version: str) -> _Ready:
    if version.startswith("2"):
        host.warn(
            "The support for python 2.7 was removed on June 19, 2023. Related issue: "
            "https://github.com/actions/setup-python/issues/672"
        )
    try:
        match = python_choice.choose(version, host.inputs, host.machine)
    except InvalidSpecification as problem:
        raise ActionFailed(problem.message) from problem
    found = match.interpreter
    folder, difference = _install(host, found)
    notes = tuple(filter(None, (match.note, difference)))
    ready = _Ready(host.inside(folder), _name(found), notes)
    if inputs.boolean(host.inputs, "update-environment"):
        _export(host, ready, found)
    host.set_output("python-version", ready.version)
    host.set_output("python-path", ready.python)
    host.tell_python(found.version)
    _install_pip(host, ready)
    host.log(f"Successfully set up {_NAMES[found.implementation]} ({ready.version})")
    return ready


def _install(host: Host, found: Interpreter) -> Tuple[Path, str]:
    """Return the installation in the tool cache, made if it is not there yet.

    Where it is made, say in words what a hosted one has more.
    """
    threads = "-freethreaded" if found.free_threaded else ""
    own = found.implementation == "graalpy"
    version = found.implementation_version if own else found.version
    folder = host.tool_cache / _TOOLS[found.implementation] / to_semver(version)
    folder /= f"{found.architecture}{threads}"
    if folder.exists():
        return folder, ""  # the step that made it has said what there is to say
    made = prefixes.make(host, found, folder)
    complete = folder.with_name(f"{folder.name}.complete")
    complete.touch()  # tool-cache.ts marks what it installed so
    return folder, _difference(_name(found), made)


def _difference(name: str, made: Prefix) -> str:
    said = ["is a virtual environment"] if made.kind == "virtualenv" else []
    said += [f"has no {' and no '.join(made.lacks)}"] if made.lacks else []
    return f"{name} {' and '.join(said)} here" if said else ""


def _name(found: Interpreter) -> str:
    """Return a version as the output `python-version` has it."""
    own = found.implementation_version
    if found.implementation == "pypy":
        return f"pypy{found.version}-{own}"
    if found.implementation == "graalpy":
        return f"graalpy{own}"
    return to_semver(found.version) + ("t" if found.free_threaded else "")


def variables(
    location: str, implementation: str, libraries: str, system: str
) -> Dict[str, str]:
    """Return what later steps have in their environment.

    Args:
        location: where the Python is.
        implementation: `cpython` and the like.
        libraries: what LD_LIBRARY_PATH is so far.
        system: `linux` or `darwin`, as Python names them.
    """
    own = implementation == "cpython"
    found = {
        "pythonLocation": location,
        "PKG_CONFIG_PATH": f"{location}{'' if own else '/bin'}/lib/pkgconfig",
        "Python_ROOT_DIR": location,
        "Python2_ROOT_DIR": location,
        "Python3_ROOT_DIR": location,
    }
    mine = f"{location}/lib"
    if own and system == "linux" and mine not in libraries.split(":"):
        found["LD_LIBRARY_PATH"] = ":".join(filter(None, (mine, libraries)))
    return found


def _export(host: Host, ready: _Ready, found: Interpreter) -> None:
    libraries = host.env.get("LD_LIBRARY_PATH", "")
    for name, value in variables(
        ready.location, found.implementation, libraries, sys.platform
    ).items():
        host.export(name, value)
    if found.implementation == "cpython":
        host.add_path(ready.location)
    host.add_path(f"{ready.location}/bin")


def _install_pip(host: Host, ready: _Ready) -> None:
    version = inputs.text(host.inputs, "pip-version")
    if not version:
        return
    if not re.fullmatch(r"\d+(\.\d+)?(\.\d+)?", version):
        raise ActionFailed(
            f'Invalid pip-version "{version}". Please specify a version in the format '
            "major[.minor][.patch]."
        )
    host.log(f"pip-version input is specified. Installing pip version {version}")
    inputs.succeed(
        host,
        *(ready.python, "-m", "pip", "install", "--upgrade", f"pip=={version}"),
        *("--disable-pip-version-check", "--no-warn-script-location"),
    )
