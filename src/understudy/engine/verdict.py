"""Owns what a run is worth: its verdict and its exit status; words belong to `report`.

The verdict is what happened, whatever was asked for; the exit status is also what the
user accepts. So a leg for another system leaves a run `not rehearsed` with exit 0.
"""

from __future__ import annotations

from typing import Collection, Iterable, List, Tuple

from understudy.model.result import LegResult, Verdict

PASSED, FAILED, INCOMPLETE, INTERRUPTED = 0, 1, 5, 130

_NEEDS, _PLATFORM = "needs", "platform"


def judge(
    legs: Iterable[LegResult],
    allow_missing: Collection[str] = (),
    strict: bool = False,
    interrupted: bool = False,
    broken: bool = False,
) -> Tuple[Verdict, int]:
    """Return the verdict of a run and its exit status.

    Args:
        legs: how all legs ended, those included that were not played.
        allow_missing: codes of reasons for which a leg may be left out.
        strict: no leg may be left out because it is for another system.
        interrupted: the user ended the run.
        broken: the service would refuse a workflow file of the pipeline.
    """
    legs = tuple(legs)
    verdict = _verdict(legs, interrupted, broken)
    if interrupted:
        return verdict, INTERRUPTED
    if verdict in (Verdict.FAILED, Verdict.CANCELLED):
        return verdict, FAILED
    played = any(leg.passed for leg in legs)
    complete = played and not left_out(legs, allow_missing, strict)
    return verdict, PASSED if complete else INCOMPLETE


def left_out(
    legs: Iterable[LegResult],
    allow_missing: Collection[str] = (),
    strict: bool = False,
) -> Tuple[LegResult, ...]:
    """Return the legs without which a run is incomplete: not played, not accepted."""
    missing = [leg for leg in legs if leg.verdict is Verdict.NOT_REHEARSED]
    accepted = any(_code(leg) in allow_missing for leg in missing)
    found: List[LegResult] = []
    for leg in missing:
        code = _code(leg)
        # What was left out because of a leg that may be left out is accepted with it.
        if code in allow_missing or (code == _NEEDS and accepted):
            continue
        if _is_fixable(leg) or (strict and code == _PLATFORM):
            found.append(leg)
    return tuple(found)


def _verdict(legs: Collection[LegResult], interrupted: bool, broken: bool) -> Verdict:
    played = any(leg.passed for leg in legs)
    found = {leg.verdict for leg in legs if not (played and _is_forgiven(leg))}
    if broken or Verdict.FAILED in found:
        return Verdict.FAILED
    if interrupted or Verdict.CANCELLED in found:
        return Verdict.CANCELLED
    for verdict in (Verdict.NOT_REHEARSED, Verdict.PASSED):
        if verdict in found:
            return verdict
    return Verdict.SKIPPED


def _is_forgiven(leg: LegResult) -> bool:
    return leg.tolerated and leg.verdict in (Verdict.FAILED, Verdict.CANCELLED)


def _code(leg: LegResult) -> str:
    return leg.reason.code if leg.reason else ""


def _is_fixable(leg: LegResult) -> bool:
    # Without a reason nobody knows, and what nobody knows is no reason to be green.
    return leg.reason is None or leg.reason.fixable
