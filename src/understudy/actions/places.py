"""Owns which paths an action may touch for a leg, and how the leg names them.

An action runs outside of the leg. What a step names, or reaches through a link, is the
leg's own where the leg is confined.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Iterator, Tuple

from understudy.engine.contract import ActionFailed, Host


def outside(host: Host, path: str) -> str:
    """Return a path, or a pattern, of the leg as this machine has it."""
    for folder, inside in _folders(host):
        if path == inside or path.startswith(f"{inside}/"):
            return os.path.realpath(folder) + path[len(inside) :]
    return path


def patterns_outside(host: Host, patterns: str) -> str:
    """Return the lines of an input that are patterns as this machine has them."""
    found = []
    for line in patterns.split("\n"):
        pattern = line.strip()
        bare = pattern.lstrip("! \t")
        mark = pattern[: len(pattern) - len(bare)]
        found.append(mark + outside(host, bare))
    return "\n".join(found)


def own(host: Host, path: Path) -> Path:
    """Return the real place of a path that the leg may read and write.

    Raises:
        ActionFailed: it leads out of the leg, which is confined.
    """
    real = Path(os.path.realpath(path))
    if host.inside(host.workspace) == str(host.workspace):
        return real  # not confined: its own processes reach all of the machine
    for folder, _ in _folders(host):
        home = Path(os.path.realpath(folder))
        if real == home or home in real.parents:
            return real
    raise ActionFailed(f"EACCES: permission denied, open '{path}'")


def _folders(host: Host) -> Iterator[Tuple[Path, str]]:
    for folder in (
        host.workspace,
        host.workspace.parent,
        host.temp,
        host.tool_cache,
        host.home,
    ):
        yield folder, host.inside(folder)
