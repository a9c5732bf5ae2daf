"""Owns which legs wait for a slot and which have one; starts none."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Dict, List, Optional, Tuple

from understudy.dialects.base import Contexts
from understudy.engine.agenda import Entry
from understudy.engine.cancellation import Cancellation
from understudy.engine.groups import Groups
from understudy.model.plan import Leg


@dataclass(eq=False)
class Candidate:
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


class Slots:
    """The legs of one run that wait or play, first come, first served.

    Args:
        at_once: how many play at the same time.
        groups: those of the run.
    """

    def __init__(self, at_once: int, groups: Groups) -> None:
        self.at_once = at_once
        self.waiting: List[Candidate] = []
        self.playing: Dict[str, Candidate] = {}
        self._groups = groups

    @property
    def are_left(self) -> bool:
        """Whether a leg waits or plays."""
        return bool(self.waiting or self.playing)

    def join(self, candidate: Candidate) -> Tuple[Candidate, ...]:
        """Let a leg wait for a slot, and return those that have to end for it."""
        self.waiting.append(candidate)
        wanted = candidate.leg.concurrency
        gone = self._groups.join(candidate.address, wanted) if wanted else ()
        # A group that is free is taken at once, whether there is a core or not.
        self._enter(candidate)
        return tuple(
            other
            for other in (*self.waiting, *self.playing.values())
            if other.address in gone
        )

    def obstacle(self, candidate: Candidate) -> Optional[str]:
        """Return what a leg waits for, in words, None where it can start."""
        entry, limit = candidate.entry, candidate.entry.job.max_parallel
        beside = [one for one in self.playing.values() if one.entry is entry]
        if not self._enter(candidate) and candidate.leg.concurrency:
            return f"the concurrency group {candidate.leg.concurrency.group}"
        if limit is not None and len(beside) >= limit:
            return "max-parallel"
        return "a core" if len(self.playing) >= self.at_once else None

    def start(self, candidate: Candidate) -> None:
        """Let a leg play."""
        self.waiting.remove(candidate)
        self.playing[candidate.address] = candidate

    def leave(self, candidate: Candidate) -> None:
        """Let a leg go, whether it waits or plays."""
        if self.playing.pop(candidate.address, None) is None:
            self.waiting.remove(candidate)
        self._groups.leave(candidate.address)

    def beside(self, candidate: Candidate) -> Tuple[Candidate, ...]:
        """Return the other legs of the same job that have not ended."""
        every = (*self.waiting, *self.playing.values())
        entry = candidate.entry
        return tuple(
            one for one in every if one.entry is entry and one is not candidate
        )

    def _enter(self, candidate: Candidate) -> bool:
        wanted = candidate.leg.concurrency
        if wanted is None or candidate.in_group:
            return True
        candidate.in_group = self._groups.enter(candidate.address, wanted)
        return candidate.in_group
