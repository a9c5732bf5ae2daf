"""Owns the words of a run that every form of it shares: causes, counts, times."""

from __future__ import annotations

from collections import Counter
from typing import Iterable, List, NamedTuple, Optional, Sequence, Tuple

from understudy.model.plan import Reason
from understudy.model.result import Fidelity, LegResult, StepResult, Verdict
from understudy.report.style import Style

_LONGEST_NAME = 40
_SHOWN = 2
_MEANT = {
    Verdict.FAILED: ("failure", Verdict.FAILED),
    Verdict.CANCELLED: ("cancelled", Verdict.CANCELLED),
    Verdict.NOT_REHEARSED: (None, Verdict.NOT_REHEARSED),
}


class Culprit(NamedTuple):
    """The step that decided how a leg ended; `number` is from 1."""

    number: int
    step: StepResult

    def __str__(self) -> str:
        return step_name(self.number, self.step.name or self.step.id)


def step_name(number: int, name: str) -> str:
    """Return a step in words: `step 4 "Run tox"`."""
    name = " ".join(name.split())
    if len(name) > _LONGEST_NAME:
        name = f"{name[: _LONGEST_NAME - 3]}..."
    return f'step {number} "{name}"'


def culprit(leg: LegResult) -> Optional[Culprit]:
    """Return the first step that ended as its leg did, if it was a step at all."""
    if leg.verdict not in _MEANT:
        return None
    conclusion, verdict = _MEANT[leg.verdict]
    for number, step in enumerate(leg.steps, start=1):
        # A step that failed and may is no cause: its conclusion is `success`.
        if step.verdict is verdict and step.conclusion in (None, conclusion):
            return Culprit(number, step)
    return None


def cause(leg: LegResult) -> Tuple[str, ...]:
    """Return why a leg did not pass, in parts; nothing for one that did."""
    found = culprit(leg)
    if found is None:
        return (_why(leg.reason),) if leg.reason else ()
    if found.step.exit_code and leg.verdict is Verdict.FAILED:
        return str(found), f"exit {found.step.exit_code}"
    reason = found.step.reason or leg.reason
    if reason is None:
        return (str(found),)
    # The engine's own sentence begins with the step, too.
    name = found.step.name or found.step.id
    how = _why(reason).removeprefix(f'step {found.number} "{name}" ')
    return str(found), how


def _why(reason: Reason) -> str:
    return f"{reason}: {reason.command}" if reason.command else str(reason)


def remarks(leg: LegResult) -> Tuple[str, ...]:
    """Return what stands beside a verdict, whatever it is."""
    found: List[str] = []
    if leg.without:
        found.append(f"without {some(leg.without)}")
    stubbed = [step for step in leg.steps if step.fidelity is Fidelity.STUBBED]
    if stubbed:
        found.append(f"stubbed: {', '.join(step.name or step.id for step in stubbed)}")
    if leg.tolerated and leg.verdict is Verdict.FAILED:
        found.append("it may fail")
    return tuple(found)


def counts(legs: Sequence[LegResult], style: Style = Style()) -> str:
    """Return how many legs ended how: `3 passed, 1 not rehearsed (platform)`."""
    found: List[str] = []
    for verdict in Verdict:
        of = [leg for leg in legs if leg.verdict is verdict]
        if of:
            found.append(f"{len(of)} {verdict.value}{_aside(verdict, of, style)}")
    return ", ".join(found)


def _aside(verdict: Verdict, legs: Sequence[LegResult], style: Style) -> str:
    if verdict is Verdict.NOT_REHEARSED:
        codes = times((leg.reason.code for leg in legs if leg.reason), style)
        return f" ({codes})" if codes else ""
    count, what = 0, ""
    if verdict is Verdict.PASSED:
        count, what = sum(bool(leg.without) for leg in legs), "without a need"
    if verdict is Verdict.FAILED:
        count, what = sum(leg.tolerated for leg in legs), "which may"
    return f" ({count} {what})" if count else ""


def some(names: Sequence[str]) -> str:
    """Return the first of some names, and how many more there are."""
    more = len(names) - _SHOWN
    return ", ".join(names) if more <= 0 else f"{names[0]} and {len(names) - 1} more"


def times(names: Iterable[str], style: Style = Style()) -> str:
    """Return names, each once, and how often where that is more: `a ×2, b`."""
    sign = "×" if style.unicode else "x"
    return ", ".join(
        f"{name} {sign}{count}" if count > 1 else name
        for name, count in Counter(names).items()
    )


def duration(seconds: float) -> str:
    """Return a time for people: `9.4s`, `1m 09s`, `2h 05m`."""
    if seconds < 59.95:
        return f"{seconds:.1f}s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes}m {rest:02}s"
    return f"{minutes // 60}h {minutes % 60:02}m"


def number_of(count: int, noun: str) -> str:
    """Return so many of a thing: `1 leg`, `2 legs`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
