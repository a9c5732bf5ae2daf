"""Owns which legs did not pass last time, and are worth another try."""

from __future__ import annotations

import sys
from typing import Dict, Iterable, Iterator, List

from understudy.cli import terminal
from understudy.engine.store import Store
from understudy.errors import UsageError
from understudy.model.plan import Plan
from understudy.model.result import Verdict

_AGAIN = (Verdict.FAILED.value, Verdict.CANCELLED.value)


def legs(store: Store, plan: Plan) -> List[str]:
    """Return addresses that the plan has, and that did not pass when last played.

    Nothing means all: there was no run, or nothing in it failed. That is said.

    Raises:
        UsageError: the plan has none of them.
    """
    for number in reversed(store.numbers()):
        result = store.result(number) or {}
        found = result.get("legs")
        if isinstance(found, list):
            wanted = list(_to_repeat(found))
            break
    else:
        terminal.write("note: there was no run before: all legs play", sys.stderr)
        return []
    if not wanted:
        terminal.write(f"note: nothing failed in run {number}: all play", sys.stderr)
        return []
    known = {leg.address for leg in plan.legs()} | {job.address for job in plan.jobs()}
    here = [address for address in wanted if address in known]
    if not here:
        raise UsageError(
            f"what failed in run {number} is nothing that this event starts:"
            f" {', '.join(wanted)}",
            "name the event of that run",
        )
    return here


def _to_repeat(found: Iterable[Dict[str, object]]) -> Iterator[str]:
    for leg in found:
        reason = leg.get("reason")
        fixable = isinstance(reason, dict) and reason.get("fixable") is True
        missing = leg.get("verdict") == Verdict.NOT_REHEARSED.value and fixable
        if missing or leg.get("verdict") in _AGAIN:
            yield str(leg.get("address"))
