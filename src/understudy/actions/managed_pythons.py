"""Owns the Pythons that uv may "download": those of this machine, packed as uv wants.

On GitHub uv fetches the Pythons that it manages from a code host. Here it is given a
list of its own (`UV_PYTHON_DOWNLOADS_JSON_URL`) of archives of interpreters of this
machine. So uv chooses, downloads and installs as it does there; only what is in the
archive differs.
"""

from __future__ import annotations

import hashlib
import io
import os
import platform
import sys
import tarfile
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Dict, Iterable, List, Mapping, Tuple

from filelock import FileLock
from packaging.version import Version

from understudy.actions.copies import link_or_copy
from understudy.engine.contract import Host
from understudy.engine.files import write_json
from understudy.engine.interpreters import Interpreter

VARIABLE = "UV_PYTHON_DOWNLOADS_JSON_URL"
SINCE = Version("0.7")  # of uv: earlier ones know nothing of the variable

_OLDEST = Version("3.8")
_RECIPE = "1"
# The place that uv looks for in what it has unpacked, to write its own over it.
_PLACE = b"/install"
# As in the builds that uv takes: no tests, nothing compiled, no static library.
_LEFT_OUT = frozenset("__pycache__ test tests idlelib turtledemo site-packages".split())
_ARCHITECTURES = {"amd64": "x86_64", "arm64": "aarch64"}


def offer(host: Host) -> Tuple[str, ...]:
    """Let uv find the interpreters of this machine, and return their versions."""
    chosen = _chosen(host.machine.interpreters())
    store = host.cache / "uv-pythons"
    store.mkdir(parents=True, exist_ok=True)
    archives = [_archive(one, store) for one in chosen]
    for interpreter, archive in zip(chosen, archives):
        if not archive.exists():
            host.log(f"Packing Python {interpreter.version} of this machine for uv")
    with ThreadPoolExecutor(max_workers=2) as pool:
        list(pool.map(_pack, chosen, archives))
    folder = host.tool_cache / "uv-pythons"
    folder.mkdir(parents=True, exist_ok=True)
    listed: Dict[str, object] = {}
    for interpreter, archive in zip(chosen, archives):
        place = folder / archive.name
        if not place.exists():
            link_or_copy(archive, place)
        digest = _digest_of(archive).read_text(encoding="utf-8")
        key, told = entry(interpreter, digest, sys.platform, platform.machine())
        listed[key] = {**told, "url": f"file://{host.inside(place)}"}
    write_json(folder / "downloads.json", listed)
    host.export(VARIABLE, host.inside(folder / "downloads.json"))
    return tuple(interpreter.version for interpreter in chosen)


def _chosen(interpreters: Iterable[Interpreter]) -> List[Interpreter]:
    """Return the newest interpreter of every minor version, the newest first."""
    best: Dict[Tuple[str, bool], Interpreter] = {}
    for one in interpreters:
        key = (one.minor, one.free_threaded)
        if _is_movable(one) and (
            key not in best or Version(one.version) > Version(best[key].version)
        ):
            best[key] = one
    return sorted(best.values(), key=lambda one: Version(one.version), reverse=True)


def _is_movable(one: Interpreter) -> bool:
    """Return whether a Python works elsewhere: the system's own is found anyway."""
    return (
        one.implementation == "cpython"
        and one.source != "conda"
        and str(one.prefix) not in ("/usr", "/usr/local")
        and Version(one.version) >= _OLDEST
        and (_stdlib(one) / "os.py").is_file()
    )


