"""Owns what legs come to for the jobs that need them, also those that were not played.

A job of which some legs were played counts as these ended. One that was left out whole
since it is for another system counts as a success. One that was left out whole for
anything else leaves its dependants out: no guess about its result would be honest.
"""

from __future__ import annotations

from typing import Dict, Sequence, Tuple

from understudy.dialects.base import Ended
from understudy.model.result import LegResult, Verdict
from understudy.records import dataclass

_RESULTS = {
    Verdict.PASSED: "success",
    Verdict.FAILED: "failure",
    Verdict.CANCELLED: "cancelled",
    Verdict.SKIPPED: "skipped",
}
_WORST = ("failure", "cancelled", "success")


@dataclass(frozen=True)
class JobEnd:
    """How a job ended for those that need it.

    `missing` are the addresses of its legs that were not played; `left_out` says that
    nobody can tell how it would have ended.
    """

    ended: Ended
    missing: Tuple[str, ...] = ()
    left_out: bool = False


def job_end(legs: Sequence[LegResult]) -> JobEnd:
    """Return how a job ended, its legs in the order in which they did."""
    missing = tuple(leg.address for leg in legs if leg.verdict is Verdict.NOT_REHEARSED)
    played = [leg for leg in legs if leg.verdict is not Verdict.NOT_REHEARSED]
    if not played:
        foreign = all(_is_foreign(leg) for leg in legs)
        if legs and not foreign:
            return JobEnd(Ended(), missing, left_out=True)
        return JobEnd(Ended("success", {}), missing)
    results = {_of(leg) for leg in played}
    result = next((found for found in _WORST if found in results), "skipped")
    outputs: Dict[str, str] = {}
    for leg in played:
        for name, value in leg.outputs.items():
            # All legs write into one map; what is empty replaces nothing.
            outputs[name] = value or outputs.get(name, "")
    return JobEnd(Ended(result, outputs), missing)


def _is_foreign(leg: LegResult) -> bool:
    # A runner that exists nowhere would play it as little as this machine does.
    reason = leg.reason
    return reason is not None and reason.code == "platform" and not reason.fixable


def _of(leg: LegResult) -> str:
    # A job that may fail is a success for those that need it.
    return "success" if leg.tolerated else _RESULTS[leg.verdict]
