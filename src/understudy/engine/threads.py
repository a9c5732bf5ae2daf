"""Owns the threads that legs play in; none of them outlives its run."""

from __future__ import annotations

import queue
import threading
from dataclasses import replace
from typing import Dict, Optional, Tuple, Union

from understudy.engine.job import LegPlay, play_leg
from understudy.engine.rehearsal import Rehearsal
from understudy.engine.turns import Turn
from understudy.model.result import LegResult


class Threads:
    """The legs of one run that play; `playing` has them by address, for who watches."""

    def __init__(self, rehearsal: Rehearsal) -> None:
        self.playing: Dict[str, LegPlay] = {}
        self._rehearsal = rehearsal
        self._threads: Dict[Turn, threading.Thread] = {}
        self._ended: queue.Queue[Tuple[Turn, Union[LegResult, BaseException]]] = (
            queue.Queue()
        )

    @property
    def are_busy(self) -> bool:
        """Whether a leg plays."""
        return bool(self._threads)

    def start(self, turn: Turn) -> None:
        """Play a leg, in a thread of its own."""
        thread = threading.Thread(target=self._play, args=(turn,), name=turn.address)
        self._threads[turn] = thread
        thread.start()

    def wait(self, seconds: float) -> Optional[Tuple[Turn, LegResult]]:
        """Return the next leg that ends, None if none does for so long.

        Raises:
            BaseException: whatever the leg raised.
        """
        try:
            turn, result = self._ended.get(timeout=seconds)
        except queue.Empty:
            return None
        self._threads.pop(turn).join()
        if isinstance(result, BaseException):
            raise result
        return turn, result

    def close(self) -> None:
        """Kill every leg that still plays, and wait for it."""
        for turn in self._threads:
            turn.cancellation.kill()
        for thread in self._threads.values():
            thread.join()

    def _play(self, turn: Turn) -> None:
        try:
            result = play_leg(
                turn.leg,
                turn.contexts,
                self._rehearsal,
                turn.cancellation,
                self.playing,
            )
            self._ended.put((turn, replace(result, without=turn.without)))
        except BaseException as error:  # It is raised again where somebody waits.
            self._ended.put((turn, error))
