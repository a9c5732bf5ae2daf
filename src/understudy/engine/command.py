"""Owns what a process is started as and how it ended, as values; `process` lives it."""

from __future__ import annotations

from enum import Enum
from typing import Mapping, Optional, Tuple

from understudy.records import dataclass


class Stop(Enum):
    """How a running process is asked to end."""

    CANCEL = "cancel"
    KILL = "kill"


class Ending(Enum):
    """Why a process is no more."""

    EXITED = "exited"
    TIMED_OUT = "timed out"
    CANCELLED = "cancelled"
    NOT_STARTED = "not started"


@dataclass(frozen=True)
class Command:
    """What to start: a program, its arguments, its folder, its whole environment."""

    argv: Tuple[str, ...]
    folder: str
    env: Mapping[str, str]


@dataclass(frozen=True)
class Exit:
    """How a process ended: 128 and more for a signal; `problem` if it never started."""

    code: Optional[int]
    ending: Ending = Ending.EXITED
    seconds: float = 0.0
    problem: Optional[str] = None
