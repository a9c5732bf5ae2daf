"""Owns finding and ending the processes that a leg left behind, never by their name."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Dict, Iterator, Optional, Tuple

from understudy.records import dataclass

PROC = Path("/proc")

# A process can fork while it is being ended, but not for ever.
_ROUNDS = 50
_PAUSE = 0.02
# How far the system's clock may have been set since a process was started.
_SLACK = 2.0


@dataclass(frozen=True)
class Mark:
    """How the processes of one leg are known.

    `text` is an entry of their environment that no other process has, or what one
    begins with before a `/`: a run's mark is that of all its legs. A process without a
    terminal that works in one of `folders` is one, too: a server that shows a title
    overwrites its environment. No process from before `since`, in seconds, is ever one.
    """

    text: str
    folders: Tuple[str, ...] = ()
    since: float = 0.0


@dataclass(frozen=True)
class Orphan:
    """A process that outlived its leg."""

    pid: int
    name: str
    started: float

    def __repr__(self) -> str:
        return f"<orphan {self.name} ({self.pid})>"


@dataclass(frozen=True)
class _Stat:
    name: str
    state: str
    parent: int
    terminal: int
    started: float


def can_find(proc: Path = PROC) -> bool:
    """Return whether this system shows the environments of processes."""
    return proc.joinpath("self", "environ").exists()


def end_orphans(mark: Mark, proc: Path = PROC) -> Tuple[Orphan, ...]:
    """Kill the processes of a leg, and return what they were."""
    found: Dict[int, Orphan] = {}
    for _ in range(_ROUNDS):
        left = tuple(find_orphans(mark, proc))
        if not left:
            break
        for orphan in left:
            found[orphan.pid] = orphan
            _kill(orphan.pid)
        time.sleep(_PAUSE)
    for pid in found:
        _reap(pid)
    return tuple(found.values())


def find_orphans(mark: Mark, proc: Path = PROC) -> Iterator[Orphan]:
    """Yield the processes of a leg that are alive."""
    boot = _boot(proc)
    for entry in proc.glob("[0-9]*"):
        pid = int(entry.name)
        stat = _stat(entry, boot)
        if stat is None or stat.state in "ZX" or pid == os.getpid():
            continue
        if stat.started < mark.since - _SLACK:
            continue
        # A child of this very process is no orphan, but a tool that it uses.
        apart = not stat.terminal and stat.parent != os.getpid()
        if _has_mark(entry, mark) or (apart and _works_in(entry, mark.folders)):
            yield Orphan(pid, stat.name, stat.started)


def start_time(pid: int, proc: Path = PROC) -> Optional[float]:
    """Return when a process was started, in seconds; None where there is none."""
    stat = _stat(proc / str(pid), _boot(proc))
    return None if stat is None or stat.state in "ZX" else stat.started


def _boot(proc: Path) -> float:
    try:
        uptime = (proc / "uptime").read_text().split()[0]
    except OSError:
        return 0.0
    return time.time() - float(uptime)


def _stat(entry: Path, boot: float) -> Optional[_Stat]:
    try:
        text = (entry / "stat").read_text(errors="replace")
    except OSError:
        return None
    # The name stands in parentheses, and may hold some of its own.
    head, _, tail = text.rpartition(")")
    fields = tail.split()
    return _Stat(
        name=head.partition("(")[2],
        state=fields[0],
        parent=int(fields[1]),
        terminal=int(fields[4]),
        started=boot + int(fields[19]) / os.sysconf("SC_CLK_TCK"),
    )


def _has_mark(entry: Path, mark: Mark) -> bool:
    try:
        environment = (entry / "environ").read_bytes()
    except OSError:
        return False
    entry_of_run = os.fsencode(mark.text)
    return any(
        found == entry_of_run or found.startswith(entry_of_run + b"/")
        for found in environment.split(b"\0")
    )


def _works_in(entry: Path, folders: Tuple[str, ...]) -> bool:
    try:
        folder = os.readlink(entry / "cwd")
    except OSError:
        return False
    return any(f"{folder}/".startswith(f"{own}/") for own in folders)


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass


def _reap(pid: int) -> None:
    try:
        os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        pass  # Its own parent does, unless this process is the first of a container.
