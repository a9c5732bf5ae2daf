"""Owns what a report asks about this machine: who plays a step, a service, a leg."""

from __future__ import annotations

from typing import Callable, Optional, Tuple

from understudy.model.pipeline import Step
from understudy.model.plan import Leg, Reason
from understudy.records import dataclass

# `real`, `emulated`, `stubbed` or `none`; the leg is None for a job as a whole.
StepFidelity = Callable[[Step, Optional[Leg]], str]
# By name and image: the fidelity, and what plays the service.
ServiceFidelity = Callable[[str, str], Tuple[str, Optional[str]]]
# Why a leg cannot be played here, None where it can.
Playable = Callable[[Leg], Optional[Reason]]


def _no_step(step: Step, leg: Optional[Leg]) -> str:
    return "none"


def _no_service(name: str, image: str) -> Tuple[str, Optional[str]]:
    return "none", None


def _anywhere(leg: Leg) -> Optional[Reason]:
    return None


@dataclass(frozen=True)
class Players:
    """What this machine can play, and how. By default nothing is known of it."""

    step: StepFidelity = _no_step
    service: ServiceFidelity = _no_service
    playable: Playable = _anywhere
