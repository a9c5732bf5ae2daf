"""Owns the threads that legs play in; none of them outlives its run."""

from __future__ import annotations

import queue
import threading
from dataclasses import replace
from typing import Dict, Optional, Tuple, Union

from understudy.engine.job import LegPlay, play_leg
from understudy.engine.rehearsal import Rehearsal
from understudy.engine.slots import Candidate
from understudy.model.result import LegResult


class Threads:
    """The legs of one run that play; `playing` has them by address, for who watches."""

    def __init__(self, rehearsal: Rehearsal) -> None:
        self.playing: Dict[str, LegPlay] = {}
        self._rehearsal = rehearsal
        self._threads: Dict[Candidate, threading.Thread] = {}
        self._ended: queue.Queue[Tuple[Candidate, Union[LegResult, BaseException]]] = (
            queue.Queue()
        )

    @property
    def are_busy(self) -> bool:
        """Whether a leg plays."""
        return bool(self._threads)

    def start(self, candidate: Candidate) -> None:
        """Play a leg, in a thread of its own."""
        thread = threading.Thread(
            target=self._play, args=(candidate,), name=candidate.address
        )
        self._threads[candidate] = thread
        thread.start()

    def wait(self, seconds: float) -> Optional[Tuple[Candidate, LegResult]]:
        """Return the next leg that ends, None if none does for so long.

        Raises:
            BaseException: whatever the leg raised.
        """
        try:
            candidate, result = self._ended.get(timeout=seconds)
        except queue.Empty:
            return None
        self._threads.pop(candidate).join()
        if isinstance(result, BaseException):
            raise result
        return candidate, result

    def close(self) -> None:
        """Kill every leg that still plays, and wait for it."""
        for candidate in self._threads:
            candidate.cancellation.kill()
        for thread in self._threads.values():
            thread.join()

    def _play(self, candidate: Candidate) -> None:
        try:
            result = play_leg(
                candidate.leg,
                candidate.contexts,
                self._rehearsal,
                candidate.cancellation,
                self.playing,
            )
            self._ended.put((candidate, replace(result, without=candidate.without)))
        except BaseException as error:  # It is raised again where somebody waits.
            self._ended.put((candidate, error))
