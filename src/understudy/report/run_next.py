"""Owns the one command that a finished run suggests, and the one that repeats a leg."""

from __future__ import annotations

import shlex
from typing import List, NamedTuple, Sequence, Tuple

from understudy.engine.verdict import INTERRUPTED, left_out
from understudy.model.result import LegResult, RunResult, Verdict
from understudy.records import dataclass
from understudy.report.run_words import number_of

_SHOWN = 2


@dataclass(frozen=True)
class Command:
    """The command that was given, without what chose among the legs.

    `event` are the words of the event, `options` those that have to be given again.
    """

    event: Tuple[str, ...] = ()
    options: Tuple[str, ...] = ()

    def run(self, *more: str) -> str:
        """Return the command that plays the same again."""
        return shlex.join(("understudy", "run", *self.event, *more, *self.options))

    def plan(self) -> str:
        """Return the command that says what the event starts."""
        return shlex.join(("understudy", "plan", *self.event))

    def repeat(self, leg: LegResult) -> str:
        """Return the command that plays one leg again."""
        return self.run("--leg", leg.address)


class Next(NamedTuple):
    """A command to copy, and what it does."""

    command: str
    about: str = ""


def suggest(result: RunResult, command: Command) -> Sequence[Next]:
    """Return what to do next: one thing, or nothing."""
    legs = result.legs
    failed = [
        leg
        for leg in legs
        if leg.verdict in (Verdict.FAILED, Verdict.CANCELLED) and not leg.tolerated
    ]
    missing = left_out(legs) if result.exit else ()
    if failed or result.exit == INTERRUPTED:
        return [Next(command.run("--lf"), _about(failed, missing))]
    if missing:
        fixes = [leg.reason.command for leg in missing if leg.reason]
        return [Next(fix) for fix in fixes if fix][:1]
    if not any(leg.passed for leg in legs):
        return [Next(command.plan())]
    return []


def _about(failed: Sequence[LegResult], missing: Sequence[LegResult]) -> str:
    parts: List[str] = []
    if failed:
        many = number_of(len(failed), "leg").partition(" ")[2]
        parts.append(
            f"the {len(failed)} failed {many}" if len(failed) > 1 else failed[0].address
        )
    if len(missing) > _SHOWN:
        parts.append(f"{len(missing)} not rehearsed")
    else:
        parts.extend(leg.address for leg in missing)
    return f"({', '.join(parts)}, and what they need)" if parts else ""
