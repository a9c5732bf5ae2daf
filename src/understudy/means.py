"""Owns what a run is played with here: environment, places, and who plays its legs."""

from __future__ import annotations

import os
from dataclasses import field
from pathlib import Path
from types import MappingProxyType
from typing import Mapping, Optional

import platformdirs

from understudy.actions.registry import Registry
from understudy.api import Project
from understudy.dialects.base import Dialect
from understudy.dialects.github import commands
from understudy.dialects.github import dialect as github
from understudy.dialects.github import stage
from understudy.engine.confine import Confinement, Plain
from understudy.engine.pythons import Pythons
from understudy.engine.services import Services
from understudy.engine.store import Places, user_places
from understudy.records import dataclass

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
        stage=stage.Stage,
        commands=commands.make,
        actions=Registry(),
        confinement=means.confinement,
        interpreters=Pythons(means.environment, means.cache).found,
        repository=lambda name: _repository(project, name),
    )


def _repository(project: Project, name: str) -> Optional[Path]:
    repository, _, ref = name.partition("@")
    return project.repositories.folder(repository, ref)
