"""Owns what the engine tells while it plays; how that looks belongs to `report`.

Every event carries the seconds since the run started. Log lines are not told: an event
names the file and how far it is written.
"""

from __future__ import annotations

import threading
from typing import Iterable, Optional, Protocol, Tuple, Union

from understudy.model.plan import Reason
from understudy.model.result import (
    Annotation,
    Fidelity,
    LegResult,
    RunResult,
    StepResult,
)
from understudy.records import dataclass


@dataclass(frozen=True)
class RunStarted:
    """A run began; `legs` are all addresses that it may play, `folder` is its own.

    `notes` are what can be said before the first step: where a label is played,
    confinement, secrets that are empty.
    """

    seconds: float
    number: int
    legs: Tuple[str, ...]
    folder: str
    at_once: int = 1
    notes: Tuple[str, ...] = ()


@dataclass(frozen=True)
class LegWaiting:
    """A leg cannot start yet: `what` names what it waits for, in words."""

    seconds: float
    address: str
    what: str


@dataclass(frozen=True)
class LegStarted:
    """A leg began to play; it has this many steps, and writes this log."""

    seconds: float
    address: str
    steps: int
    log: str


@dataclass(frozen=True)
class StepStarted:
    """A step began; `position` is from 1, `offset` where the log was then."""

    seconds: float
    address: str
    id: str
    name: str
    position: int
    offset: int = 0
    fidelity: Fidelity = Fidelity.REAL


@dataclass(frozen=True)
class StepAnnotated:
    """A step left an annotation."""

    seconds: float
    address: str
    id: str
    annotation: Annotation


@dataclass(frozen=True)
class StepFinished:
    """A step ended; its log is what stands between the two offsets."""

    seconds: float
    address: str
    result: StepResult
    offset: int = 0
    end: int = 0


@dataclass(frozen=True)
class LegFinished:
    """A leg ended, or was not played at all."""

    seconds: float
    result: LegResult


@dataclass(frozen=True)
class Heartbeat:
    """A step is alive: the last line of its log, and how long it has been silent."""

    seconds: float
    address: str
    id: str
    name: str
    running: float
    silent: float
    line: str = ""


@dataclass(frozen=True)
class Warned:
    """Something that the user should know, at no step in particular."""

    seconds: float
    message: str
    address: Optional[str] = None
    reason: Optional[Reason] = None


@dataclass(frozen=True)
class Cancelling:
    """Legs are being cancelled; `killed` where they get no time for it."""

    seconds: float
    legs: Tuple[str, ...]
    killed: bool = False


@dataclass(frozen=True)
class RunFinished:
    """A run ended."""

    seconds: float
    result: RunResult


Event = Union[
    RunStarted,
    LegWaiting,
    LegStarted,
    StepStarted,
    StepAnnotated,
    StepFinished,
    LegFinished,
    Heartbeat,
    Warned,
    Cancelling,
    RunFinished,
]


class Observer(Protocol):
    """Learns of events; `Broadcast` keeps them one at a time."""

    def notify(self, event: Event) -> None:
        """Take the next event."""
        ...


class Broadcast:
    """Tells several observers, one event at a time whatever the thread."""

    def __init__(self, observers: Iterable[Observer]) -> None:
        self._observers = tuple(observers)
        self._lock = threading.Lock()

    def notify(self, event: Event) -> None:
        """Tell every observer."""
        with self._lock:
            for observer in self._observers:
                observer.notify(event)
