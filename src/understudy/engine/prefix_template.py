"""Keeps one template of each interpreter's prefix in the cache, with a pip of its own.

What a prefix takes from it, and how, is known to others.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from dataclasses import asdict
from pathlib import Path
from typing import Dict, Iterator, List, Mapping, Optional, Tuple

from understudy.engine import bare_python, shadow
from understudy.engine.bare_python import Layout, Unable
from understudy.engine.interpreters import Interpreter
from understudy.records import dataclass

# The Pythons that come with setuptools.
WITH_SETUPTOOLS = ("3.6", "3.7", "3.8", "3.9", "3.10", "3.11")

_RECIPE = "2"  # part of a template's name: a new one makes new templates

# A step may append to these in place; a hard link would carry that into the cache.
_COPIED = (".pem", ".pth")

_INSTALL = """
import runpy, sys
sys.path.insert(0, sys.argv[1])
sys.argv = ["pip", "--isolated", "--disable-pip-version-check", "install",
            "--no-index", "--no-cache-dir", "--no-deps"] + sys.argv[1:]
runpy.run_module("pip", run_name="__main__", alter_sys=True)
"""


@dataclass(frozen=True)
class Manifest:
    """What a template holds: enough to see whether somebody changed a linked file."""

    kind: str
    suffix: str  # of the program: 3.12, 3.13t
    lacks: Tuple[str, ...]
    own: Tuple[str, ...]  # files that are written out for each prefix, not linked
    stamps: Mapping[str, str]  # size and time of every file


def place(interpreter: Interpreter, cache: Path) -> Path:
    """Return where a template is: another binary, or another cache, has another one.

    The cache counts because files in it name it: one that was moved is not used.
    """
    stamp = interpreter.path.stat()
    facts = (_RECIPE, cache, interpreter.path, stamp.st_mtime_ns, stamp.st_size)
    digest = hashlib.sha256(os.fsencode("\0".join(map(str, facts)))).hexdigest()
    name = f"{interpreter.implementation}-{interpreter.version}-{digest[:16]}"
    return cache / name


def read(template: Path) -> Optional[Manifest]:
    """Return a template's manifest; None if it is not there, or not as it was made."""
    try:
        stored = json.loads(Path(f"{template}.json").read_text(encoding="utf-8"))
        manifest = Manifest(
            kind=stored["kind"],
            suffix=stored["suffix"],
            lacks=tuple(stored["lacks"]),
            own=tuple(stored["own"]),
            stamps=stored["stamps"],
        )
        return manifest if _stamps(template) == manifest.stamps else None
    except (OSError, ValueError, TypeError, KeyError):
        return None


def make(interpreter: Interpreter, template: Path) -> Manifest:
    """Make a template, and say what it holds; nothing where no shadow works.

    Raises:
        Unable: the interpreter does not work, or takes no pip.
    """
    shutil.rmtree(template, ignore_errors=True)
    layout = bare_python.layout(interpreter)
    shadowed = shadow.make(layout, template)
    if shadowed:
        _install_pip(layout, template)
        _forget_own_bytecode(template)
    else:
        shutil.rmtree(template, ignore_errors=True)
        template.mkdir()
    manifest = Manifest(
        kind="shadow" if shadowed else "virtualenv",
        suffix=layout.suffix if interpreter.implementation == "cpython" else "",
        lacks=layout.lacks,
        own=tuple(_own(template)),
        stamps=_stamps(template),
    )
    # Written last: without it, the template is not there.
    Path(f"{template}.json").write_text(json.dumps(asdict(manifest)), encoding="utf-8")
    return manifest


def _install_pip(layout: Layout, template: Path) -> None:
    """Install the pip, and up to 3.11 the setuptools, that came with this Python."""
    python = str(template / "bin" / f"python{layout.suffix}")
    done = bare_python.run([python, "-I", "-m", "ensurepip", "--default-pip"])
    if done.returncode:
        wheels = _wheels(layout.interpreter.minor)
        done = bare_python.run([python, "-I", "-c", _INSTALL, *wheels])
    if done.returncode:
        raise Unable(f"pip cannot be installed: {done.stderr.strip()[-500:]}")


def _wheels(minor: str) -> List[str]:
    """Return the pip that virtualenv brings, for a Python whose own was taken away."""
    from virtualenv.seed.wheels.embed import get_embed_wheel

    names = ("pip", "setuptools") if minor in WITH_SETUPTOOLS else ("pip",)
    found = [get_embed_wheel(name, minor) for name in names]
    return [str(wheel.path) for wheel in found if wheel]


def _forget_own_bytecode(template: Path) -> None:
    """Remove what was compiled from files that are written anew for each prefix."""
    for path in template.glob("lib*/python*/__pycache__/_sysconfigdata_*.pyc"):
        path.unlink()


def _own(template: Path) -> Iterator[str]:
    """Yield the files that each prefix has for itself.

    They name their place, or a step may well change them where they are.
    """
    here = os.fsencode(template)
    for entry in _files(str(template)):
        if entry.is_symlink() or entry.name.endswith(".pyc"):
            continue
        path = Path(entry.path)
        if entry.name.endswith(_COPIED) or (
            entry.stat().st_size < 100_000 and here in path.read_bytes()
        ):
            yield str(path.relative_to(template))


def _stamps(template: Path) -> Dict[str, str]:
    found = {}
    beginning = len(str(template)) + 1
    for entry in _files(str(template)):
        if not entry.is_symlink():
            status = entry.stat()
            found[entry.path[beginning:]] = f"{status.st_size} {status.st_mtime_ns}"
    return found


def _files(folder: str) -> Iterator[os.DirEntry[str]]:
    """Yield the files and the links below a folder."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _files(entry.path)
            else:
                yield entry
