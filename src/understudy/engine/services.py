"""Owns what plays the legs of a run on this machine, as plain values.

Plans ask it, too: nothing is imported here that only a run needs.
"""

from __future__ import annotations

import platform
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Callable, Optional, Tuple

from understudy.dialects.base import Contexts, Dialect
from understudy.dialects.stage import Setting, Stage
from understudy.model.pipeline import Job, Workflow

if TYPE_CHECKING:
    from understudy.engine.confine import Confinement
    from understudy.engine.contract import Actions
    from understudy.engine.interpreters import Interpreter

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
