"""Owns whose turn it is: the legs that wait, and those that play; starts none."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Dict, List, Optional, Tuple

from understudy.dialects.base import Contexts
from understudy.engine.agenda import Entry
from understudy.engine.cancellation import Cancellation
from understudy.engine.groups import Groups
from understudy.model.plan import Leg


@dataclass(eq=False)
class Turn:
    """One leg that is to be played: what it sees, and which legs above it are missing.

    `told` says that somebody was told what it waits for.
    """

    entry: Entry
    leg: Leg
    contexts: Contexts = field(repr=False)
    cancellation: Cancellation
    without: Tuple[str, ...] = ()
    told: bool = False
    in_group: bool = False

    @property
    def address(self) -> str:
        """The address of the leg."""
        return self.leg.address


class Turns:
    """The legs of one run that wait or play, first come, first served.

    Args:
        at_once: how many play at the same time.
        groups: those of the run.
    """

    def __init__(self, at_once: int, groups: Groups) -> None:
        self.at_once = at_once
        self.waiting: List[Turn] = []
        self.playing: Dict[str, Turn] = {}
        self._groups = groups

    @property
    def are_left(self) -> bool:
        """Whether a leg waits or plays."""
        return bool(self.waiting or self.playing)

    def join(self, turn: Turn) -> Tuple[Turn, ...]:
        """Let a leg wait for its turn, and return those that have to end for it."""
        self.waiting.append(turn)
        wanted = turn.leg.concurrency
        gone = self._groups.join(turn.address, wanted) if wanted else ()
        # A group that is free is taken at once, whether there is a core or not.
        self._enter(turn)
        return tuple(
            other
            for other in (*self.waiting, *self.playing.values())
            if other.address in gone
        )

    def obstacle(self, turn: Turn) -> Optional[str]:
        """Return what a leg waits for, in words, None where it can start."""
        limit = turn.entry.job.max_parallel
        beside = [other for other in self.playing.values() if other.entry is turn.entry]
        if not self._enter(turn) and turn.leg.concurrency:
            return f"the concurrency group {turn.leg.concurrency.group}"
        if limit is not None and len(beside) >= limit:
            return "max-parallel"
        return "a core" if len(self.playing) >= self.at_once else None

    def start(self, turn: Turn) -> None:
        """Let a leg play."""
        self.waiting.remove(turn)
        self.playing[turn.address] = turn

    def leave(self, turn: Turn) -> None:
        """Let a leg go, whether it waits or plays."""
        if self.playing.pop(turn.address, None) is None:
            self.waiting.remove(turn)
        self._groups.leave(turn.address)

    def beside(self, turn: Turn) -> Tuple[Turn, ...]:
        """Return the other legs of the same job that have not ended."""
        every = (*self.waiting, *self.playing.values())
        return tuple(t for t in every if t.entry is turn.entry and t is not turn)

    def _enter(self, turn: Turn) -> bool:
        wanted = turn.leg.concurrency
        if wanted is None or turn.in_group:
            return True
        turn.in_group = self._groups.enter(turn.address, wanted)
        return turn.in_group
