"""Owns where a uv comes from: the developer's own, the cache, or the package index.

What the index gave is kept in the cache by its version. Nothing here reads inputs.
"""

from __future__ import annotations

import os
import platform
import shutil
import uuid
from contextlib import suppress
from pathlib import Path
from typing import List, Optional, Tuple

from filelock import FileLock
from packaging.version import Version

from understudy.actions import prefixes
from understudy.actions.copies import link_or_copy
from understudy.actions.uv_versions import LATEST, Wanted
from understudy.engine.command import Ending
from understudy.engine.contract import Host, NotPlayed
from understudy.engine.files import remove_tree
from understudy.engine.interpreters import Interpreter
from understudy.engine.shell import which
from understudy.model.plan import Reason
from understudy.records import dataclass

_PROGRAMS = ("uv", "uvx")
_OPTIONS = ("--no-deps", "--only-binary", ":all:", "--disable-pip-version-check")


@dataclass(frozen=True)
class Uv:
    """A uv in the leg's tool cache."""

    folder: Path
    version: str
    notes: Tuple[str, ...] = ()


def provide(host: Host, wanted: Wanted) -> Uv:
    """Put a uv of the version asked for into the tool cache.

    Raises:
        NotPlayed: there is none, and none can be had.
    """
    newest = wanted.specifier.startswith(LATEST)
    source = which("uv", host.env.get("PATH", ""))
    version = _version_of(host, source) if source else ""
    if source and wanted.accepts(version):
        note = f"uv {version} of this machine; GitHub takes the newest"
        found = Path(os.path.realpath(source)).parent
        return Uv(_place(host, found, version), version, (note,) if newest else ())
    kept = host.cache / "uv"
    kept.mkdir(parents=True, exist_ok=True)
    with FileLock(kept / "lock"):
        version, notes = _kept(host, wanted, kept)
    return Uv(_place(host, kept / version, version), version, notes)


def _kept(host: Host, wanted: Wanted, kept: Path) -> Tuple[str, Tuple[str, ...]]:
    """Return a version that the cache holds, or holds now."""
    # Of an open request, the index is asked once in a run: the legs get the same uv.
    asked = host.run_folder / f"uv-{uuid.uuid5(uuid.NAMESPACE_URL, wanted.specifier)}"
    with suppress(FileNotFoundError):
        known = asked.read_text(encoding="utf-8")
        if (kept / known / "uv").exists():
            return known, ()
    if wanted.exact and (kept / wanted.exact / "uv").exists():
        return wanted.exact, ()
    version = None if host.machine.offline else _install(host, wanted, kept)
    if version is not None:
        asked.write_text(version, encoding="utf-8")
        return version, ()
    fitting = [
        path.name
        for path in kept.iterdir()
        if (path / "uv").exists() and wanted.accepts(path.name)
    ]
    if not fitting:
        name = f"uv{wanted.requirement}"
        why = f"{name} is not here, and the package index gives none"
        command = f"python -m pip install '{name}'"
        raise NotPlayed(Reason("tool", why, fixable=True, command=command))
    version = max(fitting, key=Version)
    return version, (f"uv {version}, kept from an earlier run: the index gives none",)


def _install(host: Host, wanted: Wanted, kept: Path) -> Optional[str]:
    """Have the index's uv installed, and return its version, if that works."""
    scratch = host.temp / str(uuid.uuid4())
    target = scratch / "uv"
    try:
        newest = _newest(host.machine.interpreters())
        python = prefixes.make(host, newest, scratch / "python")
        program = host.inside(python.python)
        requirement = f"uv{wanted.requirement}"
        install = (program, "-m", "pip", "install", *_OPTIONS, "--target")
        ended = host.run((*install, host.inside(target), requirement))
        names = [path.name for path in target.glob("uv-*.dist-info")]
        if ended.code or not names:
            return None
        version = names[0][len("uv-") : -len(".dist-info")]
        if not (kept / version).exists():
            shutil.copytree(target / "bin", scratch / version)
            shutil.move(str(scratch / version), str(kept / version))
        return version
    finally:
        remove_tree(scratch)


def _newest(interpreters: Tuple[Interpreter, ...]) -> Interpreter:
    usable: List[Interpreter] = [
        interpreter
        for interpreter in interpreters
        if interpreter.implementation == "cpython"
        and not interpreter.free_threaded
        and not Version(interpreter.version).is_prerelease
    ]
    if not usable:
        why = "no Python here to install uv with"
        raise NotPlayed(Reason("interpreter", why, fixable=True))
    return max(usable, key=lambda interpreter: Version(interpreter.version))


def _version_of(host: Host, program: str) -> str:
    answer = host.temp / str(uuid.uuid4())
    script = '"$1" --version > "$2"'
    command = ("sh", "-c", script, "sh", program, host.inside(answer))
    ended = host.run(command, say=False)
    if ended.ending is not Ending.EXITED or ended.code:
        return ""
    words = answer.read_text(encoding="utf-8").split()
    answer.unlink()
    return words[1] if len(words) > 1 else ""


def _place(host: Host, source: Path, version: str) -> Path:
    """Return the folder of the tool cache that holds the programs."""
    folder = host.tool_cache / "uv" / version / platform.machine()
    folder.mkdir(parents=True, exist_ok=True)
    for name in _PROGRAMS:
        if (source / name).exists() and not (folder / name).exists():
            link_or_copy(source / name, folder / name)
    return folder
