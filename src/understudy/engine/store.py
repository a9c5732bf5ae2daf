"""Owns where runs are kept: their numbers, logs and results, and what they leave."""

from __future__ import annotations

import errno
import os
import platform
import re
import time
import uuid
from contextlib import suppress
from dataclasses import field
from pathlib import Path
from typing import BinaryIO, Callable, Dict, Mapping, Optional, Tuple

import platformdirs

from understudy.engine.files import read_json, remove_tree, size_of, write_json
from understudy.engine.orphans import Mark, end_orphans, start_time
from understudy.engine.processes import TRACKING
from understudy.records import dataclass

KEEP_RUNS = 20
KEEP_BYTES = 2 * 1024**3

_SPECIAL = re.compile(r"[^A-Za-z0-9._-]")
_LAST, _LOCK, _KILLED, _RESULT = "last", "lock", "killed", "result.json"


@dataclass(frozen=True)
class Places:
    """The folders of all projects: what is kept, and what can be made again."""

    state: Path
    cache: Path


def user_places() -> Places:
    """Return the folders of this user, where the system or XDG wants them."""
    return Places(
        state=platformdirs.user_state_path("understudy"),
        cache=platformdirs.user_cache_path("understudy") / "workspaces",
    )


@dataclass(frozen=True)
class Cleaned:
    """What was left of a run that was killed."""

    number: int
    processes: int
    workspaces: int

    def __str__(self) -> str:
        left = [
            f"{count} {noun}{'s' if count > 1 and not noun.endswith('s') else ''}"
            for count, noun in (
                (self.processes, "process" if self.processes == 1 else "processes"),
                (self.workspaces, "workspace"),
            )
            if count
        ]
        what = f": {', '.join(left)}" if left else ""
        return f"cleaned up after run {self.number} (killed){what}"


@dataclass(frozen=True)
class Run:
    """One run: its number, its folder, that of its workspaces, its tracking id."""

    number: int
    folder: Path
    workspaces: Path = field(repr=False)
    tracking: str = field(repr=False)

    def tracking_of(self, address: str) -> str:
        """Return the tracking id of a leg."""
        return f"{self.tracking}/{address}"

    def log_path(self, address: str) -> Path:
        """Return where the log of a leg is.

        Raises:
            ValueError: the address leads out of the run's folder.
        """
        if ".." in address.split("/") or address.startswith("/"):
            raise ValueError(f"`{address}` is no address of a leg")
        return self.folder / f"{address}.log"

    def open_log(self, address: str) -> BinaryIO:
        """Return the log of a leg, to be written by chunks."""
        path = self.log_path(address)
        path.parent.mkdir(parents=True, exist_ok=True)
        return open(path, "ab", buffering=0)

    def workspace(self, address: str) -> Path:
        """Return the folder of a leg, made new and empty.

        Its name has no character that means something to anybody: tox takes a comma in
        the path of a Python for the end of that path.
        """
        name = _SPECIAL.sub("-", address)
        self.workspaces.mkdir(parents=True, exist_ok=True)
        number = 1
        while True:
            path = self.workspaces / (f"{name}-{number}" if number > 1 else name)
            with suppress(FileExistsError):
                path.mkdir()
                return path
            number += 1

    def finish(self, result: Mapping[str, object]) -> None:
        """Keep how the run ended."""
        write_json(self.folder / _RESULT, result)
        (self.folder / _LOCK).unlink(missing_ok=True)
        with suppress(OSError):  # It may hold what is kept of failed legs, or not be.
            self.workspaces.rmdir()


