"""Says for a plan what this machine can play of it: each leg, and each step.

It asks what a run asks, so that a plan promises nothing else than a run.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Dict, Mapping, Optional

import platformdirs

from understudy.actions.registry import Registry
from understudy.api import Project
from understudy.dialects.base import Dialect
from understudy.dialects.github import dialect as github
from understudy.dialects.github.stage import Stage
from understudy.dialects.stage import Setting
from understudy.engine import foresight
from understudy.engine.contract import Found
from understudy.engine.here import this_machine
from understudy.engine.pythons import Pythons
from understudy.model.pipeline import Step, StepKind
from understudy.model.plan import Leg, Plan, PlannedJob, Reason
from understudy.model.result import Fidelity
from understudy.plan import planner
from understudy.plan.situation import Settings, Situation
from understudy.report.players import Players

_NOWHERE = Setting("", "", "", "", "")
_HERE = "here"
_DIALECT: Dialect = github


def players(
    project: Project,
    plan: Plan,
    settings: Settings = Settings(),
    offline: bool = False,
    environment: Mapping[str, str] = os.environ,
    cache: Optional[Path] = None,
) -> Players:
    """Return what plays the steps of a plan, and why some legs cannot be played.

    Args:
        environment: says where Pythons may be.
        cache: outlives commands; the user's own where none is given.
    """
    cache = cache or platformdirs.user_cache_path("understudy")
    actions = Registry()
    runners = project.config.runners.items()
    outlook = foresight.Outlook(
        actions,
        Pythons(environment, cache).found,
        this_machine(),
        frozenset(label for label, place in runners if place == _HERE),
        offline,
        project.root,
    )
    situation = Situation(plan.event, settings)
    jobs: Dict[str, PlannedJob] = {
        leg.address: job for job in plan.jobs() for leg in job.legs
    }
    known: Dict[str, Optional[Reason]] = {}

    def playable(leg: Leg) -> Optional[Reason]:
        if plan.event is None:
            return None  # Its steps see a context that only an event has.
        if leg.address not in known:
            contexts = planner.leg_contexts(jobs[leg.address], leg, situation, _DIALECT)
            stage = Stage(contexts, leg.job, leg.workflow, _NOWHERE)
            known[leg.address] = foresight.obstacle(leg, stage, outlook)
        return known[leg.address]

    def step(step: Step, leg: Optional[Leg]) -> str:
        played = Fidelity.NONE
        if step.kind is StepKind.RUN and not step.background:
            played = Fidelity.REAL
        elif step.uses is not None:
            comment = foresight.comment(step.uses)
            found = actions.find(step.uses.text, comment)
            played = Fidelity.EMULATED if isinstance(found, Found) else played
        return played.value

    return Players(step=step, playable=playable)
