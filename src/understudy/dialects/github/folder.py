"""Owns where GitHub looks for workflows in a project; reads the files, not what they say."""

from __future__ import annotations

from pathlib import Path
from typing import Tuple

from understudy.text.source import Source

WORKFLOWS = ".github/workflows"

_SUFFIXES = (".yml", ".yaml")


def read_workflows(root: Path) -> Tuple[Source, ...]:
    """Return the workflow files of a project, by name; folders below do not count."""
    folder = root / WORKFLOWS
    if not folder.is_dir():
        return ()
    return tuple(
        read_source(root, f"{WORKFLOWS}/{path.name}")
        for path in sorted(folder.iterdir())
        if path.suffix in _SUFFIXES and path.is_file()
    )


def read_source(root: Path, path: str) -> Source:
    """Return a file of a project; bytes that are no UTF-8 are left for a diagnostic."""
    text = (root / path).read_bytes().decode("utf-8", "surrogateescape")
    return Source(path, text)
