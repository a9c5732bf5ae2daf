"""Owns how a leg stands, step by step, and the verdict that this comes to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import List, Optional, Tuple

from understudy.engine.outcome import CANCELLED, FAILURE, SUCCESS, Outcome
from understudy.model.plan import Reason
from understudy.model.result import StepResult, Verdict


@dataclass
class Standing:
    """What the steps of a leg came to so far.

    `cause` is the first failure, `unplayed` why a step could not be played: the leg
    stops there.
    """

    status: str = SUCCESS
    cause: Optional[Reason] = None
    unplayed: Optional[Reason] = None
    steps: List[StepResult] = field(default_factory=list)

    def fail(self, cause: Reason) -> None:
        """Count a failure; one after a cancel changes nothing (TaskResultUtil.cs)."""
        if self.status != CANCELLED:
            self.status = FAILURE
            self.cause = self.cause or cause

    def cancel(self) -> None:
        """Count that the leg was cancelled before its end."""
        self.status = CANCELLED

    def count(self, outcome: Outcome, result: StepResult, position: int) -> None:
        """Count a step: what it came to, and how that is shown."""
        self.steps.append(result)
        if outcome.reason is not None:
            self.unplayed = self.unplayed or result.reason
        elif outcome.conclusion == FAILURE:
            text = f'step {position} "{result.name}" {outcome.text}'
            self.fail(Reason("step", text.rstrip()))
        elif outcome.conclusion == CANCELLED:
            self.cancel()

    def verdict(self, cancelled: str) -> Tuple[Verdict, Optional[Reason]]:
        """Return the verdict of the leg, and why.

        A leg that failed before it was cancelled is told as failed: the runner says
        cancelled then, which would hide a failure that is real.

        Args:
            cancelled: why the leg was cancelled, if it was.
        """
        if self.cause is not None:
            return Verdict.FAILED, self.cause
        if self.status == CANCELLED:
            return Verdict.CANCELLED, Reason("cancelled", cancelled or "cancelled")
        if self.unplayed is not None:
            return Verdict.NOT_REHEARSED, self.unplayed
        return Verdict.PASSED, None
