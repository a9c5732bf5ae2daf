"""Owns what a run is played with here: environment, places, and who plays its legs.

A plan asks the same, so that it promises nothing else than a run.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from types import MappingProxyType
from typing import Mapping, Optional, Tuple

import platformdirs

from understudy.actions.registry import Registry
from understudy.api import Project
from understudy.dialects.base import Dialect
from understudy.dialects.github import dialect as github
from understudy.dialects.github import stage
from understudy.engine import interpreters
from understudy.engine.confine import Confinement, Plain
from understudy.engine.interpreters import Interpreter
from understudy.engine.services import Services
from understudy.engine.store import Places, user_places

_DIALECT: Dialect = github


@dataclass(frozen=True)
class Means:
    """The developer's environment, the folders of all runs, and a confinement.

    `cache` outlives runs, and may go at any time. `untracked` lets files come along
    that git does not track.
    """

    environment: Mapping[str, str] = field(
        default_factory=lambda: MappingProxyType(dict(os.environ)), repr=False
    )
    places: Places = field(default_factory=user_places)
    cache: Path = field(
        default_factory=lambda: platformdirs.user_cache_path("understudy")
    )
    confinement: Confinement = Plain()
    untracked: bool = False


def make_services(project: Project, means: Means) -> Services:
    """Return what plays the legs of a project."""
    return Services(
        dialect=_DIALECT,
        stage=stage.make,
        actions=Registry(),
        confinement=means.confinement,
        interpreters=_Interpreters(means.environment, means.cache).found,
        repository=lambda name: _repository(project, name),
    )


class _Interpreters:
    """Looks for Pythons when somebody asks, once."""

    def __init__(self, environment: Mapping[str, str], cache: Path) -> None:
        self._environment = environment
        self._cache = cache / "interpreters.json"
        self._lock = Lock()
        self._found: Optional[Tuple[Interpreter, ...]] = None

    def found(self) -> Tuple[Interpreter, ...]:
        with self._lock:
            if self._found is None:
                roots = interpreters.roots(self._environment)
                self._found = interpreters.discover(roots, self._cache)
            return self._found


def _repository(project: Project, name: str) -> Optional[Path]:
    repository, _, ref = name.partition("@")
    return project.repositories.folder(repository, ref)
