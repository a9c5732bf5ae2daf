"""Owns what a user may ask of a run, as plain values; who asks it is above."""

from __future__ import annotations

from typing import FrozenSet, Optional

from understudy.plan.selection import Selection
from understudy.records import dataclass


@dataclass(frozen=True)
class RunOptions:
    """How a run is played.

    `selection` is None for everything that the event starts. `jobs` is how many legs
    play at once, None for as many as there are cores. `exit_first` lets the first
    failed leg stop all. `allow_missing` are codes of reasons that do not make the run
    incomplete, and `strict` makes a leg for another system do so. `keep` leaves the
    workspaces of passed legs. `here` are labels of runners that are played here beside
    this system's own.
    """

    selection: Optional[Selection] = None
    jobs: Optional[int] = None
    exit_first: bool = False
    allow_missing: FrozenSet[str] = frozenset()
    strict: bool = False
    offline: bool = False
    keep: bool = False
    here: FrozenSet[str] = frozenset()
