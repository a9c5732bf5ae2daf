"""Owns what is known when a job is looked at: before a run little, in one more."""

from __future__ import annotations

from dataclasses import field
from types import MappingProxyType
from typing import Mapping, Optional

from understudy.dialects.base import Ended, Run
from understudy.model.event import Event
from understudy.records import dataclass


@dataclass(frozen=True)
class Settings:
    """What is configured outside of the pipeline.

    Whoever plans without the secrets' values gives their names, with None.
    """

    vars: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    secrets: Mapping[str, Optional[str]] = field(
        default_factory=lambda: MappingProxyType({}), repr=False
    )


@dataclass(frozen=True)
class Situation:
    """Everything that is known when a job is planned or resolved.

    `event` is None for a plan of every workflow whatever the event. `ended` is keyed by
    the addresses of jobs (not of legs, and those that call a workflow included). A job
    that is not in there is taken to end well, with outputs that are not known yet.
    """

    event: Optional[Event] = None
    settings: Settings = Settings()
    ended: Mapping[str, Ended] = field(default_factory=lambda: MappingProxyType({}))
    run: Optional[Run] = None
    cancelled: bool = False
