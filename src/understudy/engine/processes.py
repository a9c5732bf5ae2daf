"""Owns all processes of one leg, from the first to what the last one leaves behind."""

from __future__ import annotations

import os
import selectors
import threading
import time
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Callable, List, Optional, Tuple, Type

from understudy.engine.command import Command, Exit, Stop
from understudy.engine.orphans import PROC, Mark, Orphan, can_find, end_orphans
from understudy.engine.process import CHUNK, TICK, Output, kill_group, never, run

# Every process of a leg carries its tracking id in this variable.
TRACKING = "UNDERSTUDY_RUN"


class Processes:
    """Starts the processes of one leg, and ends what they leave behind.

    Args:
        tracking: the id that every process carries, unlike that of any other leg.
        folders: a daemon that works in one of these belongs to the leg, even if it hid
            its environment.
        now: the clock, in seconds.
        proc: where the system describes its processes; where it does not, what is left
            of their groups is ended.
    """

    def __init__(
        self,
        tracking: str,
        folders: Tuple[str, ...] = (),
        now: Callable[[], float] = time.monotonic,
        proc: Path = PROC,
    ) -> None:
        self._tracking = tracking
        self._mark = Mark(f"{TRACKING}={tracking}", folders, time.time())
        self._now = now
        self._proc = proc
        self._closed = threading.Event()
        self._drains: List[threading.Thread] = []
        self._groups: List[int] = []

    def __enter__(self) -> Processes:
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        self.close()

    def run(
        self,
        command: Command,
        output: Output,
        timeout: Optional[float] = None,
        stop: Callable[[], Optional[Stop]] = never,
    ) -> Exit:
        """Run a command to its end.

        Args:
            timeout: seconds until it is cancelled.
            stop: asked again and again; anything but None ends the process.
        """
        env = {**command.env, TRACKING: self._tracking}
        marked = replace(command, env=env)
        end, pipe = run(marked, output, timeout, stop, self._now, self._groups.append)
        if pipe is not None:
            self._drain(pipe)
        return end

    def close(self) -> Tuple[Orphan, ...]:
        """End every process that is left, and return what they were."""
        if not can_find(self._proc):
            for group in self._groups:
                kill_group(group)
        orphans = end_orphans(self._mark, self._proc)
        self._closed.set()
        for drain in self._drains:
            drain.join()
        self._drains.clear()
        return orphans

    def _drain(self, pipe: int) -> None:
        # A daemon that still writes must not die of a broken pipe: the runner reads on,
        # too, and throws it away.
        def read() -> None:
            with selectors.DefaultSelector() as selector:
                selector.register(pipe, selectors.EVENT_READ)
                while not self._closed.is_set():
                    if selector.select(TICK) and not os.read(pipe, CHUNK):
                        break
            os.close(pipe)

        thread = threading.Thread(target=read, name="drain", daemon=True)
        thread.start()
        self._drains.append(thread)
