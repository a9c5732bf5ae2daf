"""Owns what plays the legs of a run on this machine, as plain values."""

from __future__ import annotations

import time
from dataclasses import field
from pathlib import Path
from typing import Callable, Optional, Tuple

from understudy.dialects.base import Contexts, Dialect
from understudy.dialects.commands import Commands
from understudy.dialects.stage import Setting, Stage
from understudy.engine.confine import Confinement
from understudy.engine.contract import Actions
from understudy.engine.here import Here, this_machine
from understudy.engine.interpreters import Interpreter
from understudy.model.pipeline import Job, Workflow
from understudy.records import dataclass


@dataclass(frozen=True)
class Services:
    """What plays a run: a dialect and its stages, actions, a confinement, Pythons."""

    dialect: Dialect
    stage: Callable[[Contexts, Job, Workflow, Setting], Stage]
    commands: Callable[[Setting], Commands]
    actions: Actions
    confinement: Confinement
    interpreters: Callable[[], Tuple[Interpreter, ...]]
    repository: Callable[[str], Optional[Path]]
    here: Here = field(default_factory=this_machine)
    now: Callable[[], float] = time.monotonic
