"""Owns what one run hands to each of its legs, as plain values."""

from __future__ import annotations

import os
import platform
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable, Mapping, Optional, Tuple

from understudy.dialects.base import Contexts, Dialect
from understudy.dialects.stage import Setting, Stage
from understudy.engine.confine import Confinement
from understudy.engine.contract import Actions
from understudy.engine.indexes import Indexes
from understudy.engine.interpreters import Interpreter
from understudy.engine.mask import Masker
from understudy.engine.observe import Observer
from understudy.engine.options import RunOptions
from understudy.engine.origin import Origin
from understudy.engine.store import Run
from understudy.model.event import Event
from understudy.model.pipeline import Job, Workflow
from understudy.plan.situation import Settings

_SYSTEMS = {"linux": "Linux", "darwin": "macOS", "win32": "Windows"}
_ARCHITECTURES = {"x86_64": "X64", "amd64": "X64", "aarch64": "ARM64", "arm64": "ARM64"}

StageMaker = Callable[[Contexts, Job, Workflow, Setting], Stage]


@dataclass(frozen=True)
class Here:
    """The machine that plays, in the service's words: `Linux`, `X64`."""

    system: str
    architecture: str

    @property
    def platform(self) -> str:
        """Return the system as Python names it."""
        return next(key for key, name in _SYSTEMS.items() if name == self.system)


def this_machine() -> Here:
    """Return the machine that this process runs on."""
    machine = platform.machine()
    return Here(
        _SYSTEMS.get(sys.platform, "Linux"),
        _ARCHITECTURES.get(machine.lower(), machine.upper()),
    )


def cores() -> int:
    """Return how many cores this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


@dataclass(frozen=True)
class Services:
    """What plays a run: a dialect and its stages, actions, a confinement, Pythons."""

    dialect: Dialect
    stage: StageMaker
    actions: Actions
    confinement: Confinement
    interpreters: Callable[[], Tuple[Interpreter, ...]]
    repository: Callable[[str], Optional[Path]]
    here: Here = field(default_factory=this_machine)
    now: Callable[[], float] = time.monotonic


@dataclass(frozen=True)
class Rehearsal:
    """One run: its event and tree, its places, what plays it, who watches.

    `environ` is the developer's environment, `cache` a folder that outlives the run,
    `token` the worthless one that its jobs get.
    """

    run: Run
    event: Event
    origin: Origin
    settings: Settings
    services: Services
    options: RunOptions
    observer: Observer
    masker: Masker
    indexes: Indexes = field(repr=False)
    environ: Mapping[str, str] = field(repr=False)
    cache: Path
    token: str = field(repr=False)
    started: float = 0.0

    def seconds(self) -> float:
        """Return the seconds since the run started."""
        return self.services.now() - self.started
