"""Owns reading the developer's settings files, missing and unreadable ones included."""

from __future__ import annotations

import os
from pathlib import Path
from typing import List, Mapping, Tuple


def read_text(path: Path, unread: List[str]) -> str:
    """Return a file's text, empty if there is none; `unread` learns of a bad one."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError):
        unread.append(str(path))
        return ""


def folders(
    environ: Mapping[str, str], variable: str, otherwise: Path
) -> Tuple[Path, ...]:
    """Return the folders that a variable lists, or the one that stands for none."""
    named = environ.get(variable)
    if not named:
        return (otherwise,)
    return tuple(Path(folder) for folder in named.split(os.pathsep) if folder)
