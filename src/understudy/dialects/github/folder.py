"""Owns where GitHub looks for workflows; reads the files, not what they say."""

from __future__ import annotations

from pathlib import Path
from typing import Collection, Iterable, Tuple

from understudy.text.diagnostic import Diagnostic, Severity
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


def check_tracked(
    sources: Iterable[Source], untracked: Collection[str]
) -> Tuple[Diagnostic, ...]:
    """Return a warning for each file that only this machine has."""
    return tuple(
        Diagnostic(
            "untracked-workflow",
            Severity.WARNING,
            "git does not track this file: GitHub will not know of it",
            source.span(0, len(source.lines[0])),
            help=f"git add {source.path}",
        )
        for source in sources
        if source.path in untracked
    )
