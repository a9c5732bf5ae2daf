"""Owns files and folders that others may read or remove at the same time."""

from __future__ import annotations

import json
import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Dict, Mapping, Optional


def write_json(path: Path, value: Mapping[str, object]) -> None:
    """Write a file at once: nobody ever reads half of it."""
    temporary = path.with_name(f"{path.name}-{os.urandom(8).hex()}")
    temporary.write_text(json.dumps(value, indent=1) + "\n", encoding="utf-8")
    os.replace(temporary, path)


def read_json(path: Path) -> Optional[Dict[str, object]]:
    """Return the object in a file, None where there is none."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return value if isinstance(value, dict) else None


def remove_tree(path: Path) -> None:
    """Remove a folder, also one with parts that forbid it; what resists stays."""
    if not path.is_dir():
        return
    os.chmod(path, 0o700)
    for folder, names, _ in os.walk(path):
        for name in names:
            inner = os.path.join(folder, name)
            if not os.path.islink(inner):
                os.chmod(inner, 0o700)
    shutil.rmtree(path, ignore_errors=True)


def size_of(folder: Path) -> int:
    """Return how many bytes the files below a folder have."""
    total = 0
    for path, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):  # A run beside this one may remove it.
                total += os.lstat(os.path.join(path, name)).st_size
    return total
