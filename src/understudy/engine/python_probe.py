"""Asks programs which Python they are; where such programs are is known to others."""

from __future__ import annotations

import json
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import MappingProxyType
from typing import List, Mapping, Optional, Sequence

# What stands for the answer of a program that gives none in time.
LATE: Mapping[str, object] = MappingProxyType({})

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


def ask(programs: Sequence[Path], limit: float) -> List[Optional[Mapping[str, object]]]:
    """Return what each says of itself within a limit of seconds.

    None for one that is broken or no Python, LATE for one that says nothing in time.
    """
    with ThreadPoolExecutor(max_workers=8) as pool:
        return list(pool.map(lambda program: _ask(program, limit), programs))


def _ask(program: Path, limit: float) -> Optional[Mapping[str, object]]:
    try:
        done = subprocess.run(
            [str(program), "-B", "-E", "-s", "-S", "-c", _PROBE],
            # A relative path in LD_LIBRARY_PATH or the like is none of its business.
            env={"PATH": os.defpath, "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=limit,
            check=True,
        )
        told = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        return LATE
    except (OSError, subprocess.SubprocessError, ValueError):
        return None
    return told if isinstance(told, dict) else None
