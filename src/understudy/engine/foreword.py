"""Owns what can be said of a run before its first step: machine, secrets, files."""

from __future__ import annotations

import platform
import sys
from contextlib import suppress
from typing import Dict, Iterator, List, Tuple

from understudy.dialects.stage import Setting
from understudy.engine.confine import not_guaranteed
from understudy.engine.foresight import image_label
from understudy.engine.rehearsal import Rehearsal
from understudy.engine.runner_images import image_of
from understudy.model.plan import Leg, Plan, PlannedJob
from understudy.plan import planner
from understudy.plan.situation import Situation

_NOWHERE = Setting("", "", "", "", "")


def foreword(plan: Plan, rehearsal: Rehearsal) -> Iterator[str]:
    """Yield what is to be known before the first step."""
    legs = list(_legs(plan, rehearsal))
    images: List[str] = []
    for _, leg in legs:
        image = image_of(leg.labels or ())
        if image is not None and image.system == rehearsal.services.here.system:
            images.append(image_label(leg.labels))
    for label in dict.fromkeys(images):
        yield f"{label} is played on {machine()}"
    empty = _unset(plan, rehearsal, legs)
    if empty:
        yield f"empty, since nobody has set them: {', '.join(empty)}"
    for file in rehearsal.indexes.unread:
        yield f"nothing of {file} is in force here: it cannot be understood"
    yield from not_guaranteed(rehearsal.services.confinement)
    for part in rehearsal.origin.left_out:
        yield f"left out: {part.path} ({part.reason})"


def _legs(plan: Plan, rehearsal: Rehearsal) -> Iterator[Tuple[PlannedJob, Leg]]:
    """Yield the legs that are to be played, each with its job."""
    selection = rehearsal.options.selection
    for job in plan.jobs():
        for leg in job.legs:
            if selection is None or selection.includes(job, leg):
                yield job, leg


def _unset(
    plan: Plan, rehearsal: Rehearsal, legs: List[Tuple[PlannedJob, Leg]]
) -> Tuple[str, ...]:
    """Return the secrets and variables that steps read, and that nobody has set."""
    services = rehearsal.services
    situation = Situation(plan.event, rehearsal.settings)
    found: List[str] = []
    for job, leg in legs:
        contexts = planner.leg_contexts(job, leg, situation, services.dialect)
        stage = services.stage(contexts, leg.job, leg.workflow, _NOWHERE)
        found += stage.empty_in_job()
        for step in leg.job.steps:
            found += stage.empty(step)
    return tuple(dict.fromkeys(found))


def machine() -> str:
    """Return what this machine is called: `Debian 12 x86_64`."""
    return f"{_system()} {platform.machine()}"


def _system() -> str:
    if sys.platform == "darwin":
        return f"macOS {platform.mac_ver()[0]}"
    # Python 3.9 cannot read it.
    release = getattr(platform, "freedesktop_os_release", dict)
    found: Dict[str, str] = {}
    with suppress(OSError):
        found = release()
    name = found.get("NAME", platform.system()).replace(" GNU/Linux", "")
    return f"{name} {found.get('VERSION_ID', '')}".rstrip()
