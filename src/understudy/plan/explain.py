"""Owns the reasons of a plan: what a decision comes to, in a sentence and leaves."""

from __future__ import annotations

from typing import Collection, Mapping, Optional, Sequence

from understudy.dialects.base import Judgement
from understudy.model.plan import Reason, Starts
from understudy.records import dataclass

ERROR = "error"

_PLANNED = {
    "skipped": "does not start",
    "failure": "fails",
    "cancelled": "is cancelled",
}
_ENDED = {
    "skipped": "was skipped",
    "failure": "failed",
    "cancelled": "was cancelled",
}


@dataclass(frozen=True)
class Above:
    """How the jobs above one ended, or will; `lines` has the ancestors of each need.

    `results` are of all ancestors by id, None where not known; `ended` the ids of those
    that have really ended.
    """

    results: Mapping[str, Optional[str]]
    lines: Mapping[str, Collection[str]]
    ended: Collection[str] = ()
    cancelled: bool = False


def starts(judgement: Judgement) -> Starts:
    """Return what a judgement means for the job."""
    if judgement.error is not None or judgement.truth is False:
        return Starts.NO
    return Starts.UNKNOWN if judgement.truth is None else Starts.YES


def reason(judgement: Judgement, above: Above) -> Optional[Reason]:
    """Return why a job does not start, or may not; None for one that does."""
    if judgement.error is not None:
        return Reason(ERROR, judgement.error)
    if judgement.truth:
        return None
    if judgement.truth is None:
        code = "needs" if judgement.statuses else "if"
        text = judgement.unknown if judgement.statuses else "`if` is not known yet"
        return Reason(code, text, judgement.expression, judgement.leaves)
    if judgement.expression.lower().startswith("success("):
        if above.cancelled:
            return Reason("cancelled", "the run is being cancelled")
        text = _stopping(above)
        if text:
            return Reason("needs", text)
    return Reason("if", "`if` is false", judgement.expression, judgement.leaves)


def undecided(text: str) -> Reason:
    """Return the reason of a job whose legs are not known before the run."""
    return Reason("matrix", f"its matrix is not known yet: {text}")


def _stopping(above: Above) -> str:
    """Name the need that keeps a job back, or the job above the need that does."""
    for need in above.lines:
        verb = _verb(need, above)
        if verb:
            return f"needs `{need}`, which {verb}"
    for need, line in above.lines.items():
        for ancestor in _in_order(line, above.results):
            verb = _verb(ancestor, above)
            if verb:
                # actions/runner#2205: one skipped job skips all below it.
                return f"needs `{need}`, and with it `{ancestor}`, which {verb}"
    return ""


def _in_order(
    ids: Collection[str], results: Mapping[str, Optional[str]]
) -> Sequence[str]:
    return [id for id in results if id in ids]


def _verb(id: str, above: Above) -> str:
    verbs = _ENDED if id in above.ended else _PLANNED
    return verbs.get(above.results.get(id) or "", "")