class Store:
    """The runs of one project, which may be running at the same time.

    Args:
        project: the top of the checkout.
        places: the folders of all projects.
        now: the time of day, in seconds.
    """

    def __init__(
        self, project: Path, places: Places, now: Callable[[], float] = time.time
    ) -> None:
        self.id = _identify(project, places.state)
        self.folder = places.state / self.id
        self._workspaces = places.cache / self.id
        self._now = now

    def start(self) -> Run:
        """Return a new run, and make it the last one."""
        number = max(self.numbers(), default=0)
        while True:
            number += 1
            folder = self.folder / str(number)
            try:
                folder.mkdir(parents=True)
                break
            except FileExistsError:
                continue  # Another run was faster.
        run = Run(
            number, folder, self._workspaces / str(number), f"understudy-{uuid.uuid4()}"
        )
        pid = os.getpid()
        lock = {
            "pid": pid,
            "started": start_time(pid),
            "host": platform.node(),
            "tracking": run.tracking,
            "since": self._now(),
        }
        write_json(folder / _LOCK, lock)
        self._point_last_to(number)
        return run

    def numbers(self) -> Tuple[int, ...]:
        """Return the numbers of all runs, the oldest first."""
        if not self.folder.is_dir():
            return ()
        names = (path.name for path in self.folder.iterdir() if path.is_dir())
        return tuple(sorted(int(name) for name in names if name.isdecimal()))

    def result(self, number: int) -> Optional[Dict[str, object]]:
        """Return how a run ended, None if it has not, or was killed."""
        return read_json(self.folder / str(number) / _RESULT)

    def clean(self) -> Tuple[Cleaned, ...]:
        """End and remove what killed runs have left, and return what it was."""
        cleaned = []
        for number in self.numbers():
            folder = self.folder / str(number)
            lock = read_json(folder / _LOCK)
            if lock is None or _is_alive(lock):
                continue
            with suppress(FileNotFoundError):  # Another run may be faster.
                os.rename(folder / _LOCK, folder / _KILLED)
            mark = Mark(
                f"{TRACKING}={lock['tracking']}",
                (str(self._workspaces / str(number)),),
                float(str(lock["since"])),
            )
            orphans = end_orphans(mark)
            cleaned.append(
                Cleaned(number, len(orphans), self._remove_workspaces(number))
            )
        return tuple(cleaned)

    def prune(self, keep: int = KEEP_RUNS, size: int = KEEP_BYTES) -> Tuple[int, ...]:
        """Remove the oldest runs over a number or a size in all, and return which.

        The last one stays, and so does any that is still running.
        """
        removed = []
        total = 0
        for count, number in enumerate(reversed(self.numbers()), start=1):
            folder = self.folder / str(number)
            total += size_of(folder) + size_of(self._workspaces / str(number))
            over = count > keep or total > size
            ended = any((folder / name).exists() for name in (_RESULT, _KILLED))
            if count > 1 and over and ended:
                self._remove_workspaces(number)
                remove_tree(folder)
                removed.append(number)
        return tuple(removed)

    def _remove_workspaces(self, number: int) -> int:
        folder = self._workspaces / str(number)
        if not folder.is_dir():
            return 0
        count = sum(1 for _ in folder.iterdir())
        remove_tree(folder)
        return count

    def _point_last_to(self, number: int) -> None:
        link = self.folder / _LAST
        temporary = self.folder / f"{_LAST}-{uuid.uuid4()}"
        temporary.symlink_to(str(number))
        os.replace(temporary, link)


def _identify(project: Path, state: Path) -> str:
    # The name of the folder, as people look for it, plain as that of a leg; another
    # checkout of the same name gets a number.
    project = project.resolve()
    name = _SPECIAL.sub("-", project.name) or "root"
    count = 1
    while True:
        found = name if count == 1 else f"{name}~{count}"
        owner = state / found / "project"
        owner.parent.mkdir(parents=True, exist_ok=True)
        # A link appears with what it says, and only if there is none.
        with suppress(FileExistsError):
            owner.symlink_to(project)
        if os.readlink(owner) == str(project):
            return found
        count += 1


def _is_alive(lock: Mapping[str, object]) -> bool:
    if lock.get("host") != platform.node():
        return True  # Not to be seen from here: a home that several machines share.
    pid = int(str(lock["pid"]))
    started = start_time(pid)
    if lock.get("started") is None:
        return _exists(pid)
    return started is not None and abs(started - float(str(lock["started"]))) < 2


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError as error:
        return error.errno != errno.ESRCH  # It may be another user's.
    return True
