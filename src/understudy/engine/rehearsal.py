"""Owns what one run hands to each of its legs, as plain values."""

from __future__ import annotations

import os
from dataclasses import field
from pathlib import Path
from typing import Mapping

from understudy.engine.indexes import Indexes
from understudy.engine.mask import Masker
from understudy.engine.observe import Observer
from understudy.engine.options import RunOptions
from understudy.engine.origin import Origin
from understudy.engine.services import Services
from understudy.engine.store import Run
from understudy.model.event import Event
from understudy.plan.situation import Settings
from understudy.records import dataclass


def cores() -> int:
    """Return how many cores this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


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
