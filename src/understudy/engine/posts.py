"""Owns what an action leaves for the end of its job; plays nothing."""

from __future__ import annotations

from dataclasses import field
from typing import Mapping

from understudy.engine.contract import Found
from understudy.model.pipeline import Step
from understudy.records import dataclass


@dataclass(frozen=True)
class Post:
    """The last part of an action, to be played after the last step of the job.

    `saved` is what the first part says to it, which may still go on saying.
    """

    step: Step
    name: str
    uses: str
    found: Found
    saved: Mapping[str, str] = field(repr=False)
