"""Owns how what a step came to is shown: its result, without any secret in it."""

from __future__ import annotations

from dataclasses import replace
from typing import Callable

from understudy.dialects.base import Judgement
from understudy.engine.outcome import (
    CANCELLED,
    FAILURE,
    SKIPPED,
    SUCCESS,
    Outcome,
)
from understudy.model.plan import Leaf, Reason
from understudy.model.result import Fidelity, StepResult, Verdict

Hide = Callable[[str], str]

_VERDICTS = {
    SUCCESS: Verdict.PASSED,
    FAILURE: Verdict.FAILED,
    CANCELLED: Verdict.CANCELLED,
    SKIPPED: Verdict.SKIPPED,
}


def step_result(
    id: str, name: str, outcome: Outcome, seconds: float, hide: Hide
) -> StepResult:
    """Return how a step ended, by what it came to."""
    notes = tuple(hide(note) for note in outcome.notes)
    result = StepResult(
        id,
        hide(name),
        Verdict.NOT_REHEARSED,
        fidelity=outcome.fidelity,
        seconds=seconds,
        exit_code=outcome.exit_code,
        notes=notes,
    )
    if outcome.reason is not None:
        return replace(result, reason=hidden(outcome.reason, hide))
    return replace(
        result,
        verdict=_VERDICTS[outcome.result],
        outcome=outcome.result,
        conclusion=outcome.conclusion,
    )


def skipped_result(id: str, name: str, judgement: Judgement, hide: Hide) -> StepResult:
    """Return how a step ended whose condition was false."""
    reason = _reason(judgement, "`if` is false")
    return StepResult(
        id,
        hide(name),
        Verdict.SKIPPED,
        SKIPPED,
        SKIPPED,
        reason=hidden(reason, hide),
    )


def undecided(judgement: Judgement) -> Outcome:
    """Return what a step came to whose condition nobody can decide here."""
    reason = _reason(judgement, f"`if` is not known: {judgement.unknown}")
    return Outcome(reason=replace(reason, fixable=True), fidelity=Fidelity.NONE)


def hidden(reason: Reason, hide: Hide) -> Reason:
    """Return a reason without any secret."""
    return replace(
        reason,
        text=hide(reason.text),
        expression=hide(reason.expression) if reason.expression else None,
        leaves=tuple(Leaf(leaf.text, hide(leaf.value)) for leaf in reason.leaves),
        command=hide(reason.command) if reason.command else None,
    )


def _reason(judgement: Judgement, text: str) -> Reason:
    return Reason("if", text, judgement.expression, judgement.leaves)
