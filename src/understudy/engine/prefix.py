"""Makes the prefix that a leg's Python lives in: what is in a template, once more.

Folders are made anew, files hard-linked, and the few files that name their place
written out. It neither looks for interpreters nor sets a step's environment.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Iterable, Tuple

from understudy.engine import bare_python, prefix_template
from understudy.engine.bare_python import Unable
from understudy.engine.interpreters import Interpreter
from understudy.engine.prefix_template import Manifest
from understudy.errors import UnderstudyError
from understudy.records import dataclass


class PrefixFailed(UnderstudyError):
    """No prefix could be made for an interpreter."""

    def __init__(self, interpreter: Interpreter, why: str) -> None:
        super().__init__(f"no prefix could be made for `{interpreter.path}`: {why}")
        self.interpreter = interpreter
        self.why = why


@dataclass(frozen=True)
class Prefix:
    """A place with a Python of its own, as a hosted tool cache has one."""

    path: Path
    bin: Path
    python: Path
    kind: str  # shadow, or virtualenv where no shadow works
    lacks: Tuple[str, ...]  # what hosted Pythons have and this one has not

    def __repr__(self) -> str:
        lacks = f", without {', '.join(self.lacks)}" if self.lacks else ""
        return f"<Prefix ({self.kind}{lacks[:80]}) at {str(self.path)[-120:]}>"


def create(
    interpreter: Interpreter, target: Path, cache: Path, location: str = ""
) -> Prefix:
    """Make a prefix in a new folder.

    `location` is the path under which the leg sees the folder, where it is another one.
    """
    from filelock import FileLock

    cache, target = cache.resolve(), target.absolute()
    location = location or str(target)
    template = prefix_template.place(interpreter, cache)
    cache.mkdir(parents=True, exist_ok=True)
    target.mkdir(parents=True, exist_ok=True)
    if os.listdir(target):
        raise PrefixFailed(interpreter, f"the folder `{target}` is not empty")
    # Also while it is read: a template that was changed is made anew.
    with FileLock(f"{template}.lock"):
        manifest = prefix_template.read(template) or _made(interpreter, template)
        if manifest.kind == "shadow":
            _copy_links(template, target, manifest.own)
            _write_own(template, target, manifest.own, location)
    if manifest.kind == "virtualenv":
        _make_virtualenv(interpreter, target, cache / "virtualenv", location)
    return Prefix(
        path=target,
        bin=target / "bin",
        python=target / "bin" / f"python{manifest.suffix}",
        kind=manifest.kind,
        lacks=manifest.lacks,
    )


def _made(interpreter: Interpreter, template: Path) -> Manifest:
    try:
        return prefix_template.make(interpreter, template)
    except Unable as problem:
        raise PrefixFailed(interpreter, problem.message) from problem


def _copy_links(template: Path, target: Path, own: Iterable[str]) -> None:
    """Make the folders again, and link what is in them, but the files to be written."""
    skipped = {f"{template}/{path}" for path in own}
    waiting = [(str(template), str(target))]
    while waiting:
        source, folder = waiting.pop()
        os.makedirs(folder, exist_ok=True)
        with os.scandir(source) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((entry.path, f"{folder}/{entry.name}"))
                elif entry.path not in skipped:
                    _link(entry.path, f"{folder}/{entry.name}")


def _link(source: str, target: str) -> None:
    """Give a file, or a symbolic link, a second name.

    A second name for a symbolic link costs a tenth of a second symbolic link, which is
    an inode to find: 700 of them are most of a prefix.
    """
    try:
        os.link(source, target, follow_symlinks=False)
    except (OSError, NotImplementedError):  # another file system, or too many names
        shutil.copy2(source, target, follow_symlinks=False)


def _write_own(template: Path, target: Path, own: Iterable[str], location: str) -> None:
    here, there = os.fsencode(template), os.fsencode(location)
    for path in own:
        content = (template / path).read_bytes().replace(here, there)
        (target / path).write_bytes(_startable(content))
        shutil.copymode(template / path, target / path)


def _startable(content: bytes) -> bytes:
    """Return a script that starts although its interpreter's path is long or blank.

    A kernel before 5.1 cuts the first line at 127 bytes, and all cut it at a blank.
    """
    first, _, rest = content.partition(b"\n")
    if not first.startswith(b"#!/") or (len(first) <= 127 and b" " not in first):
        return content
    python = first[2:]
    return b"#!/bin/sh\n'''exec' \"%s\" \"$0\" \"$@\"\n' '''\n%s" % (python, rest)


def _make_virtualenv(
    interpreter: Interpreter, target: Path, app_data: Path, location: str
) -> None:
    from virtualenv import cli_run

    arguments = ["--python", str(interpreter.path), "--app-data", str(app_data)]
    arguments += ["--no-download", "--no-periodic-update", "--no-vcs-ignore"]
    has_setuptools = interpreter.minor in prefix_template.WITH_SETUPTOOLS
    arguments += ["--setuptools", "bundle" if has_setuptools else "none"]
    try:
        # An environment of its own: VIRTUAL_ENV or VIRTUALENV_* change the result.
        environment = dict(bare_python.ENVIRONMENT)
        cli_run([*arguments, str(target)], setup_logging=False, env=environment)
    except (OSError, RuntimeError, SystemExit) as problem:
        raise PrefixFailed(interpreter, str(problem)) from problem
    here, there = os.fsencode(target), os.fsencode(location)
    for path in sorted((target / "bin").iterdir()) if here != there else ():
        content = b"" if path.is_symlink() else path.read_bytes()
        if here in content[:100_000]:
            mode = path.stat().st_mode
            path.write_bytes(_startable(content.replace(here, there)))
            path.chmod(mode)
