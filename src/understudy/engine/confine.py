"""Owns how a leg is kept apart from the machine: the one place that starts a step."""

from __future__ import annotations

import time
from typing import Callable, FrozenSet, Optional, Protocol, Tuple

from understudy.engine.command import Command, Exit, Stop
from understudy.engine.orphans import Orphan
from understudy.engine.process import Output, never
from understudy.engine.processes import Processes
from understudy.records import dataclass

# What a confinement can keep from steps, and what else it can guarantee.
KEPT = (
    ("network", "the network"),
    ("files", "the developer's files"),
    ("processes", "other processes"),
)
OTHER = (
    ("ports", "legs share the ports of this machine"),
    ("paths", "the folders of a leg are not where the hosted machine has them"),
)


class Cell(Protocol):
    """One leg, kept apart for as long as it runs."""

    def run(
        self,
        command: Command,
        output: Output,
        timeout: Optional[float] = None,
        stop: Callable[[], Optional[Stop]] = never,
    ) -> Exit:
        """Run a command of the leg to its end."""
        ...

    def inside(self, path: str) -> str:
        """Return how the leg's own processes see a path of this machine."""
        ...

    def close(self) -> Tuple[Orphan, ...]:
        """End what is left of the leg, and return what that was."""
        ...


class Confinement(Protocol):
    """A way to keep legs apart; `guarantees` are names out of `KEPT` and `OTHER`."""

    @property
    def name(self) -> str:
        """Return its name in reports."""
        ...

    @property
    def guarantees(self) -> FrozenSet[str]:
        """Return what it guarantees."""
        ...

    def open(self, tracking: str, folders: Tuple[str, ...]) -> Cell:
        """Return a cell for a leg.

        Args:
            tracking: an id that no other leg has, of this run or any other.
            folders: the leg's own folders: workspace, home, temporary files.
        """
        ...


@dataclass(frozen=True)
class Plain:
    """Process groups and a built environment: works anywhere, keeps nothing away."""

    now: Callable[[], float] = time.monotonic

    @property
    def name(self) -> str:
        """Return `plain`."""
        return "plain"

    @property
    def guarantees(self) -> FrozenSet[str]:
        """Return nothing."""
        return frozenset()

    def open(self, tracking: str, folders: Tuple[str, ...]) -> Cell:
        """Return a cell for a leg, with no walls."""
        return _PlainCell(Processes(tracking, folders, self.now))


class _PlainCell:
    def __init__(self, processes: Processes) -> None:
        self.run = processes.run
        self.close = processes.close

    def inside(self, path: str) -> str:
        return path


def not_guaranteed(confinement: Confinement) -> Tuple[str, ...]:
    """Return the sentences of a report about what a confinement leaves open."""
    open_to = [text for name, text in KEPT if name not in confinement.guarantees]
    other = [text for name, text in OTHER if name not in confinement.guarantees]
    if open_to:
        *first, last = open_to
        things = f"{', '.join(first)} and {last}" if first else last
        verb = "are" if first else "is"
        other.insert(0, f"{things} {verb} not kept from steps")
    return tuple(f"{confinement.name} confinement: {text}" for text in other)
