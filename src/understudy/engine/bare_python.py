"""Runs a Python with nothing around it that would change what it does or answers.

What is made of its answers is known to others.
"""

from __future__ import annotations

import errno
import json
import os
import subprocess
import time
from pathlib import Path
from types import MappingProxyType
from typing import List, Mapping, Tuple

from understudy.engine.interpreters import Interpreter
from understudy.engine.process import kill_group
from understudy.errors import UnderstudyError
from understudy.records import dataclass

ENVIRONMENT: Mapping[str, str] = MappingProxyType(
    {"PATH": os.defpath, "LC_ALL": "C.UTF-8"}
)

# How long a Python may take for what it is asked, in seconds. It is most for installing
# pip, which takes some; whoever waits for it holds the lock of a template.
LIMIT = 300.0

# Where this Python keeps what a shadow borrows, and what works in it.
_LAYOUT = """
import importlib, json, os, sys, sysconfig
def works(name):
    try:
        importlib.import_module(name)
    except ImportError:
        return False
    return True
print(json.dumps({
    "prefix": sys.base_prefix,
    "exec_prefix": sys.base_exec_prefix,
    "stdlib": os.path.dirname(os.__file__),
    "include": sysconfig.get_path("include"),
    "modules": list(filter(works, ("ctypes", "lzma", "sqlite3", "ssl", "zlib"))),
}))
"""


class Unable(UnderstudyError):
    """A Python does not do what it is asked."""


@dataclass(frozen=True)
class Layout:
    """Where an interpreter keeps what its shadow borrows."""

    interpreter: Interpreter
    prefix: Path
    exec_prefix: Path
    stdlib: Path
    include: Path
    modules: Tuple[str, ...]

    @property
    def dedicated(self) -> bool:
        """Tell whether the prefix holds this Python and nothing else."""
        return str(self.prefix) not in ("/usr", "/usr/local")

    @property
    def suffix(self) -> str:
        """Return what its program is called after `python`: 3.12, 3.13t."""
        return self.interpreter.minor + "t" * self.interpreter.free_threaded

    @property
    def lacks(self) -> Tuple[str, ...]:
        """Return what a hosted Python has and this one has not."""
        there = {
            "ensurepip": self.stdlib / "ensurepip" / "__init__.py",
            "headers": self.include / "Python.h",
        }
        return tuple(name for name, path in there.items() if not path.exists())


def layout(interpreter: Interpreter) -> Layout:
    """Return the layout of an interpreter, as it says itself.

    Raises:
        Unable: it does not say.
    """
    done = run([str(interpreter.path), "-I", "-B", "-c", _LAYOUT])
    try:
        told = json.loads(done.stdout)
    except ValueError:
        why = done.stderr.strip() or "it does not say where its library is"
        raise Unable(why) from None
    return Layout(
        interpreter=interpreter,
        prefix=Path(told["prefix"]),
        exec_prefix=Path(told["exec_prefix"]),
        stdlib=Path(told["stdlib"]),
        include=Path(told["include"]),
        modules=tuple(told["modules"]),
    )


def run(
    command: List[str], limit: float = LIMIT, attempts: int = 5
) -> subprocess.CompletedProcess[str]:
    """Run a Python, whatever its program is, and return how that ended.

    Raises:
        Unable: it did not end in time, and was killed with all that it had started.
    """
    try:
        process = subprocess.Popen(
            command,
            env=ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
        )
    except OSError as problem:
        # Another thread started a process while the binary was open for writing, and
        # that process holds it open until it starts its own program.
        if problem.errno != errno.ETXTBSY or not attempts:
            return subprocess.CompletedProcess(command, 127, "", str(problem))
        time.sleep(0.05)
        return run(command, limit, attempts - 1)
    with process:
        try:
            output, errors = process.communicate(timeout=limit)
        except subprocess.TimeoutExpired:
            kill_group(process.pid)
            raise Unable(f"it did not end within {limit:g} seconds") from None
    return subprocess.CompletedProcess(command, process.returncode, output, errors)