def entry(
    interpreter: Interpreter, digest: str, system: str, machine: str
) -> Tuple[str, Mapping[str, object]]:
    """Return the key of an interpreter in uv's list, and what stands there.

    Args:
        interpreter: what is in the archive.
        digest: the archive's.
        system: `linux` or `darwin`, as Python names them.
        machine: the processor, as the system names it.
    """
    version = Version(interpreter.version)
    family = _ARCHITECTURES.get(machine.lower(), machine.lower())
    libc = "none" if system == "darwin" else "gnu"
    variant = "freethreaded" if interpreter.free_threaded else None
    name = interpreter.version + (f"+{variant}" if variant else "")
    return f"cpython-{name}-{system}-{family}-{libc}", {
        "name": "cpython",
        "arch": {"family": family, "variant": None},
        "os": system,
        "libc": libc,
        "major": version.major,
        "minor": version.minor,
        "patch": version.micro,
        "prerelease": "".join(map(str, version.pre or ())),
        "sha256": digest,
        "variant": variant,
        "build": None,
    }


def _archive(interpreter: Interpreter, store: Path) -> Path:
    """Return where the archive of an interpreter is, or will be."""
    status = interpreter.path.stat()
    facts = (_RECIPE, interpreter.path, status.st_mtime_ns, status.st_size)
    digest = hashlib.sha256("\0".join(map(str, facts)).encode()).hexdigest()
    return store / f"cpython-{interpreter.version}-{digest[:16]}.tar.gz"


def _pack(interpreter: Interpreter, archive: Path) -> None:
    """Make the archive of an interpreter, if it is not there."""
    with FileLock(f"{archive}.lock"):
        if archive.exists():
            return
        descriptor, name = tempfile.mkstemp(dir=archive.parent)
        with open(descriptor, "wb") as stream:
            with tarfile.open(fileobj=stream, mode="w:gz", compresslevel=1) as opened:
                _fill(opened, interpreter)
        digest = hashlib.sha256(Path(name).read_bytes()).hexdigest()
        _digest_of(archive).write_text(digest, encoding="utf-8")
        os.replace(name, archive)


def _digest_of(archive: Path) -> Path:
    return archive.with_name(f"{archive.name}.sha256")


def _fill(archive: tarfile.TarFile, interpreter: Interpreter) -> None:
    library = interpreter.prefix / "lib"
    stdlib = _stdlib(interpreter)
    program = f"python{stdlib.name[len('python') :]}"
    _add(archive, interpreter.path, f"python/bin/{program}", interpreter)
    for name in ("python", "python3"):
        member = tarfile.TarInfo(f"python/bin/{name}")
        member.type, member.linkname = tarfile.SYMTYPE, program
        archive.addfile(member)
    for path in sorted(library.glob("libpython*.so*")):
        _add(archive, path, f"python/lib/{path.name}", interpreter)
    _add(archive, stdlib, f"python/lib/{stdlib.name}", interpreter)
    headers = interpreter.prefix / "include" / stdlib.name
    _add(archive, headers, f"python/include/{stdlib.name}", interpreter)
    packages = tarfile.TarInfo(f"python/lib/{stdlib.name}/site-packages")
    packages.type, packages.mode = tarfile.DIRTYPE, 0o755
    archive.addfile(packages)


def _stdlib(interpreter: Interpreter) -> Path:
    threads = "t" if interpreter.free_threaded else ""
    return interpreter.prefix / "lib" / f"python{interpreter.minor}{threads}"


def _add(
    archive: tarfile.TarFile, path: Path, name: str, interpreter: Interpreter
) -> None:
    """Add what a path is, or leads to: a link out of the archive is refused by uv."""
    if path.is_dir():
        for inner in sorted(path.iterdir()):
            if inner.name not in _LEFT_OUT and inner.suffix != ".a":
                _add(archive, inner, f"{name}/{inner.name}", interpreter)
    elif path.name.startswith("_sysconfigdata"):
        home = os.fsencode(interpreter.prefix)
        text = path.read_bytes().replace(home, _PLACE)
        member = tarfile.TarInfo(name)
        member.size, member.mode = len(text), 0o644
        archive.addfile(member, io.BytesIO(text))
    elif path.is_file():
        member = archive.gettarinfo(os.path.realpath(path), name)
        # A file with a second name elsewhere would be written as a link.
        member.type, member.linkname = tarfile.REGTYPE, ""
        member.size = path.stat().st_size
        with path.open("rb") as file:
            archive.addfile(member, file)
