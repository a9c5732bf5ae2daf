"""Owns second names of files in the cache, or copies where there can be none."""

from __future__ import annotations

import os
import shutil
from pathlib import Path


def link_or_copy(source: Path, target: Path) -> None:
    """Give a file a second name; on another file system, make a copy of it."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
